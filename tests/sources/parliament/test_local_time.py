"""Times without a zone are on the parliament's own clock."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from monitor.sources.parliament.local_time import day_of, instant, on_clock, start_of

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2031-07-01T14:30:00", datetime(2031, 7, 1, 13, 30, tzinfo=UTC)),
        ("2031-01-01T14:30:00.1234567", datetime(2031, 1, 1, 14, 30, 0, 123456, tzinfo=UTC)),
        ("2031-01-01T14:30:00Z", datetime(2031, 1, 1, 14, 30, tzinfo=UTC)),
        ("2031-01-01T14:30:00.86+02:00", datetime(2031, 1, 1, 12, 30, 0, 860000, tzinfo=UTC)),
        ("0001-01-01T00:00:00", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("half past two", None),
        ("", None),
    ],
)
def test_a_time_is_read_to_utc(written: str, expected: datetime | None) -> None:
    assert instant(written, LONDON) == expected


def test_a_day_is_the_one_that_is_written() -> None:
    assert day_of("2031-07-01T23:30:00-05:00") == date(2031, 7, 1)
    assert day_of("0001-01-01T00:00:00") is None
    assert day_of("soon") is None
    assert start_of(date(2031, 7, 1), LONDON) == datetime(2031, 6, 30, 23, tzinfo=UTC)


@pytest.mark.parametrize(("written", "hour"), [("14:30:00", 14), ("14:30", 14), ("2.30 pm", 14), ("12.30 a.m.", 0), ("12.30pm", 12)])
def test_a_time_of_day_is_read_on_its_day(written: str, hour: int) -> None:
    assert on_clock(written, date(2031, 1, 7), LONDON) == datetime(2031, 1, 7, hour, 30, tzinfo=UTC)


@pytest.mark.parametrize("written", ["25:00", "noon", "14", "14:30 or so", ""])
def test_what_is_no_time_of_day_is_none(written: str) -> None:
    assert on_clock(written, date(2031, 1, 7), LONDON) is None
