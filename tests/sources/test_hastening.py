"""A source is asked before a digest as soon as its owner, its server and its document allow, and no sooner."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.model import SourceKey, SourceState
from monitor.sources.hastening import earliest, hastened
from monitor.sources.intervals import spread
from monitor.sources.memory import Memory, with_memory
from monitor.sources.policy import Policy

NOW = datetime(2026, 11, 22, 19, 30, tzinfo=UTC)
DUE = NOW + timedelta(minutes=30)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
KEY = SourceKey("wire")


def policy(poll: timedelta | None = None) -> Policy:
    return Policy(fastest=15 * MINUTE, slowest=6 * HOUR, poll=poll, zone=ZoneInfo("UTC"))


def state(ago: timedelta, **memory: object) -> SourceState:
    kept = Memory(per_day=1.0, interval_s=6 * 3600, interval_by=str(memory.pop("interval_by", "how often it publishes")), **memory)  # type: ignore[arg-type]
    return SourceState(1, KEY, "feed", "https://a.example/", "https://a.example/", "a.example:443", enabled=True, next_poll_at=DUE + HOUR,
                       last_ok_at=NOW - ago, hints=with_memory({}, kept))  # fmt: skip


def test_the_fastest_pace_counts_not_the_one_that_it_publishes_at() -> None:
    assert earliest(state(HOUR), policy()) == NOW - 45 * MINUTE + spread(KEY, 15 * MINUTE)


def test_it_is_asked_shortly_before() -> None:
    at = hastened(state(2 * HOUR), policy(), DUE, NOW)
    assert at is not None
    assert DUE - 12 * MINUTE <= at <= DUE - 7 * MINUTE


def test_one_that_was_just_asked_waits_for_its_fastest_interval() -> None:
    at = hastened(state(-5 * MINUTE), policy(), DUE, NOW)
    assert at is not None
    assert at >= NOW + 20 * MINUTE


@pytest.mark.parametrize(
    "memory",
    [
        {"max_age_s": 5 * 3600.0},
        {"wishes": {"ttl_s": 5 * 3600}},
        {"wishes": {"skip_hours": [18, 19, 20]}},
        {"interval_by": "its number of requests a day"},
    ],
    ids=["max-age", "ttl", "skipped hours", "requests a day"],
)
def test_what_a_server_asks_for_is_never_undercut(memory: dict[str, object]) -> None:
    assert hastened(state(2 * HOUR, **memory), policy(), DUE, NOW) is None


def test_a_server_that_always_answers_in_full_is_asked_once_an_hour() -> None:
    assert hastened(state(20 * MINUTE, same_body=3), policy(), DUE, NOW) is None
    assert hastened(state(2 * HOUR, same_body=3), policy(), DUE, NOW) is not None


def test_what_its_owner_set_holds() -> None:
    assert hastened(state(2 * HOUR), policy(poll=4 * HOUR), DUE, NOW) is None


def test_a_source_that_fails_keeps_its_back_off_and_one_that_is_off_stays_off() -> None:
    assert earliest(replace(state(HOUR), failures=2), policy()) is None
    assert earliest(replace(state(HOUR), enabled=False), policy()) is None
    assert earliest(replace(state(HOUR), last_ok_at=None), policy()) is None
    assert earliest(replace(state(HOUR), server_until=DUE + HOUR), policy()) == DUE + HOUR


def test_one_that_is_asked_by_then_anyway_is_not_touched() -> None:
    assert hastened(replace(state(2 * HOUR), next_poll_at=DUE), policy(), DUE, NOW) is None


def test_for_a_digest_that_is_late_it_is_asked_now() -> None:
    assert hastened(state(2 * HOUR), policy(), NOW - HOUR, NOW) == NOW
