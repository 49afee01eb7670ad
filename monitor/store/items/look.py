"""Look at items that are stored: one, those that a person means, those of a stretch of time, and their history."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, func, or_, select

from monitor.errors import Missing
from monitor.model import Digest, ItemId, digest
from monitor.store.items.stored import StoredItem, select_items, stored
from monitor.store.tables import item_events, item_keys, item_versions, items
from monitor.store.upsert import chunks

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Select

MOST_WORDS = 20  # of a title, in a search
LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Event:
    """A line of an item's history."""

    at: datetime
    stage: str
    verdict: str
    detail: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Version:
    """What an item said before, until `at`."""

    at: datetime
    title: str
    text: str
    content_hash: Digest


def get(connection: Connection, item_id: ItemId) -> StoredItem:
    """Read an item.

    Raises:
        Missing: there is none with this id.
    """
    row = connection.execute(select_items().where(items.c.id == item_id)).one_or_none()
    if row is None:
        raise Missing(f"there is no item {item_id}; look for it by its address or by words of its title: tocsin why")
    return stored(row)


def several(connection: Connection, ids: Sequence[ItemId]) -> dict[ItemId, StoredItem]:
    """Read these items."""
    rows = [row for some in chunks(ids) for row in connection.execute(_several(), {"ids": list(some)})]
    return {ItemId(row.id): stored(row) for row in rows}


@cache
def _several() -> Select[Any]:
    """Prepare the statement once: the items that are near a new one are read with every item."""
    return select_items().where(items.c.id.in_(bindparam("ids", expanding=True)))


def find(connection: Connection, text: str, limit: int = 10, url_hash: Digest | None = None) -> list[StoredItem]:
    """Find the items that a person means, newest first: by address, key or id; failing these, by words of the title.

    Args:
        connection: to the database.
        text: an address, a key as the source writes it, an item's id, or words that all stand in the title.
        limit: at most so many.
        url_hash: the shared key of kind "url" that `text` has as an address; finds it under its other spellings too.
    """
    surest = [items.c.url_hash == digest(text), items.c.key == digest(text)]
    if url_hash is not None:
        surest.append(items.c.id.in_(select(item_keys.c.item_id).where(item_keys.c.kind == "url", item_keys.c.hash == url_hash)))
    if text.isascii() and text.isdigit() and int(text) <= LARGEST_ID:
        surest.append(items.c.id == int(text))
    return _newest(connection, or_(*surest), limit) or _newest(connection, _says(text), limit)


def events(connection: Connection, item_id: ItemId) -> list[Event]:
    """Read an item's history, oldest first."""
    rows = connection.execute(select(item_events).where(item_events.c.item_id == item_id).order_by(item_events.c.id))
    return [Event(row.at, row.stage, row.verdict, row.detail) for row in rows]


def versions(connection: Connection, item_id: ItemId) -> list[Version]:
    """Read what an item said before, oldest first; what it says now is the item's own."""
    rows = connection.execute(select(item_versions).where(item_versions.c.item_id == item_id).order_by(item_versions.c.id))
    return [Version(row.at, row.title, row.text, Digest(row.content_hash)) for row in rows]


def revised(connection: Connection, ids: Collection[ItemId]) -> frozenset[ItemId]:
    """Tell which of these items read otherwise when they were first seen."""
    statement = select(item_versions.c.item_id).distinct()
    return frozenset(
        ItemId(row.item_id)
        for some in chunks(sorted(ids))
        for row in connection.execute(statement.where(item_versions.c.item_id.in_(some)))
    )


def archive(connection: Connection, *, since: datetime, after: ItemId, limit: int) -> list[StoredItem]:
    """Read the items first seen since an instant, in the order they came, a stretch at a time: those behind item `after` (0 to begin)."""
    rows = connection.execute(select_items().where(items.c.seen_at >= since, items.c.id > after).order_by(items.c.id).limit(limit))
    return [stored(row) for row in rows]


def count(connection: Connection) -> int:
    """Count every item ever stored."""
    return connection.scalar(select(func.count()).select_from(items)) or 0


def volume(connection: Connection, since: datetime) -> tuple[int, datetime | None]:
    """Count the items first seen since an instant, and tell when the first of them was seen."""
    row = connection.execute(select(func.count(), func.min(items.c.seen_at)).where(items.c.seen_at >= since)).one()
    return row[0], row[1]


def _newest(connection: Connection, condition: ColumnElement[bool], limit: int) -> list[StoredItem]:
    rows = connection.execute(select_items().where(condition).order_by(items.c.seen_at.desc(), items.c.id.desc()).limit(limit))
    return [stored(row) for row in rows]


def _says(text: str) -> ColumnElement[bool]:
    """Tell whether a title has all these words, or the source's own key is this text (too long a text for an index)."""
    found = text.casefold().split()[:MOST_WORDS]
    is_key = items.c.declared_key == text
    return or_(is_key, and_(*(items.c.title_folded.contains(word, autoescape=True) for word in found))) if found else is_key
