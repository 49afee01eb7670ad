"""Keep items: new ones, newer versions, what became of them, and in the end their keys alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, literal, or_, select, update

from monitor.model import Digest, Item, ItemId, StoryId
from monitor.store import upsert
from monitor.store.columns import Utc
from monitor.store.items.stored import columns_of
from monitor.store.tables import article_reads, item_events, item_versions, items

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item to be stored. `key` is its key within the source; a baseline item is archived, never alerted."""

    item: Item
    source_id: int
    key: Digest
    content_hash: Digest
    seen_at: datetime
    fate_stage: str
    fate_reason: str
    story_id: StoryId | None
    is_baseline: bool


def insert(connection: Connection, rows: Sequence[NewItem]) -> dict[Digest, ItemId]:
    """Store new items of one source; return those that were truly new, by key.

    Raises:
        ValueError: the rows are of several sources, whose keys could be the same.
    """
    if len({row.source_id for row in rows}) > 1:
        raise ValueError("items of several sources in one call; a key says nothing outside its source")
    if not rows:
        return {}
    statement = (
        upsert.insert(connection, items).on_conflict_do_nothing(index_elements=["key", "source_id"]).returning(items.c.key, items.c.id)
    )
    return {Digest(row.key): ItemId(row.id) for row in connection.execute(statement, [_columns(row) for row in rows])}


def revise(connection: Connection, item_id: ItemId, item: Item, content_hash: Digest, at: datetime) -> None:
    """Put a newer version in an item's place; the older title and text become a version that ended at `at`."""
    old = select(items.c.id, literal(at, Utc), items.c.title, items.c.text, items.c.content_hash).where(items.c.id == item_id)
    connection.execute(item_versions.insert().from_select(["item_id", "at", "title", "text", "content_hash"], old))
    values = columns_of(item)
    if not item.page:  # the text of the page was read apart; a newer entry does not undo it
        del values["page"]
    connection.execute(update(items).where(items.c.id == item_id).values(**values, content_hash=content_hash))


def add_page(connection: Connection, item_id: ItemId, item: Item) -> None:
    """Keep what an item's own page said: its text, the original that it names, its language."""
    values = {"page": item.page or None, "original": item.original, "lang": item.lang}
    connection.execute(update(items).where(items.c.id == item_id).values(**values))


def refresh(connection: Connection, item_id: ItemId, item: Item) -> None:
    """Keep what a source says beside the wording, which is the same: status, phase, another language."""
    connection.execute(update(items).where(items.c.id == item_id).values(**columns_of(item)))


def set_story(connection: Connection, item_id: ItemId, story_id: StoryId) -> None:
    """Place an item in a story."""
    connection.execute(update(items).where(items.c.id == item_id).values(story_id=story_id))


def set_fate(connection: Connection, item_id: ItemId, stage: str, reason: str) -> None:
    """Say at which stage an item's way ended, and why."""
    connection.execute(update(items).where(items.c.id == item_id).values(fate_stage=stage, fate_reason=reason))


def add_event(  # noqa: PLR0913, PLR0917 a line of an item's history
    connection: Connection, item_id: ItemId, at: datetime, stage: str, verdict: str, detail: Mapping[str, object]
) -> None:
    """Add a line to an item's history; only hits and exceptions have one."""
    connection.execute(item_events.insert().values(item_id=item_id, at=at, stage=stage, verdict=verdict, detail=dict(detail)))


def prune_texts(connection: Connection, before: datetime) -> int:
    """Drop the texts of items first seen before an instant, and their older versions; return how many had one.

    Titles, keys and hits stay: nothing old becomes new, and what was told can still be explained.
    """
    old = select(items.c.id).where(items.c.seen_at < before)
    connection.execute(delete(item_versions).where(item_versions.c.item_id.in_(old)))
    connection.execute(delete(article_reads).where(article_reads.c.item_id.in_(old)))
    has_text = or_(items.c.text != "", items.c.page.is_not(None))
    return connection.execute(update(items).where(items.c.seen_at < before, has_text).values(text="", variants={}, page=None)).rowcount


def _columns(row: NewItem) -> dict[str, object]:
    return {
        **columns_of(row.item),
        "source_id": row.source_id,
        "key": row.key,
        "content_hash": row.content_hash,
        "seen_at": row.seen_at,
        "listed_at": row.seen_at,
        "fate_stage": row.fate_stage,
        "fate_reason": row.fate_reason,
        "story_id": row.story_id,
        "is_baseline": row.is_baseline,
    }
