"""When a recipient wants to hear: at once, every hour, at set times of set days, or when a cron expression says.

Pure. Times of day are the recipient's; instants are aware and in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from monitor.alerts.cron import Cron, CronError, read_cron
from monitor.alerts.quiet import Quiet, release_time
from monitor.alerts.wall_clock import DAYS, EVERY_DAY, WEEKDAYS, first_instant, next_full_hour, read_clock, read_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from zoneinfo import ZoneInfo

    from monitor.model import Priority

REMEDY = "write at once, hourly, daily 07:30, weekdays 07:30 15:00, weekly mon 08:00, or cron 30 7 * * 1-5"


class ScheduleError(ValueError):
    """A time of sending that cannot be meant as written; the text says how to mend it."""


@dataclass(frozen=True, slots=True)
class When:
    """A choice of time. Without `clocks` and not hourly it means at once; with `cron` its days are cron's, and `clocks` are of each."""

    clocks: tuple[time, ...] = ()
    weekdays: frozenset[int] = EVERY_DAY
    is_hourly: bool = False
    cron: Cron | None = None

    @property
    def is_digest(self) -> bool:
        """Whether messages gather until a set time; everything but at once."""
        return self.is_hourly or bool(self.clocks)

    @property
    def is_daily_at_most(self) -> bool:
        """Whether it has set times and leaves hours of the day without one, so that the first of them is worth waiting for."""
        return bool(self.clocks) and not (self.cron and self.cron.is_round_the_clock)

    def next_after(self, now: datetime, zone: ZoneInfo) -> datetime:
        """Find the first sending time later than `now`; `now` itself for at once.

        Later, not at: the digest of this very moment may have left already. A time of the wall that comes twice is used once; one that
        the clocks skip is the instant of their jump. Every hour means every full hour that the wall shows, also twice.
        """
        if self.is_hourly:
            return next_full_hour(now, zone)
        if not self.clocks:
            return now
        days = self._days_from(now.astimezone(zone).date())
        times = (first_instant(day, clock, zone) for day in days for clock in self.clocks)
        return next(at for at in times if at > now)

    def _days_from(self, day: date) -> Iterator[date]:
        if self.cron is not None:
            return self.cron.days_from(day)
        days = (day + timedelta(days=ahead) for ahead in range(9))
        return (each for each in days if each.weekday() in self.weekdays)

    def __str__(self) -> str:
        """Show it as it is written in the settings."""
        if self.cron is not None:
            return f"cron {self.cron.text}"
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
    """Read `at once`, `hourly`, `daily 07:30`, `weekdays 07:30 15:00`, `weekly mon thu 08:00` or `cron 30 7 * * 1-5`.

    Raises:
        ScheduleError: the text is none of these.
    """
    if text.lower().split()[:1] == ["cron"]:
        return _read_cron(text.strip()[len("cron") :])
    words = text.lower().replace(",", " ").split()
    if words in (["at", "once"], ["hourly"]):
        return AT_ONCE if len(words) > 1 else HOURLY
    head, rest = (words[0], words[1:]) if words else ("", [])
    clocks = sorted({clock for word in rest if (clock := read_clock(word)) is not None})
    others = [word for word in rest if read_clock(word) is None]
    days = _days(head, others)
    if days is None:
        raise ScheduleError(f"{text!r} is no time of sending; {REMEDY}")
    if not clocks:
        raise ScheduleError(f"{text!r} does not say at what time; write {' '.join([head, *others])} 07:30")
    return When(tuple(clocks), days)


def read_times(written: Iterable[tuple[Priority, str]]) -> dict[Priority, When]:
    """Read the times of sending that a watchlist, then a watch, has for priorities, as written; the later word counts.

    Raises:
        ScheduleError: one is no time of sending.
    """
    return {priority: read_when(text) for priority, text in written}


def due_at(when: When, now: datetime, quiet: Sequence[Quiet], zone: ZoneInfo, *, urgent: bool) -> datetime:
    """Tell when something found at `now` is due: at the recipient's time, and after the quiet that covers it.

    What is urgent passes quiet; it still keeps the time that the recipient chose for urgent things.
    """
    ready_at = when.next_after(now, zone).astimezone(UTC)
    return ready_at if urgent else release_time(ready_at, quiet, zone)


def _read_cron(fields: str) -> When:
    try:
        cron = read_cron(fields)
    except CronError as error:
        raise ScheduleError(str(error)) from error
    return When(cron.clocks, cron=cron)


def _days(head: str, others: Sequence[str]) -> frozenset[int] | None:
    """Find the days that `daily`, `weekdays`, `weekly mon thu` or plain `mon-fri` mean; None when they mean none."""
    if head != "weekly":
        return read_days(head) if not others else None
    found = [read_days(word) for word in others]
    known = [days for days in found if days is not None]
    return frozenset().union(*known) if known and len(known) == len(found) else None
