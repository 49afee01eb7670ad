"""Dates as services write them become a day at the place and an instant, or nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from monitor.sources.parliament.moments import read_moment

TORONTO = ZoneInfo("America/Toronto")


@pytest.mark.parametrize(
    ("text", "day", "instant", "precision"),
    [
        ("2026-03-04", date(2026, 3, 4), datetime(2026, 3, 4, 5, tzinfo=UTC), "sitting"),
        ("20260304", date(2026, 3, 4), datetime(2026, 3, 4, 5, tzinfo=UTC), "sitting"),
        ("2026-03-04T00:00:00", date(2026, 3, 4), datetime(2026, 3, 4, 5, tzinfo=UTC), "sitting"),
        ("2026-03-04Z", date(2026, 3, 4), datetime(2026, 3, 4, 5, tzinfo=UTC), "sitting"),
        ("2026-03-04+01:00", date(2026, 3, 4), datetime(2026, 3, 4, 5, tzinfo=UTC), "sitting"),
        ("2026-03-04T21:30:00", date(2026, 3, 4), datetime(2026, 3, 5, 2, 30, tzinfo=UTC), "exact"),
        ("2026-03-05T02:30:00Z", date(2026, 3, 4), datetime(2026, 3, 5, 2, 30, tzinfo=UTC), "exact"),
        ("2026-03-05T03:30:00.1234567+01:00", date(2026, 3, 4), datetime(2026, 3, 5, 2, 30, 0, 123456, tzinfo=UTC), "exact"),
        (" 2026-03-04 21:30 ", date(2026, 3, 4), datetime(2026, 3, 5, 2, 30, tzinfo=UTC), "exact"),
    ],
)
def test_a_date_is_a_day_at_the_place_and_an_instant(text: str, day: date, instant: datetime, precision: str) -> None:
    moment = read_moment(text, TORONTO)
    assert moment is not None
    assert (moment.day, moment.instant, moment.precision) == (day, instant, precision)


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-02-30", "2026-03-04T25:00:00", "0001-01-01T00:00:00", "9999-12-31T23:59:59-12:00", "4.3.2026"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_moment(text, TORONTO) is None
