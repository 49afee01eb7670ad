"""Times are marks between the speeches, on the clock of the house's town."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from monitor.sources.parliament.milestones import Milestones, Moment

OTTAWA = ZoneInfo("America/Toronto")
DAY = date(2031, 3, 4)


def clock(zone: ZoneInfo = OTTAWA) -> Milestones:
    return Milestones(DAY, zone)


def test_a_mark_holds_for_what_follows() -> None:
    marks = clock()
    marks.mark(14, 5)
    assert marks.now() == Moment(datetime(2031, 3, 4, 19, 5, tzinfo=UTC), "minutes")


def test_before_the_first_mark_only_the_day_is_known() -> None:
    assert clock().now() == Moment(datetime(2031, 3, 4, 5, tzinfo=UTC), "sitting")


def test_hours_run_on_past_midnight() -> None:
    marks = clock()
    marks.mark(25, 10)
    assert marks.now().at == datetime(2031, 3, 5, 6, 10, tzinfo=UTC)


def test_an_early_hour_after_a_late_one_is_the_next_day_s() -> None:
    marks = clock()
    assert marks.read("23:50:00")
    assert marks.read("00:15")
    assert marks.now().at == datetime(2031, 3, 5, 5, 15, tzinfo=UTC)
    marks.mark(1, 0)
    assert marks.now().at == datetime(2031, 3, 5, 6, 0, tzinfo=UTC)


def test_a_time_that_is_none_changes_nothing() -> None:
    marks = clock()
    marks.mark(14, 5)
    for written in ("", "unknown", "14:75", "99:00", None):
        assert not marks.read(written) or marks.now().at == datetime(2031, 3, 4, 19, 5, tzinfo=UTC)
    marks.mark(10, 61)
    assert marks.now().at == datetime(2031, 3, 4, 19, 5, tzinfo=UTC)


def test_summer_time_is_the_town_s() -> None:
    marks = Milestones(date(2031, 7, 1), ZoneInfo("Europe/London"))
    marks.read("9.30")
    assert marks.now(is_exact=True) == Moment(datetime(2031, 7, 1, 8, 30, tzinfo=UTC), "exact")


def test_times_with_a_date_and_a_zone_are_taken_as_they_are() -> None:
    marks = Milestones(date(2031, 7, 1), ZoneInfo("Europe/Dublin"))
    assert marks.take("2031-07-01T10:30:00Z")
    assert marks.now().at == datetime(2031, 7, 1, 10, 30, tzinfo=UTC)
    assert marks.take("12:00:00+01:00")
    assert marks.now().at == datetime(2031, 7, 1, 11, 0, tzinfo=UTC)
    assert not marks.take("noon")


def test_without_a_day_there_is_no_time() -> None:
    marks = Milestones(None, OTTAWA)
    marks.mark(14, 5)
    assert marks.now() == marks.at_start() == Moment()


def test_the_beginning_of_a_sitting_claims_no_more() -> None:
    marks = clock()
    marks.read("13:00")
    assert marks.at_start() == Moment(datetime(2031, 3, 4, 18, 0, tzinfo=UTC), "sitting")


def test_a_day_that_cannot_be_gives_no_time() -> None:
    for day in (date(1, 1, 1), date(9999, 12, 31)):
        marks = Milestones(day, OTTAWA)
        marks.mark(26, 0)
        assert marks.now() == Moment()


def test_a_time_of_another_year_is_passed_over() -> None:
    assert not clock().take("0001-01-01T00:00:00Z")
