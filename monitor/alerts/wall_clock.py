"""What a clock and a calendar on the recipient's wall show: weekdays, times of day, and the instants they mean.

Clocks are set forward and back: a time of the wall may never come, or come twice.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EVERY_DAY = frozenset(range(7))
WEEKDAYS = frozenset(range(5))
WEEKEND = EVERY_DAY - WEEKDAYS
_GROUPS = {"daily": EVERY_DAY, "weekdays": WEEKDAYS, "weekend": WEEKEND, "weekends": WEEKEND}
_HOUR = timedelta(hours=1)
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
    """Find the first UTC instant at which clocks there show `clock` on that day, or are beyond it: a time that is skipped is their jump.

    A later time of the wall is never an earlier instant, so whoever goes by it misses nothing and is called once.
    """
    before, after = _readings(day, clock, zone)
    return before if before <= after else _jump(after, before, zone)


def last_instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Find the last UTC instant at which clocks there show `clock`: in autumn an hour comes twice. One that is skipped is their jump."""
    before, after = _readings(day, clock, zone)
    return after if before <= after else _jump(after, before, zone)


def next_full_hour(now: datetime, zone: ZoneInfo) -> datetime:
    """Find the first UTC instant later than `now` at which clocks there come to a full hour, or jump over one."""
    due = _full_hour_after(now, zone)
    if due.astimezone(zone).utcoffset() == now.astimezone(zone).utcoffset():
        return due.astimezone(UTC)
    jump = _jump(now, due, zone)
    shows = jump.astimezone(zone).replace(tzinfo=None)
    was = (jump + _offset(now, zone)).replace(tzinfo=None)  # what clocks there would show without the change
    has_skipped = shows > was and shows.replace(minute=0, second=0) >= was
    return jump if has_skipped or shows.minute == shows.second == 0 else _full_hour_after(jump, zone).astimezone(UTC)


def _full_hour_after(now: datetime, zone: ZoneInfo) -> datetime:
    """Go on to the next full hour, were the clocks there not to change."""
    shown = now.astimezone(zone)
    return now + _HOUR - timedelta(minutes=shown.minute, seconds=shown.second, microseconds=shown.microsecond)


def _readings(day: date, clock: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Read a wall time as before and as after a change of the clocks (PEP 495); where it is skipped, the first is the later one."""
    before, after = (datetime.combine(day, clock.replace(fold=fold), zone).astimezone(UTC) for fold in (0, 1))
    return before, after


def _jump(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Find to the second when clocks there change between two instants, the second of which reads them as changed."""
    former, low, high = _offset(before, zone), int(before.timestamp()), int(after.timestamp())
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(datetime.fromtimestamp(middle, UTC), zone) == former:
            low = middle
        else:
            high = middle
    return datetime.fromtimestamp(high, UTC)


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _day(word: str) -> int | None:
    matches = [number for number, name in enumerate(DAY_NAMES) if word in {name, name[:3], name[:4]}]
    return matches[0] if matches else None
