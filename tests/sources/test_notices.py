"""What the operator reads: what happened, what it means, what is done, what to do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from monitor.model import SourceKey
from monitor.sources import notices
from monitor.sources.memory import Memory
from monitor.sources.policy import Poll
from tests.sources.polling import DAY, HOUR, NOON, USUAL, state_of

if TYPE_CHECKING:
    from datetime import timedelta

TORONTO = replace(USUAL, zone=ZoneInfo("America/Toronto"))
STATE = replace(state_of("https://example.org/feed?key=hidden"), last_ok_at=NOON - 6 * HOUR, failures=6)
POLL = Poll(STATE, TORONTO, NOON)


def test_a_failing_source_is_told_in_four_thoughts() -> None:
    notice = notices.failing(POLL, Memory(span_s=9 * 3600), "the server answers 503: it is overloaded", 503, NOON + 4 * HOUR)
    assert notice.condition == "source.failing/example"
    assert notice.subject == "example has not been read since Wed 25 Nov, 01:00"
    assert notice.lines == (
        "The server answers 503: it is overloaded (example.org, and 6 polls before failed too).",
        "Items may be missed: the feed holds about 9 hours.",
        "The next try is at Wed 25 Nov, 11:00; tries grow rarer, down to one a day, and never end.",
        "Open the feed in a browser; `tocsin sources list --failing` shows all that fail.",
    )


def test_a_source_that_was_never_read_is_told_so() -> None:
    notice = notices.failing(replace(POLL, state=state_of("https://example.org/")), Memory(), "x", 404, NOON)
    assert notice.subject == "example has not been read yet"
    assert notice.lines[1] == "Nothing of it is watched until it is read for the first time."
    assert notice.lines[3].startswith("Look for the feed's new address")


@pytest.mark.parametrize(("span", "line"), [(3 * HOUR, "were missed"), (3 * DAY, "nothing should be missing")])
def test_the_end_says_whether_something_was_missed(span: timedelta, line: str) -> None:
    memory = Memory(span_s=span.total_seconds(), failing_since=NOON - 5 * HOUR)
    notice = notices.over(POLL, memory, "source.failing/example")
    assert (notice.subject, notice.is_over) == ("example is read again", True)
    assert notice.lines[0] == "It could not be read from Wed 25 Nov, 02:00 to Wed 25 Nov, 07:00."
    assert line in notice.lines[1]


def test_the_end_of_what_has_no_past_is_short() -> None:
    assert notices.over(Poll(state_of("https://example.org/"), USUAL, NOON), Memory(), "source.failing/example").lines == ()


def test_a_move_shows_the_new_address_and_asks_for_nothing() -> None:
    notice = notices.moved(POLL, "https://new.example/feed")
    assert (notice.subject, notice.is_audit) == ("example has moved to new.example", True)


def test_no_notice_shows_an_address_with_what_may_be_a_key() -> None:
    shown = [
        notices.failing(POLL, Memory(), "x", None, NOON),
        notices.gone(POLL),
        notices.partial(POLL, ["declared 60, read 2"]),
        notices.waiting(POLL, 10 * DAY, 7 * DAY),
        notices.over(POLL, Memory(), notices.condition(notices.PARTIAL, SourceKey("example"))),
    ]
    assert not any("hidden" in text for notice in shown for text in (notice.subject, *notice.lines))


@pytest.mark.parametrize(
    ("failures", "hours", "status", "is_time"),
    [
        (1, 0, 500, False),
        (2, 9, 500, False),
        (3, 2, None, False),
        (3, 3, None, True),
        (1, 0, 403, True),
        (9, 71, 404, False),
        (2, 72, 404, True),
    ],
)
def test_patience_depends_on_what_happens(failures: int, hours: int, status: int | None, is_time: bool) -> None:  # noqa: FBT001 a column
    assert notices.is_time_to_tell(failures, hours * HOUR, status) is is_time


@pytest.mark.parametrize(("span", "said"), [(600, "until it is read again"), (3600 * 47, "47 hours"), (3600 * 24 * 9, "9 days")])
def test_how_far_a_feed_reaches_back_is_said_in_hours_or_days(span: float, said: str) -> None:
    assert said in notices.failing(POLL, Memory(span_s=span), "x", None, NOON).lines[1]
