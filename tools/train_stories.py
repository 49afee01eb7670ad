"""Learn whether two items tell of one event: `python -m tools.train_stories FOLDER`.

FOLDER holds neus_train.jsonl (stories told by three papers each, without dates) and allsides_stories.jsonl (the same with dates), a line an
item: `{"title", "text", "time", "story"}`. Writes monitor/stories/learned/same_event.json; the data are not kept.

Stories without dates are put in a row where every other one follows a story like it, since what must be told apart in real news are the
chapters of one affair. `--hold-out` writes nothing, and measures twenty times on stories that were not learned from.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.language.event_model import LEARNED
from monitor.stories.clean import clean
from monitor.stories.company import Company, company
from monitor.stories.gist import IN_TITLE, IS_NAME, Gist, gist
from monitor.stories.same_event import DEFAULT_THRESHOLD, MOST_MEMBERS, SIGNALS, Model, Sighting, likelihood, linked, signals
from monitor.vocabulary import vocabulary
from tools.logistic import fit
from tools.story_figures import Figures, figures

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tools.logistic import Row

WINDOW = 4.0  # days
STORIES_A_DAY = 2.7  # as in allsides_stories.jsonl
SPREAD = 1.5  # days from a story's first item to its last
WATCHED = (0.001, 0.01)  # of the items hold a name that a desk watches: it comes now and then, not every day
OF_NAMES = 10  # one in ten such names is watched
NEAR_TERMS = 200  # a term that more stories hold makes no two stories near
CHAPTERS = 0.5  # of the stories follow one like them
HALVES = 20


@dataclass(frozen=True, slots=True)
class Told:
    """An item of the data: whose story it is, when it stands in the row in days, and how it is compared."""

    story: str
    day: float
    sighting: Sighting


def read(path: Path) -> list[Told]:
    """Read a file of items; those without a time stand at day 0."""
    background = vocabulary()
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        at = datetime.fromisoformat(item["time"]) if item["time"] else None
        summed = gist(item["title"], clean(item["title"], item["text"]), background)
        found.append(Told(item["story"], at.timestamp() / 86_400 if at else 0.0, Sighting(summed, at)))
    return found


def with_watched(items: Sequence[Told]) -> list[Told]:
    """Say which watched things each item names, had a desk watched some of the names that come now and then."""
    names = Counter(code for told in items for code, traits in told.sighting.gist.terms.items() if traits & IS_NAME)
    watched = {code for code, number in names.items() if code % OF_NAMES == 0 and WATCHED[0] <= number / len(items) <= WATCHED[1]}
    return [
        Told(
            told.story,
            told.day,
            Sighting(told.sighting.gist, told.sighting.at, frozenset(map(str, watched & told.sighting.gist.terms.keys()))),
        )
        for told in items
    ]


def in_a_row(items: Sequence[Told], chance: random.Random) -> list[Told]:
    """Put stories without dates in a row, every other one after a story like it."""
    stories = defaultdict(list)
    for told in items:
        stories[told.story].append(told)
    near = _near(stories)
    left = dict.fromkeys(chance.sample(sorted(stories), len(stories)))
    row: list[str] = []
    while left:
        parents = row[-8:] if chance.random() < CHAPTERS else []
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


def rows(row: Sequence[Told]) -> Iterator[Row]:
    """Measure the pairs within the window that an index finds, those that share a key, and say whether they are of one story."""
    for at, told in enumerate(row):
        among = _among(row, at)
        keys = set(told.sighting.gist.lookup)
        for place in range(_first(row, at), at):
            other = row[place]
            if not keys.isdisjoint(other.sighting.gist.lookup):
                yield signals(told.sighting, other.sighting, among), told.story == other.story


def folded(row: Sequence[Told], model: Model, threshold: float) -> list[int]:
    """Fold a row into stories, each item when it comes, for good: the story of each.

    An item is compared with the stories of which a member shares a key with it, and with all their members in the window.
    """
    members: list[list[int]] = []
    story_of: list[int] = []
    for at, told in enumerate(row):
        before = range(_first(row, at), at)
        keys = set(told.sighting.gist.lookup)
        candidates = {story_of[place] for place in before if not keys.isdisjoint(row[place].sighting.gist.lookup)}
        among = _among(row, at)
        best, story = threshold, len(members)
        for number in sorted(candidates):
            compared = [row[place].sighting for place in members[number] if place in before]
            link = linked([likelihood(told.sighting, other, model, among) for other in compared[-MOST_MEMBERS:]])
            if link >= best:
                best, story = link, number
        if story == len(members):
            members.append([])
        members[story].append(at)
        story_of.append(story)
    return story_of


def _first(row: Sequence[Told], at: int) -> int:
    """Find the first item in the window before one."""
    return bisect_left(row, row[at].day - WINDOW, hi=at, key=lambda told: told.day)


def _among(row: Sequence[Told], at: int) -> Company:
    return company(row[at].sighting.gist, (row[place].sighting.gist for place in range(at - 1, _first(row, at) - 1, -1)))


def hold_out(undated: Sequence[Told], dated: Sequence[Told], threshold: float) -> None:
    """Print what is reached on stories that were not learned from: halves of both files."""
    chance = random.Random(7)  # noqa: S311 the same halves each time are wanted
    reached: dict[str, list[Figures]] = defaultdict(list)
    for _ in range(HALVES):
        learned: list[Row] = []
        unseen = {}
        for name, items in (("undated", undated), ("dated", dated)):
            half = _half(items, chance)
            place = partial(in_a_row, chance=chance) if name == "undated" else list
            learned += rows(place([told for told in items if told.story in half]))
            unseen[name] = place([told for told in items if told.story not in half])
        model = Model(*fit(learned))
        for name, row in unseen.items():
            reached[name].append(figures([told.story for told in row], folded(row, model, threshold)))
            sys.stdout.write(f"{name}: {reached[name][-1]}\n")
    for name, measured in reached.items():
        for field in ("f1", "b3", "lost"):
            values = sorted(getattr(each, field) for each in measured)
            sys.stdout.write(f"{name} {field}: median {statistics.median(values):.3f}, from {values[0]:.3f} to {values[-1]:.3f}\n")


def _half(items: Sequence[Told], chance: random.Random) -> set[str]:
    stories = sorted({told.story for told in items})
    return set(chance.sample(stories, len(stories) // 2))


def not_in(items: Sequence[Told], others: Sequence[Told]) -> list[Told]:
    """Leave out the stories of which the others hold an item too: one with the same words in its title."""
    titles = {_title(told.sighting.gist) for told in others}
    both = {told.story for told in items if _title(told.sighting.gist) in titles}
    return [told for told in items if told.story not in both]


def _title(summed: Gist) -> frozenset[int]:
    return frozenset(code for code, traits in summed.terms.items() if traits & IN_TITLE)


def learn(undated: Sequence[Told], dated: Sequence[Told]) -> Model:
    """Learn from all stories."""
    row = in_a_row(undated, random.Random(7))  # noqa: S311 the same row each time is wanted
    return Model(*fit([*rows(row), *rows(dated)]))


def main() -> None:
    """Train, or measure."""
    parser = argparse.ArgumentParser(prog="python -m tools.train_stories", description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--hold-out", action="store_true", help="write nothing, measure on stories that were not learned from")
    parser.add_argument("--threshold", type=float, default=DEFAULT_THRESHOLD, help="for --hold-out: how likely a fold must be")
    chosen = parser.parse_args()
    dated = sorted(with_watched(read(chosen.folder / "allsides_stories.jsonl")), key=lambda told: told.day)
    undated = with_watched(not_in(read(chosen.folder / "neus_train.jsonl"), dated))
    if chosen.hold_out:
        hold_out(undated, dated, chosen.threshold)
        return
    model = learn(undated, dated)
    weights = {name: round(weight, 4) for name, weight in zip(SIGNALS, model.weights, strict=True)}
    LEARNED.write_text(json.dumps({"bias": round(model.bias, 4), "weights": weights}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
