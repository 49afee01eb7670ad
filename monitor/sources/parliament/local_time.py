"""Times as parliaments write them, ISO 8601, most on their own town's clock and without a zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_YEARS = range(1800, 3000)  # .NET writes an absent date as year 1 or 9999; no record is older than Hansard
_CLOCK = re.compile(r"(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?(?:\s?([ap])\.?\s?m\.?)?", re.IGNORECASE)
_NOON = 12


def instant(written: str, zone: ZoneInfo) -> datetime | None:
    """Read a time to UTC; without an offset it is on the clock of `zone`. None for what is no time or no real one."""
    try:
        read = datetime.fromisoformat(written)
    except ValueError:
        return None
    if read.year not in _YEARS:
        return None
    return (read if read.tzinfo else read.replace(tzinfo=zone)).astimezone(UTC)


def day_of(written: str) -> date | None:
    """Read the date that a time begins with, as it is written: the sitting's own day, whatever the zone."""
    try:
        read = date.fromisoformat(written[:10])
    except ValueError:
        return None
    return read if read.year in _YEARS else None


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """Give the instant at which a day begins, for what is known to the day only."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def on_clock(written: str, day: date, zone: ZoneInfo) -> datetime | None:
    """Read a time of day, `14:30:00` or `2.30 pm`, to UTC; None for what is none."""
    found = _CLOCK.fullmatch(written.strip())
    if found is None:
        return None
    hour, half = int(found[1]), (found[4] or "").lower()
    if half:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    try:
        return datetime.combine(day, time(hour, int(found[2]), int(found[3] or 0)), zone).astimezone(UTC)
    except ValueError:
        return None
