"""What people said that a watch does not mean, kept and heeded. Read within each transaction: what is said now counts at the next poll."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.errors import MonitorError
from monitor.model import Hit, ItemId, StoryId, WatchKey
from monitor.store import audit, hits, items, watches
from monitor.store import vetoes as veto_rows
from monitor.stories.fingerprint import copy_keys
from monitor.watch.veto import LeftOut, Veto, Vetoes, spellings_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.model import Digest, Item
    from monitor.store.hits import StoryHit
    from monitor.store.items import KnownItem


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a watch learned from an item; without `spellings`, that this item and its story are not meant."""

    item: ItemId
    watch: WatchKey
    spellings: tuple[str, ...]


def load(connection: Connection, keys: Collection[WatchKey]) -> Vetoes:
    """Read what was said of these watches."""
    rows = veto_rows.of_watches(connection, keys) if keys else []
    return Vetoes(Veto(row.watch, row.forms, row.item, row.stories) for row in rows)


def heed(
    connection: Connection, page: Mapping[Digest, Item], found: Mapping[Digest, tuple[Hit, ...]], known: Mapping[Digest, KnownItem]
) -> tuple[dict[Digest, tuple[Hit, ...]], dict[Digest, tuple[LeftOut, ...]]]:
    """Leave out of a page's hits what is not meant.

    Args:
        connection: the transaction that the page is stored in.
        page: its items, by key.
        found: the hits in them.
        known: those of the items that were stored before.

    Returns:
        The hits that remain, and what was left out; both without the items for which there is none.
    """
    vetoes = load(connection, {hit.watch for hits_in in found.values() for hit in hits_in})
    kept: dict[Digest, tuple[Hit, ...]] = {}
    left_out: dict[Digest, tuple[LeftOut, ...]] = {}
    for key, hits_in in found.items():
        if not vetoes.knows(hits_in):
            kept[key] = hits_in
            continue
        before = known.get(key)
        places = _stories(connection, page[key], before) if vetoes.knows_stories(hits_in) else frozenset()
        kept[key], left_out[key] = vetoes.sift(hits_in, before.id if before else None, places)
    return {key: some for key, some in kept.items() if some}, {key: some for key, some in left_out.items() if some}


def meant(rows: Iterable[StoryHit], said: Vetoes, places: frozenset[StoryId]) -> list[StoryHit]:
    """Leave out of the hits in a story, known by all its numbers, what is not meant.

    What is said of one speech of a debate is not said of the others: they are no copies of it.
    """
    nowhere: frozenset[StoryId] = frozenset()
    sifted = ((row, said.sift([Hit(row.watch, row.mentions)], row.item.id, nowhere if row.item.item.debate else places)[0]) for row in rows)
    return [replace(row, mentions=hit.mentions, score=hit.score, tier=hit.tier) for row, kept in sifted for hit in kept]


def note(connection: Connection, item: ItemId, left_out: Collection[LeftOut], now: datetime) -> None:
    """Write into an item's history what was left out of it."""
    for one in left_out:
        items.add_event(connection, item, now, "veto", "left out", {"watch": one.watch, "because": one.because})


def teach(connection: Connection, item: ItemId, watch: WatchKey, author: str, reason: str, now: datetime) -> Lesson:  # noqa: PLR0913, PLR0917 a line of what was said
    """Learn from a wrong hit; what was said before of the same item and watch gives way to it.

    What waits in the outbox heeds it when it leaves; what was told is not unsent.

    Raises:
        MonitorError: the watch was not found in the item, or is not in the settings any more.
    """
    row = next((row for row in hits.of_item(connection, item) if row.watch == watch), None)
    live = watches.live(connection).get(watch)
    if row is None or live is None:
        raise MonitorError(f"{watch} was not found in item {item}, so there is nothing to learn; what was found in it: tocsin why {item}")
    lesson = Lesson(item, watch, spellings_of(row.mentions))
    veto_rows.keep(connection, veto_rows.NewVeto(item, live.id, lesson.spellings, author, reason, now))
    audit.note(connection, now, author, "not-this", watch, {"item": item, "forms": list(lesson.spellings), "reason": reason})
    items.add_event(connection, item, now, "veto", "not this", {"watch": watch, "by": author, "reason": reason or None})
    return lesson


def unteach(connection: Connection, item: ItemId, watch: WatchKey, author: str, now: datetime) -> Lesson:
    """Take back what was said of a watch in an item; return what that was.

    Raises:
        MonitorError: nothing was.
    """
    former = next((row for row in veto_rows.of_item(connection, item) if row.watch == watch), None)
    if former is None:
        raise MonitorError(f"nothing was said of {watch} in item {item}; what was said where: tocsin not-this --list")
    veto_rows.take_back(connection, item, watch)
    audit.note(connection, now, author, "not-this undone", watch, {"item": item})
    items.add_event(connection, item, now, "veto", "taken back", {"watch": watch, "by": author})
    return Lesson(item, watch, former.forms)


def _stories(connection: Connection, item: Item, before: KnownItem | None) -> frozenset[StoryId]:
    """Find the stories that an item is in, or would be folded into for a key that it shares; a debate is no story of copies."""
    if item.debate:
        return frozenset()
    own = {before.story_id} if before is not None and before.story_id is not None else set()
    return frozenset(own | {row.story for row in items.latest_sharing(connection, copy_keys(item)) if row.story is not None})
