"""Has this been seen before? By its key within the source, or by a key that copies share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, or_, select, union_all, update

from monitor.model import Digest, ItemId, Kind, SourceKey, StoryId
from monitor.store import upsert
from monitor.store.items.stored import StoredItem, outlet_of, select_items, stored
from monitor.store.tables import item_keys, items, sources, stories

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, CompoundSelect, Connection, Insert, Row, Select

LISTED_GRAIN = timedelta(days=1)  # how exactly it is known when a source last listed an item; finer would write on every poll

MOST_OF_A_KEY = 100

_KNOWN = [
    items.c[name] for name in ("id", "source_id", "key", "content_hash", "title", "url", "story_id", "seen_at", "fate_stage", "is_baseline")
]  # all but the text


@dataclass(frozen=True, slots=True)
class KnownItem:
    """An item that its source has listed before. `baseline`: it was archived, never alerted."""

    id: ItemId
    source_id: int
    key: Digest
    content_hash: Digest
    title: str
    url: str | None
    story_id: StoryId | None
    seen_at: datetime
    fate: str
    baseline: bool


@dataclass(frozen=True, slots=True)
class Shared:
    """An item that has a key in common: `kind` and `hash` say which. `key` is its key within its own source.

    `story` is where it was placed; it `is_merged` if that story belongs to another one now.
    """

    kind: str
    hash: Digest
    item: ItemId
    key: Digest
    source_id: int
    source_key: SourceKey
    story: StoryId | None
    is_merged: bool
    seen_at: datetime
    item_kind: Kind
    title: str
    content_hash: Digest
    published_at: datetime | None
    outlet: str


def known(connection: Connection, source_id: int, keys: Sequence[Digest]) -> dict[Digest, KnownItem]:
    """Find the items of a source that bear these keys."""
    found: dict[Digest, KnownItem] = {}
    for some in upsert.chunks(keys):
        for row in connection.execute(select(*_KNOWN).where(items.c.source_id == source_id, items.c.key.in_(some))):
            found[Digest(row.key)] = KnownItem(
                id=ItemId(row.id),
                source_id=row.source_id,
                key=Digest(row.key),
                content_hash=Digest(row.content_hash),
                title=row.title,
                url=row.url,
                story_id=None if row.story_id is None else StoryId(row.story_id),
                seen_at=row.seen_at,
                fate=row.fate_stage,
                baseline=row.is_baseline,
            )
    return found


def of_sittings(connection: Connection, source_id: int, days: Collection[date]) -> list[StoredItem]:
    """Read a source's items of these sitting days, in the order in which they came: a document's reading order."""
    chosen = select_items().where(items.c.source_id == source_id, items.c.sitting_date.in_(list(days)))
    return [stored(row) for row in connection.execute(chosen.order_by(items.c.id))]


_SHARED: Select[Any] = select(
    item_keys.c.kind.label("key_kind"),
    item_keys.c.hash,
    items.c.id,
    items.c.key,
    items.c.source_id,
    items.c.story_id,
    items.c.seen_at,
    items.c.kind,
    items.c.title,
    items.c.content_hash,
    items.c.published_at,
    items.c.outlet,
    sources.c.key.label("source_key"),
    sources.c.name.label("source_name"),
    stories.c.merged_into,
).select_from(item_keys.join(items).join(sources).outerjoin(stories, stories.c.id == items.c.story_id))


@cache
def _latest(count: int) -> CompoundSelect[Any]:
    """Ask in one statement for the latest items of so many keys, bound by their places."""
    each = [
        _SHARED.where(item_keys.c.kind == bindparam(f"kind{place}"), item_keys.c.hash == bindparam(f"hash{place}"))
        .order_by(item_keys.c.item_id.desc())
        .limit(MOST_OF_A_KEY)
        .subquery()
        for place in range(count)
    ]
    return union_all(*map(select, each))


def sharing(connection: Connection, keys: Sequence[tuple[str, Digest]]) -> list[Shared]:
    """Find the items of any source that share one of these keys, the first seen first; one row for each key in common."""
    found = [_shared(row) for some in upsert.chunks(keys) for row in connection.execute(_SHARED.where(_bears(some)))]
    return sorted(found, key=lambda shared: (shared.seen_at, shared.item, shared.kind))


def latest_sharing(connection: Connection, keys: Sequence[tuple[str, Digest]]) -> list[Shared]:
    """Find what `sharing` finds, but of each key only the latest hundred items that bear it.

    An address that more bear is that of a live blog or a list: it names no article, and reading all of them would cost more with each.
    """
    if not keys:
        return []
    asked = {f"{name}{place}": part for place, key in enumerate(keys) for name, part in zip(("kind", "hash"), key, strict=True)}
    found = map(_shared, connection.execute(_latest(len(keys)), asked))
    return sorted(found, key=lambda shared: (shared.seen_at, shared.item, shared.kind))


def _shared(row: Row[Any]) -> Shared:
    return Shared(
        kind=row.key_kind,
        hash=Digest(row.hash),
        item=ItemId(row.id),
        key=Digest(row.key),
        source_id=row.source_id,
        source_key=SourceKey(row.source_key),
        story=None if row.story_id is None else StoryId(row.story_id),
        is_merged=row.merged_into is not None,
        seen_at=row.seen_at,
        item_kind=Kind(row.kind),
        title=row.title,
        content_hash=Digest(row.content_hash),
        published_at=row.published_at,
        outlet=outlet_of(row.outlet, row.source_name, row.source_key),
    )


def _bears(keys: Sequence[tuple[str, Digest]]) -> ColumnElement[bool]:
    """Tell whether a shared key is one of these; kind by kind, as SQLite finds no pair of columns in a list by its index."""
    kinds = {kind for kind, _ in keys}
    return or_(*(and_(item_keys.c.kind == kind, item_keys.c.hash.in_([value for each, value in keys if each == kind])) for kind in kinds))


def add_keys(connection: Connection, rows: Sequence[tuple[str, Digest, ItemId]]) -> None:
    """Keep keys that copies of an item would share: (kind, hash, item); those that are there already stay."""
    if rows:
        connection.execute(_add(connection.dialect.name), [{"kind": kind, "hash": value, "item_id": item} for kind, value, item in rows])


@cache
def _add(dialect: str) -> Insert:
    return upsert.insert_for(dialect, item_keys).on_conflict_do_nothing()


def rename_key(connection: Connection, item_id: ItemId, key: Digest) -> bool:
    """Give an item the key by which its source lists it now; False if another item of the source bears that already."""
    own = items.alias("own")
    taken = items.alias("taken")
    source = select(own.c.source_id).where(own.c.id == item_id).scalar_subquery()
    is_taken = select(taken.c.id).where(taken.c.key == key, taken.c.source_id == source, taken.c.id != item_id).exists()
    statement = update(items).where(items.c.id == item_id, ~is_taken).values(key=key)
    return connection.execute(statement).rowcount > 0


def touch_seen(connection: Connection, ids: Sequence[ItemId], at: datetime) -> None:
    """Note that the source still lists these items, so that their keys are kept; to a day, as every poll says it."""
    for some in upsert.chunks(ids):
        statement = update(items).where(items.c.id.in_(some), items.c.listed_at < at - LISTED_GRAIN)
        connection.execute(statement.values(listed_at=at))
