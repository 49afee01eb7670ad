"""How a digest is ordered: by watch, then story, best first; what is only possible comes last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.alerts.parts import StoryPart
from monitor.alerts.view import is_possible
from monitor.model import How, WatchKey

if TYPE_CHECKING:
    from collections.abc import Sequence

WITH_PASSAGE = 3  # stories of a watch that show their passage


@dataclass(frozen=True, slots=True)
class Group:
    """The stories under one heading. `watch` is the one they are under; None for the possible mentions of every watch."""

    watch: WatchKey | None
    label: str
    watchlist: str
    stories: tuple[StoryPart, ...]


def grouped(stories: Sequence[StoryPart]) -> tuple[Group, ...]:
    """Put every story under its first watch, once; a watch stands where its first story stood."""
    sure = [story for story in stories if story.watches and not is_possible(story)]
    possible = tuple(story for story in stories if is_possible(story))
    groups = []
    for watch in dict.fromkeys(story.watches[0].watch for story in sure):
        under = [story for story in sure if story.watches[0].watch == watch]
        first = under[0].watches[0]
        groups.append(Group(watch, first.label, first.watchlist, tuple(sorted(under, key=_weight, reverse=True))))
    if possible:
        groups.append(Group(None, "Possible mentions", "", possible))
    return tuple(groups)


def _weight(story: StoryPart) -> tuple[bool, int, int]:
    """Weigh a story by how sure its first watch is, how many carry it, how often it speaks of what is watched."""
    return story.watches[0].how is How.EXACT, len(story.also_in), sum(watch.mentions for watch in story.watches)
