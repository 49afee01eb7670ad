"""Sources: what the settings ask for, what is due, and what each poll leaves behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, and_, bindparam, case, func, or_, select, update

from monitor.model import SourceKey, SourceState
from monitor.store.database import Turn, serialise
from monitor.store.tables import article_reads, hosts, sources
from monitor.store.upsert import chunks, insert

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from sqlalchemy import ColumnElement, Connection, Select

_AHEAD = (sources.c.next_poll_at, sources.c.server_until, sources.c.lease_until)  # the times that are waited for

# What was learnt from a server that the settings no longer name.
_FORGOTTEN: dict[str, Any] = {
    "server_until": None,
    "etag": None,
    "last_modified": None,
    "body_hash": None,
    "failures": 0,
    "last_error": None,
    "hints": {},
}


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """A source as the settings ask for it. `host` is host:port."""

    key: SourceKey
    kind: str
    url: str
    host: str
    enabled: bool
    name: str = ""


def sync(connection: Connection, specs: Sequence[SourceSpec], now: datetime) -> None:
    """Bring the sources in line with the settings.

    A new one is due at once. One with another URL keeps its history, loses its validators and is due at once. One that is gone
    is kept, disabled. A source that its server ended (410) stays ended until its URL or its `enabled:` is changed.
    """
    rows = {row.key: row for row in connection.execute(select(sources))}
    fresh = [_fresh(spec, now) for spec in specs if spec.key not in rows]
    if fresh:
        connection.execute(sources.insert(), fresh)
    for spec in specs:
        row = rows.get(spec.key)
        change = _change(row, spec, now) if row is not None else None
        if row is not None and change:
            connection.execute(update(sources).where(sources.c.id == row.id).values(**change))
    listed = {spec.key for spec in specs}
    gone = [row.id for row in rows.values() if row.key not in listed and (row.wanted or row.enabled)]
    for ids in chunks(gone):
        connection.execute(update(sources).where(sources.c.id.in_(ids)).values(wanted=False, enabled=False))


def add(connection: Connection, spec: SourceSpec, now: datetime) -> int:
    """Add one source, beside those that the settings name; return its number."""
    number: int = connection.execute(sources.insert().values(_fresh(spec, now)).returning(sources.c.id)).scalar_one()
    return number


def claim_due(  # noqa: PLR0913 each is a condition of the claim
    connection: Connection,
    now: datetime,
    lease: timedelta,
    limit: int,
    *,
    regardless: bool = False,
    only: Sequence[SourceKey] = (),
) -> list[SourceState]:
    """Claim sources that are due, the longest overdue first, and at most one of every host at a time; none while a page of its is read.

    `regardless` takes sources before they are due, but never while their server or host asked to be left alone. `only` narrows
    the claim to these keys. The claim lapses at now + lease unless `record_poll` or `release` ends it sooner.
    """
    serialise(connection, Turn.SOURCES)
    claimed: list[SourceState] = []
    for keys in chunks(only) if only else [None]:
        due = _due(now, limit - len(claimed), regardless=regardless, only=keys)
        statement = update(sources).where(sources.c.id.in_(due)).values(lease_until=now + lease).returning(sources)
        claimed += [_state(row) for row in connection.execute(statement)]
    return sorted(claimed, key=lambda state: (state.next_poll_at, state.id))


def record_poll(connection: Connection, state: SourceState) -> None:
    """Write what a poll left behind, and end the claim.

    What the settings own stays theirs: if they changed the URL meanwhile, the answer was another address's, and only the claim ends;
    if they disabled the source, it stays disabled.
    """
    changed = {
        "effective_url": state.effective_url,
        "host": state.host,
        "next_poll_at": state.next_poll_at,
        "server_until": state.server_until,
        "baseline_at": state.baseline_at,
        "etag": state.etag,
        "last_modified": state.last_modified,
        "body_hash": state.body_hash,
        "cursor": dict(state.cursor),
        "failures": state.failures,
        "last_ok_at": state.last_ok_at,
        "last_new_at": state.last_new_at,
        "last_error": state.last_error,
        "hints": dict(state.hints),
    }
    if not state.enabled:
        changed["enabled"] = False
    connection.execute(update(sources).where(sources.c.id == state.id, sources.c.url == state.url).values(**changed))
    release(connection, state.id)


def release(connection: Connection, id: int) -> None:  # noqa: A002 the column's name
    """End a claim without a poll."""
    connection.execute(update(sources).where(sources.c.id == id).values(lease_until=None))


def extend_claim(connection: Connection, id: int, until: datetime) -> None:  # noqa: A002 the column's name
    """Let a claim last longer than others: what one poll of this source does may take that long."""
    connection.execute(update(sources).where(sources.c.id == id).values(lease_until=until))


def release_all(connection: Connection) -> int:
    """End every claim: whoever made them is gone; return how many there were."""
    return connection.execute(update(sources).where(sources.c.lease_until.is_not(None)).values(lease_until=None)).rowcount


def shift(connection: Connection, moved: timedelta) -> None:
    """Move the schedule, the servers' wishes and the hosts' holds by a jump of the clock, so that nothing waits the jump out."""
    for column in _AHEAD:
        rows = connection.execute(select(sources.c.id, column).where(column.is_not(None))).all()
        values = [{"row": id_, "at": at + moved} for id_, at in rows]
        if values:
            connection.execute(update(sources).where(sources.c.id == bindparam("row")).values({column: bindparam("at")}), values)
    holds = [{"name": host, "until": until + moved} for host, until in host_holds(connection).items()]
    if holds:
        connection.execute(update(hosts).where(hosts.c.host == bindparam("name")).values(not_before=bindparam("until")), holds)


def pull_back(connection: Connection, now: datetime, longest: timedelta) -> int:
    """Bring into reach what waits longer than any rule allows, and was written by a clock that was wrong; return how much there was."""
    columns = [*_AHEAD, hosts.c.not_before]
    return sum(connection.execute(update(column.table).where(column > now + longest).values({column: now})).rowcount for column in columns)


def all_states(connection: Connection) -> list[SourceState]:
    """List every source ever polled, by key; those that left the settings are disabled."""
    return [_state(row) for row in connection.execute(select(sources).order_by(sources.c.key))]


def next_due(connection: Connection) -> datetime | None:
    """Tell when the next claim can succeed: when a source is due, free, and neither its server nor its host waits; None without sources."""
    own = _latest(_latest(sources.c.next_poll_at, sources.c.lease_until), sources.c.server_until)
    soonest = func.min(_latest(own, hosts.c.not_before))
    found: datetime | None = connection.scalar(select(soonest).select_from(_with_host()).where(sources.c.enabled))
    return found


def hold_host(connection: Connection, host: str, until: datetime) -> None:
    """Leave a whole host alone until an instant; an earlier instant never shortens a hold."""
    statement = insert(connection, hosts).values(host=host, not_before=until)
    statement = statement.on_conflict_do_update(
        index_elements=["host"], set_={"not_before": until}, where=hosts.c.not_before < bindparam("until", until, hosts.c.not_before.type)
    )
    connection.execute(statement)


def host_holds(connection: Connection, after: datetime | None = None) -> dict[str, datetime]:
    """Tell which hosts asked to be left alone, and until when; all that ever did, or those that wait beyond an instant."""
    wanted = select(hosts) if after is None else select(hosts).where(hosts.c.not_before > after)
    return {row.host: row.not_before for row in connection.execute(wanted)}


def _fresh(spec: SourceSpec, now: datetime) -> dict[str, Any]:
    return {
        "key": spec.key,
        "kind": spec.kind,
        "name": spec.name,
        "url": spec.url,
        "effective_url": spec.url,
        "host": spec.host,
        "wanted": spec.enabled,
        "enabled": spec.enabled,
        "next_poll_at": now,
        "cursor": {},
        "hints": {},
    }


def _change(row: Row[Any], spec: SourceSpec, now: datetime) -> dict[str, Any]:
    """Work out what a source's row must become; empty if it stands as the settings ask."""
    change: dict[str, Any] = {}
    if (row.kind, row.name) != (spec.kind, spec.name):
        change |= {"kind": spec.kind, "name": spec.name}
    moved = row.url != spec.url
    if moved:
        change |= {"url": spec.url, "effective_url": spec.url, "host": spec.host, "next_poll_at": now, **_FORGOTTEN}
    if moved or row.wanted != spec.enabled:
        change |= {"wanted": spec.enabled, "enabled": spec.enabled}
        if spec.enabled:
            change["next_poll_at"] = now
    return change


