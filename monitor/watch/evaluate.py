"""Whether a rule holds in an item, and where."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.watch.fields import BARE_FIELDS
from monitor.watch.rule import All, Condition, Either, InField, Near, Not, Rule, Words
from monitor.watch.sightings import Sightings, Stretch
from monitor.watch.spans import Neighbours

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.watch.scope import Circumstances
    from monitor.watch.spans import Cover


@dataclass(frozen=True, slots=True)
class _Asked:
    """From where in a rule a part is asked: of which fields, and whether what it says is denied."""

    fields: frozenset[int] = BARE_FIELDS
    is_denied: bool = False


_OUTSIDE = _Asked()


class Evaluation:
    """Evaluates rules on one item. What lies within `ignored` does not count."""

    def __init__(self, sightings: Sightings, circumstances: Circumstances, ignored: Cover | None = None) -> None:
        self._sightings = sightings
        self._circumstances = circumstances
        self._ignored = ignored

    def stretches(self, rule: Rule, asked: _Asked = _OUTSIDE) -> list[Stretch] | None:  # noqa: PLR0911 one for each kind of rule
        """Find where a rule holds; None where it does not, and an empty list where it holds by what is absent or which item it is."""
        match rule:
            case Words(phrase):
                return [found for found in self._sightings.stretches(phrase) if self._counts(found, asked)] or None
            case All(rules):
                return _all([self.stretches(part, asked) for part in rules])
            case Either(rules):
                found = [part for part in (self.stretches(part, asked) for part in rules) if part is not None]
                return _all(found) if found else None
            case Not(inner):
                return [] if self.stretches(inner, replace(asked, is_denied=not asked.is_denied)) is None else None
            case InField(field, inner):
                return self.stretches(inner, replace(asked, fields=frozenset({field})))
            case Condition():
                # What an item does not say of itself must not hide it, under NOT neither.
                return [] if self._circumstances.meet(rule, when_unknown=not asked.is_denied) else None
            case Near(left, right):
                lefts, rights = self.stretches(left, asked), self.stretches(right, asked)
                return self._pairs(lefts, rights, rule) or None if lefts and rights else None

    def _counts(self, found: Stretch, asked: _Asked) -> bool:
        if found.field not in asked.fields:
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
