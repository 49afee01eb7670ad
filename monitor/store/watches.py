"""Watches: which are live, since when, and in which revision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, bindparam, select, update

from monitor.model import Digest, WatchKey
from monitor.store.tables import claims, watches
from monitor.store.upsert import chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class WatchSpec:
    """A watch as the settings have it. The fingerprint covers all that decides what it finds."""

    key: WatchKey
    label: str
    watchlist: str
    watchlist_title: str
    fingerprint: Digest


@dataclass(frozen=True, slots=True)
class WatchRow:
    """A live watch. It alerts on items first seen at or after `since`, when this revision came.

    `has_looked_back` tells whether this revision has gone through the whole archive.
    """

    id: int
    key: WatchKey
    revision: int
    since: datetime
    label: str
    watchlist_title: str
    has_looked_back: bool


def sync(connection: Connection, specs: Sequence[WatchSpec], now: datetime) -> dict[WatchKey, WatchRow]:
    """Bring the watches in line with the settings; return the live ones.

    One that finds something else than before, or comes back after it was gone, is a new revision as of now. One that is gone is retired.
    One whose file was renamed is the same watch under another key: what was told and said of it stays.
    """
    _rename(connection, specs)
    rows = {row.key: row for row in connection.execute(select(watches))}
    fresh = [_fresh(spec, now) for spec in specs if spec.key not in rows]
    if fresh:
        connection.execute(watches.insert(), fresh)
    for spec in specs:
        change = _change(rows[spec.key], spec, now) if spec.key in rows else None
        if change:
            connection.execute(update(watches).where(watches.c.key == spec.key).values(**change))
    listed = {spec.key for spec in specs}
    gone = [row.id for row in rows.values() if row.key not in listed and row.retired_at is None]
    for ids in chunks(gone):
        connection.execute(update(watches).where(watches.c.id.in_(ids)).values(retired_at=now))
    return live(connection)


def _rename(connection: Connection, specs: Sequence[WatchSpec]) -> None:
    """Give watches whose file was renamed their new key: a live one's list is gone, and one new list has the same watch."""
    rows = connection.execute(select(watches)).all()
    standing = [row for row in rows if row.retired_at is None]
    known, lists_before, lists = {row.key for row in rows}, {row.watchlist for row in standing}, {spec.watchlist for spec in specs}
    former: dict[tuple[str, Digest], list[str]] = {}
    for row in standing:
        if row.watchlist not in lists:
            former.setdefault((_own_part(row.key), Digest(row.fingerprint)), []).append(row.key)
    fresh: dict[tuple[str, Digest], list[str]] = {}
    for spec in specs:
        if spec.key not in known and spec.watchlist not in lists_before:
            fresh.setdefault((_own_part(spec.key), spec.fingerprint), []).append(spec.key)
    for same, keys in fresh.items():
        before = former.get(same, [])
        if len(keys) == len(before) == 1:
            connection.execute(update(watches).where(watches.c.key == before[0]).values(key=keys[0]))
            connection.execute(update(claims).where(claims.c.watch == before[0]).values(watch=keys[0]))


def _own_part(key: str) -> str:
    """Give a watch's own part of its key, behind the name of its list."""
    return key.partition("/")[2]


def live(connection: Connection) -> dict[WatchKey, WatchRow]:
    """List the watches that are not retired."""
    return {WatchKey(row.key): _row(row) for row in connection.execute(select(watches).where(watches.c.retired_at.is_(None)))}


def labels(connection: Connection) -> dict[WatchKey, str]:
    """Name every watch there ever was, the retired ones too."""
    return {WatchKey(row.key): row.label for row in connection.execute(select(watches.c.key, watches.c.label))}


def record_look_back(connection: Connection, rows: Iterable[WatchRow]) -> None:
    """Note that these revisions have gone through the archive; one that was edited meanwhile has still to."""
    statement = update(watches).where(watches.c.id == bindparam("row"), watches.c.looked_back < bindparam("seen"))
    values = [{"row": row.id, "seen": row.revision} for row in rows]
    if values:
        connection.execute(statement.values(looked_back=bindparam("seen")), values)


def _fresh(spec: WatchSpec, now: datetime) -> dict[str, Any]:
    return {
        "key": spec.key,
        "label": spec.label,
        "watchlist": spec.watchlist,
        "watchlist_title": spec.watchlist_title,
        "fingerprint": spec.fingerprint,
        "revision": 1,
        "since": now,
    }


def _change(row: Row[Any], spec: WatchSpec, now: datetime) -> dict[str, Any]:
    """Work out what a watch's row must become; empty if it stands as the settings have it."""
    change: dict[str, Any] = {
        name: getattr(spec, name) for name in ("label", "watchlist", "watchlist_title") if getattr(row, name) != getattr(spec, name)
    }
    if row.fingerprint != spec.fingerprint or row.retired_at is not None:
        change |= {"fingerprint": spec.fingerprint, "revision": row.revision + 1, "since": now, "retired_at": None}
    return change


def _row(row: Row[Any]) -> WatchRow:
    return WatchRow(
        id=row.id,
        key=WatchKey(row.key),
        revision=row.revision,
        since=row.since,
        label=row.label,
        watchlist_title=row.watchlist_title,
        has_looked_back=row.looked_back >= row.revision,
    )
