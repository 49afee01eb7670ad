"""Days on which a parliament does not sit: as somebody said, or as earlier pauses show.

The pauses are remembered in the source's hints: the store forgets items in which nothing was found, and with them when a parliament sat.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Span = tuple[date, date]
_ENTRY = "pauses"
_SHORTEST = timedelta(days=14)  # below it a pause is a week off
_LONGEST = timedelta(days=150)  # a longer gap is no recess: that time was not read
_MOST = 40  # pauses; some ten years of them
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


def learned(pauses: Iterable[Span], quiet: timedelta, today: date) -> tuple[Span, ...]:
    """Expect a pause at the time of the year at which there was one before: longer than `quiet`, in one of the last three years."""
    return tuple(
        (begins + year * _YEAR - _SHIFT, ends + year * _YEAR + _SHIFT)
        for begins, ends in pauses
        for year in range(1, _YEARS_BACK + 1)
        if ends - begins > quiet and begins + year * _YEAR - _SHIFT <= today
    )


def longest(pauses: Iterable[Span]) -> Span | None:
    """Find the longest pause; None if there is none."""
    return max(pauses, key=lambda pause: pause[1] - pause[0], default=None)


def with_pauses(hints: Mapping[str, object], sittings: Sequence[date]) -> Mapping[str, object]:
    """Put the pauses between some sittings beside those that are remembered."""
    found = {(begins, ends) for begins, ends in pairwise(sorted(set(sittings))) if _SHORTEST <= ends - begins <= _LONGEST}
    known = pauses_of(hints)
    kept = [pause for pause in sorted({*known, *found}) if not _is_filled(pause, sittings)]
    return hints if kept == list(known) else {**hints, _ENTRY: [[begins.isoformat(), ends.isoformat()] for begins, ends in kept[-_MOST:]]}


def pauses_of(hints: Mapping[str, object]) -> tuple[Span, ...]:
    """Read the pauses that are remembered; what is of another make is as if never seen."""
    kept = hints.get(_ENTRY)
    try:
        return tuple((date.fromisoformat(begins), date.fromisoformat(ends)) for begins, ends in kept) if isinstance(kept, list) else ()
    except (TypeError, ValueError):
        return ()


def _is_filled(pause: Span, sittings: Iterable[date]) -> bool:
    """Tell whether there was a sitting in between after all, which came late."""
    return any(pause[0] < each < pause[1] for each in sittings)
