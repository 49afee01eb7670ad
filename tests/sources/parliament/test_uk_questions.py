"""A written question is one item from the day it is tabled to the day its answer is corrected."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from monitor.errors import ParseError
from monitor.model import Item, Kind, Page, Speaker
from monitor.sources.document import Document
from monitor.sources.parliament.uk_questions import parse_uk_questions

ASKER = {"id": 42, "name": "Ann Roe", "party": "Labour", "memberFrom": "Northby"}
MINISTER = {"id": 43, "name": "Bob Doe", "party": "Conservative", "memberFrom": "Southby"}
ANSWERED: dict[str, Any] = {
    "dateAnswered": "2031-07-08T00:00:00",
    "answerText": "<p>None.</p><p>We wait.</p>",
    "answeringMemberId": 43,
    "answeringMember": MINISTER,
    "answerIsHolding": False,
}
HOLDING: dict[str, Any] = ANSWERED | {"answerIsHolding": True, "dateHoldingAnswer": "2031-07-05T00:00:00", "answerText": "<p>Soon.</p>"}
CORRECTED: dict[str, Any] = ANSWERED | {
    "dateAnswerCorrected": "2031-07-20T15:10:00",
    "answerIsCorrection": True,
    "answerText": "<p>Two.</p>",
    "originalAnswerText": "<p>None.</p>",
    "correctingMemberId": 44,
    "correctingMember": {"id": 44, "name": "Cy Poe", "party": "Conservative", "memberFrom": "Westby"},
}


def question(uin: str | None = "12345", **other: object) -> dict[str, Any]:
    return {
        "value": {
            "id": 1,
            "askingMemberId": 42,
            "askingMember": ASKER,
            "house": "Commons",
            "dateTabled": "2031-07-01T00:00:00",
            "uin": uin,
            "questionText": "To ask how many permits <em>Halden</em> has.",
            "answeringBodyName": "Department for Trade",
            "heading": "Sensors: Export Controls",
            "isWithdrawn": False,
            "answerText": None,
            "dateAnswered": None,
            "groupedQuestions": [],
            "groupedQuestionsDates": None,
            **other,
        },
        "links": None,
    }


def read(answer: object, url: str = "") -> Page:
    return parse_uk_questions(Document(json.dumps(answer).encode(), url=url))


def only(*rows: object) -> Item:
    (item,) = read({"totalResults": 900, "results": list(rows)}).items
    return item


def phase_of(item: Item) -> tuple[str, Kind, str | None, date | None]:
    assert item.record is not None
    return item.record.phase, item.kind, item.status, item.sitting_date


def test_a_tabled_question_is_its_askers() -> None:
    item = only(question())

    assert phase_of(item) == ("tabled", Kind.QUESTION, None, date(2031, 7, 1))
    assert item.text == "To ask how many permits Halden has."
    assert item.title == "Sensors: Export Controls"
    assert item.headings == ("Department for Trade", "Sensors: Export Controls")
    assert item.speaker == Speaker("Ann Roe", id="42", party="Labour", constituency="Northby")
    assert item.url == "https://questions-statements.parliament.uk/written-questions/detail/2031-07-01/12345"
    assert item.published_at == datetime(2031, 6, 30, 23, tzinfo=UTC)
    assert item.record is not None
    assert (item.record.house, item.record.native_id, item.record.time_precision) == ("commons", "12345", "sitting")


def test_an_answer_keeps_its_question_and_is_the_ministers() -> None:
    item = only(question(**ANSWERED))

    assert phase_of(item) == ("answered", Kind.ANSWER, None, date(2031, 7, 8))
    assert item.text == "To ask how many permits Halden has.\nNone.\nWe wait."
    assert item.record is not None
    assert item.record.asked == "To ask how many permits Halden has."
    assert item.speaker == Speaker("Bob Doe", id="43", role="Department for Trade", party="Conservative", constituency="Southby")


def test_every_phase_has_the_one_key() -> None:
    items = [only(question(**phase)) for phase in ({}, HOLDING, ANSWERED, CORRECTED, {"isWithdrawn": True})]

    assert {item.key for item in items} == {"commons/2031-07-01/12345"}
    assert [phase_of(item) for item in items] == [
        ("tabled", Kind.QUESTION, None, date(2031, 7, 1)),
        ("holding answer", Kind.ANSWER, "draft", date(2031, 7, 5)),
        ("answered", Kind.ANSWER, None, date(2031, 7, 8)),
        ("corrected", Kind.ANSWER, "corrected", date(2031, 7, 20)),
        ("withdrawn", Kind.QUESTION, "withdrawn", date(2031, 7, 1)),
    ]


def test_a_corrected_answer_is_the_new_one_of_who_corrected_it() -> None:
    item = only(question(**CORRECTED))

    assert item.text.endswith("\nTwo.")
    assert "None" not in item.text
    assert item.speaker is not None
    assert item.speaker.label == "Cy Poe"
    assert item.published_at == datetime(2031, 7, 20, 14, 10, tzinfo=UTC)
    assert item.record is not None
    assert item.record.time_precision == "exact"


def test_the_same_number_in_another_session_is_another_question() -> None:
    assert only(question()).key != only(question(dateTabled="2032-02-01T00:00:00")).key


def test_members_whose_names_were_not_asked_for_are_numbers_and_departments() -> None:
    asked = only(question(askingMember=None))
    answered = only(question(**ANSWERED | {"answeringMember": None}))

    assert asked.speaker == Speaker("Member 42", id="42")
    assert answered.speaker == Speaker("Department for Trade", id="43", role="Department for Trade")


def test_a_peer_has_no_constituency() -> None:
    item = only(question("HL12", house="Lords", askingMember=ASKER | {"memberFrom": "Life peer"}))

    assert item.key == "lords/2031-07-01/HL12"
    assert item.speaker is not None
    assert item.speaker.constituency is None


def test_questions_that_were_answered_together_are_one_debate() -> None:
    first = only(question("12345", **ANSWERED, groupedQuestions=["12346"]))
    second = only(question("12346", **ANSWERED, groupedQuestionsDates={"questionUin": "12345", "dateTabled": None}))
    alone = only(question("12347", **ANSWERED))

    assert first.record is not None
    assert second.record is not None
    assert alone.record is not None
    assert first.record.debate == second.record.debate != ""
    assert alone.record.debate == ""


def test_nulls_everywhere_leave_a_question_with_its_number() -> None:
    item = only({"value": dict.fromkeys(question()["value"]) | {"uin": "12345"}})

    assert (item.key, item.text, item.title, item.speaker, item.url, item.published_at) == ("12345", "", "", None, None, None)


def test_a_question_without_a_subject_is_titled_by_its_beginning() -> None:
    assert only(question(heading=None)).title == "To ask how many permits Halden has."


def test_a_single_row_and_a_question_alone_are_read() -> None:
    assert len(read({"results": question()}).items) == 1
    assert len(read(question()).items) == 1


def test_an_entry_that_is_no_question_is_passed_over_and_reported() -> None:
    page = read({"results": [question(), {"value": None}, question(None)]})

    assert (len(page.items), page.declared) == (1, 3)
    assert page.warnings == ("2 of 3 entries have no `value` with a `uin`; they were passed over",)


def test_questions_outside_the_period_that_was_asked_for_are_reported() -> None:
    page = read({"results": [question()]}, "https://api.example/api/writtenquestions/questions?tabledWhenFrom=2031-07-02")

    assert "1 questions say that they were tabled on other days (2031-07-01)" in page.warnings[0]
    assert "(2031-07-02)" in page.warnings[0]
    assert read(question(), "https://api.example/api/writtenquestions/questions/2031-07-02/12345").warnings
    assert not read(question(), "https://api.example/api/writtenquestions/questions/2031-07-01/12345").warnings


@pytest.mark.parametrize("empty", [{"totalResults": 0, "results": []}, {"totalResults": 0, "results": None}])
def test_a_day_without_questions_is_an_empty_page(empty: object) -> None:
    page = read(empty)

    assert (page.items, page.declared, page.warnings) == ((), 0, ())


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        ({"title": "Internal Server Error", "status": 500, "detail": "x"}, "`results`; it says: 500 Internal Server Error x"),
        ({"items": []}, "an object with items where written questions were expected"),
        ([], "a list of 0 where"),
        ({"results": [{"value": {"id": 7, "title": "A bill"}}]}, "no written question is in this"),
        ({"results": ["x"]}, "its first entry is 'x'"),
    ],
)
def test_what_is_no_answer_of_the_service_is_refused_with_its_reason(answer: object, complaint: str) -> None:
    with pytest.raises(ParseError, match=complaint):
        read(answer)


@pytest.mark.parametrize("body", [b"<html>Sorry</html>", b'{"results": [{"val', b""])
def test_what_is_no_json_is_refused(body: bytes) -> None:
    with pytest.raises(ParseError):
        parse_uk_questions(Document(body))
