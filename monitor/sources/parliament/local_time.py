"""Times as parliaments write them, ISO 8601, most on their own town's clock and without a zone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_FIRST_YEAR = 1800  # .NET writes an absent date as year 1; no record is older than Hansard


def instant(written: str, zone: ZoneInfo) -> datetime | None:
    """Read a time to UTC; without an offset it is on the clock of `zone`. None for what is no time or no real one."""
    try:
        read = datetime.fromisoformat(written)
    except ValueError:
        return None
    if read.year < _FIRST_YEAR:
        return None
    return (read if read.tzinfo else read.replace(tzinfo=zone)).astimezone(UTC)


def day_of(written: str) -> date | None:
    """Read the date that a time begins with, as it is written: the sitting's own day, whatever the zone."""
    try:
        read = date.fromisoformat(written[:10])
    except ValueError:
        return None
    return read if read.year >= _FIRST_YEAR else None


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """Give the instant at which a day begins, for what is known to the day only."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
