"""Whether two items tell of the same event, by what was learned from thousands of stories that several papers told.

Logistic regressions over seven signals, made to be wrong rarely rather than to find everything; `tools/train_stories.py` learns them.

There are two. Items in which watched things were found were chosen by these, so that their words say nothing of the event: they are left
out of the gists (`Gist.without`), and what is left weighs otherwise, because the chapters of one affair meet there. Pairs of which
nothing watched is known are judged by what was learned of news at large.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC
from operator import mul
from typing import TYPE_CHECKING

from monitor.stories.company import Company
from monitor.stories.filled_in import is_one_headline, is_one_text
from monitor.stories.gist import IN_TITLE, TITLE_WEIGHTS, WEIGHTS, Gist, rarity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

DEFAULT_THRESHOLD = 0.45  # the middle of the range where stories lost, repeats and mixed stories are all few
MOST_MEMBERS = 12  # of a story are compared, the newest: a long story must not cost more with each item
SIGNALS = ("cosine", "title", "mass", "days", "undated", "strangers", "watched")
_DAYS = 4.0  # a story's window, 96 hours: beyond it days no longer matter
_FIRST_YEAR, _LAST_YEAR = 1990, 2090  # a date of 1970 or 2099 is a machine's mistake
_PLAIN = 0.3  # a term that tells less says nothing by itself
_TELLS = 0.55  # a word as rare as one in five hundred; `the` is at 0.34
_WORTH_NAMING = 0.65  # to people: `been` is at 0.57
_FEWEST_TERMS = 12  # of an item, the common ones too: a headline and a few words say too little
_FEWEST_SHARED, _FEWEST_BESIDE_TITLE = 4, 3  # telling terms
_FEWEST_AT_A_DESK = 6  # what was chosen by one thing shares the words of its field too
_SHOWN = 3
_SURE = 50.0  # beyond these odds the exponential may overflow


@dataclass(frozen=True, slots=True)
class Sighting:
    """An item as it is compared: what it tells beside the watched things that it names, when it was published if known, and those."""

    gist: Gist
    at: datetime | None
    entities: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Model:
    """What was learned: the weight of each of `SIGNALS`, in its order, and the bias, in logarithms of odds."""

    weights: tuple[float, ...]
    bias: float

    def __post_init__(self) -> None:
        if len(self.weights) != len(SIGNALS):
            raise ValueError(f"{len(self.weights)} weights for {len(SIGNALS)} signals: train the model again with tools/train_stories.py")

    def likelihood(self, measured: Sequence[float]) -> float:
        """Tell how likely it is from what `signals` measured."""
        odds = self.bias + sum(map(mul, self.weights, measured))
        return 1 / (1 + math.exp(-max(-_SURE, min(_SURE, odds))))


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned of pairs in which watched things were found, and of all others."""

    watched: Model
    others: Model

    def of(self, one: Sighting, other: Sighting) -> Model:
        """Choose what counts for a pair."""
        return self.watched if one.entities and other.entities else self.others


def likelihood(one: Sighting, other: Sighting, learned: Learned, among: Company) -> float:
    """Tell how likely two items tell of the same event, 0 to 1; 0 where they have too little in common to be judged.

    Args:
        one: the new item.
        other: an item before it.
        learned: what was learned.
        among: what the terms of `one` tell among the newest items, `other` among them. All was learned with it: with none
            the chapters of one affair are taken for one event.
    """
    if not says_enough(one, other) or is_one_headline(one.gist, other.gist) or is_one_text(one.gist, other.gist):
        return 0.0
    return learned.of(one, other).likelihood(signals(one, other, among))


def says_enough(new: Sighting, former: Sighting) -> bool:
    """Tell whether two items share enough that tells something, and not in their titles alone: a series bears one title every day.

    The bound costs one fold in a hundred of 661 reports, and keeps a feed of notes of a few words apart.
    """
    one, other = new.gist, former.gist
    if min(len(one.terms), len(other.terms)) < _FEWEST_TERMS:
        return False
    telling = [code for code in one.terms.keys() & other.terms.keys() if rarity(other.terms[code]) > _TELLS]
    if len(telling) < (_FEWEST_AT_A_DESK if new.entities and former.entities else _FEWEST_SHARED):
        return False
    beside = sum(not one.terms[code] & other.terms[code] & IN_TITLE for code in telling)
    return beside >= _FEWEST_BESIDE_TITLE or not (_has_text(one) and _has_text(other))


