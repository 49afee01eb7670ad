"""Whether two items tell of the same event, by what was learned from thousands of stories that several papers told.

A logistic regression over six signals, made to be wrong rarely rather than to find everything; `tools/train_stories.py` learns it.

That two items name a watched thing together speaks for one event. That they name different ones says nothing: with some of the names in
2,130 stories taken for watched, its weight came out as +0.1, against +0.7 for one in common.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC
from operator import mul
from typing import TYPE_CHECKING

from monitor.stories.company import Company
from monitor.stories.gist import IN_TITLE, WEIGHTS, Gist, rarity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

DEFAULT_THRESHOLD = 0.45  # the middle of the range where stories lost, repeats and mixed stories are all few
MOST_MEMBERS = 12  # of a story are compared, the newest: a long story must not cost more with each item
SIGNALS = ("cosine", "title", "mass", "days", "undated", "watched")
_DAYS = 4.0  # a story's window, 96 hours: beyond it days no longer matter
_FIRST_YEAR, _LAST_YEAR = 1990, 2090  # a date of 1970 or 2099 is a machine's mistake
_PLAIN = 0.3  # a term that tells less says nothing by itself
_SHOWN = 3
_SURE = 50.0  # beyond these odds the exponential may overflow


@dataclass(frozen=True, slots=True)
class Sighting:
    """An item as it is compared: what it tells, when it was published if that is known, and which watched things it names."""

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


def likelihood(one: Sighting, other: Sighting, model: Model, among: Company) -> float:
    """Tell how likely two items tell of the same event, 0 to 1.

    Args:
        one: the new item.
        other: an item before it.
        model: what was learned.
        among: what the terms of `one` tell among the newest items, `other` among them. The model was learned with it: without company
            (`ALONE`) the chapters of one affair are taken for one event.
    """
    return model.likelihood(signals(one, other, among))


def linked(likelihoods: Sequence[float]) -> float:
    """Tell how likely an item belongs to a story, from its likelihoods with the story's members in the window, oldest first.

    The mean of the newest twelve. The best alone would chain one event to the next: on real news it folds everything together.
    """
    newest = likelihoods[-MOST_MEMBERS:]
    return sum(newest) / len(newest) if newest else 0.0


def signals(one: Sighting, other: Sighting, among: Company) -> tuple[float, ...]:
    """Measure what `SIGNALS` names, in its order; `one` is the new item."""
    shared = _shared(one.gist, other.gist, among)
    days, undated = _apart(one.at, other.at)
    return (
        _cosine(one.gist, other.gist, shared, among),
        _title(one.gist, other.gist, shared),
        math.log1p(sum(max(0.0, rarity(other.gist.terms[code]) * telling - _PLAIN) for code, telling in shared.items())),
        days,
        undated,
        float(not one.entities.isdisjoint(other.entities)),
    )


def _shared(one: Gist, other: Gist, among: Company) -> dict[int, float]:
    """Give the terms of both, and what each tells among the newest items."""
    return {code: among.telling.get(code, 1.0) for code in one.terms.keys() & other.terms.keys()}


def _cosine(one: Gist, other: Gist, shared: Mapping[int, float], among: Company) -> float:
    """Compare two items as `gist.cosine` does, each term weighted by what it tells.

    Terms of `other` alone keep their general weight: measured, that tells more than weighting them too.
    """
    if not shared:
        return 0.0
    telling = among.telling
    mine, its = one.terms, other.terms
    product = sum(WEIGHTS[mine[code]] * WEIGHTS[its[code]] * told * told for code, told in shared.items())
    own = math.hypot(*(WEIGHTS[traits] * telling.get(code, 1.0) for code, traits in mine.items()))
    its_own = math.hypot(*(WEIGHTS[traits] * shared.get(code, 1.0) for code, traits in its.items()))
    return product / (own * its_own) if product else 0.0


def _title(one: Gist, other: Gist, shared: Mapping[int, float]) -> float:
    """Compare the titles alone."""
    in_both = [code for code in shared if one.terms[code] & other.terms[code] & IN_TITLE]
    product = sum(rarity(one.terms[code]) * rarity(other.terms[code]) * shared[code] for code in in_both)
    return product / (math.hypot(*_title_rarities(one)) * math.hypot(*_title_rarities(other))) if product else 0.0


def _title_rarities(one: Gist) -> list[float]:
    return [rarity(traits) for traits in one.terms.values() if traits & IN_TITLE]


def _apart(one: datetime | None, other: datetime | None) -> tuple[float, float]:
    """Give the days between two instants, four at most, and 0; or 0 and 1 where one of them is unknown or a machine's mistake."""
    if one is None or other is None or not all(_FIRST_YEAR <= at.year <= _LAST_YEAR for at in (one, other)):
        return 0.0, 1.0
    apart = one.replace(tzinfo=one.tzinfo or UTC) - other.replace(tzinfo=other.tzinfo or UTC)
    return min(_DAYS, abs(apart.total_seconds()) / 86_400), 0.0


def because(one: Sighting, other: Sighting, model: Model, among: Company, spelling: Mapping[int, str]) -> str:
    """Say for people why two items are held for one event: how likely, how alike the titles, and the terms that tell most.

    `spelling` is what `gist.spelling` gives of one of the two: a gist holds no words.
    """
    shared = _shared(one.gist, other.gist, among)
    percent = round(100 * likelihood(one, other, model, among))
    telling = sorted(shared, key=lambda code: WEIGHTS[one.gist.terms[code]] * shared[code], reverse=True)
    words = [spelling[code] for code in telling if code in spelling][:_SHOWN]
    said = [f"titles alike {_title(one.gist, other.gist, shared):.2f}", f"texts {_cosine(one.gist, other.gist, shared, among):.2f}"]
    return f"{percent} % likely the same event: {', '.join(said)}{', both say ' + ', '.join(words) if words else ''}"
