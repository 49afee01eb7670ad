"""What a clock and a calendar on the recipient's wall show: weekdays, times of day, and the instants they mean."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EVERY_DAY = frozenset(range(7))
WEEKDAYS = frozenset(range(5))
WEEKEND = EVERY_DAY - WEEKDAYS
_GROUPS = {"daily": EVERY_DAY, "weekdays": WEEKDAYS, "weekend": WEEKEND, "weekends": WEEKEND}
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)


def read_clock(word: str) -> time | None:
    """Read `7:30` or `07:30`; None when it is no time of day. `24:00` is midnight."""
    if word == "24:00":
        return time(0, 0)
    found = _CLOCK.fullmatch(word)
    return time(int(found[1]), int(found[2])) if found else None


def read_days(word: str) -> frozenset[int] | None:
    """Read `sat`, `saturday`, `mon-fri`, `fri-mon`, `daily`, `weekdays` or `weekend`; None when it names no day. Monday is 0."""
    word = word.strip().lower()
    if word in _GROUPS:
        return _GROUPS[word]
    first, dash, last = word.partition("-")
    begin, end = _day(first), _day(last if dash else first)
    if begin is None or end is None:
        return None
    return frozenset((begin + step) % 7 for step in range((end - begin) % 7 + 1))


def first_instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Find the first UTC instant at which clocks there show `clock`; a time that spring skips is as long after the jump."""
    return datetime.combine(day, clock, zone).astimezone(UTC)


def last_instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Find the last UTC instant at which clocks there show `clock`: in autumn an hour comes twice."""
    twice = (datetime.combine(day, clock.replace(fold=fold), zone) for fold in (0, 1))
    return max(at.astimezone(UTC) for at in twice)


def _day(word: str) -> int | None:
    matches = [number for number, name in enumerate(DAY_NAMES) if word in {name, name[:3], name[:4]}]
    return matches[0] if matches else None
