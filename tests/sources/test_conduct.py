"""The fifteen checks of good conduct towards servers, each against a server on loopback and a clock that the test turns.

Their numbers are those of the polling criteria; 12 (an honest request) and the concurrency of 13 are in test_fetch.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from itertools import chain, pairwise
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from monitor.model import SourceKey
from monitor.sources import conduct
from monitor.sources.conduct import READER, Policy, allowed_at, interval_of, request_validators
from monitor.sources.fetch import Fetcher
from tests.sources.loopback import Loopback, Request, answer
from tests.sources.polling import DAY, HOUR, MINUTE, NOON, USUAL, Polled, state_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from monitor.sources.conduct import Settled

FEED = b"2026-11-25T10:00:00+00:00 a\n2026-11-24T10:00:00+00:00 b"
SPREAD = timedelta(minutes=5)  # how much later than asked a poll may come


@pytest_asyncio.fixture
async def server() -> AsyncIterator[Loopback]:
    async with Loopback() as running:
        yield running


@pytest_asyncio.fixture
async def source(server: Loopback) -> AsyncIterator[Polled]:
    async with Fetcher("Tocsin/1.0 (+mailto:desk@example.org)", timedelta(seconds=20), allow_private_networks=True) as fetcher:
        yield Polled(fetcher, state_of(f"{server.url}/f"))


def conditional(body: bytes, etag: str, headers: Mapping[str, str | bytes] | None = None) -> Callable[[Request], bytes]:
    """Answer 304 to whoever names the ETag."""

    def reply(request: Request) -> bytes:
        if request.headers.get("if-none-match") == etag.encode():
            return answer(304, headers={"ETag": etag, **(headers or {})})
        return answer(200, body, {"ETag": etag, **(headers or {})})

    return reply


def told(settled: Settled) -> list[tuple[str, bool]]:
    return [(notice.condition, notice.is_over) for notice in settled.notices]


# 1


async def test_1_an_unchanged_feed_is_asked_conditionally_and_changes_nothing_but_the_next_poll(server: Loopback, source: Polled) -> None:
    seen = {"ETag": 'W/"x-1"', "Last-Modified": "Wed, 25 Nov 2026 10:00:00 GMT"}
    server.answers["/f"] = lambda request: answer(304) if "if-none-match" in request.headers else answer(200, FEED, seen)
    first = await source.poll()
    before = source.state
    second = await source.poll_when_due()
    sent = server.requests[1].headers
    assert (sent["if-none-match"], sent["if-modified-since"]) == (b'W/"x-1"', b"Wed, 25 Nov 2026 10:00:00 GMT")
    assert (first.accept_page, second.accept_page, second.notices) == (True, False, ())
    assert source.state.next_poll_at > before.next_poll_at
    assert replace(source.state, next_poll_at=NOON, last_ok_at=NOON, hints={}) == replace(
        before, next_poll_at=NOON, last_ok_at=NOON, hints={}
    )


# 2


@pytest.mark.parametrize("changed", ["ETag", "Last-Modified"])
async def test_2_a_new_validator_beside_an_old_one_is_the_one_that_is_sent(server: Loopback, source: Polled, changed: str) -> None:
    headers = {"ETag": '"1"', "Last-Modified": "Mon, 23 Nov 2026 10:00:00 GMT"}
    server.answers["/f"] = answer(200, FEED, headers)
    await source.poll()
    server.answers["/f"] = answer(200, FEED + b"\n- c", headers | {changed: '"new"'})
    await source.poll()
    await source.poll()
    sent = server.requests[2].headers
    expected = headers | {changed: '"new"'}
    assert (sent["if-none-match"].decode(), sent["if-modified-since"].decode()) == (expected["ETag"], expected["Last-Modified"])


# 3


async def test_3_a_validator_that_a_page_does_not_carry_is_forgotten(server: Loopback, source: Polled) -> None:
    server.answers["/f"] = answer(200, FEED, {"ETag": '"1"'})
    await source.poll()
    server.answers["/f"] = answer(200, FEED + b"\n- c")
    await source.poll()
    assert request_validators(source.state) == {"etag": None, "last_modified": None}


async def test_3_a_304_renews_the_validator_that_it_carries_and_keeps_the_other(server: Loopback, source: Polled) -> None:
    server.answers["/f"] = answer(200, FEED, {"ETag": '"1"', "Last-Modified": "Mon, 23 Nov 2026 10:00:00 GMT"})
    await source.poll()
    server.answers["/f"] = answer(304, headers={"ETag": '"2"'})
    await source.poll()
    assert request_validators(source.state) == {"etag": '"2"', "last_modified": "Mon, 23 Nov 2026 10:00:00 GMT"}


@pytest.mark.parametrize(
    "bad",
    [
        answer(404, b"", {"ETag": '"bad"'}),
        answer(503, b"", {"ETag": '"bad"'}),
        answer(200, b"<html>log in</html>", {"ETag": '"bad"'}),
        answer(204, headers={"ETag": '"bad"'}),
    ],
)
async def test_3_what_is_no_feed_never_touches_validators_or_hash(server: Loopback, source: Polled, bad: bytes) -> None:
    server.answers["/f"] = answer(200, FEED, {"ETag": '"1"'})
    await source.poll()
    before = source.state
    server.answers["/f"] = bad
    settled = await source.poll()
    assert (source.state.etag, source.state.body_hash, source.state.baseline_at) == ('"1"', before.body_hash, before.baseline_at)
    assert (source.state.failures, settled.accept_page) == (1, False)


async def test_3_a_first_answer_that_is_no_feed_leaves_no_validator(server: Loopback, source: Polled) -> None:
    server.answers["/f"] = answer(200, b"<html>log in</html>", {"ETag": '"bad"'})
    await source.poll()
    assert (source.state.etag, source.state.baseline_at) == (None, None)
    assert source.state.last_error == "this is an HTML page, not a feed"


async def test_3_a_304_that_nobody_asked_for_is_a_failure(server: Loopback, source: Polled) -> None:
    server.answers["/f"] = answer(304)
    await source.poll()
    assert source.state.failures == 1
    assert "nothing has changed, although it was not asked" in (source.state.last_error or "")


# 4


async def test_4_twenty_restarts_in_an_hour_cause_no_early_poll(server: Loopback, source: Polled) -> None:
    server.answers["/f"] = conditional(FEED, '"1"')
    source.policy = replace(USUAL, poll=HOUR)
    await source.poll()
    kept = source.state  # all that a restart finds; polling again is not decided by anything else
    due = [NOON + minute * 3 * MINUTE >= kept.next_poll_at for minute in range(20)]
    assert not any(due)
    assert request_validators(kept)["etag"] == '"1"'


async def test_4_a_new_way_of_reading_reads_everything_anew_once(server: Loopback, source: Polled, monkeypatch: pytest.MonkeyPatch) -> None:
    server.answers["/f"] = answer(200, FEED, {"ETag": '"1"'})
    await source.poll()
    monkeypatch.setattr(conduct, "READER", READER + 1)
    assert (await source.poll()).accept_page  # the same bytes, yet read
    assert "if-none-match" not in server.requests[1].headers
    await source.poll()
    assert server.requests[2].headers["if-none-match"] == b'"1"'


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
    assert allowed_at(source.state) == NOON + 2 * HOUR


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
    busy = b"\n".join(
        f"2026-11-25T{hour:02}:{minute:02}:00+00:00 {hour}-{minute}".encode() for hour in range(12) for minute in range(0, 60, 5)
    )
    server.answers["/f"] = answer(200, busy, {"ETag": '"1"'})
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
    busy = b"\n".join(
        f"2026-11-25T{hour:02}:{minute:02}:00+00:00 {hour}-{minute}".encode() for hour in range(12) for minute in range(0, 60, 5)
    )
    server.answers["/f"] = answer(200, busy)
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


# 13


async def test_13_sources_of_one_interval_do_not_all_come_at_once(server: Loopback, source: Polled) -> None:
    server.answers["/f"] = answer(200, FEED)
    source.policy = replace(USUAL, poll=HOUR)
    waits = set()
    for number in range(20):
        source.state = replace(state_of(f"{server.url}/f"), key=SourceKey(f"source-{number}"))
        await source.poll()
        waits.add(source.wait)
    assert len(waits) == 20
    await source.poll()
    assert source.wait in waits  # a source's own delay is always the same


# 14


async def test_14_a_poll_by_hand_waits_for_what_the_server_allows(server: Loopback, source: Polled) -> None:
    server.answers["/f"] = answer(200, FEED, {"ETag": '"1"'})
    await source.poll()
    assert allowed_at(source.state) is None
    server.answers["/f"] = answer(200, FEED + b"\n- c", {"Cache-Control": "max-age=3600"})
    await source.poll()
    assert allowed_at(source.state) == NOON + HOUR


# 15


async def test_15_the_new_part_alone_is_a_page(server: Loopback, source: Polled) -> None:
    server.answers["/f"] = answer(200, FEED, {"ETag": '"1"'})
    await source.poll()
    server.answers["/f"] = answer(226, b"- c", {"ETag": '"2"', "IM": "feed"})
    settled = await source.poll()
    assert server.requests[1].headers["a-im"] == b"feed"
    assert settled.accept_page
    assert (source.known, source.state.etag) == ({"a", "b", "c"}, '"2"')


# Beyond the fifteen


async def test_the_first_good_poll_sets_the_baseline_also_when_it_is_empty(server: Loopback, source: Polled) -> None:
    server.answers["/f"] = answer(200, b"")
    await source.poll()
    assert (source.state.baseline_at, source.state.last_new_at) == (NOON, None)
    source.now += HOUR
    server.answers["/f"] = answer(200, FEED)
    await source.poll()
    assert (source.state.baseline_at, source.state.last_new_at) == (NOON, NOON + HOUR)


async def test_a_faulty_document_is_told_once_and_once_when_it_is_whole(server: Loopback, source: Polled) -> None:
    server.answers["/f"] = answer(200, FEED + b"\n! declared 60, read 2")
    [notice] = (await source.poll()).notices
    assert (notice.condition, notice.lines[0]) == ("source.partial/example", "declared 60, read 2")
    server.answers["/f"] = answer(200, FEED + b"\n- c\n! declared 60, read 3")
    assert told(await source.poll()) == []
    server.answers["/f"] = answer(200, FEED)
    assert told(await source.poll()) == [("source.partial/example", True)]


async def test_what_others_keep_in_the_hints_stays(server: Loopback, source: Polled) -> None:
    server.answers["/f"] = answer(200, FEED)
    source.state = replace(source.state, hints={"theirs": [1]})
    await source.poll()
    assert source.state.hints["theirs"] == [1]


def test_a_source_that_was_never_polled_has_no_interval_yet() -> None:
    assert interval_of(state_of("https://example.org/f")) is None
