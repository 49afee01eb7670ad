"""Cron expressions mean here what they mean to cron, and one that means nothing says why."""

from __future__ import annotations

from datetime import date, time
from itertools import islice

import pytest

from monitor.alerts.cron import CronError, read_cron


def days(text: str, start: date, count: int) -> list[str]:
    return [day.isoformat() for day in islice(read_cron(text).days_from(start), count)]


def clocks(text: str) -> list[str]:
    return [f"{clock:%H:%M}" for clock in read_cron(text).clocks]


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("30 7 * * *", ["07:30"]),
        ("0,30 7-8 * * *", ["07:00", "07:30", "08:00", "08:30"]),
        ("0 */6 * * *", ["00:00", "06:00", "12:00", "18:00"]),
        ("15 8-17/4 * * *", ["08:15", "12:15", "16:15"]),
        ("05  22-23,0-1  * * *", ["00:05", "01:05", "22:05", "23:05"]),
    ],
)
def test_minutes_and_hours_are_lists_ranges_and_steps(text: str, times: list[str]) -> None:
    assert clocks(text) == times


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("30 7 * * 1-5", ["2026-11-27", "2026-11-30", "2026-12-01"]),
        ("30 7 * * MON,thu", ["2026-11-30", "2026-12-03", "2026-12-07"]),
        ("30 7 * * 0", ["2026-11-29", "2026-12-06", "2026-12-13"]),
        ("30 7 * * 7", ["2026-11-29", "2026-12-06", "2026-12-13"]),
        ("30 7 * * sat-sun", ["2026-11-28", "2026-11-29", "2026-12-05"]),
        ("30 7 * * fri-7", ["2026-11-27", "2026-11-28", "2026-11-29"]),
        ("30 7 1 * *", ["2026-12-01", "2027-01-01", "2027-02-01"]),
        ("30 7 1 jan,jul *", ["2027-01-01", "2027-07-01", "2028-01-01"]),
        ("30 7 31 * *", ["2026-12-31", "2027-01-31", "2027-03-31"]),
        ("30 7 29 2 *", ["2028-02-29", "2032-02-29", "2036-02-29"]),
    ],
)
def test_days_months_and_weekdays_choose_the_days(text: str, found: list[str]) -> None:
    assert days(text, date(2026, 11, 27), 3) == found  # a Friday


def test_where_the_day_of_the_month_and_of_the_week_are_given_either_will_do() -> None:
    assert days("0 9 1,15 * fri", date(2026, 11, 27), 5) == ["2026-11-27", "2026-12-01", "2026-12-04", "2026-12-11", "2026-12-15"]


@pytest.mark.parametrize("text", ["0 9 */2 * fri", "0 9 13 * */5"])
def test_a_day_that_begins_with_a_star_limits_the_other(text: str) -> None:
    cron = read_cron(text)
    assert all(day.day in cron.days and day.weekday() in cron.weekdays for day in islice(cron.days_from(date(2026, 1, 1)), 20))


def test_a_leap_day_of_one_weekday_is_found_decades_ahead() -> None:
    assert days("0 9 29 2 */7", date(2026, 1, 1), 2) == ["2032-02-29", "2060-02-29"]


@pytest.mark.parametrize("text", ["0 9 31 2 *", "0 9 30-31 feb *", "0 9 31 4,6,9,nov *", "0 9 30 2 */2"])
def test_a_day_that_never_comes_is_refused(text: str) -> None:
    with pytest.raises(CronError, match=r"never comes: none of its months has 3[01] days; write a day up to (29|30)"):
        read_cron(text)


def test_a_day_of_the_month_that_never_comes_does_no_harm_beside_a_day_of_the_week_that_does() -> None:
    assert days("0 9 31 2 mon", date(2026, 1, 1), 2) == ["2026-02-02", "2026-02-09"]


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("", "write cron 30 7 "),
        ("30 7 * *", "write cron 30 7 "),
        ("@daily", "write cron 30 7 "),
        ("30 7 * * 1-5 2026", "write cron 30 7 "),
        ("60 7 * * *", "'60' is no minute; write 0-59"),
        ("30 24 * * *", "'24' is no hour; write 0-23"),
        ("30 7 0 * *", "'0' is no day of the month; write 1-31"),
        ("30 7 L * *", "'l' is no day of the month; write 1-31"),
        ("30 7 * 13 *", "'13' is no month; write 1-12, or jan to dec"),
        ("30 7 * * 8", "'8' is no day of the week; write 0-7, or sun to sat"),
        ("30 7 * * monday", "'monday' is no day of the week"),
        ("30 7 * * mon#2", "'mon#2' is no day of the week"),
        ("30 7 ? * *", "is no day of the month"),
        ("30, 7 * * *", "'' is no minute"),
        ("\u0663 7 * * *", "is no minute"),
        ("*/0 7 * * *", "has no step that counts, for the minute; write "),
        ("*/x 7 * * *", "has no step that counts"),
        ("*/ 7 * * *", "has no step that counts"),
        ("5/15 7 * * *", "has a step and no range, for the minute; write 5-59/15"),
        ("30 22-2 * * *", "runs backwards, for the hour; write 22-23,0-2"),
        ("30 7 * * fri-mon", "runs backwards, for the day of the week; write fri-sat,sun-mon"),
        ("9" * 5000 + " 7 * * *", "has not the five fields"),
    ],
)
def test_what_is_no_cron_is_refused_with_what_to_write(text: str, remedy: str) -> None:
    with pytest.raises(CronError) as caught:
        read_cron(text)
    assert remedy in str(caught.value)
    assert len(str(caught.value)) < 300


def test_every_hour_is_told_from_some_hours() -> None:
    assert read_cron("*/10 * * * *").is_round_the_clock
    assert not read_cron("*/10 8-18 * * *").is_round_the_clock
    assert read_cron("0 7 * * *").clocks == (time(7),)
