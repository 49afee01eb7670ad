"""Items in a row, as they come: those of stories without dates are put in one."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.stories.company import Company, company

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from monitor.stories.same_event import Sighting

WINDOW = 4.0  # days
STORIES_A_DAY = 2.7  # as in allsides_stories.jsonl
SPREAD = 1.5  # days from a story's first item to its last
NEAR_TERMS = 200  # a term that more stories hold makes no two stories near
CHAPTERS = 0.5  # of the stories follow one like them


@dataclass(frozen=True, slots=True)
class Told:
    """An item of the data: whose story it is, when it stands in the row in days, and how it is compared."""

    story: str
    day: float
    sighting: Sighting


def in_a_row(items: Sequence[Told], chance: random.Random, chapters_share: float = CHAPTERS) -> list[Told]:
    """Put stories without dates in a row, every other one, or the share that is given, after a story like it."""
    stories = defaultdict(list)
    for told in items:
        stories[told.story].append(told)
    near = _near(stories)
    left = dict.fromkeys(chance.sample(sorted(stories), len(stories)))
    row: list[str] = []
    while left:
        parents = row[-8:] if chance.random() < chapters_share else []
        chapters = [story for parent in parents for story in near[parent] if story in left]
        story = chance.choice(chapters) if chapters else next(iter(left))
        del left[story]
        row.append(story)
    placed = [
        Told(story, number / STORIES_A_DAY + chance.uniform(0, SPREAD), told.sighting)
        for number, story in enumerate(row)
        for told in stories[story]
    ]
    return sorted(placed, key=lambda told: told.day)


def _near(stories: dict[str, list[Told]]) -> dict[str, list[str]]:
    """List for each story the six that share most of its terms."""
    terms = {story: {code for told in told_by for code in told.sighting.gist.terms} for story, told_by in stories.items()}
    holders = defaultdict(list)
    for story, held in terms.items():
        for code in held:
            holders[code].append(story)
    near = {}
    for story, held in terms.items():
        score: Counter[str] = Counter()
        for code in held:
            if len(holders[code]) <= NEAR_TERMS:
                score.update(dict.fromkeys(holders[code], 1))
        near[story] = [other for other, _ in score.most_common(7) if other != story][:6]
    return near


def first(row: Sequence[Told], at: int) -> int:
    """Find the first item in the window before one."""
    return bisect_left(row, row[at].day - WINDOW, hi=at, key=lambda told: told.day)


def among(row: Sequence[Told], at: int) -> Company:
    """Work out what the terms of an item tell among those before it in the window."""
    return company(row[at].sighting.gist, (row[place].sighting.gist for place in range(at - 1, first(row, at) - 1, -1)))
