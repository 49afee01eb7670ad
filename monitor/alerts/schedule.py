"""When a recipient wants to hear: at once, every hour, or at set times of set days.

Pure. Times of day are the recipient's; instants are aware and in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from monitor.alerts.quiet import Quiet, release_time
from monitor.alerts.wall_clock import DAYS, EVERY_DAY, WEEKDAYS, first_instant, read_clock, read_days

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

HOUR = timedelta(hours=1)
_REMEDY = "write at once, hourly, daily 07:30, weekdays 07:30 15:00, or weekly mon 08:00"


class ScheduleError(ValueError):
    """A time of sending that cannot be meant as written; the text says how to mend it."""


@dataclass(frozen=True, slots=True)
class When:
    """A recipient's choice of time. Without `clocks` and not hourly it means at once."""

    clocks: tuple[time, ...] = ()
    weekdays: frozenset[int] = EVERY_DAY
    is_hourly: bool = False

    @property
    def is_digest(self) -> bool:
        """Whether messages gather until a set time; everything but at once."""
        return self.is_hourly or bool(self.clocks)

    def next_after(self, now: datetime, zone: ZoneInfo) -> datetime:
        """Find the first sending time later than `now`; `now` itself for at once.

        Later, not at: the digest of this very moment may have left already.
        """
        if self.is_hourly:
            shown = now.astimezone(zone)
            since_full = timedelta(minutes=shown.minute, seconds=shown.second, microseconds=shown.microsecond)
            return now - since_full + HOUR
        if not self.clocks:
            return now
        today = now.astimezone(zone).date()
        days = (today + timedelta(days=ahead) for ahead in range(9))
        times = (first_instant(day, clock, zone) for day in days if day.weekday() in self.weekdays for clock in self.clocks)
        return min(at for at in times if at > now)

    def __str__(self) -> str:
        """Show it as it is written in the settings."""
        if not self.is_digest:
            return "at once"
        if self.is_hourly:
            return "hourly"
        clocks = " ".join(f"{clock:%H:%M}" for clock in self.clocks)
        if self.weekdays in (EVERY_DAY, WEEKDAYS):
            return f"{'daily' if self.weekdays == EVERY_DAY else 'weekdays'} {clocks}"
        return f"weekly {' '.join(DAYS[day] for day in sorted(self.weekdays))} {clocks}"


AT_ONCE = When()
HOURLY = When(is_hourly=True)
MORNING = When(clocks=(time(7, 30),))


def read_when(text: str) -> When:
    """Read `at once`, `hourly`, `daily 07:30`, `weekdays 07:30 15:00` or `weekly mon thu 08:00`.

    Raises:
        ScheduleError: the text is none of these.
    """
    words = text.lower().replace(",", " ").split()
    if words in (["at", "once"], ["hourly"]):
        return AT_ONCE if len(words) > 1 else HOURLY
    head, rest = (words[0], words[1:]) if words else ("", [])
    clocks = sorted({clock for word in rest if (clock := read_clock(word)) is not None})
    others = [word for word in rest if read_clock(word) is None]
    days = _days(head, others)
    if days is None:
        raise ScheduleError(f"{text!r} is no time of sending; {_REMEDY}")
    if not clocks:
        raise ScheduleError(f"{text!r} does not say at what time; write {' '.join([head, *others])} 07:30")
    return When(tuple(clocks), days)


def due_at(when: When, now: datetime, quiet: Sequence[Quiet], zone: ZoneInfo, *, urgent: bool) -> datetime:
    """Tell when something found at `now` is due: at the recipient's time, and after the quiet that covers it.

    What is urgent passes quiet; it still keeps the time that the recipient chose for urgent things.
    """
    ready_at = when.next_after(now, zone).astimezone(UTC)
    return ready_at if urgent else release_time(ready_at, quiet, zone)


def _days(head: str, others: Sequence[str]) -> frozenset[int] | None:
    """Find the days that `daily`, `weekdays`, `weekly mon thu` or plain `mon-fri` mean; None when they mean none."""
    if head != "weekly":
        return read_days(head) if not others else None
    found = [read_days(word) for word in others]
    known = [days for days in found if days is not None]
    return frozenset().union(*known) if known and len(known) == len(found) else None
