"""Silences that people gave, and what each of them held back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select, update

from monitor.errors import Missing
from monitor.model import ItemId, RecipientKey, StoryId, WatchKey
from monitor.store.stories import roots
from monitor.store.tables import held_back, items, silences
from monitor.store.upsert import chunks, insert

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class NewSilence:
    """A silence to be kept. `matchers` are kinds with values, joined by AND; without a recipient it is for everybody."""

    matchers: Pairs
    recipient: RecipientKey | None
    author: str
    reason: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class SilenceRow:
    """A silence as it is kept. `ended_by` is who ended it before its time."""

    id: int
    matchers: Pairs
    recipient: RecipientKey | None
    author: str
    reason: str
    starts_at: datetime
    ends_at: datetime
    ended_by: str | None


@dataclass(frozen=True, slots=True)
class Held:
    """A watch in an item that a recipient was not told of, since a silence said so."""

    silence: int
    item: ItemId
    recipient: RecipientKey
    watch: WatchKey
    at: datetime


@dataclass(frozen=True, slots=True)
class HeldItem:
    """What was held back, with the headline of its item."""

    item: ItemId
    title: str
    url: str | None
    recipient: RecipientKey
    watch: WatchKey
    at: datetime


@dataclass(frozen=True, slots=True)
class Count:
    """How much a silence held back."""

    items: int = 0
    stories: int = 0


def keep(connection: Connection, new: NewSilence) -> int:
    """Keep a silence; return its number."""
    values = {
        "matchers": [list(pair) for pair in new.matchers],
        "recipient": new.recipient,
        "author": new.author,
        "reason": new.reason,
        "starts_at": new.starts_at,
        "ends_at": new.ends_at,
    }
    return int(connection.execute(silences.insert().values(**values).returning(silences.c.id)).scalar_one())


def end(connection: Connection, silence: int, at: datetime, by: str) -> bool:
    """End a silence before its time; tell whether it was in force."""
    running = silences.c.id == silence, silences.c.ends_at > at
    return connection.execute(update(silences).where(*running).values(ends_at=at, ended_by=by)).rowcount > 0


def get(connection: Connection, silence: int) -> SilenceRow:
    """Read a silence.

    Raises:
        Missing: there is none of this number.
    """
    row = connection.execute(select(silences).where(silences.c.id == silence)).one_or_none()
    if row is None:
        raise Missing(f"there is no silence {silence}; list all there ever were with: tocsin silence list --all")
    return _row(row)


def in_force(connection: Connection, now: datetime) -> list[SilenceRow]:
    """List the silences that are in force, the oldest first."""
    rows = connection.execute(select(silences).where(silences.c.ends_at > now, silences.c.starts_at <= now).order_by(silences.c.id))
    return [_row(row) for row in rows]


def every(connection: Connection) -> list[SilenceRow]:
    """List every silence ever given, the oldest first."""
    return [_row(row) for row in connection.execute(select(silences).order_by(silences.c.id))]


def hold(connection: Connection, held: Sequence[Held]) -> list[Held]:
    """Keep what is held back; return what was not kept before."""
    fresh = []
    for one in held:
        row = {"silence_id": one.silence, "item_id": one.item, "recipient": one.recipient, "watch": one.watch, "at": one.at}
        statement = insert(connection, held_back).values(**row).on_conflict_do_nothing()
        if connection.scalar(statement.returning(held_back.c.item_id)) is not None:
            fresh.append(one)
    return fresh


def release(connection: Connection, item: ItemId, recipient: RecipientKey, watch: WatchKey) -> None:
    """Forget that something was held back: its recipient is told after all."""
    mine = held_back.c.item_id == item, held_back.c.recipient == recipient, held_back.c.watch == watch
    connection.execute(delete(held_back).where(*mine))


def held_by(connection: Connection, silence: int) -> list[HeldItem]:
    """List what a silence held back, in the order in which it came."""
    rows = connection.execute(
        select(held_back, items.c.title, items.c.url)
        .join_from(held_back, items, items.c.id == held_back.c.item_id)
        .where(held_back.c.silence_id == silence)
        .order_by(held_back.c.at, held_back.c.item_id, held_back.c.recipient, held_back.c.watch)
    )
    return [HeldItem(ItemId(row.item_id), row.title, row.url, RecipientKey(row.recipient), WatchKey(row.watch), row.at) for row in rows]


def counts(connection: Connection, numbers: Collection[int]) -> dict[int, Count]:
    """Count what silences held back; one that held back nothing is left out."""
    counted: dict[int, Count] = {}
    for some in chunks(sorted(numbers)):
        mine = held_back.c.silence_id.in_(some)
        chosen = select(held_back.c.silence_id, items.c.story_id, func.count(items.c.id.distinct()).label("items"))
        chosen = chosen.join_from(held_back, items, items.c.id == held_back.c.item_id).where(mine)
        rows = connection.execute(chosen.group_by(held_back.c.silence_id, items.c.story_id)).all()
        found: dict[int, tuple[int, set[StoryId]]] = {}
        whole = _whole(connection, rows)
        for row in rows:
            before, of = found.setdefault(row.silence_id, (0, set()))
            found[row.silence_id] = before + row.items, of | {whole.get(row.story_id, StoryId(0))}
        counted |= {silence: Count(number, len(of)) for silence, (number, of) in found.items()}
    return counted


def stories_held(connection: Connection, recipient: RecipientKey, since: datetime, until: datetime) -> dict[int, int]:
    """Count, by silence, the stories of which a recipient was not told after `since`, and up to `until`."""
    mine = held_back.c.recipient == recipient, held_back.c.at > since, held_back.c.at <= until
    chosen = select(held_back.c.silence_id, items.c.story_id).join_from(held_back, items, items.c.id == held_back.c.item_id)
    rows = connection.execute(chosen.where(*mine).distinct().order_by(held_back.c.silence_id)).all()
    found: dict[int, set[StoryId]] = {}
    whole = _whole(connection, rows)
    for row in rows:
        found.setdefault(row.silence_id, set()).add(whole.get(row.story_id, StoryId(0)))
    return {silence: len(of) for silence, of in found.items()}


def _whole(connection: Connection, rows: Iterable[Any]) -> dict[StoryId, StoryId]:
    """Find the root of every story that rows name, by one look."""
    return roots(connection, {StoryId(row.story_id) for row in rows if row.story_id is not None})


def _row(row: Row[Any]) -> SilenceRow:
    return SilenceRow(
        id=row.id,
        matchers=tuple((str(by), str(value)) for by, value in row.matchers),
        recipient=None if row.recipient is None else RecipientKey(row.recipient),
        author=row.author,
        reason=row.reason,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        ended_by=row.ended_by,
    )
