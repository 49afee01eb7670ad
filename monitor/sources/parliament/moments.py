"""Dates and times in ISO 8601 as the services of parliaments write them: with a zone or without, or a day alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_DAY_WITH_ZONE = re.compile(r"(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)")  # xs:date allows it
_FIRST_YEAR = 1789  # .NET writes the year 1 for a date that is not there; no record that is read here is older than this


@dataclass(frozen=True, slots=True)
class Moment:
    """A day by the clock of the place, and the instant if a time was written; else the instant is the day's beginning there, in UTC."""

    day: date
    instant: datetime
    precision: Literal["exact", "sitting"]


def read_moment(text: str, zone: ZoneInfo) -> Moment | None:
    """Read an ISO date or time; None if it is none.

    Args:
        text: as written. A time without a zone is the place's own; midnight without a zone stands for a day without a time.
        zone: of the place.
    """
    written = text.strip()
    if (bare := _DAY_WITH_ZONE.fullmatch(written)) is not None:
        written = bare[1]
    try:
        read = datetime.fromisoformat(written)
        if read.tzinfo is not None:
            read = read.astimezone(UTC)
        if read.year < _FIRST_YEAR:
            return None
        is_day = read.tzinfo is None and read.time() == time()
        local = read.replace(tzinfo=zone) if read.tzinfo is None else read.astimezone(zone)
        return Moment(local.date(), local.astimezone(UTC), "sitting" if is_day else "exact")
    except (ValueError, OverflowError):
        return None
