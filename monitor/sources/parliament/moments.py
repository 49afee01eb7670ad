"""Dates and times as the services of parliaments write them: ISO 8601 with a zone or without, days alone, Microsoft's `/Date(ms+min)/`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_DOTNET = re.compile(r"\\?/Date\((-?\d{1,15})([+-]\d{1,4})?\)\\?/")
_DAY_WITH_ZONE = re.compile(r"(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)")  # xs:date allows it
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 milliseconds are added to it before the zone is known
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


def from_dotnet(text: str) -> str:
    """Write `/Date(ms+min)/` as ISO 8601; what is none stays as it is.

    Milliseconds count from 1970. With an offset they count in UTC, and the offset, which is minutes in OData 2.0 and hours with minutes in
    WCF, changes nothing; without one the value has no zone, and is the place's own time (OData 2.0, JSON format, section 4).
    """
    found = _DOTNET.fullmatch(text.strip())
    if found is None:
        return text
    try:
        moment = _EPOCH + timedelta(milliseconds=int(found[1]))
        return moment.isoformat() if found[2] is None else moment.replace(tzinfo=UTC).isoformat()
    except (ValueError, OverflowError):
        return text


def from_pattern(text: str, pattern: str) -> str:
    """Write a date that follows a pattern of strptime as ISO 8601; one that does not stays as it is."""
    try:
        read = datetime.strptime(text.strip(), pattern)  # noqa: DTZ007 the zone is the place's, unless the pattern has one
    except ValueError:
        return text
    return read.isoformat()
