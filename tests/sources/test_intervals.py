"""Intervals follow the pace of a source within its owner's bounds; delays only ever add."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.sources.intervals import LONGEST_BACKOFF, back_off, choose_interval, learn_pace, next_poll, spread
from monitor.sources.memory import Memory
from monitor.sources.policy import Policy

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
USUAL = Policy(fastest=15 * MINUTE, slowest=6 * HOUR)


@pytest.mark.parametrize(
    ("dates", "per_day"),
    [
        ([], None),
        ([NOW + HOUR], None),  # a future date says nothing
        ([NOW - 30 * DAY], 0.0),
        ([NOW - DAY * day for day in range(10)], 1.0),
        ([NOW - HOUR * hour for hour in range(1, 13)], 24.0),  # the document covers half a day only
        ([NOW - MINUTE], 24.0),  # a single entry a minute ago is no flood
    ],
)
def test_the_dates_of_a_document_tell_its_pace(dates: list[datetime], per_day: float | None) -> None:
    assert learn_pace(None, len(dates), None, dates, NOW) == per_day


def test_without_dates_what_arrives_tells_the_pace() -> None:
    assert learn_pace(None, 3, DAY, [], NOW) == 3
    assert learn_pace(None, 3, None, [], NOW) is None
    assert 4 < (learn_pace(10, 0, DAY / 2, [], NOW) or 0) < 8
    assert (learn_pace(10, 0, 30 * DAY, [], NOW) or 0) < 0.01


def test_a_clock_that_was_set_back_teaches_nothing() -> None:
    assert learn_pace(10, 5, -HOUR, [], NOW) == 10


@pytest.mark.parametrize(("per_day", "interval"), [(None, HOUR), (0.0, 6 * HOUR), (4.0, 3 * HOUR), (12.0, HOUR), (1_000.0, 15 * MINUTE)])
def test_a_source_is_polled_twice_as_often_as_it_publishes_within_bounds(per_day: float | None, interval: timedelta) -> None:
    assert choose_interval(USUAL, Memory(per_day=per_day)) == (interval, "how often it publishes")


def test_the_owners_own_interval_is_not_bound_by_the_general_ones() -> None:
    assert choose_interval(Policy(HOUR, HOUR, poll=MINUTE), Memory()) == (MINUTE, "your poll setting")


def test_the_longest_of_all_that_is_asked_wins_and_is_named() -> None:
    memory = Memory(per_day=100, max_age_s=1_800, wishes={"ttl_s": 7_200}, same_body=3)
    assert choose_interval(USUAL, memory) == (2 * HOUR, "the feed's ttl")
    assert choose_interval(Policy(15 * MINUTE, HOUR, poll=3 * HOUR), memory) == (3 * HOUR, "your poll setting")


@settings(max_examples=60)
@given(
    st.text(max_size=8),
    st.floats(1, 1e6),
    st.lists(st.integers(0, 23), max_size=24),
    st.lists(st.integers(0, 6), max_size=7),
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 hypothesis adds the zone
)
def test_no_poll_is_early_and_none_is_more_than_a_day_late(
    key: str, seconds: float, hours: list[int], days: list[int], now: datetime
) -> None:
    interval = timedelta(seconds=seconds)
    at = next_poll(key, interval, Memory(wishes={"skip_hours": hours, "skip_days": days}), now)
    assert now + interval <= at <= now + interval + DAY + timedelta(minutes=10)


@given(st.text(max_size=8), st.floats(0.1, 1e6), st.integers(1, 10_000))
def test_backing_off_is_never_faster_than_usual_and_never_slower_than_a_day(key: str, seconds: float, failures: int) -> None:
    interval = timedelta(seconds=seconds)
    assert interval <= back_off(key, interval, failures) <= max(interval, LONGEST_BACKOFF)


def test_delays_are_small_stable_and_differ_between_sources() -> None:
    delays = [spread(f"source-{number}", HOUR) for number in range(100)]
    assert delays == [spread(f"source-{number}", HOUR) for number in range(100)]
    assert len(set(delays)) == 100
    assert max(delays) < 5 * MINUTE
    assert max(delays) - min(delays) > 4 * MINUTE
