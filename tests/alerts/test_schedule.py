"""A recipient's time is kept: by the clock on their wall, outside their quiet hours, and by everything but urgent things."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.alerts.quiet import read_quiet
from monitor.alerts.schedule import AT_ONCE, HOURLY, ScheduleError, When, due_at, read_times, read_when
from monitor.model import Priority

TORONTO = ZoneInfo("America/Toronto")
KOLKATA = ZoneInfo("Asia/Kolkata")
NIGHT = (read_quiet("22:00-06:30"),)
WRITTEN = [
    "at once",
    "hourly",
    "daily 07:30",
    "daily 07:30 15:00",
    "weekdays 08:00",
    "weekly mon 08:00",
    "weekly mon thu 08:00 17:45",
    "cron 30 7 * * 1-5",
    "cron */10 * * * *",
]


def toronto(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TORONTO).astimezone(UTC)


@pytest.mark.parametrize(
    ("when", "found", "due"),
    [
        ("at once", "2026-11-25T12:10", "2026-11-25T12:10"),
        ("hourly", "2026-11-25T12:10", "2026-11-25T13:00"),
        ("hourly", "2026-11-25T12:00", "2026-11-25T13:00"),
        ("daily 07:30", "2026-11-25T07:29", "2026-11-25T07:30"),
        ("daily 07:30", "2026-11-25T07:30", "2026-11-26T07:30"),
        ("daily 07:30 15:00", "2026-11-25T12:10", "2026-11-25T15:00"),
        ("weekdays 07:30", "2026-11-27T12:10", "2026-11-30T07:30"),
        ("weekly wed 08:00", "2026-11-25T08:00", "2026-12-02T08:00"),
        ("weekly mon thu 08:00", "2026-11-25T12:10", "2026-11-26T08:00"),
    ],
)
def test_what_is_found_is_due_at_the_time_that_was_chosen(when: str, found: str, due: str) -> None:
    assert due_at(read_when(when), toronto(found), (), TORONTO, urgent=False) == toronto(due)


def test_a_full_hour_is_the_one_on_the_wall_in_a_zone_half_an_hour_off() -> None:
    found = datetime(2026, 11, 25, 12, 10, tzinfo=UTC)  # 17:40 there
    assert due_at(HOURLY, found, (), KOLKATA, urgent=False) == datetime(2026, 11, 25, 12, 30, tzinfo=UTC)


def test_half_past_seven_stays_half_past_seven_when_the_clocks_change() -> None:
    daily = read_when("daily 07:30")
    assert due_at(daily, toronto("2026-03-07T12:00"), (), TORONTO, urgent=False) == datetime(2026, 3, 8, 11, 30, tzinfo=UTC)
    assert due_at(daily, toronto("2026-10-31T12:00"), (), TORONTO, urgent=False) == datetime(2026, 11, 1, 12, 30, tzinfo=UTC)


def test_a_time_that_comes_twice_is_used_once_and_one_that_is_skipped_is_not_lost() -> None:
    daily = read_when("daily 01:30 02:30")
    first = due_at(daily, toronto("2026-10-31T12:00"), (), TORONTO, urgent=False)
    assert due_at(daily, first, (), TORONTO, urgent=False) == toronto("2026-11-01T02:30")
    skipped = due_at(daily, toronto("2026-03-08T01:30"), (), TORONTO, urgent=False)
    assert skipped == toronto("2026-03-08T03:00")  # the next moment that there is
    assert due_at(daily, skipped, (), TORONTO, urgent=False) == toronto("2026-03-09T01:30")


def test_two_times_that_one_night_skips_are_one_digest() -> None:
    daily = read_when("daily 02:15 02:45 03:00")
    skipped = due_at(daily, toronto("2026-03-08T01:30"), (), TORONTO, urgent=False)
    assert skipped == toronto("2026-03-08T03:00")
    assert due_at(daily, skipped, (), TORONTO, urgent=False) == toronto("2026-03-09T02:15")


@pytest.mark.parametrize(
    ("found", "due"),
    [
        ("2026-04-05T01:10+11:00", "2026-04-05T02:00+10:30"),  # half past one came twice, two o'clock once
        ("2026-04-05T01:45+11:00", "2026-04-05T02:00+10:30"),
        ("2026-04-05T01:45+10:30", "2026-04-05T02:00+10:30"),
        ("2026-10-04T01:10+10:30", "2026-10-04T02:30+11:00"),  # two o'clock is skipped: the next moment that there is
        ("2026-10-04T02:40+11:00", "2026-10-04T03:00+11:00"),
    ],
)
def test_every_hour_is_a_full_hour_where_the_clocks_change_by_half_an_hour(found: str, due: str) -> None:
    at = datetime.fromisoformat(found)
    assert due_at(HOURLY, at, (), ZoneInfo("Australia/Lord_Howe"), urgent=False) == datetime.fromisoformat(due)


def test_every_hour_goes_on_through_the_hour_that_comes_twice() -> None:
    first = due_at(HOURLY, datetime(2026, 11, 1, 5, 10, tzinfo=UTC), (), TORONTO, urgent=False)  # 01:10, and 01:00 comes again
    assert first == datetime(2026, 11, 1, 6, 0, tzinfo=UTC)
    assert due_at(HOURLY, first, (), TORONTO, urgent=False) == datetime(2026, 11, 1, 7, 0, tzinfo=UTC)


def test_a_day_that_a_country_leaves_out_is_told_at_the_beginning_of_the_next() -> None:
    apia = ZoneInfo("Pacific/Apia")  # there was no 30 December 2011
    thursday = datetime(2011, 12, 29, 12, tzinfo=apia)
    assert due_at(read_when("weekly fri 08:00"), thursday, (), apia, urgent=False) == datetime(2011, 12, 31, tzinfo=apia)


@pytest.mark.parametrize(
    ("text", "found", "due"),
    [
        ("cron 30 7 * * 1-5", "2026-11-27T12:10", "2026-11-30T07:30"),
        ("cron 30 7 * * 1-5", "2026-11-27T07:29", "2026-11-27T07:30"),
        ("cron */20 9-17 * * *", "2026-11-27T17:41", "2026-11-28T09:00"),
        ("cron 0 9 29 2 *", "2026-11-27T12:00", "2028-02-29T09:00"),
    ],
)
def test_a_cron_expression_goes_by_the_clock_on_the_wall(text: str, found: str, due: str) -> None:
    when = read_when(text)
    assert when.is_digest
    assert due_at(when, toronto(found), (), TORONTO, urgent=False) == toronto(due)


def test_a_cron_expression_that_never_comes_is_refused() -> None:
    with pytest.raises(ScheduleError, match="never comes"):
        read_when("cron 30 7 31 2 *")


def test_the_times_of_a_watch_go_before_those_of_its_list() -> None:
    of_list, of_watch = [(Priority.URGENT, "hourly"), (Priority.LOW, "hourly")], [(Priority.URGENT, "at once")]
    assert read_times([*of_list, *of_watch]) == {Priority.URGENT: AT_ONCE, Priority.LOW: HOURLY}


def test_quiet_hours_hold_what_falls_into_them_and_release_it_together() -> None:
    found = [toronto("2026-11-25T22:10"), toronto("2026-11-26T02:00"), toronto("2026-11-26T05:50")]
    for when in (AT_ONCE, HOURLY):
        assert {due_at(when, at, NIGHT, TORONTO, urgent=False) for at in found} == {toronto("2026-11-26T06:30")}


def test_what_is_urgent_passes_quiet_hours_but_keeps_the_time_chosen_for_it() -> None:
    at_night = toronto("2026-11-25T23:10")
    assert due_at(AT_ONCE, at_night, NIGHT, TORONTO, urgent=True) == at_night
    assert due_at(HOURLY, at_night, NIGHT, TORONTO, urgent=True) == toronto("2026-11-26T00:00")


@pytest.mark.parametrize("text", WRITTEN)
def test_a_time_of_sending_is_shown_as_it_is_written(text: str) -> None:
    assert str(read_when(text)) == text


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("At  Once", AT_ONCE),
        ("Daily 7:30, 15:00", When((time(7, 30), time(15)))),
        ("mon-fri 9:00", When((time(9),), frozenset(range(5)))),
        ("weekly sat-mon, wed 10:00", When((time(10),), frozenset({5, 6, 0, 2}))),
    ],
)
def test_times_of_sending_are_read_as_people_write_them(text: str, when: When) -> None:
    assert read_when(text) == when


@pytest.mark.parametrize("text", ["", "now", "07:30", "daily mon 08:00", "weekly 08:00", "weekly someday 08:00", "daily 25:00"])
def test_what_is_no_time_of_sending_is_refused_with_the_remedy(text: str) -> None:
    with pytest.raises(ScheduleError, match=r"write at once, hourly, daily 07:30"):
        read_when(text)


@pytest.mark.parametrize("text", ["daily", "weekdays", "weekly mon"])
def test_a_day_without_a_time_is_refused_with_the_line_to_write(text: str) -> None:
    with pytest.raises(ScheduleError, match=f"write {text} 07:30"):
        read_when(text)


moments = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 the zone is added
zones = st.sampled_from(["America/Toronto", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]).map(ZoneInfo)


@settings(max_examples=60)
@given(moments, zones, st.sampled_from(WRITTEN))
def test_a_digest_is_later_than_what_it_holds_and_never_more_than_eight_days_later(now: datetime, zone: ZoneInfo, text: str) -> None:
    when = read_when(text)
    due = due_at(when, now, (), zone, urgent=False)
    assert (due > now) is when.is_digest
    assert due - now <= timedelta(days=8)
