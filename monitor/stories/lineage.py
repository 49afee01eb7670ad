"""Lineage: which items of a story go back to which, by the folds that made it. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.model import ItemId

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

MOST_PAIRS = 50  # of one cut: one would do, the others are for when items leave either side; a flood is not written down copy by copy


@dataclass(frozen=True, slots=True)
class Link:
    """Why an item is in its story: it is a copy `of` another, or another report of the same."""

    of: ItemId
    is_copy: bool


def copies_of(item: ItemId, links: Mapping[ItemId, Link]) -> set[ItemId]:
    """Find the copies of an item, and the copies of these."""
    copied: defaultdict[ItemId, list[ItemId]] = defaultdict(list)
    for one, link in links.items():
        if link.is_copy:
            copied[link.of].append(one)
    found: set[ItemId] = set()
    waiting = copied[item][:]
    while waiting:
        one = waiting.pop()
        if one != item and one not in found:
            found.add(one)
            waiting += copied[one]
    return found


def originals_of(item: ItemId, links: Mapping[ItemId, Link]) -> list[ItemId]:
    """List what an item is a copy of, and what that is a copy of, up to the first."""
    found: list[ItemId] = []
    while (link := links.get(item)) and link.is_copy and link.of not in found:
        item = link.of
        found.append(item)
    return found


def origins_of(items: Collection[ItemId], links: Mapping[ItemId, Link]) -> dict[ItemId, ItemId]:
    """Find of each of these items the one that it is a copy of, in the end, as far as the copies before it are among them."""
    origins: dict[ItemId, ItemId] = {}
    present = frozenset(items)
    for item in items:
        way: dict[ItemId, None] = {}
        at = item
        while at not in origins and at not in way:
            way[at] = None
            link = links.get(at)
            if link is None or not link.is_copy or link.of not in present:
                break
            at = link.of
        origin = origins.get(at, at)
        origins.update(dict.fromkeys(way, origin))
    return origins


def cut(leaving: Collection[ItemId], staying: Collection[ItemId], links: Mapping[ItemId, Link]) -> list[tuple[ItemId, ItemId]]:
    """List the pairs that a story is cut between: who leaves, and who stays.

    That is each fold over the cut, and with it what the one that stays is a copy of: what held them together may not do so again,
    whatever becomes of the rest of either story. Fifty pairs at most.
    """
    gone, rest = frozenset(leaving), frozenset(staying)
    pairs: dict[tuple[ItemId, ItemId], None] = {}
    for item, link in links.items():
        if item in gone and link.of in rest:
            pairs |= dict.fromkeys((item, other) for other in (link.of, *originals_of(link.of, links)) if other in rest)
        elif item in rest and link.of in gone:
            pairs[link.of, item] = None
    return list(pairs)[:MOST_PAIRS]
