"""The fifteen checks of good conduct towards servers, each on loopback with a clock that the test turns: 1 to 4 and 13 to 15.

Their numbers are those of the polling criteria; 5 to 8 are in test_conduct_pace, 9 to 11 in test_conduct_trouble, 12 in test_fetch.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.model import SourceKey
from monitor.sources import conduct
from monitor.sources.conduct import READER, interval_of, request_validators
from tests.sources.loopback import Loopback, answer
from tests.sources.polling import FEED, HOUR, MINUTE, NOON, USUAL, Polled, conditional, state_of, told

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
    assert source.state.server_until is None
    server.answers["/f"] = answer(200, FEED + b"\n- c", {"Cache-Control": "max-age=3600"})
    await source.poll()
    assert source.state.server_until == NOON + HOUR


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


async def test_a_document_that_breaks_off_is_no_starting_point_and_is_asked_for_conditionally(server: Loopback, source: Polled) -> None:
    server.answers["/f"] = answer(200, FEED + b"\n/", {"ETag": '"1"'})
    await source.poll()
    assert (source.state.baseline_at, source.state.etag) == (None, '"1"')
    source.now += HOUR
    server.answers["/f"] = answer(200, FEED + b"\n- c", {"ETag": '"2"'})
    await source.poll()
    assert server.requests[1].headers["if-none-match"] == b'"1"'
    assert (source.state.baseline_at, source.state.etag) == (NOON + HOUR, '"2"')


async def test_a_broken_document_leaves_the_starting_point_as_it_was(server: Loopback, source: Polled) -> None:
    server.answers["/f"] = answer(200, FEED, {"ETag": '"1"'})
    await source.poll()
    before = source.state.baseline_at
    server.answers["/f"] = answer(200, FEED + b"\n- c\n/", {"ETag": '"2"'})
    await source.poll()
    assert source.state.baseline_at == before


async def test_a_source_whose_documents_always_break_off_has_its_starting_point_at_the_third(server: Loopback, source: Polled) -> None:
    server.answers["/f"] = answer(200, FEED + b"\n/", {"ETag": '"1"'})
    baselines = []
    for _ in range(3):
        await source.poll_when_due()
        baselines.append(source.state.baseline_at)
    assert baselines == [None, None, source.now]
    assert source.state.etag == '"1"'


async def test_what_others_keep_in_the_hints_stays(server: Loopback, source: Polled) -> None:
    server.answers["/f"] = answer(200, FEED)
    source.state = replace(source.state, hints={"theirs": [1]})
    await source.poll()
    assert source.state.hints["theirs"] == [1]


def test_a_source_that_was_never_polled_has_no_interval_yet() -> None:
    assert interval_of(state_of("https://example.org/f")) is None
