"""Learn whether two items tell of one event: `python -m tools.train_stories FOLDER`.

FOLDER holds neus_train.jsonl (stories told by three papers each, without dates) and allsides_stories.jsonl (the same with dates), a line an
item: `{"title", "text", "time", "story"}`. Writes monitor/stories/learned/same_event.json; the data are not kept.

Stories without dates are put in a row where every other one follows a story like it, since what must be told apart in real news are the
chapters of one affair. What counts between items in which watched things were found is learned from
desks that watch some of the names (`tools.story_desks`).
`--hold-out` writes nothing, and measures eight times on stories that were not learned from.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.language.event_model import LEARNED
from monitor.stories.clean import clean
from monitor.stories.gist import IN_TITLE, Gist, gist
from monitor.stories.same_event import (
    DEFAULT_THRESHOLD,
    MOST_MEMBERS,
    SIGNALS,
    Learned,
    Model,
    Sighting,
    likelihood,
    linked,
    says_enough,
    signals,
)
from monitor.vocabulary import vocabulary
from tools.logistic import fit
from tools.story_desks import DATED_DESKS, OF_DATED, OF_UNDATED, UNDATED_DESKS, desks
from tools.story_figures import Figures, figures
from tools.story_rows import Told, among, first, in_a_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tools.logistic import Row

MEASURED_DESKS = 20
CAUTION = 0.6  # taken off the bias for what desks see: under 3 in 100 stories of a desk may be lost
HALVES = 8


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


def rows(row: Sequence[Told], *, watched: bool = False) -> Iterator[Row]:
    """Measure the pairs within the window that an index finds, those that share a key, and say whether they are of one story.

    With `watched`, at a desk, those alone that say enough to be judged.
    """
    for at, told in enumerate(row):
        near = among(row, at)
        keys = set(told.sighting.gist.lookup)
        for place in range(first(row, at), at):
            other = row[place]
            if keys.isdisjoint(other.sighting.gist.lookup) or (watched and not says_enough(told.sighting, other.sighting)):
                continue
            yield signals(told.sighting, other.sighting, near), told.story == other.story


def folded(row: Sequence[Told], learned: Learned, threshold: float) -> list[int]:
    """Fold a row into stories, each item when it comes, for good: the story of each.

    An item is compared with the stories of which a member shares a key with it, and with all their members in the window.
    """
    members: list[list[int]] = []
    story_of: list[int] = []
    for at, told in enumerate(row):
        before = range(first(row, at), at)
        keys = set(told.sighting.gist.lookup)
        candidates = {story_of[place] for place in before if not keys.isdisjoint(row[place].sighting.gist.lookup)}
        near = among(row, at)
        best, story = threshold, len(members)
        for number in sorted(candidates):
            compared = [row[place].sighting for place in members[number] if place in before]
            link = linked([likelihood(told.sighting, other, learned, near) for other in compared[-MOST_MEMBERS:]])
            if link >= best:
                best, story = link, number
        if story == len(members):
            members.append([])
        members[story].append(at)
        story_of.append(story)
    return story_of


def hold_out(undated: Sequence[Told], dated: Sequence[Told], threshold: float) -> None:
    """Print what is reached on stories that were not learned from: halves of both files, and what desks see of these."""
    chance = random.Random(7)  # noqa: S311 the same halves each time are wanted
    reached: dict[str, list[Figures]] = defaultdict(list)
    for _ in range(HALVES):
        halves = [_half(items, chance) for items in (undated, dated)]
        learned = learn(*([told for told in items if told.story in half] for items, half in zip((undated, dated), halves, strict=True)))
        unseen = [[told for told in items if told.story not in half] for items, half in zip((undated, dated), halves, strict=True)]
        for name, measured in _reached(unseen[0], unseen[1], learned, threshold, chance):
            reached[name].append(measured)
            sys.stdout.write(f"{name}: {measured}\n")
    for name, each in reached.items():
        shares = {
            "f1": [one.f1 for one in each],
            "b3": [one.b3 for one in each],
            "lost of 100": [100 * one.lost / one.stories for one in each],
        }
        for field, values in shares.items():
            sys.stdout.write(f"{name} {field}: median {statistics.median(values):.3f}, from {min(values):.3f} to {max(values):.3f}\n")


def _reached(
    undated: Sequence[Told], dated: Sequence[Told], learned: Learned, threshold: float, chance: random.Random
) -> Iterator[tuple[str, Figures]]:
    seen = {
        "undated": [in_a_row(undated, chance)],
        "dated": [dated],
        "desks undated": desks(undated, chance, number=MEASURED_DESKS, like=OF_UNDATED),
        "desks dated": desks(dated, chance, number=MEASURED_DESKS, like=OF_DATED),
    }
    for name, rows_of_one in seen.items():
        true: list[str] = []
        found: list[int] = []
        for number, row in enumerate(rows_of_one):
            true += (f"{number} {told.story}" for told in row)
            found += (number + len(rows_of_one) * story for story in folded(row, learned, threshold))
        if true:
            yield name, figures(true, found)


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


def learn(undated: Sequence[Told], dated: Sequence[Told]) -> Learned:
    """Learn from all stories: of news at large, and of what desks see."""
    chance = random.Random(7)  # noqa: S311 the same row each time is wanted
    others = Model(*fit([*rows(in_a_row(undated, chance)), *rows(dated)]))
    seen = [
        *desks(undated, chance, number=UNDATED_DESKS, like=OF_UNDATED),
        *desks(dated, chance, number=DATED_DESKS, like=OF_DATED),
    ]
    weights, bias = fit([measured for row in seen for measured in rows(row, watched=True)])
    return Learned(Model(weights, bias - CAUTION), others)


def _written(model: Model) -> dict[str, object]:
    weights = {name: round(weight, 4) for name, weight in zip(SIGNALS, model.weights, strict=True)}
    return {"bias": round(model.bias, 4), "weights": weights}


def main() -> None:
    """Train, or measure."""
    parser = argparse.ArgumentParser(prog="python -m tools.train_stories", description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--hold-out", action="store_true", help="write nothing, measure on stories that were not learned from")
    parser.add_argument("--threshold", type=float, default=DEFAULT_THRESHOLD, help="for --hold-out: how likely a fold must be")
    chosen = parser.parse_args()
    dated = sorted(read(chosen.folder / "allsides_stories.jsonl"), key=lambda told: told.day)
    undated = not_in(read(chosen.folder / "neus_train.jsonl"), dated)
    if chosen.hold_out:
        hold_out(undated, dated, chosen.threshold)
        return
    learned = learn(undated, dated)
    written = {"watched": _written(learned.watched), "others": _written(learned.others)}
    LEARNED.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
