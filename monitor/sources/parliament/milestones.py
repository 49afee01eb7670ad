"""The time of a sitting as its record goes on: marks between the speeches, on the clock of the house's town."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

_CLOCK = re.compile(r"(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?")
_LAST_HOUR = 47  # a sitting that runs on past midnight counts its hours on; none has run into a third day
_MINUTES = 60
_FIRST_YEAR, _LAST_YEAR = 1700, 2500  # a date outside of these is a mistake
_PAST_MIDNIGHT = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Moment:
    """When something was said, aware and in UTC, and how far that can be trusted (see `Record.time_precision`)."""

    at: datetime | None = None
    precision: Literal["exact", "minutes", "sitting"] | None = None


class Milestones:
    """Remembers the last time that was written down. A sitting has one day, its times follow one another."""

    def __init__(self, day: date | None, zone: ZoneInfo) -> None:
        self._day = day = day if day is not None and _FIRST_YEAR <= day.year <= _LAST_YEAR else None
        self._zone = zone
        self._last: datetime | None = None
        self._at: datetime | None = None if day is None else self._utc(datetime.combine(day, time()))

    def mark(self, hour: int, minute: int, second: int = 0) -> None:
        """Take down a time on the town's clock. Hours from 24 on are the next day's, and so are early ones after late ones."""
        if self._day is None or not 0 <= hour <= _LAST_HOUR or minute >= _MINUTES or second >= _MINUTES:
            return
        wall = datetime.combine(self._day, time(hour % 24, minute, second)) + timedelta(days=hour // 24)
        last = self._last
        if last is not None and last - wall > _PAST_MIDNIGHT:
            wall += timedelta(days=1)
        self._keep(wall)

    def read(self, written: str | None) -> bool:
        """Take down a time written as 14:30 or 14:30:05; anything else is passed over. True if it was one."""
        found = _CLOCK.fullmatch((written or "").strip())
        if found is None:
            return False
        self.mark(int(found[1]), int(found[2]), int(found[3] or 0))
        return True

    def take(self, written: str) -> bool:
        """Take down a time as XML writes it: 2019-05-14T14:30:00, with or without a zone, or only 14:30:00. True if it was one."""
        try:
            read = datetime.fromisoformat(written)
        except ValueError:
            return self.read(written.partition("+")[0].partition(".")[0].removesuffix("Z"))
        if self._day is None or abs(read.year - self._day.year) > 1:
            return False
        self._keep(read.astimezone(self._zone).replace(tzinfo=None) if read.tzinfo else read)
        return True

    def at_start(self) -> Moment:
        """Give the time taken down so far as the beginning of the sitting, for a record that knows no other."""
        return replace(self.now(), precision="sitting") if self._day else Moment()

    def now(self, *, is_exact: bool = False) -> Moment:
        """Give the last time; before there is one, the beginning of the day. `is_exact`: the time is of this very speech."""
        if self._day is None:
            return Moment()
        if self._last is None:
            return Moment(self._at, "sitting")
        return Moment(self._at, "exact" if is_exact else "minutes")

    def _keep(self, wall: datetime) -> None:
        self._last, self._at = wall, self._utc(wall)

    def _utc(self, wall: datetime) -> datetime:
        return wall.replace(tzinfo=self._zone).astimezone(UTC)
