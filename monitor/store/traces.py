"""What items left behind so that their copies and other reports of the same event are found: rows of hashes, and what each told.

Kept by the day, for as long as something new can be folded into them; no index in memory, so nothing to build after a restart.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, select

from monitor.model import ItemId, Kind, SourceKey, StoryId
from monitor.store import upsert
from monitor.store.items.stored import outlet_of
from monitor.store.tables import gists, items, shingles, sources, stories

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import ColumnElement, Connection

DAYS = 8  # the longest window, seven days, and the day that is not over
FULL = 50  # items that left a hash: one more would say nothing, and a flood of one form would make every look-up longer
_48_BITS = (1 << 48) - 1  # six bytes in SQLite instead of eight; of five million hashes in a window one in a hundred thousand meets another
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_LEFT = select(shingles.c.hash, shingles.c.item_id).where(
    shingles.c.day.in_(bindparam("days", expanding=True)), shingles.c.hash.in_(bindparam("hashes", expanding=True))
)
_TOLD = (
    select(
        gists.c.item_id,
        gists.c.packed,
        gists.c.entities,
        items.c.story_id,
        stories.c.merged_into,
        items.c.seen_at,
        items.c.published_at,
        items.c.kind,
        items.c.title,
        items.c.outlet,
        sources.c.key.label("source_key"),
        sources.c.name.label("source_name"),
    )
    .select_from(gists.join(items, items.c.id == gists.c.item_id).join(sources).join(stories, stories.c.id == items.c.story_id))
    .order_by(gists.c.item_id.desc())
)


@dataclass(frozen=True, slots=True)
class Told:
    """What an item told: its gist, packed, and the watched things in it, four bytes of hash each.

    `story` is where it was placed; it `is_merged` if that story belongs to another one now.
    """

    item: ItemId
    story: StoryId
    is_merged: bool
    packed: bytes
    entities: bytes
    seen_at: datetime
    published_at: datetime | None
    kind: Kind
    title: str
    source_key: SourceKey
    outlet: str


def day_of(moment: datetime) -> int:
    """Number a day, from 1970 on."""
    return (moment - _EPOCH).days


def leave(connection: Connection, item: ItemId, day: int, hashes: Collection[int]) -> None:
    """Keep hashes for an item, under the day on which it was seen."""
    rows = [{"day": day, "hash": value, "item_id": item} for value in sorted({value & _48_BITS for value in hashes})]
    if rows:
        connection.execute(upsert.insert(connection, shingles).on_conflict_do_nothing(), rows)


def sharing(connection: Connection, hashes: Sequence[int], day: int) -> dict[int, list[ItemId]]:
    """Find for each hash the items that left it within the window before a day, and on the day after it, as clocks differ."""
    if not hashes:
        return {}
    found: defaultdict[int, list[ItemId]] = defaultdict(list)
    asked = {value & _48_BITS: value for value in hashes}
    days = list(range(day - DAYS + 1, day + 2))
    for row in connection.execute(_LEFT, {"days": days, "hashes": list(asked)}):
        found[asked[row.hash]].append(ItemId(row.item_id))
    return found


def tell(connection: Connection, item: ItemId, day: int, packed: bytes, entities: bytes) -> None:
    """Keep what an item tells; what it told before is gone."""
    row = {"item_id": item, "day": day, "packed": packed, "entities": entities}
    statement = upsert.insert(connection, gists).values(row)
    connection.execute(statement.on_conflict_do_update(index_elements=["item_id"], set_=row))


def told_by(connection: Connection, asked: Collection[ItemId]) -> dict[ItemId, Told]:
    """Read what items told, the newest first; those that belong to no story are left out."""
    return _read(connection, items.c.id.in_(list(asked))) if asked else {}


def told_in(connection: Connection, asked: Collection[StoryId]) -> dict[ItemId, Told]:
    """Read what the items of these very stories told, the newest first."""
    return _read(connection, items.c.story_id.in_(list(asked))) if asked else {}


def forget(connection: Connection, day: int) -> int:
    """Drop what was left so long before a day that nothing is folded into it any more; return how many rows went."""
    gone = [connection.execute(delete(table).where(table.c.day < day - DAYS)).rowcount for table in (shingles, gists)]
    return sum(gone)


def _read(connection: Connection, which: ColumnElement[bool]) -> dict[ItemId, Told]:
    return {
        ItemId(row.item_id): Told(
            item=ItemId(row.item_id),
            story=StoryId(row.story_id),
            is_merged=row.merged_into is not None,
            packed=row.packed,
            entities=row.entities,
            seen_at=row.seen_at,
            published_at=row.published_at,
            kind=Kind(row.kind),
            title=row.title,
            source_key=SourceKey(row.source_key),
            outlet=outlet_of(row.outlet, row.source_name, row.source_key),
        )
        for row in connection.execute(_TOLD.where(which))
    }