def _has_text(one: Gist) -> bool:
    return sum(not traits & IN_TITLE for traits in one.terms.values()) >= _FEWEST_BESIDE_TITLE


def linked(likelihoods: Sequence[float]) -> float:
    """Tell how likely an item belongs to a story, from its likelihoods with the story's members in the window, oldest first.

    The mean of the newest twelve. The best alone would chain one event to the next: on real news it folds everything together.
    """
    newest = likelihoods[-MOST_MEMBERS:]
    return sum(newest) / len(newest) if newest else 0.0


def signals(one: Sighting, other: Sighting, among: Company) -> tuple[float, ...]:
    """Measure what `SIGNALS` names, in its order; `one` is the new item.

    The cosine is that of `gist.cosine`, each term weighted by what it tells among the newest items too. Terms of `other` alone keep
    their general weight: measured, that tells more.

    Strangers are names and numbers that stand in the title of one item and nowhere in the gist of the other; the fewer of both counts.
    Reports of one event each put other words first. Notices of one form (14 seized here, 40 seized there) have them on both sides.
    """
    mine, its = one.gist.terms, other.gist.terms
    both = titles = mass = 0.0
    its_square = other.gist.length**2
    for code in mine.keys() & its.keys():
        told, traits, others = among.telling.get(code, 1.0), mine[code], its[code]
        weight = WEIGHTS[others]
        both += WEIGHTS[traits] * weight * told * told
        titles += TITLE_WEIGHTS[traits] * TITLE_WEIGHTS[others] * told
        mass += max(0.0, rarity(others) * told - _PLAIN)
        its_square -= weight * weight * (1 - told * told)
    days, undated = _apart(one.at, other.at)
    return (
        both / (among.length * math.sqrt(its_square)) if both else 0.0,
        titles / (one.gist.title_length * other.gist.title_length) if titles else 0.0,
        math.log1p(mass),
        days,
        undated,
        float(min(len(one.gist.particulars - its.keys()), len(other.gist.particulars - mine.keys()))),
        float(not one.entities.isdisjoint(other.entities)),
    )


def _apart(one: datetime | None, other: datetime | None) -> tuple[float, float]:
    """Give the days between two instants, four at most, and 0; or 0 and 1 where one of them is unknown or a machine's mistake."""
    if one is None or other is None or not all(_FIRST_YEAR <= at.year <= _LAST_YEAR for at in (one, other)):
        return 0.0, 1.0
    apart = one.replace(tzinfo=one.tzinfo or UTC) - other.replace(tzinfo=other.tzinfo or UTC)
    return min(_DAYS, abs(apart.total_seconds()) / 86_400), 0.0


def because(one: Sighting, other: Sighting, learned: Learned, among: Company, spelling: Mapping[int, str]) -> str:
    """Say for people why two items are held for one event: how likely, how alike the titles, and the terms that tell most.

    `spelling` is what `gist.spelling` gives of one of the two: a gist holds no words.
    """
    measured = signals(one, other, among)
    terms = one.gist.terms
    shared = [code for code in terms.keys() & other.gist.terms.keys() & spelling.keys() if rarity(terms[code]) > _WORTH_NAMING]
    telling = sorted(shared, key=lambda code: (-WEIGHTS[terms[code]] * among.telling.get(code, 1.0), spelling[code]))
    words = ", ".join(spelling[code] for code in telling[:_SHOWN])
    figures = f"titles alike {measured[1]:.2f}, texts {measured[0]:.2f}"
    percent = min(99, round(100 * learned.of(one, other).likelihood(measured)))  # nothing here is certain
    return f"{percent} % likely the same event: {figures}{words and ', both say ' + words}"
