"""How a digest is ordered and bounded: by watch, then story, best first, and a fair share of the room for each watch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.alerts.parts import StoryPart
from monitor.model import How, Tier, WatchKey

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.alerts.parts import LeftOut

WITH_PASSAGE = 3  # stories of a watch that show their passage


@dataclass(frozen=True, slots=True)
class Group:
    """The stories under one watch; `left_out` counts those of it that the digest does not hold."""

    watch: WatchKey
    label: str
    watchlist: str
    stories: tuple[StoryPart, ...]
    left_out: int = 0

    @property
    def size(self) -> int:
        """How many stories there are of the watch, held or left out."""
        return len(self.stories) + self.left_out


def grouped(stories: Sequence[StoryPart], left_out: Sequence[LeftOut] = ()) -> tuple[Group, ...]:
    """Put every story under its first watch, once; a watch stands where its first story stood, one of which none is held comes last."""
    found = [story for story in stories if story.watches]
    without = {one.watch: one for one in left_out}
    groups = []
    for watch in dict.fromkeys(story.watches[0].watch for story in found):
        under = [story for story in found if story.watches[0].watch == watch]
        first, gone = under[0].watches[0], without.pop(watch, None)
        best = tuple(sorted(under, key=_weight, reverse=True))
        groups.append(Group(watch, first.label, first.watchlist, best, gone.count if gone else 0))
    groups += [Group(watch, one.label, one.watchlist, (), one.count) for watch, one in without.items()]
    return tuple(groups)


def shares(wanted: Sequence[int], room: int) -> tuple[int, ...]:
    """Share room out among those who want some: each as much as any other, until it has what it wants; the first ones get what is over.

    `shares([9, 1, 3], 8)` is `(4, 1, 3)`: a watch with very many stories keeps none of the others from being read.
    """
    given = [0] * len(wanted)
    room = min(max(room, 0), sum(wanted))
    while room:
        hungry = [index for index, most in enumerate(wanted) if given[index] < most]
        even = room // len(hungry)
        if not even:
            hungry = hungry[:room]
        for index in hungry:
            more = min(max(even, 1), wanted[index] - given[index])
            given[index] += more
            room -= more
    return tuple(given)


def _weight(story: StoryPart) -> tuple[bool, bool, int, float, int]:
    """Weigh a story by how sure its first watch is, how many carry it, its score, how often it speaks of what is watched."""
    first = story.watches[0]
    mentions = sum(watch.mentions for watch in story.watches)
    return first.tier is Tier.SURE, first.how is How.EXACT, len(story.also_in), first.score, mentions
