"""Interfaces that are asked for what changed: parts, places, and answers that go on elsewhere."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.catalogue.discovery import Paging, SinceParam
from monitor.sources.discovery.ask import Answer, Plan, Verdict
from monitor.sources.discovery.cursor import Cursor
from tests.sources.discovery.walking import ABSENT, NOW, names, one_round

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.sources.discovery.ask import Ask

DAY = timedelta(days=1)


def plan(paging: Paging = Paging(), **params: str) -> Plan:  # noqa: B008 frozen
    return Plan("k", SinceParam("https://p.example/api", params, paging=paging))


def parts(*bodies: object, entries: int = 0) -> Callable[[Ask], Answer]:
    left = list(bodies)
    return lambda _: Answer(Verdict.HERE, body=json.dumps(left.pop(0)).encode(), entries=entries)


def test_it_asks_from_the_window_at_first_and_from_the_last_whole_round_with_overlap_then() -> None:
    asking = plan(start="{since}", end="{until}")
    cursor, asked = one_round(asking, Cursor(), lambda _: ABSENT)
    assert names(asked) == ["api?start=2026-11-08&end=2026-11-22"]
    _, asked = one_round(asking, cursor, lambda _: ABSENT, NOW + DAY)
    assert names(asked) == ["api?start=2026-11-21&end=2026-11-23"]


def test_a_part_that_failed_leaves_the_place_where_it_was() -> None:
    asking = plan(start="{since}")
    cursor, _ = one_round(asking, Cursor(), lambda _: ABSENT)
    cursor, _ = one_round(asking, cursor, lambda _: Answer(Verdict.BROKEN, "500", is_servers=True), NOW + 5 * DAY)
    _, asked = one_round(asking, cursor, lambda _: ABSENT, NOW + 6 * DAY)
    assert names(asked) == ["api?start=2026-11-21"]


def test_counting_on_ends_with_a_part_that_is_not_full() -> None:
    answers = [Answer(Verdict.HERE, entries=100), Answer(Verdict.HERE, entries=100), Answer(Verdict.HERE, entries=7)]
    _, asked = one_round(plan(Paging(offset="skip")), Cursor(), lambda _: answers.pop(0))
    assert names(asked) == ["api?skip=0", "api?skip=100", "api?skip=200"]


def test_an_answer_that_goes_on_at_an_address_keeps_the_parameters_that_it_must() -> None:
    paging = Paging(next='"@next"', keep=("format",))
    first = {"@next": "https://p.example/api?skiptoken=7&key=leaked"}
    _, asked = one_round(plan(paging, format="json", key="${env:KEY}"), Cursor(), parts(first, {}))
    assert names(asked)[1] == "api?skiptoken=7&format=json&key=${env:KEY}"


def test_an_answer_does_not_lead_to_another_server_or_in_a_circle() -> None:
    paging = Paging(next="next")
    _, asked = one_round(plan(paging), Cursor(), parts({"next": "https://evil.example/api"}))
    assert len(asked) == 1
    _, asked = one_round(plan(paging), Cursor(), parts({"next": "https://p.example/api"}))
    assert len(asked) == 1


def test_a_cursor_is_passed_on_as_a_parameter_until_it_stays_the_same() -> None:
    paging = Paging(next="cursor", parameter="cursor")
    _, asked = one_round(plan(paging), Cursor(), parts({"cursor": "a/b"}, {"cursor": "c"}, {"cursor": "c"}))
    assert names(asked) == ["api", "api?cursor=a%2Fb", "api?cursor=c"]


def test_an_answer_without_an_end_is_left_after_so_many_parts() -> None:
    _, asked = one_round(plan(Paging(offset="skip", most=5)), Cursor(), lambda _: Answer(Verdict.HERE, entries=100))
    assert len(asked) == 5


def test_an_answer_of_more_parts_than_are_read_is_told_and_does_not_hold_up_the_next() -> None:
    asking = plan(Paging(offset="skip", most=2))
    full = Answer(Verdict.HERE, entries=100)
    cursor, asked = one_round(asking, Cursor(), lambda _: full)
    assert (len(asked), cursor.failed) == (2, {})
    cursor, asked = one_round(asking, cursor, lambda _: full, NOW + DAY)
    assert [failure.reason for failure in cursor.failed.values()] == [
        "its answer goes on beyond 2 parts; what the further ones hold is left out"
    ]
    cursor, asked = one_round(asking, cursor, lambda _: ABSENT, NOW + 2 * DAY)
    assert (len(asked), cursor.failed) == (1, {})
