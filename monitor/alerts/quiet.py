"""Quiet hours: what is ready in them waits for their end; nothing is dropped.

Pure. Instants are aware and in UTC; the recipient's zone decides what the clock on the wall shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from monitor.alerts.wall_clock import EVERY_DAY, first_instant, last_instant, read_clock, read_days

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

MIDNIGHT = time(0, 0)
LONGEST_HOLD = timedelta(days=8)  # a week, and the night after it
_REMEDY = "write 22:00-06:30, a day such as sat, or both: mon-fri 22:00-06:30"


class QuietError(ValueError):
    """Quiet hours that cannot be meant as written; the text says how to mend them."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """A stretch of every chosen day in which nothing is sent.

    `start` and `end` are what the wall clock shows. An end at or before the start lies on the next day:
    22:00-06:30 runs over midnight, 00:00-00:00 is the whole day. `weekdays` are those on which it starts; Monday is 0.
    """

    start: time
    end: time
    weekdays: frozenset[int] = EVERY_DAY

    def end_of_stretch(self, at: datetime, zone: ZoneInfo) -> datetime | None:
        """Tell when the stretch that covers `at` ends; None when none covers it."""
        today = at.astimezone(zone).date()
        for day in (today - timedelta(days=1), today):
            if day.weekday() not in self.weekdays:
                continue
            last_day = day if self.end > self.start else day + timedelta(days=1)
            ends = last_instant(last_day, self.end, zone)
            if first_instant(day, self.start, zone) <= at < ends:
                return ends
        return None


def read_quiet(text: str) -> Quiet:
    """Read `22:00-06:30`, a day or days such as `sat` or `weekend`, or both: `mon-fri 22:00-06:30`.

    Raises:
        QuietError: the text is none of these.
    """
    words = text.strip().lower().split()
    days = read_days(words[0]) if words else None
    if days is not None and len(words) == 1:
        return Quiet(MIDNIGHT, MIDNIGHT, days)
    hours = "".join(words[1:] if days is not None else words)
    start_word, dash, end_word = hours.replace("\N{EN DASH}", "-").partition("-")
    start, end = read_clock(start_word), read_clock(end_word)
    if start is None or end is None or not dash:
        raise QuietError(f"{text!r} is no quiet time; {_REMEDY}")
    return Quiet(start, end, EVERY_DAY if days is None else days)


def release_time(ready_at: datetime, quiet: Sequence[Quiet], zone: ZoneInfo) -> datetime:
    """Tell when a message that is ready at `ready_at` may leave: then, or at the end of all quiet that follows on it.

    Quiet without an end, which the settings refuse, holds a message for little more than `LONGEST_HOLD`: late is better than never.
    """
    moment = ready_at
    while moment - ready_at <= LONGEST_HOLD:
        ends = [end for stretch in quiet if (end := stretch.end_of_stretch(moment, zone))]
        if not ends:
            return moment
        moment = max(ends)
    return moment
