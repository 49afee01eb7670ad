"""How far a digest's sources were read: what a reader may rely on, and first of all what was not read.

Pure. A silence is proved by it: nothing new in sources that were read is another thing than nothing heard.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from monitor.alerts import wording
from monitor.alerts.direction import isolated
from monitor.alerts.inert import guard, line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from monitor.alerts.parts import Form

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
LATELY = timedelta(hours=1)  # sources read within it are told of by one time, the rest by another
MOST_NAMES = 5  # of sources that were not read
MOST_RECORDS = 6
LONGEST_NAME = 40
LONGEST_REASON = 60
LONGEST_SITTING = 16
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{0,20}:/{1,2}\S+?(?=[;,.:)]*(?:\s|$))", re.IGNORECASE)
_USER = re.compile(r"[^\s/@]+:[^\s/@]+@")
_QUERY = re.compile(r"[?&;]\S*=\S*")
_SITE = re.compile(r"[a-z][a-z0-9+.-]*:/{1,2}(?:[^\s/@]*@)?(\[[0-9a-f:.]+\]|[^\s/?#:@]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sitting:
    """The newest sitting that there is of a record: its day, its own number or name, and whether its text is a draft still."""

    day: date
    name: str = ""
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """How a source was read, before it is judged.

    `interval` is that in force between two polls, None while nothing is known of the source. `error` is what the last poll failed of,
    empty if it did not. Its server may want to be left alone until `waits_until`, or have said that it `is_gone`. A record `is_silent`
    when it has published nothing for longer than can be expected; of `broken` documents of it nothing is watched.
    """

    name: str
    is_record: bool = False
    last_ok_at: datetime | None = None
    interval: timedelta | None = None
    error: str = ""
    waits_until: datetime | None = None
    is_gone: bool = False
    is_silent: bool = False
    sitting: Sitting | None = None
    broken: int = 0

    def is_read(self, now: datetime) -> bool:
        """Tell whether what it published until lately is known.

        A source that is left alone out of politeness is read until its last good poll: for twice its interval, or a day at most.
        """
        if self.last_ok_at is None or self.error or self.is_gone or self.is_silent:
            return False
        return now - self.last_ok_at <= min(2 * self.interval if self.interval else DAY, DAY)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The sources that could have told a recipient something, as they stand `at` a moment; `lists` are the titles of their watchlists."""

    at: datetime
    readings: tuple[Reading, ...] = ()
    lists: tuple[str, ...] = ()

    @property
    def unread(self) -> tuple[Reading, ...]:
        """Those that were not read, in the order of the settings."""
        return tuple(one for one in self.readings if not one.is_read(self.at))


def in_short(coverage: Coverage) -> str:
    """Say it within a subject: `all 40 sources read`, `2 of 40 sources NOT read`."""
    total, unread = len(coverage.readings), len(coverage.unread)
    if not total:
        return "no source to read"
    if total == 1:
        return "its source NOT read" if unread else "its source read"
    return f"{unread:,} of {total:,} sources NOT read" if unread else f"all {total:,} sources read"


def in_lines(coverage: Coverage, form: Form, zone: ZoneInfo) -> tuple[str, ...]:
    """Say it at the foot of a digest, a line for each of: what was read, what was not, which documents are missing.

    Names and reasons come from servers and from the settings: they are inert, short, and without what an address can hide.
    """
    safe = guard(form)
    return tuple(safe(one) for one in (_read(coverage, zone), _not_read(coverage, zone), _broken(coverage)) if one)


def _read(coverage: Coverage, zone: ZoneInfo) -> str:
    unread = coverage.unread
    read = [one for one in coverage.readings if one not in unread]
    feeds, records = [one for one in read if not one.is_record], [one for one in read if one.is_record]
    total = sum(not one.is_record for one in coverage.readings)
    told = [_feeds(feeds, total, coverage.at, zone)] if feeds else []
    told += [_record(one, coverage.at, zone) for one in records[:MOST_RECORDS]]
    if len(records) > MOST_RECORDS:
        told.append(wording.count(len(records) - MOST_RECORDS, "more record", "more records"))
    if not told:
        return "Read: nothing." if coverage.readings else "No source is read for your watchlists."
    return f"Read: {'; '.join(told)}."


