"""Vetoes: what people said that a watch does not mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, delete, select

from monitor.model import ItemId, StoryId, WatchKey
from monitor.store.tables import items, stories, vetoes, watches
from monitor.store.upsert import chunks, insert

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Select


@dataclass(frozen=True, slots=True)
class NewVeto:
    """A veto to be kept. `forms` are the spellings that the watch means nowhere; without any, it does not mean the item and its story."""

    item: ItemId
    watch_id: int
    forms: tuple[str, ...]
    author: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class VetoRow:
    """A veto with what people need to know of its item and its watch. `stories` is the item's story with all that were merged with it."""

    item: ItemId
    title: str
    url: str | None
    watch: WatchKey
    label: str
    watchlist: str
    forms: tuple[str, ...]
    stories: frozenset[StoryId]
    author: str
    reason: str
    at: datetime


def keep(connection: Connection, veto: NewVeto) -> None:
    """Keep a veto; one of the same watch in the same item gives way to it."""
    row = {
        "item_id": veto.item,
        "watch_id": veto.watch_id,
        "forms": list(veto.forms),
        "author": veto.author,
        "reason": veto.reason,
        "at": veto.at,
    }
    statement = insert(connection, vetoes).values(**row)
    renewed = {name: statement.excluded[name] for name in ("forms", "author", "reason", "at")}
    connection.execute(statement.on_conflict_do_update(index_elements=["item_id", "watch_id"], set_=renewed))


def take_back(connection: Connection, item: ItemId, watch: WatchKey) -> bool:
    """Take a veto back; tell whether there was one."""
    own = select(watches.c.id).where(watches.c.key == watch).scalar_subquery()
    return connection.execute(delete(vetoes).where(vetoes.c.item_id == item, vetoes.c.watch_id == own)).rowcount > 0


def standing(connection: Connection) -> list[VetoRow]:
    """List every veto, by watch and then by when it was given."""
    return _rows(connection, [_select().order_by(watches.c.key, vetoes.c.at, vetoes.c.id)])


def of_item(connection: Connection, item: ItemId) -> list[VetoRow]:
    """List the vetoes that were given in an item, in order of watch."""
    return _rows(connection, [_select().where(vetoes.c.item_id == item).order_by(watches.c.key)])


def of_watches(connection: Connection, keys: Collection[WatchKey]) -> list[VetoRow]:
    """List the vetoes that bear on these watches."""
    return _rows(connection, [_select().where(watches.c.key.in_(some)) for some in chunks(sorted(keys))])


def _select() -> Select[Any]:
    return (
        select(vetoes, items.c.title, items.c.url, items.c.story_id, watches.c.key, watches.c.label, watches.c.watchlist)
        .join_from(vetoes, items, items.c.id == vetoes.c.item_id)
        .join(watches, watches.c.id == vetoes.c.watch_id)
    )


def _rows(connection: Connection, statements: Sequence[Select[Any]]) -> list[VetoRow]:
    found = [row for statement in statements for row in connection.execute(statement)]
    families = _families(connection) if any(row.story_id is not None for row in found) else {}
    return [_row(row, families) for row in found]


def _row(row: Row[Any], families: Mapping[StoryId, frozenset[StoryId]]) -> VetoRow:
    own = None if row.story_id is None else StoryId(row.story_id)
    return VetoRow(
        item=ItemId(row.item_id),
        title=row.title,
        url=row.url,
        watch=WatchKey(row.key),
        label=row.label,
        watchlist=row.watchlist,
        forms=tuple(row.forms),
        stories=frozenset() if own is None else families.get(own, frozenset({own})),
        author=row.author,
        reason=row.reason,
        at=row.at,
    )


def _families(connection: Connection) -> dict[StoryId, frozenset[StoryId]]:
    """Group the stories that were merged; those that never were are left out."""
    merged = select(stories.c.id, stories.c.merged_into).where(stories.c.merged_into.is_not(None))
    into = {StoryId(row.id): StoryId(row.merged_into) for row in connection.execute(merged)}
    families: dict[StoryId, set[StoryId]] = {}
    for story in {*into, *into.values()}:
        families.setdefault(_root(story, into), set()).add(story)
    return {story: frozenset(family) for family in families.values() for story in family}


def _root(story: StoryId, into: Mapping[StoryId, StoryId]) -> StoryId:
    seen = {story}
    while story in into and into[story] not in seen:
        story = into[story]
        seen.add(story)
    return story
