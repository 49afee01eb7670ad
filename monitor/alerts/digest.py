"""How a digest is ordered: by watch, then story, best first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.alerts.parts import StoryPart
from monitor.model import How, WatchKey

if TYPE_CHECKING:
    from collections.abc import Sequence

WITH_PASSAGE = 3  # stories of a watch that show their passage


@dataclass(frozen=True, slots=True)
class Group:
    """The stories under one watch."""

    watch: WatchKey
    label: str
    watchlist: str
    stories: tuple[StoryPart, ...]


def grouped(stories: Sequence[StoryPart]) -> tuple[Group, ...]:
    """Put every story under its first watch, once; a watch stands where its first story stood."""
    found = [story for story in stories if story.watches]
    groups = []
    for watch in dict.fromkeys(story.watches[0].watch for story in found):
        under = [story for story in found if story.watches[0].watch == watch]
        first = under[0].watches[0]
        groups.append(Group(watch, first.label, first.watchlist, tuple(sorted(under, key=_weight, reverse=True))))
    return tuple(groups)


def _weight(story: StoryPart) -> tuple[bool, int, int]:
    """Weigh a story by how sure its first watch is, how many carry it, how often it speaks of what is watched."""
    return story.watches[0].how is How.EXACT, len(story.also_in), sum(watch.mentions for watch in story.watches)
