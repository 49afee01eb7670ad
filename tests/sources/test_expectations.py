"""A record is watched over: short documents, contradictions, silence that is no recess, and a source that never brought anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.catalogue.chosen import chosen
from monitor.catalogue.record import Expectation
from monitor.model import Item, Kind, Page
from monitor.sources.expectations import judge, silence, together
from tests.sources.polling import state_of

HANSARD = replace(chosen("ca-hansard", "", {}), expect=Expectation(records=3))
DOCUMENT = "https://www.ourcommons.ca/Content/House/451/Debates/086/HAN086-E.XML?key=hidden"
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
ADDED = datetime(2026, 2, 1, tzinfo=UTC)
READ = replace(state_of("https://example.org"), last_ok_at=NOW, baseline_at=ADDED, last_new_at=ADDED)


def page(count: int, *, declared: int = 0, warnings: tuple[str, ...] = (), is_whole: bool = True) -> Page:
    items = tuple(Item(key=str(n), title="", text="Hear, hear", kind=Kind.SPEECH) for n in range(count))
    return Page(items, declared=declared, warnings=warnings, is_whole=is_whole)


def test_a_document_as_expected_ends_the_condition() -> None:
    (notice,) = judge(HANSARD, READ, page(3, declared=3), DOCUMENT, NOW)
    assert notice.is_over
    assert notice.condition == "source.document/example"


def test_a_short_document_is_told_with_its_name_what_was_expected_and_what_to_do() -> None:
    (notice,) = judge(HANSARD, READ, page(1), DOCUMENT, NOW)
    assert notice.subject == "example: a document is not what is expected"
    first, _, advice = notice.lines
    assert first == ("Content/House/451/Debates/086/HAN086-E.XML: 1 item is in it, where at least 3 are expected of a day with a sitting.")
    assert "`expect: {records: ...}`" in advice
    assert "hidden" not in "".join(notice.lines)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (page(0), "no item is in it"),
        (page(5, declared=9), "it opens 9 entries, of which 5 could be read"),
        (page(5, warnings=("the file says sitting 80, its address 81",)), "the file says sitting 80, its address 81"),
        (page(5, is_whole=False), "it breaks off"),
    ],
)
def test_every_way_of_being_wrong_is_told(found: Page, said: str) -> None:
    (notice,) = judge(HANSARD, READ, found, DOCUMENT, NOW)
    assert not notice.is_over
    assert said in notice.lines[0]


def test_many_faults_of_one_document_are_counted() -> None:
    (notice,) = judge(HANSARD, READ, page(5, warnings=tuple(f"fault {n}" for n in range(20))), DOCUMENT, NOW)
    assert "And 14 more like these." in notice.lines
    assert len(notice.lines) == 9


def test_a_short_document_in_a_recess_is_told_as_what_may_be_right() -> None:
    record = replace(HANSARD, recess=((TODAY, TODAY),))
    (notice,) = judge(record, READ, page(1), DOCUMENT, NOW)
    assert "in recess by your settings" in notice.lines[-1]


def test_one_right_document_does_not_hide_a_wrong_one_of_the_same_poll() -> None:
    right, wrong, empty = (judge(HANSARD, READ, page(count), f"https://a.example/{count}", NOW)[0] for count in (5, 1, 0))
    for order in ([right, wrong, empty], [wrong, right, empty], [wrong, empty, right]):
        (told,) = together(order)
        assert not told.is_over
        assert [line.partition(":")[0] for line in told.lines if "expected of a day" in line] == ["1", "0"]
    assert together([right, right]) == (right,)
    assert together([]) == ()


def sat(*days: date) -> tuple[date, ...]:
    return days


def test_nothing_new_for_longer_than_agreed_is_told_and_is_over_when_something_comes() -> None:
    (notice,) = silence(HANSARD, READ, sat(date(2026, 8, 3), date(2026, 9, 20)), NOW)
    assert notice.condition == "source.silent/example"
    assert notice.subject == "example has brought nothing new since 20 Sep 2026"
    assert "for more than 60 days. The longest pause before was from 3 Aug 2026 to 20 Sep 2026." in notice.lines[0]
    assert "recess: [2026-07-01..2026-08-31]" in notice.lines[-1]
    (over,) = silence(HANSARD, READ, sat(date(2026, 9, 20), TODAY), NOW)
    assert over.is_over
    assert over.condition == notice.condition


def test_days_of_a_recess_that_is_known_do_not_count() -> None:
    record = replace(HANSARD, recess=((date(2026, 10, 1), date(2026, 10, 20)),))
    (notice,) = silence(record, READ, sat(date(2026, 9, 20)), NOW)
    assert notice.is_over


def test_a_pause_at_the_same_time_in_an_earlier_year_is_learned() -> None:
    last_year = (date(2025, 9, 15), date(2025, 12, 1))
    (notice,) = silence(HANSARD, READ, sat(*last_year, date(2026, 9, 10)), NOW)
    assert notice.is_over
    (other,) = silence(HANSARD, READ, sat(date(2025, 3, 1), date(2025, 6, 1), date(2026, 9, 10)), NOW)
    assert not other.is_over


def test_a_source_without_a_good_poll_is_told_elsewhere() -> None:
    never = replace(READ, last_ok_at=None, baseline_at=None, last_new_at=None, failures=5)
    assert silence(HANSARD, never, (), NOW) == ()


def test_a_source_that_answers_and_never_brought_anything_is_told_otherwise_than_silence() -> None:
    fresh = replace(READ, baseline_at=NOW - timedelta(days=20), last_new_at=None)
    (notice,) = silence(HANSARD, fresh, (), NOW)
    assert notice.subject == "example has never brought anything"
    assert "Check `session`" in notice.lines[1]
    assert silence(HANSARD, replace(fresh, baseline_at=NOW - timedelta(days=10)), (), NOW) == ()


def test_a_source_that_was_added_in_a_recess_has_the_whole_time_before_it() -> None:
    added = replace(READ, baseline_at=NOW - timedelta(days=20), last_new_at=NOW - timedelta(days=20))
    (notice,) = silence(HANSARD, added, sat(date(2026, 6, 20)), NOW)
    assert notice.is_over


def test_a_sitting_in_the_future_is_no_news() -> None:
    state = replace(READ, last_new_at=None)
    (notice,) = silence(HANSARD, state, sat(date(2026, 3, 1), date(2030, 1, 1)), NOW)
    assert not notice.is_over
    assert "1 Mar 2026" in notice.subject
