"""Whether a rule holds in an item, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.watch.rule import All, Either, InTitle, Near, Not, Rule, Words
from monitor.watch.sightings import Sightings, Stretch
from monitor.watch.spans import Neighbours

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.watch.spans import Cover

TITLE = 0  # the number of the title's field


class Evaluation:
    """Evaluates rules on one item. What lies within `ignored` does not count."""

    def __init__(self, sightings: Sightings, ignored: Cover | None = None) -> None:
        self._sightings = sightings
        self._ignored = ignored

    def stretches(self, rule: Rule, *, in_title: bool = False) -> list[Stretch] | None:
        """Find where a rule holds; None where it does not, and an empty list where it holds by what is absent."""
        match rule:
            case Words(phrase):
                return [found for found in self._sightings.stretches(phrase) if self._counts(found, in_title=in_title)] or None
            case All(rules):
                return _all([self.stretches(part, in_title=in_title) for part in rules])
            case Either(rules):
                found = [part for part in (self.stretches(part, in_title=in_title) for part in rules) if part is not None]
                return _all(found) if found else None
            case Not(inner):
                return [] if self.stretches(inner, in_title=in_title) is None else None
            case InTitle(inner):
                return self.stretches(inner, in_title=True)
            case Near(left, right):
                lefts, rights = self.stretches(left, in_title=in_title), self.stretches(right, in_title=in_title)
                return self._pairs(lefts, rights, rule) or None if lefts and rights else None

    def _counts(self, found: Stretch, *, in_title: bool) -> bool:
        if in_title and found.field != TITLE:
            return False
        return self._ignored is None or not self._ignored.holds((found.field, found.start, found.end))

    def _pairs(self, lefts: Sequence[Stretch], rights: Sequence[Stretch], rule: Near) -> list[Stretch]:
        """Pair every stretch with its nearest on either side, so that each one with company is shown."""
        beside_left, beside_right = Neighbours(rights), Neighbours(lefts)
        pairs = [(left, right) for left in lefts for right in beside_left.beside(left)]
        pairs += [(left, right) for right in rights for left in beside_right.beside(right)]
        return _unique(
            _span_of(left, right)
            for left, right in pairs
            if not (rule.is_ordered and right.start < left.start) and distance(self._sightings, left, right) <= rule.within
        )


def distance(sightings: Sightings, one: Stretch, other: Stretch) -> int:
    """Count the words from one stretch of a field to another that does not overlap it; neighbours are 1 apart."""
    (first, last), (other_first, other_last) = sightings.word_span(one), sightings.word_span(other)
    return max(first - other_last, other_first - last)


def _span_of(left: Stretch, right: Stretch) -> Stretch:
    places = tuple(sorted({*left.places, *right.places}, key=lambda place: place.spot))
    return Stretch(left.field, min(left.start, right.start), max(left.end, right.end), places)


def _all(parts: Sequence[list[Stretch] | None]) -> list[Stretch] | None:
    if len(parts) == 1:
        return parts[0]
    whole: list[Stretch] = []
    for part in parts:
        if part is None:
            return None
        whole += part
    return _unique(whole)


def _unique(stretches: Iterable[Stretch]) -> list[Stretch]:
    return sorted(dict.fromkeys(stretches), key=lambda one: (one.field, one.start, one.end))
