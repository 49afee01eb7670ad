"""Quiet hours hold messages; they never drop them, and clocks that jump do not fool them."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.alerts.quiet import LONGEST_HOLD, Quiet, QuietError, read_quiet, release_time

TORONTO = ZoneInfo("America/Toronto")
NIGHT = read_quiet("22:00-06:30")
WEEKEND = read_quiet("weekend")


def toronto(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TORONTO).astimezone(UTC)


@pytest.mark.parametrize(
    ("ready", "leaves"),
    [
        ("2026-11-25T21:59", "2026-11-25T21:59"),
        ("2026-11-25T22:00", "2026-11-26T06:30"),
        ("2026-11-26T00:10", "2026-11-26T06:30"),
        ("2026-11-26T06:30", "2026-11-26T06:30"),
    ],
)
def test_what_is_ready_at_night_leaves_in_the_morning(ready: str, leaves: str) -> None:
    assert release_time(toronto(ready), [NIGHT], TORONTO) == toronto(leaves)


def test_a_quiet_night_and_the_weekend_after_it_are_one_stretch() -> None:
    friday_night = toronto("2026-11-27T23:00")
    assert release_time(friday_night, [NIGHT, WEEKEND], TORONTO) == toronto("2026-11-30T06:30")


def test_hours_of_chosen_days_leave_the_other_days_open() -> None:
    working_nights = read_quiet("mon-fri 22:00-06:30")
    friday, saturday = toronto("2026-11-27T23:00"), toronto("2026-11-28T23:00")
    assert release_time(friday, [working_nights], TORONTO) == toronto("2026-11-28T06:30")
    assert release_time(saturday, [working_nights], TORONTO) == saturday


def test_the_morning_comes_by_the_wall_clock_when_summer_begins() -> None:
    saturday_night = toronto("2026-03-07T23:00")  # at 02:00 the clocks go to 03:00
    leaves = release_time(saturday_night, [NIGHT], TORONTO)
    assert leaves == toronto("2026-03-08T06:30")
    assert leaves - saturday_night == timedelta(hours=6, minutes=30)


def test_quiet_lasts_through_the_hour_that_comes_twice() -> None:
    until_half_past_one = read_quiet("22:00-01:30")
    first_pass = datetime(2026, 11, 1, 5, 40, tzinfo=UTC)  # 01:40, and 01:00 to 02:00 comes again
    assert release_time(first_pass, [until_half_past_one], TORONTO) == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "quiet"),
    [
        ("22:00-06:30", Quiet(time(22), time(6, 30))),
        (" 22:00 - 24:00 ", Quiet(time(22), time(0))),
        ("22:00–06:30", Quiet(time(22), time(6, 30))),  # noqa: RUF001 what a word processor makes of the hyphen
        ("Sat", Quiet(time(0), time(0), frozenset({5}))),
        ("sunday", Quiet(time(0), time(0), frozenset({6}))),
        ("fri-mon", Quiet(time(0), time(0), frozenset({4, 5, 6, 0}))),
        ("weekdays 0:00-7:00", Quiet(time(0), time(7), frozenset(range(5)))),
    ],
)
def test_quiet_times_are_read_as_people_write_them(text: str, quiet: Quiet) -> None:
    assert read_quiet(text) == quiet


@pytest.mark.parametrize(
    "text", ["", "22-6", "25:00-06:00", "22:61-06:00", "someday", "22:00", "sat sun", "sat 22:00", "mon-", "\u0662\u0662:00-06:00"]
)
def test_what_is_no_quiet_time_is_refused_with_the_remedy(text: str) -> None:
    with pytest.raises(QuietError, match="write 22:00-06:30, a day such as sat"):
        read_quiet(text)


@pytest.mark.parametrize("texts", [["00:00-24:00"], ["mon-sun"], ["weekdays", "sat", "sun"], ["06:00-18:00", "18:00-06:00"]])
def test_quiet_without_an_end_still_lets_a_message_leave(texts: list[str]) -> None:
    ready = toronto("2026-11-25T12:00")
    leaves = release_time(ready, [read_quiet(text) for text in texts], TORONTO)
    assert LONGEST_HOLD < leaves - ready < LONGEST_HOLD + timedelta(days=2)


def test_one_open_hour_in_the_week_is_found() -> None:
    quiet = [read_quiet(text) for text in ("mon-sat", "sun 00:00-22:00", "sun 23:00-24:00")]
    assert release_time(toronto("2026-11-23T00:00"), quiet, TORONTO) == toronto("2026-11-29T22:00")


moments = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 the zone is added
zones = st.sampled_from(["America/Toronto", "Asia/Kolkata", "Australia/Lord_Howe", "America/Sao_Paulo", "UTC"]).map(ZoneInfo)


@settings(max_examples=60)
@given(moments, zones)
def test_nothing_leaves_in_quiet_hours_and_nothing_waits_a_day(now: datetime, zone: ZoneInfo) -> None:
    leaves = release_time(now, [NIGHT], zone)
    assert now <= leaves <= now + timedelta(hours=10)
    assert NIGHT.end <= leaves.astimezone(zone).time() < NIGHT.start
