"""Desks: what one of them sees of all stories, those that name something it watches.

There the watched thing is in everything, and different events about it meet: what the daemon compares is chosen like that.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from monitor.stories.gist import IS_NAME
from monitor.stories.same_event import Sighting
from tools.story_rows import Told, in_a_row

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

DATED_DESKS, UNDATED_DESKS = 30, 40
# How many names a desk watches, and how many stories may hold one: at least so many, and at most such a share of all.
OF_DATED, OF_UNDATED = (4, 3, 0.2), (2, 12, 0.08)
TOGETHER = 0.7  # of what holds either: the first name and the family name of one person
CHAPTERS = 0.85  # of the stories without dates follow one like them: those of one watched thing mostly do


def desks(items: Sequence[Told], chance: random.Random, *, number: int, like: tuple[int, int, float]) -> list[list[Told]]:
    """Make desks, each with the items that it sees, in the order in which they come; what it watches is left out of their gists.

    Args:
        items: all there are, with dates or without any.
        chance: which names a desk watches.
        number: how many desks.
        like: `OF_DATED` or `OF_UNDATED`.
    """
    watched, least, most = like
    holders = _holders(items, least, most)
    if len(holders) < watched:
        return []
    return [_desk(items, frozenset(chance.sample(sorted(holders), watched)), holders, chance) for _ in range(number)]


def _holders(items: Sequence[Told], least: int, most: float) -> dict[int, set[int]]:
    """Find the names that several stories hold, and the places of the items that do."""
    stories, places = defaultdict(set), defaultdict(set)
    for place, told in enumerate(items):
        for code, traits in told.sighting.gist.terms.items():
            if traits & IS_NAME:
                stories[code].add(told.story)
                places[code].add(place)
    whole = len({told.story for told in items})
    return {code: places[code] for code, held_by in stories.items() if least <= len(held_by) <= most * whole}


def _desk(items: Sequence[Told], watched: frozenset[int], holders: dict[int, set[int]], chance: random.Random) -> list[Told]:
    seen = [items[place] for place in sorted(set().union(*(holders[code] for code in watched)))]
    hidden = {other for code in watched for other in holders if other == code or _is_together(holders[code], holders[other])}
    row = seen if all(told.sighting.at for told in seen) else in_a_row(seen, chance, CHAPTERS)
    return [Told(told.story, told.day, _masked(told.sighting, watched, hidden)) for told in row]


def _is_together(one: set[int], other: set[int]) -> bool:
    return len(one & other) >= TOGETHER * max(len(one), len(other))


def _masked(seen: Sighting, watched: frozenset[int], hidden: set[int]) -> Sighting:
    return Sighting(seen.gist.without(hidden), seen.at, frozenset(map(str, watched & seen.gist.terms.keys())))
