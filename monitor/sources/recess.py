"""Days on which a parliament does not sit: as somebody said, or as earlier sittings show."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Span = tuple[date, date]
FIRST_PATIENCE = timedelta(days=14)  # before a source that never brought anything is told of
_LONGEST = timedelta(days=150)  # a longer gap is no recess: that time was not read
_SHIFT = timedelta(days=14)  # a recess does not begin on the same day each year
_YEAR = timedelta(days=365)
_YEARS_BACK = 3


def days_at_work(after: date, until: date, recesses: Iterable[Span]) -> int:
    """Count the days after one and up to another that belong to no recess."""
    spans = sorted((max(begins, after + timedelta(days=1)), min(ends, until)) for begins, ends in recesses)
    counted, reached = (until - after).days, after
    for begins, ends in spans:
        if ends >= begins and ends > reached:
            counted -= (ends - max(begins, reached + timedelta(days=1))).days + 1
            reached = ends
    return max(counted, 0)


def learned(sittings: Sequence[date], quiet: timedelta, today: date) -> tuple[Span, ...]:
    """Expect a pause at the time of the year at which there was one before: longer than `quiet`, in one of the last three years."""
    return tuple(
        (begins + year * _YEAR - _SHIFT, ends + year * _YEAR + _SHIFT)
        for begins, ends in _pauses(sittings)
        for year in range(1, _YEARS_BACK + 1)
        if quiet < ends - begins <= _LONGEST and begins + year * _YEAR - _SHIFT <= today
    )


def longest_pause(sittings: Sequence[date]) -> Span | None:
    """Find the longest time between two sittings; None with fewer than two."""
    return max(_pauses(sittings), key=lambda pause: pause[1] - pause[0], default=None)


def _pauses(sittings: Sequence[date]) -> list[Span]:
    return list(pairwise(sorted(set(sittings))))