def _with_host() -> Any:
    return sources.outerjoin(hosts, hosts.c.host == sources.c.host)


def _latest(first: ColumnElement[Any], second: ColumnElement[Any]) -> ColumnElement[Any]:
    """Pick the later of two instants, where the second may be missing; the databases name their own functions differently."""
    return case((second > first, second), else_=first)


def _due(now: datetime, limit: int, *, regardless: bool, only: Sequence[SourceKey] | None) -> Select[Any]:
    busy = sources.alias("busy")
    place = func.row_number().over(partition_by=sources.c.host, order_by=(sources.c.next_poll_at, sources.c.id))
    ready = (
        select(sources.c.id, sources.c.next_poll_at, place.label("place"))
        .select_from(_with_host())
        .where(
            sources.c.enabled,
            or_(sources.c.lease_until.is_(None), sources.c.lease_until <= now),
            or_(sources.c.server_until.is_(None), sources.c.server_until <= now),
            or_(hosts.c.not_before.is_(None), hosts.c.not_before <= now),
            ~select(busy.c.id).where(and_(busy.c.host == sources.c.host, busy.c.lease_until > now)).exists(),
            ~select(article_reads.c.item_id).where(article_reads.c.host == sources.c.host, article_reads.c.lease_until > now).exists(),
        )
    )
    if not regardless:
        ready = ready.where(sources.c.next_poll_at <= now)
    if only is not None:
        ready = ready.where(sources.c.key.in_(only))
    one_a_host = ready.subquery("ready")
    return select(one_a_host.c.id).where(one_a_host.c.place == 1).order_by(one_a_host.c.next_poll_at, one_a_host.c.id).limit(limit)


def _state(row: Row[Any]) -> SourceState:
    return SourceState(
        id=row.id,
        key=SourceKey(row.key),
        kind=row.kind,
        url=row.url,
        effective_url=row.effective_url,
        host=row.host,
        enabled=row.enabled,
        next_poll_at=row.next_poll_at,
        server_until=row.server_until,
        baseline_at=row.baseline_at,
        etag=row.etag,
        last_modified=row.last_modified,
        body_hash=row.body_hash,
        cursor=row.cursor,
        failures=row.failures,
        last_ok_at=row.last_ok_at,
        last_new_at=row.last_new_at,
        last_error=row.last_error,
        hints=row.hints,
    )
