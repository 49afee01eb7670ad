"""What the operator hears of single documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

from monitor.catalogue.discovery import DateWalk, SinceParam
from monitor.model import SourceKey
from monitor.sources.discovery.ask import Answer, Ask, Plan, Verdict
from monitor.sources.discovery.booking import MOST_TOLD, booked
from monitor.sources.discovery.cursor import Cursor
from monitor.sources.discovery.steps import after, close_round, next_ask, open_round
from monitor.sources.discovery.troubles import notices_between
from tests.sources.discovery.walking import HERE, NOW

KEY = SourceKey("ca-hansard")
PLAN = Plan("k", DateWalk("https://p.example/{date}"))


def ask(name: str = "https://p.example/a") -> Ask:
    return Ask("document", name, {"": name})


def told(before: Cursor, after: Cursor, *warnings: str) -> list[tuple[str, bool]]:
    return [(each.condition, each.is_over) for each in notices_between(KEY, before, after, warnings, UTC)]


def test_a_document_that_cannot_be_read_is_told_once_and_once_when_it_is_mended() -> None:
    broken = booked(Cursor(), ask(), Answer(Verdict.BROKEN, "line 3: not well-formed"), NOW)
    (notice,) = notices_between(KEY, Cursor(), broken, (), UTC)
    assert notice.condition == "source.document/ca-hansard/https://p.example/a"
    assert notice.lines[0] == "Line 3: not well-formed (https://p.example/a)."
    again = booked(broken, ask(), Answer(Verdict.BROKEN, "line 3: not well-formed"), NOW + timedelta(hours=1))
    assert told(broken, again) == []
    mended = booked(again, ask(), HERE, NOW + timedelta(hours=2))
    assert told(again, mended) == [("source.document/ca-hansard/https://p.example/a", True)]


def test_an_address_that_nobody_can_open_is_not_shown() -> None:
    name = "https://p.example/a-{lang}"
    both = Ask("document", name, {"en": "https://p.example/a-en", "fr": "https://p.example/a-fr"})
    broken = booked(Cursor(), both, Answer(Verdict.BROKEN, "line 3: not well-formed (https://p.example/a-fr)"), NOW)
    (notice,) = notices_between(KEY, Cursor(), broken, (), UTC)
    assert notice.lines[0] == "Line 3: not well-formed (https://p.example/a-fr)."


def test_what_may_pass_by_itself_is_told_at_the_third_try() -> None:
    cursor, heard = Cursor(), []
    for hour in range(4):
        after = booked(cursor, ask(), Answer(Verdict.BROKEN, "the server answers 500", is_servers=True), NOW + timedelta(hours=hour))
        heard.append(len(told(cursor, after)))
        cursor = after
    assert heard == [0, 0, 1, 0]


def test_back_off_doubles_up_to_a_day() -> None:
    cursor, waits = Cursor(), []
    for _ in range(9):
        cursor = booked(cursor, ask(), Answer(Verdict.BROKEN, "no"), NOW)
        waits.append((cursor.failed[ask().name].again - NOW) / timedelta(minutes=15))
    assert waits == [1, 2, 4, 8, 16, 32, 64, 96, 96]


def test_of_many_broken_documents_only_some_are_told() -> None:
    cursor = Cursor()
    for number in range(20):
        cursor = booked(cursor, ask(f"https://p.example/{number}"), Answer(Verdict.BROKEN, "no"), NOW)
    assert len(told(Cursor(), cursor)) == MOST_TOLD


def test_a_list_that_is_read_again_is_not_said_to_be_given_up() -> None:
    plan = Plan("k", SinceParam("https://p.example/api"))
    begun = replace(open_round(plan, Cursor(), NOW), has_begun=True)
    asked = next_ask(plan, begun)
    assert asked is not None
    broken = after(plan, begun, asked, Answer(Verdict.BROKEN, "this is no JSON"), NOW)
    mended = after(plan, open_round(plan, close_round(broken), NOW), asked, HERE, NOW)
    assert [each.subject for each in notices_between(KEY, begun, broken, (), UTC)] == ["ca-hansard: a list of documents cannot be read"]
    assert [each.subject for each in notices_between(KEY, broken, mended, (), UTC)] == ["ca-hansard: a list of documents is read again"]


def test_a_document_that_leaves_the_window_unmended_is_given_up() -> None:
    broken = booked(Cursor(), ask(), Answer(Verdict.BROKEN, "no"), NOW)
    after = close_round(open_round(PLAN, broken, NOW + timedelta(days=15)))
    (notice,) = notices_between(KEY, broken, after, (), UTC)
    assert (notice.subject, notice.is_over) == ("ca-hansard: a document is given up", True)


def test_a_document_with_warnings_is_told_with_them_until_it_has_none() -> None:
    faulty = booked(Cursor(), ask(), replace(HERE, is_faulty=True), NOW)
    (notice,) = notices_between(KEY, Cursor(), faulty, ("two hours are beyond 24",), UTC)
    assert notice.lines[:2] == ("In https://p.example/a:", "two hours are beyond 24")
    same = booked(faulty, ask(), Answer(Verdict.SAME), NOW)
    assert told(faulty, same) == []
    assert told(same, booked(same, ask(), HERE, NOW)) == [("source.faulty/ca-hansard/https://p.example/a", True)]
