"""A page that fails is tried again a few times, one that is refused is not, and every end has its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.model import SourceKey
from monitor.page_state import PageState
from monitor.sources.article import Article, PageKind
from monitor.sources.guard import REFUSED
from monitor.sources.page_conduct import (
    BACK_OFF,
    FAILING_AFTER,
    Outcome,
    Try,
    after_article,
    after_failure,
    after_robots,
    after_status,
    after_waiting,
    notice_of,
)
from monitor.sources.response import Response
from monitor.sources.robots import Verdict

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
URL = "https://news.example/1"
FIRST = Try(URL, 0, NOON, NOON)
WIRE = SourceKey("wire")


def status(code: int, **headers: str) -> Response:
    return Response(code, URL, headers={name.replace("_", "-"): value for name, value in headers.items()})


def test_a_page_that_was_read_is_done() -> None:
    assert after_article(FIRST, Article(PageKind.READABLE, "text")).state is PageState.READ


@pytest.mark.parametrize("kind", [PageKind.PAYWALL, PageKind.BOT_WALL, PageKind.CONSENT, PageKind.NOT_HTML, PageKind.TOO_LITTLE])
def test_a_wall_is_final_and_named(kind: PageKind) -> None:
    met = after_article(FIRST, Article(kind))
    assert met.state is PageState.REFUSED
    assert met.reason


@pytest.mark.parametrize("code", [401, 402, 403, 410, 451])
def test_a_refusal_is_final(code: int) -> None:
    assert after_status(FIRST, status(code)).state is PageState.REFUSED


@pytest.mark.parametrize("again", [after_status(FIRST, status(404)), after_article(FIRST, Article(PageKind.NOT_FOUND))])
def test_what_is_not_found_is_looked_for_once_more(again: Outcome) -> None:
    assert again.state is PageState.DUE
    assert after_status(replace(FIRST, attempts=1), status(404)).state is PageState.GIVEN_UP


def test_failures_are_tried_again_ever_later_and_given_up_in_the_end() -> None:
    one, waits = FIRST, []
    for _ in BACK_OFF:
        outcome = after_failure(one, "no answer")
        assert outcome.state is PageState.DUE
        waits.append(outcome.due_at - one.now)
        one = replace(one, attempts=outcome.attempts, now=outcome.due_at)
    assert tuple(waits) == BACK_OFF
    last = after_failure(one, "no answer")
    assert (last.state, last.reason) == (PageState.GIVEN_UP, "no answer (tried 5 times)")


def test_a_pause_that_the_server_asks_for_is_kept_for_its_whole_host() -> None:
    outcome = after_status(FIRST, status(503, retry_after="7200"))
    assert outcome.due_at == outcome.host_hold == NOON + timedelta(hours=2)
    assert outcome.host == "news.example:443"


def test_a_server_that_says_too_often_is_left_alone_for_an_hour() -> None:
    assert after_status(FIRST, status(429)).host_hold == NOON + timedelta(hours=1)


def test_what_would_be_read_days_later_is_given_up() -> None:
    outcome = after_status(FIRST, status(503, retry_after="600000"))
    assert outcome.state is PageState.GIVEN_UP
    assert outcome.host_hold == NOON + timedelta(seconds=600000)
    assert after_waiting(FIRST, "the host waits", NOON + timedelta(days=4)).state is PageState.GIVEN_UP


def test_waiting_for_a_host_is_no_failure() -> None:
    outcome = after_waiting(FIRST, "the host waits", NOON + timedelta(hours=1))
    assert (outcome.state, outcome.attempts, outcome.due_at) == (PageState.DUE, 0, NOON + timedelta(hours=1))


def test_an_address_inside_is_not_tried_again() -> None:
    assert after_failure(FIRST, f"intranet leads to {REFUSED}").state is PageState.REFUSED


def test_rules_are_final_and_rules_that_cannot_be_read_are_asked_for_again() -> None:
    assert after_robots(FIRST, Verdict("asks not to")).state is PageState.REFUSED
    later = after_robots(FIRST, Verdict("cannot be read", NOON + timedelta(hours=1)))
    assert (later.state, later.due_at) == (PageState.DUE, NOON + timedelta(hours=1))


def test_a_source_whose_pages_all_fail_is_told_of_with_what_to_do() -> None:
    ends = [PageState.REFUSED, PageState.GIVEN_UP] * (FAILING_AFTER // 2)
    told = notice_of(WIRE, ends, "it is behind a paywall")
    assert told is not None
    assert "full_text: never" in " ".join(told.lines)
    assert "behind a paywall" in told.lines[0]
    assert notice_of(WIRE, ends[1:], "") is None
    assert notice_of(WIRE, [*ends[1:], PageState.READ], "") is None


def test_a_source_whose_pages_are_read_again_is_told_of() -> None:
    told = notice_of(WIRE, [PageState.READ, PageState.REFUSED], "")
    assert told is not None
    assert told.is_over
