"""Counting: the present end is found economically, gaps do not end it, and nothing that comes is missed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from monitor.catalogue.discovery import Counter
from monitor.sources.discovery.ask import Answer, Plan, Verdict
from monitor.sources.discovery.cursor import Cursor
from tests.sources.discovery.walking import ABSENT, HERE, NOW, names, one_round

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from monitor.sources.discovery.ask import Ask

PLAN = Plan("k", Counter("https://p.example/{n}"))
DAY = timedelta(days=1)


def there(numbers: Container[str]) -> Callable[[Ask], Answer]:
    return lambda ask: HERE if ask.name.rpartition("/")[2] in numbers else ABSENT


def up_to(number: int) -> set[str]:
    return {str(each) for each in range(1, number + 1)}


def test_the_end_of_a_long_session_is_found_with_few_requests() -> None:
    cursor, asked = one_round(PLAN, Cursor(), there(up_to(700)))
    assert cursor.place["n"] == 700
    assert len([ask for ask in asked if ask.kind == "probe"]) <= 21
    assert len([ask for ask in asked if ask.kind == "document"]) <= 10


def test_a_probe_asks_for_one_language_alone() -> None:
    plan = replace(PLAN, discovery=Counter("https://p.example/{n}-{lang:initial}"), languages=("en", "fr"))
    _, asked = one_round(plan, Cursor(), lambda _: ABSENT)
    assert asked[0].addresses == {"en": "https://p.example/1-E"}


def test_first_contact_reads_back_to_the_revisit_window_and_no_further() -> None:
    def answer(ask: Ask) -> Answer:
        number = int(ask.name.rpartition("/")[2])
        return Answer(Verdict.HERE, newest=date(2026, 11, 22) - DAY * (30 - number)) if number <= 30 else ABSENT

    _, asked = one_round(PLAN, Cursor(), answer)
    read = [int(ask.name.rpartition("/")[2]) for ask in asked if ask.kind == "document"]
    assert min(read) == 15
    assert all(ask.is_old for ask in asked)


def test_a_session_that_has_not_begun_is_no_trouble() -> None:
    cursor, _ = one_round(PLAN, Cursor(), there(set()))
    assert (cursor.place["n"], cursor.has_begun, cursor.failed) == (0, True, {})
    _, asked = one_round(PLAN, cursor, there({"1"}), NOW + DAY)
    assert "1" in names(asked)
    assert not asked[0].is_old


def test_web_pages_alone_before_any_document_are_not_taken_for_the_end() -> None:
    calls: list[Ask] = []

    def answer(ask: Ask) -> Answer:
        calls.append(ask)
        return Answer(Verdict.SOFT, "a web page") if len(calls) < 3 else HERE if int(ask.name.rpartition("/")[2]) < 9 else ABSENT

    cursor, _ = one_round(PLAN, Cursor(), answer)
    assert cursor.place["n"] == 8


@given(last=st.integers(0, 40), later=st.lists(st.integers(0, 3), max_size=6))
def test_nothing_that_comes_later_is_missed_however_it_comes(last: int, later: list[int]) -> None:
    present = up_to(last)
    cursor, _ = one_round(PLAN, Cursor(), there(present))
    read: set[str] = set()
    now, end = NOW, last
    for more in later:
        now += DAY
        present |= {str(end + each) for each in range(1, more + 1)}
        end += more
        cursor, asked = one_round(PLAN, cursor, there(present), now)
        read |= {name for name in names(asked) if name in present}
    assert {str(number) for number in range(last + 1, end + 1)} <= read


def test_a_gap_does_not_end_the_counting_and_is_looked_into_again() -> None:
    cursor, _ = one_round(PLAN, Cursor(), there(up_to(3)))
    cursor, _ = one_round(PLAN, cursor, there(up_to(3) | {"6"}), NOW + DAY)
    assert cursor.place["n"] == 6
    _, asked = one_round(PLAN, cursor, there(up_to(6)), NOW + 2 * DAY)
    assert {"4", "5"} <= set(names(asked))


def test_between_two_looks_over_the_gap_only_the_next_number_is_asked() -> None:
    cursor, _ = one_round(PLAN, Cursor(), there(up_to(3)))
    cursor, _ = one_round(PLAN, cursor, there(up_to(3)), NOW + DAY)
    _, asked = one_round(PLAN, cursor, there(up_to(3)), NOW + DAY + timedelta(minutes=15))
    assert [name for name in names(asked) if int(name) > 3] == ["4"]


def test_a_special_sitting_beside_a_number_is_found_also_when_it_comes_later() -> None:
    plan = replace(PLAN, discovery=Counter("https://p.example/{n:03}", also=("-B",)))
    cursor, _ = one_round(plan, Cursor(), there({"001"}))
    cursor, asked = one_round(plan, cursor, there({"001", "002"}), NOW + DAY)
    assert "002-B" in names(asked)
    _, asked = one_round(plan, cursor, there({"001", "002", "002-B"}), NOW + 2 * DAY)
    assert "002-B" in names(asked)


def test_a_broken_number_does_not_stop_the_next_and_is_tried_again_with_back_off() -> None:
    def answer(ask: Ask) -> Answer:
        name = ask.name.rpartition("/")[2]
        return Answer(Verdict.BROKEN, "not well-formed") if name == "4" else there(up_to(5))(ask)

    cursor, _ = one_round(PLAN, Cursor(), there(up_to(3)))
    cursor, asked = one_round(PLAN, cursor, answer, NOW + DAY)
    assert (cursor.place["n"], [*cursor.failed]) == (5, ["https://p.example/4"])
    _, asked = one_round(PLAN, cursor, answer, NOW + DAY + timedelta(minutes=5))
    assert "4" not in names(asked)
    cursor, asked = one_round(PLAN, cursor, there(up_to(5)), NOW + DAY + timedelta(minutes=20))
    assert names(asked)[0] == "4"
    assert cursor.failed == {}


def test_a_document_that_went_is_a_failure_and_no_end() -> None:
    cursor, _ = one_round(PLAN, Cursor(), there(up_to(3)))
    cursor, _ = one_round(PLAN, cursor, lambda _: Answer(Verdict.SOFT, "a web page"), NOW + DAY)
    assert "it was there on 2026-11-22 and is not any more" in cursor.failed["https://p.example/3"].reason
    assert cursor.place["n"] == 3
