"""Times of sending as cron writes them: five fields, minute, hour, day of the month, month and day of the week.

Pure. The fields are those of crontab (POSIX.1-2017, "crontab", stdin) with the steps and names that cron(5) adds: `*`, numbers, ranges,
lists, steps after a range or `*`, and the first three letters of months and days. 0 and 7 are both Sunday.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_LEAP_YEAR = 2024
_LONGEST = 400  # characters: a list of every minute has fewer


class CronError(ValueError):
    """A cron expression that cannot be meant as written; the text says how to mend it."""


@dataclass(frozen=True, slots=True)
class _Field:
    """One of the five: what it is called, the numbers that may stand in it, and the names of the first ones."""

    name: str
    first: int
    last: int
    names: tuple[str, ...] = ()

    @property
    def example(self) -> str:
        return f"{self.first}-{self.last}"


_MINUTE, _HOUR, _DAY = _Field("minute", 0, 59), _Field("hour", 0, 23), _Field("day of the month", 1, 31)
_MONTH, _WEEKDAY = _Field("month", 1, 12, _MONTHS), _Field("day of the week", 0, 7, _WEEKDAYS)
_FIELDS = (_MINUTE, _HOUR, _DAY, _MONTH, _WEEKDAY)


@dataclass(frozen=True, slots=True)
class Cron:
    """The days that an expression means, and the times of each. `weekdays` count from Monday, 0.

    Where the day of the month and that of the week are both limited, either will do (`is_either`), as in cron.
    """

    text: str
    clocks: tuple[time, ...]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    is_either: bool

    @property
    def is_round_the_clock(self) -> bool:
        """Whether it has times in every hour of the day."""
        return len({clock.hour for clock in self.clocks}) == 24  # noqa: PLR2004 hours of a day

    def falls_on(self, day: date) -> bool:
        """Tell whether it has times on a day."""
        in_month, in_week = day.day in self.days, day.weekday() in self.weekdays
        return day.month in self.months and (in_month or in_week if self.is_either else in_month and in_week)

    def days_from(self, day: date) -> Iterator[date]:
        """List the days that it has times on, without end; months in which it has none are skipped."""
        while True:
            if day.month not in self.months:
                day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
                continue
            if self.falls_on(day):
                yield day
            day += timedelta(days=1)


def read_cron(text: str) -> Cron:
    """Read five fields, such as `30 7 * * mon-fri`.

    Raises:
        CronError: they cannot be read, or name a day that never comes.
    """
    words = text.lower().split()
    if len(words) != len(_FIELDS) or len(text) > _LONGEST:
        what = f"'cron {text[:60].strip()}' has not the five fields of cron (minute, hour, day, month, day of the week)"
        raise CronError(f"{what}; write cron 30 7 * * 1-5 for half past seven on weekdays")
    minutes, hours, days, months, weekdays = (_read(field, word) for field, word in zip(_FIELDS, words, strict=True))
    cron = Cron(
        text=" ".join(words),
        clocks=tuple(time(hour, minute) for hour in sorted(hours) for minute in sorted(minutes)),
        days=days,
        months=months,
        weekdays=frozenset((number - 1) % 7 for number in weekdays),
        is_either=not (words[2].startswith("*") or words[4].startswith("*")),
    )
    longest = max(monthrange(_LEAP_YEAR, month)[1] for month in months)
    if not cron.is_either and min(days) > longest:
        raise CronError(f"'cron {cron.text}' never comes: none of its months has {min(days)} days; write a day up to {longest}")
    return cron


def _read(field: _Field, word: str) -> frozenset[int]:
    return frozenset(number for part in word.split(",") for number in _part(field, part))


def _part(field: _Field, part: str) -> range:
    """Read one entry of a field's list."""
    stretch, slash, step = part.partition("/")
    first, dash, last = stretch.partition("-")
    if slash and not (step.isascii() and step.isdigit() and int(step[:4]) > 0 and len(step) < 5):  # noqa: PLR2004 no step is so long
        raise CronError(f"{part!r} has no step that counts, for the {field.name}; write */{max(2, field.last // 4)}")
    if stretch == "*":
        return range(field.first, min(field.last, 6 if field is _WEEKDAY else field.last) + 1, int(step or 1))
    if slash and not dash:
        raise CronError(f"{part!r} has a step and no range, for the {field.name}; write {stretch}-{field.last}/{step}")
    begin, end = _number(field, first), _number(field, last if dash else first)
    if field is _WEEKDAY and dash and end == 0:
        end = 7  # sat-sun
    if end < begin:
        wrapped = f"{first}-{_shown(field, 6 if field is _WEEKDAY else field.last, first)},{_shown(field, field.first, first)}-{last}"
        raise CronError(f"{part!r} runs backwards, for the {field.name}; write {wrapped}")
    return range(begin, end + 1, int(step or 1))


def _number(field: _Field, word: str) -> int:
    if word in field.names:
        return field.first + field.names.index(word)
    number = int(word) if word.isascii() and word.isdigit() and len(word) < 4 else -1  # noqa: PLR2004 no number is so long
    if not field.first <= number <= field.last:
        named = f", or {field.names[0]} to {field.names[-1]}" if field.names else ""
        raise CronError(f"{word[:40]!r} is no {field.name}; write {field.example}{named}")
    return number


def _shown(field: _Field, number: int, like: str) -> str:
    """Write a number as its neighbour is written: by name, or in digits."""
    return field.names[number - field.first] if like in field.names else str(number)
