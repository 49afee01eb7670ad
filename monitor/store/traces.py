"""What items left behind so that their copies and other reports of the same event are found: rows of hashes, and what each told.

Kept by the day, for as long as something new can be folded into them; no index in memory, so nothing to build after a restart.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, select

from monitor.model import ItemId, Kind, SourceKey, StoryId
from monitor.store import upsert
from monitor.store.tables import gists, items, shingles, sources, stories

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Connection, Insert

DAYS = 8  # the longest window, seven days, and the day that is not over
FULL = 50  # items that left a hash: one more would say nothing, and a flood of one form would make every look-up longer
SHARES = 32  # in which what is too old is dropped: each is done in a moment, so that nothing else has to wait
# Four bytes of a hash are kept. Of ten million in a window, a look-up of thirty meets a strange one every fifteenth time; kin share two.
_PRIME = (1 << 32) - 5
_HALF = 1 << 31  # SQLite and PostgreSQL keep numbers from -2^31 on in four bytes
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_LEFT = select(shingles.c.hash, shingles.c.item_id).where(
    shingles.c.hash.in_(bindparam("hashes", expanding=True)), shingles.c.day.between(bindparam("first"), bindparam("last"))
)
_beside = items.alias("beside")
_AROUND = (
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
        sources.c.key.label("source_key"),
    )
    .select_from(items.join(gists, gists.c.item_id == items.c.id).join(sources).join(stories, stories.c.id == items.c.story_id))
    .where(items.c.story_id.in_(select(_beside.c.story_id).where(_beside.c.id.in_(bindparam("asked", expanding=True)))))
    .order_by(items.c.id.desc())
    .limit(bindparam("most"))
)


_NEWEST = (
    select(gists.c.packed)
    .where(gists.c.day >= bindparam("first"), gists.c.item_id != bindparam("but"))
    .order_by(gists.c.item_id.desc())
    .limit(bindparam("most"))
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


def day_of(moment: datetime) -> int:
    """Number a day, from 1970 on."""
    return (moment - _EPOCH).days


def leave(connection: Connection, item: ItemId, day: int, hashes: Collection[int]) -> None:
    """Keep hashes for an item, under the day on which it was seen."""
    rows = [{"day": day, "hash": value, "item_id": item} for value in sorted(set(map(_kept, hashes)))]
    if rows:
        connection.execute(_leave(connection.dialect.name), rows)


def sharing(connection: Connection, hashes: Sequence[int], day: int) -> dict[int, list[ItemId]]:
    """Find for each hash the items that left it within the window before a day, and on the day after it, as clocks differ."""
    if not hashes:
        return {}
    found: defaultdict[int, list[ItemId]] = defaultdict(list)
    asked = {_kept(value): value for value in hashes}
    for row in connection.execute(_LEFT, {"hashes": list(asked), "first": day - DAYS + 1, "last": day + 1}):
        found[asked[row.hash]].append(ItemId(row.item_id))
    return found


def tell(connection: Connection, item: ItemId, day: int, packed: bytes, entities: bytes) -> None:
    """Keep what an item tells; what it told before is gone."""
    connection.execute(_tell(connection.dialect.name), {"item_id": item, "day": day, "packed": packed, "entities": entities})


def around(connection: Connection, asked: Collection[ItemId], most: int) -> list[Told]:
    """Read what these items and the others of their stories told, the newest first, at most so many."""
    if not asked:
        return []
    return [
        Told(
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
        )
        for row in connection.execute(_AROUND, {"asked": list(asked), "most": most})
    ]


def newest(connection: Connection, day: int, most: int, *, but: ItemId) -> list[bytes]:
    """Read what the newest items told in the four days up to a day, the newest first, at most so many; one item is left out."""
    return list(connection.scalars(_NEWEST, {"first": day - 4, "most": most, "but": but}))


def forget(connection: Connection, day: int, share: int) -> int:
    """Drop what was left so long before a day that nothing is folded into it any more; return how many rows went.

    The rows of a day lie all over the table, which is ordered by hash, so that a look-up finds a hash of all days at one place. They
    are dropped by one share of the hashes after the other, from 0 to `SHARES`, each in a transaction of its own.
    """
    oldest, first = day - DAYS, share * (1 << 32) // SHARES - _HALF
    within = shingles.c.hash.between(first, first + (1 << 32) // SHARES - 1)
    gone = connection.execute(delete(shingles).where(within, shingles.c.day < oldest)).rowcount
    return gone if share else gone + connection.execute(delete(gists).where(gists.c.day < oldest)).rowcount


def _kept(value: int) -> int:
    """Give what is kept of a hash."""
    return value % _PRIME - _HALF


@cache
def _leave(dialect: str) -> Insert:
    """Prepare the statement once: it is asked for with every item."""
    return upsert.insert_for(dialect, shingles).on_conflict_do_nothing()


@cache
def _tell(dialect: str) -> Insert:
    statement = upsert.insert_for(dialect, gists)
    told_anew = {name: statement.excluded[name] for name in ("day", "packed", "entities")}
    return statement.on_conflict_do_update(index_elements=["item_id"], set_=told_anew)
