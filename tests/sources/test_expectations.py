"""A record is watched over: short documents, contradictions, silence that is no recess, and a source that never brought anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.catalogue.chosen import chosen
from monitor.catalogue.record import Expectation
from monitor.model import Item, Kind, Page, SourceState
from monitor.sources.expectations import shortcomings, silence, watch_over
from tests.sources.polling import state_of

HANSARD = replace(chosen("ca-hansard", "", {}), expect=Expectation(records=3))
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
ADDED = datetime(2026, 2, 1, tzinfo=UTC)
READ = replace(state_of("https://example.org"), last_ok_at=NOW, baseline_at=ADDED, last_new_at=ADDED)


def page(count: int, *, declared: int = 0, is_whole: bool = True) -> Page:
    items = tuple(Item(key=str(n), title="", text="Hear, hear", kind=Kind.SPEECH) for n in range(count))
    return Page(items, declared=declared, is_whole=is_whole)


def test_a_document_as_expected_lacks_nothing() -> None:
    assert shortcomings(HANSARD, page(3, declared=3)) == ()


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (page(0), "no item is in it, where at least 3 are expected of a day with a sitting"),
        (
            page(1),
            "1 item is in it, where at least 3 are expected of a day with a sitting; if that is right, lower `expect: {records: ...}`",
        ),
        (page(2), "2 items are in it"),
        (page(5, declared=9), "it opens 9 entries, of which 5 could be read"),
        (page(5, is_whole=False), "it breaks off"),
    ],
)
def test_what_a_document_lacks_is_told_with_what_was_expected(found: Page, said: str) -> None:
    (lack,) = shortcomings(HANSARD, found)
    assert lack.startswith(said)


def paused(*pauses: tuple[date, date]) -> SourceState:
    """A source whose sittings are known to have paused so."""
    return replace(READ, hints={"pauses": [[each.isoformat() for each in pause] for pause in pauses]})


def test_nothing_new_for_longer_than_agreed_is_told_and_is_over_when_something_comes() -> None:
    state, (notice,) = watch_over(HANSARD, READ, (date(2026, 8, 3), date(2026, 9, 20)), NOW)
    assert notice.condition == "source.silent/example"
    assert notice.subject == "example has brought nothing new since 20 Sep 2026"
    assert "for more than 60 days. The longest pause before was from 3 Aug 2026 to 20 Sep 2026." in notice.lines[0]
    assert "recess: [2026-07-01..2026-08-31]" in notice.lines[-1]
    _, (over,) = watch_over(HANSARD, state, (date(2026, 9, 20), TODAY), NOW)
    assert over.is_over
    assert over.condition == notice.condition


def test_days_of_a_recess_that_is_known_do_not_count() -> None:
    record = replace(HANSARD, recess=((date(2026, 10, 1), date(2026, 10, 20)),))
    (notice,) = silence(record, READ, (date(2026, 9, 20),), NOW)
    assert notice.is_over


def test_a_pause_at_the_same_time_in_an_earlier_year_is_learned() -> None:
    sittings = (date(2026, 9, 10),)
    (notice,) = silence(HANSARD, paused((date(2025, 9, 15), date(2025, 12, 1))), sittings, NOW)
    assert notice.is_over
    (other,) = silence(HANSARD, paused((date(2025, 3, 1), date(2025, 6, 1))), sittings, NOW)
    assert not other.is_over


def test_a_source_without_a_good_poll_is_told_elsewhere() -> None:
    never = replace(READ, last_ok_at=None, baseline_at=None, last_new_at=None, failures=5)
    assert silence(HANSARD, never, (), NOW) == ()


def test_a_source_that_answers_and_never_brought_anything_is_told_otherwise_than_silence() -> None:
    fresh = replace(READ, baseline_at=NOW - timedelta(days=20), last_new_at=None)
    (notice,) = silence(HANSARD, fresh, (), NOW)
    assert notice.subject == "example has never brought anything"
    assert "check `session` of its entry" in notice.lines[1]
    assert silence(HANSARD, replace(fresh, baseline_at=NOW - timedelta(days=10)), (), NOW) == ()


def test_a_source_that_was_added_in_a_recess_has_the_whole_time_before_it() -> None:
    added = replace(READ, baseline_at=NOW - timedelta(days=20), last_new_at=NOW - timedelta(days=20))
    (notice,) = silence(HANSARD, added, (date(2026, 6, 20),), NOW)
    assert notice.is_over


def test_a_sitting_in_the_future_is_no_news() -> None:
    state = replace(READ, last_new_at=None)
    (notice,) = silence(HANSARD, state, (date(2026, 3, 1), date(2030, 1, 1)), NOW)
    assert not notice.is_over
    assert "1 Mar 2026" in notice.subject
