"""A document's own wishes are granted up to a day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.sources.wishes import after_skipped, wished_interval, wishes_of

SATURDAY = datetime(2026, 11, 28, 10, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hints", "wish"),
    [
        ({}, (timedelta(0), "")),
        ({"ttl_s": 3_600}, (timedelta(hours=1), "the feed's ttl")),
        ({"update_s": 1_800}, (timedelta(minutes=30), "the feed's updatePeriod")),
        ({"ttl_s": 60, "update_s": 1_800}, (timedelta(minutes=30), "the feed's updatePeriod")),
        ({"update_s": 30 * 86_400}, (timedelta(hours=24), "the feed's updatePeriod")),
        ({"ttl_s": 1e300}, (timedelta(hours=24), "the feed's ttl")),
        ({"ttl_s": -5, "update_s": float("nan")}, (timedelta(0), "")),
        ({"ttl_s": "soon"}, (timedelta(0), "")),
    ],
)
def test_the_longest_wish_counts_up_to_a_day(hints: dict[str, object], wish: tuple[timedelta, str]) -> None:
    assert wished_interval(hints) == wish


def test_a_skipped_hour_moves_the_poll_to_the_next_open_one() -> None:
    assert after_skipped(SATURDAY, {"skip_hours": [10, 11, 12]}) == SATURDAY.replace(hour=13, minute=0)


def test_an_hour_that_is_not_skipped_stays_to_the_minute() -> None:
    assert after_skipped(SATURDAY, {"skip_hours": [9, 11], "skip_days": [0]}) == SATURDAY


def test_a_skipped_day_moves_the_poll_to_the_next() -> None:
    assert after_skipped(SATURDAY, {"skip_days": [5]}) == datetime(2026, 11, 29, tzinfo=UTC)


def test_a_skipped_weekend_is_skipped_for_a_day_only() -> None:
    assert after_skipped(SATURDAY, {"skip_days": [5, 6]}) == SATURDAY + timedelta(hours=24)


@pytest.mark.parametrize(
    "hints", [{"skip_hours": list(range(24))}, {"skip_days": list(range(7))}, {"skip_hours": "all"}, {"skip_hours": ["x", 99]}]
)
def test_what_skips_everything_or_nothing_readable_is_not_believed(hints: dict[str, object]) -> None:
    assert after_skipped(SATURDAY, hints) == SATURDAY


def test_only_wishes_are_kept() -> None:
    assert wishes_of({"ttl_s": 60, "skip_hours": [], "hub": "x"}) == {"ttl_s": 60}
