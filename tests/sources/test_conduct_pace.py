"""Good conduct, checks 5 to 8: when a source is asked again, by what its server, its document and its owner want."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest

from monitor.sources.conduct import Policy, interval_of
from tests.sources.loopback import Loopback, answer
from tests.sources.polling import BUSY, DAY, FEED, HOUR, MINUTE, NOON, SPREAD, USUAL, Polled, conditional

if TYPE_CHECKING:
    from collections.abc import Mapping


# 5


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("text", ["7200", format_datetime(NOON + 2 * HOUR, usegmt=True)])
async def test_5_retry_after_holds_the_feed_and_the_whole_host_to_the_second(
    server: Loopback, source: Polled, status: int, text: str
) -> None:
    server.answers["/f"] = answer(status, headers={"Retry-After": text})
    settled = await source.poll()
    assert settled.host_hold == NOON + 2 * HOUR
    assert settled.host == source.state.host == f"127.0.0.1:{server.port}"
    assert source.state.next_poll_at >= NOON + 2 * HOUR
    assert source.state.server_until == NOON + 2 * HOUR


@pytest.mark.parametrize("text", ["soon", "-1", "0", format_datetime(NOON - HOUR, usegmt=True)])
async def test_5_a_retry_after_that_says_nothing_leaves_the_own_back_off(server: Loopback, source: Polled, text: str) -> None:
    server.answers["/f"] = answer(503, headers={"Retry-After": text})
    settled = await source.poll()
    assert settled.host_hold is None
    assert HOUR <= source.wait <= HOUR + SPREAD


async def test_5_a_pause_of_ten_days_is_granted_for_seven_and_that_is_recorded(server: Loopback, source: Polled) -> None:
    server.answers["/f"] = answer(429, headers={"Retry-After": str(10 * 86_400)})
    settled = await source.poll()
    assert settled.host_hold == source.state.next_poll_at == NOON + 7 * DAY
    [notice] = settled.notices
    assert (notice.condition, notice.is_audit) == ("source.waiting/example", True)
    assert "10 days" in notice.lines[0]
    assert "after 7" in notice.lines[0]


async def test_5_too_often_without_a_time_pauses_the_host_for_an_hour_at_most(server: Loopback, source: Polled) -> None:
    server.answers["/f"] = answer(429)
    for _ in range(5):
        settled = await source.poll()
        assert settled.host_hold == NOON + HOUR
    assert source.wait > 8 * HOUR


async def test_5_a_pause_holds_the_server_that_asked_for_it_behind_a_redirect(server: Loopback, source: Polled) -> None:
    async with Loopback() as other:
        server.answers["/f"] = answer(302, headers={"Location": f"{other.url}/g"})
        other.answers["/g"] = answer(503, headers={"Retry-After": "60"})
        settled = await source.poll()
        assert (settled.host, settled.state.host) == (f"127.0.0.1:{other.port}", f"127.0.0.1:{server.port}")


# 6


@pytest.mark.parametrize("headers", [{"Cache-Control": "max-age=43200"}, {"Expires": format_datetime(NOON + 12 * HOUR, usegmt=True)}])
async def test_6_what_is_fresh_is_not_asked_for_not_even_at_the_owners_own_interval(
    server: Loopback, source: Polled, headers: Mapping[str, str | bytes]
) -> None:
    server.answers["/f"] = conditional(FEED, '"1"', headers)
    source.policy = replace(USUAL, poll=10 * MINUTE)
    for _ in range(2):  # the page, then the 304
        await source.poll()
        assert 12 * HOUR <= source.wait <= 12 * HOUR + SPREAD
        assert interval_of(source.state) == (12 * HOUR, "the server's max-age")


async def test_6_the_age_of_an_answer_counts(server: Loopback, source: Polled) -> None:
    server.answers["/f"] = answer(200, FEED, {"Cache-Control": "max-age=43200", "Age": "39600"})
    source.policy = replace(USUAL, poll=10 * MINUTE)
    await source.poll()
    assert HOUR <= source.wait <= HOUR + SPREAD


async def test_6_max_age_counts_when_a_server_says_too_often(server: Loopback, source: Polled) -> None:
    server.answers["/f"] = answer(429, headers={"Cache-Control": "max-age=43200"})
    settled = await source.poll()
    assert settled.host_hold == source.state.next_poll_at == NOON + 12 * HOUR


async def test_6_no_cache_cancels_max_age_and_a_year_counts_as_a_day(server: Loopback, source: Polled) -> None:
    server.answers["/f"] = answer(200, FEED, {"Cache-Control": "no-cache, max-age=43200"})
    source.policy = replace(USUAL, poll=10 * MINUTE)
    await source.poll()
    assert source.wait <= 15 * MINUTE
    server.answers["/f"] = answer(200, FEED + b"\n- c", {"Cache-Control": "max-age=31536000"})
    await source.poll()
    assert DAY <= source.wait <= DAY + SPREAD


async def test_6_a_304_that_says_nothing_of_freshness_leaves_the_pages_word_standing(server: Loopback, source: Polled) -> None:
    server.answers["/f"] = answer(200, FEED, {"Cache-Control": "max-age=43200", "ETag": '"1"'})
    await source.poll()
    server.answers["/f"] = answer(304)
    await source.poll()
    assert source.wait >= 12 * HOUR


# 7


async def test_7_fifty_nine_minutes_are_too_early(server: Loopback, source: Polled) -> None:
    server.answers["/f"] = conditional(FEED, '"1"')
    source.policy = replace(USUAL, poll=HOUR)
    await source.poll()
    assert HOUR <= source.wait <= HOUR + SPREAD


async def test_7_a_server_that_ignores_conditions_is_asked_once_an_hour(server: Loopback, source: Polled) -> None:
    server.answers["/f"] = answer(200, BUSY, {"ETag": '"1"'})
    waits = []
    for _ in range(4):
        await source.poll()
        waits.append(source.wait)
    assert waits[0] <= waits[2] <= 15 * MINUTE + SPREAD
    assert HOUR <= waits[3] <= HOUR + SPREAD
    assert interval_of(source.state) == (HOUR, "a server that always answers in full")
    source.policy = replace(USUAL, poll=10 * MINUTE)
    await source.poll()
    assert source.wait <= 11 * MINUTE


async def test_7_a_single_304_clears_a_server_of_ignoring_conditions(server: Loopback, source: Polled) -> None:
    server.answers["/f"] = answer(200, FEED, {"ETag": '"1"'})
    for _ in range(4):
        await source.poll()
    server.answers["/f"] = answer(304)
    await source.poll()
    assert interval_of(source.state) != (HOUR, "a server that always answers in full")


async def test_7_a_busy_feed_is_polled_often_and_a_sleepy_one_seldom_within_the_owners_bounds(server: Loopback, source: Polled) -> None:
    server.answers["/f"] = answer(200, BUSY)
    await source.poll()
    assert interval_of(source.state) == (15 * MINUTE, "how often it publishes")
    server.answers["/f"] = answer(304)
    source.state = replace(source.state, etag='"1"')
    for _ in range(7):
        source.now += DAY
        await source.poll()
    assert interval_of(source.state) == (6 * HOUR, "how often it publishes")


async def test_7_seconds_are_possible_where_the_owner_allows_them(server: Loopback, source: Polled) -> None:
    server.answers["/f"] = conditional(FEED, '"1"')
    source.policy = Policy(fastest=timedelta(seconds=1), slowest=timedelta(seconds=2))
    await source.poll()
    assert timedelta(seconds=1) <= source.wait <= timedelta(seconds=2.2)


# 8


@pytest.mark.parametrize(
    ("hint", "wait"), [("ttl_s = 7200", 2 * HOUR), ("update_s = 14400", 4 * HOUR), ("update_s = 2592000", DAY), ("ttl_s = 60", 10 * MINUTE)]
)
async def test_8_the_documents_own_wishes_are_floors_with_a_cap(server: Loopback, source: Polled, hint: str, wait: timedelta) -> None:
    server.answers["/f"] = conditional(FEED + f"\n? {hint}".encode(), '"1"')
    source.policy = replace(USUAL, poll=10 * MINUTE)
    for _ in range(2):  # a 304 brings no document; its last wishes stand
        await source.poll()
        assert wait <= source.wait <= wait + SPREAD


async def test_8_skipped_hours_and_days_are_skipped(server: Loopback, source: Polled) -> None:
    source.policy = replace(USUAL, poll=HOUR)
    server.answers["/f"] = answer(200, FEED + b"\n? skip_hours = [13, 14, 15]")
    await source.poll()
    assert 4 * HOUR <= source.wait <= 4 * HOUR + SPREAD
    server.answers["/f"] = answer(200, FEED + b"\n? skip_days = [2]")
    await source.poll()
    assert 12 * HOUR <= source.wait <= 12 * HOUR + SPREAD
