"""Questions asked of many spans at once, each answered by bisection: which is next to this one, and does any hold it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.watch.sightings import Stretch


class Neighbours:
    """Finds, among some stretches, the ones right before and right after another."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        self._by_start = sorted(stretches, key=lambda one: (one.field, one.start))
        self._by_end = sorted(stretches, key=lambda one: (one.field, one.end))
        self._starts = [(one.field, one.start) for one in self._by_start]
        self._ends = [(one.field, one.end) for one in self._by_end]

    def beside(self, stretch: Stretch) -> tuple[Stretch, ...]:
        """Give the last that ends before a stretch and the first that begins after it, in its field; none that overlaps it."""
        after = bisect_left(self._starts, (stretch.field, stretch.end))
        before = bisect_right(self._ends, (stretch.field, stretch.start)) - 1
        found = self._by_end[max(before, 0) : before + 1] + self._by_start[after : after + 1]
        return tuple(one for one in found if one.field == stretch.field)


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
