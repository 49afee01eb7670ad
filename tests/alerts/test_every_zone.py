"""In every time zone that there is, at every change of its clocks: nothing is missed, nothing is sent twice, quiet is kept."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest

from monitor.alerts.quiet import read_quiet, release_time
from monitor.alerts.schedule import read_when

YEARS = (2011, 2026)  # in 2011 Samoa left a day out
SCHEDULES = (
    "hourly",
    "daily 00:00",
    "daily 01:30 02:00 02:30 23:30",
    "weekdays 00:30 02:15",
    "weekly sun 02:30 03:00",
    "cron */20 * * * *",
    "cron 30 0-3 * * 6-7",
    "cron 0 2 26-31 3,10 *",
)
QUIETS = ("22:00-02:30", "02:00-06:30", "sun", "weekend 23:30-01:30")
MINUTE = timedelta(minutes=1)
AROUND = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Change:
    """An instant at which clocks go from one offset to another, and a zone in which they do."""

    at: datetime
    before: timedelta
    after: timedelta
    zone: str


def offset(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def change_between(low: datetime, high: datetime, zone: ZoneInfo) -> Change:
    before, after = offset(low, zone), offset(high, zone)
    while high - low > MINUTE / 60:
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        low, high = (middle, high) if offset(middle, zone) == before else (low, middle)
    return Change(high, before, after, str(zone))


@cache
def changes() -> tuple[Change, ...]:
    """Find every change of those years; where the clocks on the wall do the same, it is one."""
    found: dict[tuple[datetime, timedelta], Change] = {}
    for zone in map(ZoneInfo, sorted(available_timezones())):
        for year in YEARS:
            weeks = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=7 * week) for week in range(54)]
            offsets = [offset(at, zone) for at in weeks]
            for number in range(1, len(weeks)):
                if offsets[number - 1] != offsets[number]:
                    one = change_between(weeks[number - 1], weeks[number], zone)
                    found.setdefault((one.at + one.before, one.after - one.before), one)
    return tuple(found.values())


@cache
def walls(change: Change) -> list[tuple[datetime, datetime]]:
    """List the minutes around a change, each with what the clocks show."""
    zone = ZoneInfo(change.zone)
    around = max(AROUND, abs(change.after - change.before) + timedelta(hours=2))
    minutes = [change.at - around + MINUTE * number for number in range(int(2 * around / MINUTE))]
    return [(at, at.astimezone(zone).replace(tzinfo=None)) for at in minutes]


def is_wanted(text: str, wall: datetime) -> bool:
    """Tell whether a time of the wall is one of the schedule, read in another way than the schedule reads it."""
    if text.startswith("cron"):
        day = wall.isoweekday()
        return {
            "cron */20 * * * *": wall.minute % 20 == 0,
            "cron 30 0-3 * * 6-7": wall.minute == 30 and wall.hour <= 3 and day >= 6,
            "cron 0 2 26-31 3,10 *": (wall.hour, wall.minute) == (2, 0) and wall.day >= 26 and wall.month in {3, 10},
        }[text]
    head, *rest = text.split()
    days = {"daily": range(1, 8), "weekdays": range(1, 6), "weekly": (7,)}[head]
    return wall.minute % 15 == 0 and wall.isoweekday() in days and f"{wall:%H:%M}" in rest


def expected(text: str, minutes: list[tuple[datetime, datetime]]) -> list[datetime]:
    """List when it is to leave: whenever the clocks have come to a wanted time, or beyond it, for the first time."""
    due, latest = [], minutes[0][1]
    for at, wall in minutes[1:]:
        passed = [latest + MINUTE * step for step in range(1, int((wall - latest) / MINUTE) + 1)]
        if any(is_wanted(text, each) for each in passed):
            due.append(at)
        latest = max(latest, wall)
    return due


def expected_hours(minutes: list[tuple[datetime, datetime]]) -> list[datetime]:
    """List the full hours, also those of an hour that comes twice; one that is skipped is the moment after."""
    due = []
    for (_, before), (at, wall) in itertools.pairwise(minutes):
        has_jumped_over = wall > before and wall.replace(minute=0) > before
        if wall.minute == 0 or has_jumped_over:
            due.append(at)
    return due


def test_there_are_changes_of_every_kind() -> None:
    steps = {change.after - change.before for change in changes()}
    assert {timedelta(hours=1), timedelta(hours=-1), timedelta(minutes=30), timedelta(minutes=-30), timedelta(days=1)} <= steps
    assert len(changes()) > 40


@pytest.mark.parametrize("text", SCHEDULES)
def test_a_schedule_misses_no_time_and_keeps_none_twice(text: str) -> None:
    when = read_when(text)
    for change in changes():
        minutes, zone = walls(change), ZoneInfo(change.zone)
        wanted = expected_hours(minutes) if text == "hourly" else expected(text, minutes)
        found, at = [], minutes[0][0]
        while (at := when.next_after(at, zone)) <= minutes[-1][0]:
            found.append(at)
        assert found == wanted, change


@pytest.mark.parametrize("text", SCHEDULES)
def test_from_any_moment_the_next_time_is_the_first_one_after_it(text: str) -> None:
    when = read_when(text)
    for change in changes()[::9]:
        minutes, zone = walls(change), ZoneInfo(change.zone)
        times, at = [], minutes[0][0]
        while (at := when.next_after(at, zone)) <= minutes[-1][0]:
            times.append(at)
        for moment, _ in minutes[7::37]:
            assert when.next_after(moment, zone) == next((each for each in times if each > moment), at), (change, moment)


def is_quiet(text: str, wall: datetime) -> bool:
    """Tell by the clocks alone whether it is quiet."""
    head, *rest = text.split()
    hours = (rest or ["00:00-24:00"])[0] if head[0].isalpha() else head
    start, end = hours.split("-")
    days = {"sun": {7}, "weekend": {6, 7}}.get(head, set(range(1, 8)))
    shown, yesterday = f"{wall:%H:%M}", (wall - timedelta(days=1)).isoweekday()
    if start < end:
        return wall.isoweekday() in days and start <= shown < end
    return (wall.isoweekday() in days and shown >= start) or (yesterday in days and shown < end)


@pytest.mark.parametrize("text", QUIETS)
def test_quiet_is_kept_whenever_the_clocks_say_so_and_ends(text: str) -> None:
    quiet = (read_quiet(text),)
    for change in changes():
        zone, turns_back = ZoneInfo(change.zone), max(change.before - change.after, timedelta())
        for at, wall in walls(change)[::7]:
            leaves = release_time(at, quiet, zone)
            if is_quiet(text, wall):
                assert leaves > at, (change, at)
            elif abs(at - change.at) > turns_back:  # within what comes twice, quiet goes on to its second end
                assert leaves == at, (change, at)
            if leaves != at:
                shown = leaves.astimezone(zone).replace(tzinfo=None)
                assert not is_quiet(text, shown), (change, at)


def test_every_zone_has_its_morning_every_day_of_the_year() -> None:
    when = read_when("daily 07:30")
    for name in sorted(available_timezones())[::20]:
        zone, at = ZoneInfo(name), datetime(2026, 1, 1, tzinfo=UTC)
        seen: list[date] = []
        for _ in range(364):
            at = when.next_after(at, zone)
            shown = at.astimezone(zone)
            assert shown.time() == time(7, 30), (name, at)
            seen.append(shown.date())
        assert len(set(seen)) == 364
