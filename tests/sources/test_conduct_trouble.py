"""Good conduct, checks 9 to 11: moves, refusals and failures."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import chain, pairwise

import pytest

from monitor.sources.conduct import Poll, settle_waiting
from tests.sources.loopback import Loopback, answer
from tests.sources.polling import DAY, FEED, HOUR, NOON, SPREAD, USUAL, Polled, conditional, told

# 9


async def test_9_a_permanent_move_is_believed_after_three_answers_over_a_day(server: Loopback, source: Polled) -> None:
    server.answers |= {"/f": answer(301, headers={"Location": "/new"}), "/new": conditional(FEED, '"1"')}
    waits = [timedelta(0), HOUR, HOUR, 21 * HOUR]
    for wait in waits:
        source.now += wait
        assert told(await source.poll()) == []
        assert source.state.effective_url == f"{server.url}/f"
    source.now += HOUR
    settled = await source.poll()
    assert source.state.effective_url == f"{server.url}/new"
    assert source.state.url == f"{server.url}/f"
    assert [notice.is_audit for notice in settled.notices] == [True]
    await source.poll()
    assert server.requests[-1].target == "/new"
    assert server.requests[-1].headers["if-none-match"] == b'"1"'


@pytest.mark.parametrize("status", [302, 303, 307])
async def test_9_a_temporary_redirect_is_followed_and_never_believed(server: Loopback, source: Polled, status: int) -> None:
    server.answers |= {"/f": answer(status, headers={"Location": "/new"}), "/new": answer(200, FEED)}
    for _ in range(5):
        await source.poll()
        source.now += DAY
    assert (source.state.effective_url, source.state.failures) == (f"{server.url}/f", 0)


async def test_9_a_move_to_a_page_that_is_no_feed_is_never_believed(server: Loopback, source: Polled) -> None:
    server.answers |= {"/f": answer(301, headers={"Location": "/new"}), "/new": answer(200, b"<html>parked</html>")}
    for _ in range(5):
        await source.poll()
        source.now += DAY
    assert source.state.effective_url == f"{server.url}/f"


# 10


async def test_10_gone_stops_the_source_and_is_told_once(server: Loopback, source: Polled) -> None:
    server.answers["/f"] = answer(410)
    settled = await source.poll()
    assert not source.state.enabled
    [notice] = settled.notices
    assert (notice.condition, notice.subject) == ("source.gone/example", "example is gone, says its server")
    assert told(await source.poll()) == []
    server.answers["/f"] = answer(200, FEED)
    source.state = replace(source.state, enabled=True)  # its owner tries again
    assert told(await source.poll()) == [("source.gone/example", True)]


async def test_10_not_found_slows_down_to_a_day_and_is_told_after_three(server: Loopback, source: Polled) -> None:
    server.answers["/f"] = answer(404)
    told_at = []
    for _ in range(12):
        if told(await source.poll_when_due()):
            told_at.append(source.now - NOON)
        assert source.wait <= DAY
    assert len(told_at) == 1
    assert 3 * DAY <= told_at[0] <= 5 * DAY
    assert source.state.enabled


@pytest.mark.parametrize("status", [401, 403])
async def test_10_a_refusal_is_told_at_once_and_once(server: Loopback, source: Polled, status: int) -> None:
    server.answers["/f"] = answer(status)
    [notice] = (await source.poll()).notices
    assert "Check its user, password and headers" in notice.lines[-1]
    assert told(await source.poll_when_due()) == []
    assert source.wait >= 2 * HOUR


# 11


async def test_11_failures_double_the_wait_up_to_a_day_and_never_end(server: Loopback, source: Polled) -> None:
    server.answers["/f"] = answer(500)
    waits = []
    for _ in range(40):
        await source.poll_when_due()
        waits.append(source.wait)
    assert waits[0] >= HOUR
    assert all(later >= earlier for earlier, later in pairwise(waits))
    assert waits[1] >= 2 * HOUR
    assert waits[-1] == DAY
    assert source.state.enabled


async def test_11_a_failing_source_is_never_tried_faster_than_a_good_one(server: Loopback, source: Polled) -> None:
    server.answers["/f"] = answer(500)
    source.policy = replace(USUAL, poll=48 * HOUR)
    await source.poll()
    assert source.wait >= 48 * HOUR


async def test_11_success_resets_everything_and_says_that_it_is_over(server: Loopback, source: Polled) -> None:
    server.answers["/f"] = answer(200, FEED)
    await source.poll()
    server.answers["/f"] = answer(503)
    conditions = [told(await source.poll_when_due()) for _ in range(6)]
    assert list(chain.from_iterable(conditions)) == [("source.failing/example", False)]
    server.answers["/f"] = answer(200, FEED + b"\n- c")
    assert told(await source.poll_when_due()) == [("source.failing/example", True)]
    assert (source.state.failures, source.state.last_error) == (0, None)
    assert source.wait <= 6 * HOUR + SPREAD
    assert told(await source.poll_when_due()) == []


async def test_11_a_server_that_is_away_is_a_failure_with_a_reason(source: Polled) -> None:
    source.state = replace(source.state, effective_url="http://feeds.invalid/f")
    await source.poll()
    assert source.state.failures == 1
    assert "feeds.invalid" in (source.state.last_error or "")


async def test_11_a_clock_that_is_set_back_does_not_silence_a_failing_source(server: Loopback, source: Polled) -> None:
    server.answers["/f"] = answer(500)
    source.now += 400 * DAY
    await source.poll()
    source.now = NOON
    conditions = []
    for _ in range(4):
        conditions += told(await source.poll())
        source.now += 2 * HOUR
    assert conditions == [("source.failing/example", False)]


async def test_a_host_on_the_way_that_wants_peace_is_nobodys_failure(source: Polled) -> None:
    source.state = replace(source.state, failures=2, last_error="as before")
    settled = settle_waiting(Poll(source.state, USUAL, NOON), NOON + HOUR)
    assert NOON + HOUR <= settled.state.next_poll_at <= NOON + HOUR + SPREAD
    assert settled.state.server_until == NOON + HOUR
    assert (settled.state.failures, settled.state.last_error, settled.notices, settled.host_hold) == (2, "as before", (), None)
