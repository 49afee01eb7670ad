"""Hits: which watch was found in which item, with the evidence."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, func, select

from monitor.model import Hit, How, ItemId, Mention, SourceKey, StoryId, Tier, WatchKey
from monitor.store.items.stored import StoredItem, outlet_of, select_items, stored
from monitor.store.stories import family
from monitor.store.tables import hits, items, sources, watches
from monitor.store.upsert import chunks, insert

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Select


@dataclass(frozen=True, slots=True)
class NewHit:
    """A hit to be kept, under the revision of the watch that found it."""

    item: ItemId
    watch_id: int
    hit: Hit
    revision: int
    is_baseline: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class HitRow:
    """A hit with what people need to know of its item and its watch.

    `seen_at` is when the item was first seen, `found_at` when the watch was found in it.
    """

    item: ItemId
    title: str
    url: str | None
    source_key: SourceKey
    outlet: str
    seen_at: datetime
    watch: WatchKey
    label: str
    watchlist: str
    watchlist_title: str
    mentions: tuple[Mention, ...]
    score: float
    tier: Tier
    revision: int
    is_baseline: bool
    found_at: datetime


@dataclass(frozen=True, slots=True)
class StoryHit:
    """A hit with its whole item, for rendering."""

    item: StoredItem
    watch: WatchKey
    label: str
    watchlist: str
    watchlist_title: str
    mentions: tuple[Mention, ...]
    score: float
    tier: Tier
    is_baseline: bool


_HIT = (
    hits.c.evidence,
    hits.c.score,
    hits.c.tier,
    hits.c.revision,
    hits.c.is_baseline.label("hit_is_baseline"),
    hits.c.found_at,
    watches.c.key.label("watch_key"),
    watches.c.label,
    watches.c.watchlist,
    watches.c.watchlist_title,
)


def record(connection: Connection, rows: Sequence[NewHit]) -> dict[tuple[ItemId, int], int]:
    """Keep hits; return their ids by (item, watch id). One that is there gets the newer evidence, revision and standing."""
    if not rows:
        return {}
    statement = insert(connection, hits)
    renewed = {name: statement.excluded[name] for name in ("revision", "evidence", "score", "tier", "is_baseline", "found_at")}
    statement = statement.on_conflict_do_update(index_elements=["item_id", "watch_id"], set_=renewed)
    latest = {(row.item, row.watch_id): _columns(row) for row in rows}  # one statement may not touch a row twice
    made = connection.execute(statement.returning(hits.c.item_id, hits.c.watch_id, hits.c.id), list(latest.values()))
    return {(ItemId(row.item_id), row.watch_id): row.id for row in made}


def of_item(connection: Connection, item: ItemId) -> list[HitRow]:
    """List the hits in an item, in order of watch."""
    return [_row(row) for row in connection.execute(_select().where(hits.c.item_id == item).order_by(watches.c.key))]


def latest(
    connection: Connection, limit: int, watchlist: str | None = None, tier: Tier | None = None, watch: WatchKey | None = None
) -> list[HitRow]:
    """List the latest hits, of one watchlist, one tier and one watch or of all, the newest first."""
    asked = ((watches.c.watchlist, watchlist), (hits.c.tier, tier and tier.value), (watches.c.key, watch))
    chosen = _select().where(*(column == value for column, value in asked if value is not None))
    return [_row(row) for row in connection.execute(chosen.order_by(hits.c.found_at.desc(), hits.c.id.desc()).limit(limit))]


def with_item(connection: Connection, item: ItemId) -> list[StoryHit]:
    """List the hits in one item as those of a story are listed, by watch."""
    return [_story_hit(row) for row in connection.execute(_with_items(None).where(items.c.id == item))]


def of_story(connection: Connection, story: StoryId, watch_keys: Collection[WatchKey] | None = None) -> list[StoryHit]:
    """List the hits of these watches (None: of all) in the items of a story: by when the item was first seen, then by watch."""
    chosen = _with_items(watch_keys).where(items.c.story_id.in_(family(connection, story)))
    return [_story_hit(row) for row in connection.execute(chosen)]


def of_each_story(
    connection: Connection, told_in: Mapping[StoryId, StoryId], watch_keys: Collection[WatchKey]
) -> dict[StoryId, list[StoryHit]]:
    """List, by root, what `of_story` lists of one story; `told_in` tells of every story its root, as `stories.wholes` does."""
    chosen = _with_items(watch_keys)
    rows = chain.from_iterable(connection.execute(chosen.where(items.c.story_id.in_(some))) for some in chunks(sorted(told_in)))
    found: defaultdict[StoryId, list[StoryHit]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.seen_at, row.id)):  # the watches of an item come in their order
        found[told_in[row.story_id]].append(_story_hit(row))
    return found


def count(connection: Connection) -> int:
    """Count every hit, baseline ones included."""
    return connection.scalar(select(func.count()).select_from(hits)) or 0


def _with_items(watch_keys: Collection[WatchKey] | None) -> Select[Any]:
    chosen = select_items().add_columns(*_HIT).join(hits, hits.c.item_id == items.c.id).join(watches, watches.c.id == hits.c.watch_id)
    if watch_keys is not None:
        chosen = chosen.where(watches.c.key.in_(list(watch_keys)))
    return chosen.order_by(items.c.seen_at, items.c.id, watches.c.key)


def _select() -> Select[Any]:
    return (
        select(
            *_HIT,
            items.c.id,
            items.c.title,
            items.c.url,
            items.c.outlet,
            items.c.seen_at,
            sources.c.key.label("source_key"),
            sources.c.name.label("source_name"),
        )
        .select_from(hits)
        .join(watches, watches.c.id == hits.c.watch_id)
        .join(items, items.c.id == hits.c.item_id)
        .join(sources, sources.c.id == items.c.source_id)
    )


def _row(row: Row[Any]) -> HitRow:
    return HitRow(
        item=ItemId(row.id),
        title=row.title,
        url=row.url,
        source_key=SourceKey(row.source_key),
        outlet=outlet_of(row.outlet, row.source_name, row.source_key),
        seen_at=row.seen_at,
        watch=WatchKey(row.watch_key),
        label=row.label,
        watchlist=row.watchlist,
        watchlist_title=row.watchlist_title,
        mentions=_mentions(row.evidence),
        score=row.score,
        tier=Tier(row.tier),
        revision=row.revision,
        is_baseline=row.hit_is_baseline,
        found_at=row.found_at,
    )


def _story_hit(row: Row[Any]) -> StoryHit:
    return StoryHit(
        item=stored(row),
        watch=WatchKey(row.watch_key),
        label=row.label,
        watchlist=row.watchlist,
        watchlist_title=row.watchlist_title,
        mentions=_mentions(row.evidence),
        score=row.score,
        tier=Tier(row.tier),
        is_baseline=row.hit_is_baseline,
    )


def _columns(row: NewHit) -> dict[str, Any]:
    return {
        "item_id": row.item,
        "watch_id": row.watch_id,
        "revision": row.revision,
        "evidence": [asdict(mention) for mention in row.hit.mentions],
        "score": row.hit.score,
        "tier": row.hit.tier.value,
        "is_baseline": row.is_baseline,
        "found_at": row.at,
    }


def _mentions(evidence: list[dict[str, Any]]) -> tuple[Mention, ...]:
    return tuple(Mention(**each | {"how": How(each["how"]), "tier": Tier(each["tier"])}) for each in evidence)
