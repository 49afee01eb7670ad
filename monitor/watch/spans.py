"""Questions asked of many spans at once, each answered by bisection: which is next to this one, and does any hold it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from functools import partial
from itertools import accumulate, pairwise
from math import inf
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from monitor.watch.sightings import Stretch


class Neighbours:
    """Finds, among some stretches, the ones that stand beside another: right before it, right after it, and between places of either."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        self._by_start = sorted(stretches, key=lambda one: (one.field, one.start))
        self._by_end = sorted(stretches, key=lambda one: (one.field, one.end))
        self._starts = [(one.field, one.start) for one in self._by_start]
        self._ends = [(one.field, one.end) for one in self._by_end]
        self._gaps = sorted(((gap, one) for one in stretches for gap in _gaps(one)), key=itemgetter(0))
        self._widest = list(accumulate(self._gaps, partial(max, key=lambda gap: (gap[0][0], gap[0][2]))))

    def beside(self, stretch: Stretch) -> tuple[Stretch, ...]:
        """Give the last that ends before a stretch, the first that begins after it, and what interlaces with it, in its field.

        Of what interlaces, the one in whose widest gap it lies, and the first that begins in each gap of its own; none that overlaps it.
        """
        after = bisect_left(self._starts, (stretch.field, stretch.end))
        before = bisect_right(self._ends, (stretch.field, stretch.start)) - 1
        found = self._by_end[max(before, 0) : before + 1] + self._by_start[after : after + 1]
        if self._gaps or len(stretch.places) > 1:
            found += (one for one in self._interlaced(stretch) if _are_apart(stretch, one))
        return tuple(one for one in found if one.field == stretch.field)

    def _interlaced(self, stretch: Stretch) -> Iterator[Stretch]:
        around = bisect_right(self._gaps, (stretch.field, stretch.start, inf), key=itemgetter(0)) - 1
        if around >= 0:
            (field, _, end), holder = self._widest[around]
            if field == stretch.field and end >= stretch.end:
                yield holder
        for field, start, end in _gaps(stretch):
            first = bisect_left(self._starts, (field, start))
            if first < len(self._starts) and self._starts[first] < (field, end):
                yield self._by_start[first]


def _gaps(stretch: Stretch) -> Iterator[tuple[int, int, int]]:
    """List the spans between the places of a stretch."""
    for place, following in pairwise(stretch.places):
        yield stretch.field, place.end, following.start


def _are_apart(one: Stretch, other: Stretch) -> bool:
    """Tell whether no place of one stretch overlaps a place of the other."""
    places = sorted((*one.places, *other.places), key=attrgetter("spot"))
    return all(place.end <= following.start for place, following in pairwise(places))


class Cover:
    """Tells whether a span lies within one of some spans; spans are (field, start, end)."""

    def __init__(self, spans: Iterable[tuple[int, int, int]]) -> None:
        spans = sorted({(field, start, -end) for field, start, end in spans})
        self._longest_first = spans
        self._furthest = list(accumulate(((field, -end) for field, _, end in spans), max))

    def holds(self, span: tuple[int, int, int]) -> bool:
        """Tell whether a span is one of them, or lies within one."""
        return self._reaches(span, bisect_left(self._longest_first, (span[0], span[1] + 1)))

    def exceeds(self, span: tuple[int, int, int]) -> bool:
        """Tell whether a span lies within a longer one."""
        field, start, end = span
        return self._reaches(span, bisect_left(self._longest_first, (field, start, -end)))

    def meets(self, span: tuple[int, int, int]) -> bool:
        """Tell whether a span has anything in common with one of them."""
        field, start, end = span
        before = bisect_left(self._longest_first, (field, end))
        return before > 0 and self._furthest[before - 1] > (field, start)

    def _reaches(self, span: tuple[int, int, int], among_first: int) -> bool:
        return among_first > 0 and self._furthest[among_first - 1] >= (span[0], span[2])


class Apart:
    """Spans of which no two overlap; spans are (field, start, end)."""

    def __init__(self) -> None:
        self._spans: list[tuple[int, int, int]] = []

    def add(self, span: tuple[int, int, int]) -> bool:
        """Add a span that overlaps none of them; tell whether it did not."""
        field, start, end = span
        after = bisect_left(self._spans, (field, end))
        if after and self._spans[after - 1][0] == field and self._spans[after - 1][2] > start:
            return False
        insort(self._spans, span)
        return True