def _feeds(read: Sequence[Reading], total: int, at: datetime, zone: ZoneInfo) -> str:
    """Say until when feeds were read, all of them at least: `38 of 40 feeds until 07:21, 2 of them until 03:10`."""
    times = [one.last_ok_at for one in read if one.last_ok_at is not None]
    lately = [time for time in times if at - time <= LATELY]
    counted = f"{len(read):,} of {total:,} feeds" if len(read) < total else f"all {total:,} feeds" if total > 1 else "the feed"
    if not lately:
        return f"{counted} until {_when(min(times), at, zone)}"
    late = len(times) - len(lately)
    rest = f", but {late:,} of them until {_when(min(times), at, zone)}" if late else ""
    return f"{counted} until {_when(min(lately), at, zone)}{rest}"


def _record(one: Reading, at: datetime, zone: ZoneInfo) -> str:
    """Say how far a record was read: `Commons Hansard to sitting 12 (draft)`; until when, if nothing of it was published yet."""
    name = _name(one.name)
    if one.sitting is None:
        return f"{name} until {_when(one.last_ok_at or at, at, zone)}"
    number = line(one.sitting.name, LONGEST_SITTING)
    place = f"sitting {isolated(number)}" if number.isalnum() else wording.day(one.sitting.day)
    return f"{name} to {place}{' (draft)' if one.sitting.is_draft else ''}"


def _not_read(coverage: Coverage, zone: ZoneInfo) -> str:
    unread = coverage.unread
    if not unread:
        return ""
    told = [_trouble(one, coverage.at, zone) for one in unread[:MOST_NAMES]]
    if len(unread) > MOST_NAMES:
        told.append(f"{len(unread) - MOST_NAMES:,} more (list them with: tocsin sources list)")
    return f"NOT read: {', '.join(told)}."


def _trouble(one: Reading, at: datetime, zone: ZoneInfo) -> str:
    """Say since when a source is not read, and why: `example.org since Tue 14:00 (server answers 503)`."""
    name = _name(one.name)
    if one.is_silent and one.last_ok_at is not None and not one.error:
        since = f" since {_day(one.sitting.day, at)}" if one.sitting is not None else ""
        return f"{name}{since} (not published)"
    if one.last_ok_at is None:
        return f"{name} ever ({reason(one.error)})" if one.error else f"{name} (not asked yet)"
    return f"{name} since {_when(one.last_ok_at, at, zone)} ({_why(one, at, zone)})"


def _why(one: Reading, at: datetime, zone: ZoneInfo) -> str:
    if one.is_gone:
        return "gone for good, says its server"
    if one.error:
        return reason(one.error)
    if one.waits_until is not None and one.waits_until > at:
        return f"its server wants no request until {_when(one.waits_until, at, zone)}"
    return "not asked since"


def _broken(coverage: Coverage) -> str:
    """Say of which records documents are missing."""
    broken = [one for one in coverage.readings if one.broken]
    if not broken:
        return ""
    told = [f"{wording.count(one.broken, 'document', 'documents')} of {_name(one.name)}" for one in broken[:MOST_NAMES]]
    more = f" and of {len(broken) - MOST_NAMES:,} more records" if len(broken) > MOST_NAMES else ""
    return f"Cannot be read: {', '.join(told)}{more}."


def reason(error: str) -> str:
    """Shorten what a poll failed of to its first clause, without the addresses in it: `server answers 503`."""
    shown = _plain(error)
    first = re.split(r": |; | \(|\. ", shown, maxsplit=1)[0].removeprefix("the ")
    return isolated(line(first, LONGEST_REASON).rstrip(".")) or "it failed"


def _name(name: str) -> str:
    return isolated(line(_plain(name), LONGEST_NAME)) or "a source"


def _plain(text: str) -> str:
    """Leave of each address its server alone: a path or a query can hold a key, and a user name is nobody's business."""
    text = _ADDRESS.sub(lambda found: site.group(1) if (site := _SITE.match(found.group())) else "an address", text)
    return _QUERY.sub("", _USER.sub("", text))


def _when(then: datetime, at: datetime, zone: ZoneInfo) -> str:
    """Say when, as near as it is: `07:21`, `Tue 14:00`, `29 Sep 2020`."""
    here, today = then.astimezone(zone), at.astimezone(zone).date()
    if here.date() == today:
        return f"{here:%H:%M}"
    if abs(then.astimezone(UTC) - at) < WEEK - DAY:
        return f"{wording.WEEKDAYS[here.weekday()]} {here:%H:%M}"
    return wording.day(here.date())


def _day(then: date, at: datetime) -> str:
    """Say which day: `Mon` within the week, else with its date."""
    is_near = abs(at.date() - then) < WEEK - DAY
    return wording.WEEKDAYS[then.weekday()] if is_near else wording.day(then)
