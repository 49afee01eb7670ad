"""A service that no module knows is read by the settings of its source, in every shape that its answers come in."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from monitor.errors import ParseError
from monitor.model import Kind, Speaker
from monitor.sources.document import Document
from monitor.sources.parliament.json_api import parse_json_api

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.model import Item, Page

ROW = {
    "ID": 4711,
    "Language": "DE",
    "Title": "Ausfuhr von <b>Zielgeräten</b>",
    "SubmittedText": "<p>Wurde die Ausfuhr bewilligt?</p><p>Wann?</p>",
    "ReasonText": None,
    "Answer": "<p>Ja.</p>",
    "SubmissionDate": "/Date(1772582400000)/",
    "Changed": "/Date(1772618400000+0060)/",
    "Council": {"Name": "Nationalrat"},
    "Type": "Interpellation",
    "By": {"Name": "Ana Kovac", "Number": 12, "Group": "S", "Canton": "Zürich"},
    "Status": "Erledigt",
}
MAP: dict[str, object] = {
    "native_id": ("ID", "Language"),
    "title": "Title|html",
    "text": ("SubmittedText|html", "ReasonText|html"),
    "date": "SubmissionDate|dotnet_date",
    "published": "Changed|dotnet_date",
    "kind": {"of": "Type", "table": {"Interpellation": "question"}, "otherwise": "statement"},
    "speaker": "By.Name",
    "speaker_id": "By.Number",
    "party": "By.Group",
    "constituency": "By.Canton",
    "house": "Council.Name",
    "lang": "Language",
    "phase": "Status",
    "headings": ("Type", "Council.Name"),
    "url": "https://records.example/{Language|lower}/affair?id={ID}",
}


def read(answer: object, fields: Mapping[str, object] = MAP, records: str = "d.results || d", **options: object) -> Page:
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    return parse_json_api(Document(body, options={"records": records, "map": fields, "zone": "Europe/Zurich", **options}))


def only(page: Page) -> Item:
    (item,) = page.items
    return item


def row(**fields: object) -> dict[str, object]:
    return {**ROW, **fields}


def test_a_row_becomes_an_item_with_everything_that_is_mapped() -> None:
    page = read({"d": {"results": [ROW]}})
    item = only(page)
    assert page.declared == 1
    assert page.warnings == ()
    assert item.key == "4711-DE"
    assert item.title == "Ausfuhr von Zielgeräten"
    assert item.text == "Wurde die Ausfuhr bewilligt?\nWann?"
    assert item.kind is Kind.QUESTION
    assert item.url == "https://records.example/de/affair?id=4711"
    assert item.sitting_date == date(2026, 3, 4)
    assert item.published_at == datetime(2026, 3, 4, 10, tzinfo=UTC)
    assert item.lang == "de"
    assert item.headings == ("Interpellation", "Nationalrat")
    assert item.speaker == Speaker("Ana Kovac", id="12", party="S", constituency="Zürich")
    assert item.record is not None
    assert (item.record.house, item.record.native_id, item.record.phase) == ("nationalrat", "4711-DE", "Erledigt")
    assert item.record.time_precision == "exact"


@pytest.mark.parametrize(
    ("answer", "records"),
    [
        ({"d": {"results": [ROW]}}, "d.results || d"),
        ({"d": [ROW]}, "d.results || d"),
        ({"d": {"results": ROW}}, "d.results || d"),
        ({"d": ROW}, "d.results || d"),
        ({"value": [ROW], "@odata.nextLink": "https://x.example"}, "value"),
        ({"list": {"row": ROW}}, "list.row"),
        ([ROW], "@"),
        (ROW, "@"),
        ({"docs": [{"inner": ROW}]}, "docs[].inner"),
    ],
)
def test_rows_are_found_in_every_shape_of_an_answer(answer: object, records: str) -> None:
    assert only(read(answer, records=records)).key == "4711-DE"


def test_a_byte_order_mark_is_passed_over() -> None:
    assert only(read(b"\xef\xbb\xbf" + json.dumps([ROW]).encode(), records="@")).key == "4711-DE"


@pytest.mark.parametrize(
    ("answer", "records"), [({"d": {"results": []}}, "d.results || d"), ({"d": []}, "d.results || d"), ([], "@"), ({}, "value")]
)
def test_an_answer_without_rows_is_quiet_and_not_broken(answer: object, records: str) -> None:
    page = read(answer, records=records)
    assert (page.items, page.declared) == ((), 0)


def test_an_answer_may_say_in_its_own_way_that_it_is_empty() -> None:
    records = "list.row || (list.\"@hits\" == '0' && `[]`)"
    assert read({"list": {"@hits": "0"}}, records=records).items == ()
    with pytest.raises(ParseError, match="finds nothing"):
        read({"list": {"@hits": "3"}}, records=records)


@pytest.mark.parametrize(
    ("answer", "records", "words"),
    [
        ({"error": {"code": 401, "message": "no such key"}}, "value", "finds nothing in this answer.*no such key"),
        ({"error": "over quota"}, "@", "finds nothing in this answer.*over quota"),
        (
            {"d": {"error": "over quota"}},
            "d.results || d",
            "none of the 1 records has what `map:` looks for; the first is an object",
        ),
        ({"value": "try later"}, "value", "finds 'try later' where a list of objects was expected"),
        ({"value": [1, 2]}, "value", "finds a list of 2 where a list of objects was expected"),
        ({"items": [ROW]}, "value", "an object with items"),
        (b"<!DOCTYPE html><html><body>Just a moment...</body></html>", "value", "HTML"),
        (b'{"value": [{"ID": 1', "value", "cut off"),
        (b"", "value", "empty"),
    ],
)
def test_an_answer_that_is_something_else_is_a_complaint_that_says_what(answer: object, records: str, words: str) -> None:
    with pytest.raises(ParseError, match=words):
        read(answer, records=records)


def test_keys_stay_when_another_row_is_taken_out() -> None:
    rows = [row(ID=number, SubmittedText=f"<p>Rede {number}</p>") for number in range(5)]
    whole, shorter = read(rows, records="@"), read(rows[:2] + rows[3:], records="@")
    assert len({item.key for item in whole.items}) == 5
    assert {item.key for item in shorter.items} == {item.key for item in whole.items} - {"2-DE"}


def test_a_speech_without_an_id_is_known_by_who_speaks_and_how_it_begins() -> None:
    fields = {name: value for name, value in MAP.items() if name != "native_id"}
    rows = [row(SubmittedText="<p>Erstens.</p>"), row(SubmittedText="<p>Zweitens.</p>"), row(SubmittedText="<p>Erstens.</p>")]
    first, second, again = (item.key for item in read(rows, fields, "@").items)
    assert first.startswith("2026-03-04:12:Ana Kovac:")
    assert again == f"{first}~2"
    assert [item.key for item in read(rows[1:2], fields, "@").items] == [second]


def test_the_parts_of_a_key_can_be_declared() -> None:
    fields = {name: value for name, value in MAP.items() if name != "native_id"}
    assert only(read([ROW], fields, "@", key=("date", "house"))).key == "2026-03-04:nationalrat"
    assert only(read([ROW], {**MAP, "key": ("Council.Name", "ID")}, "@")).key == "Nationalrat-4711"


def test_a_part_of_a_name_is_no_name() -> None:
    page = read([row(Language=None), row(Language=None, SubmittedText="<p>Anders.</p>")], records="@")
    assert len({item.key for item in page.items}) == 2
    assert all(item.key.startswith("2026-03-04:12:") for item in page.items)
    assert page.warnings == ("2 records have no name of their own; who speaks and how the text begins stand for it",)


def test_of_several_versions_of_a_row_the_latest_stays() -> None:
    rows = [row(Changed="/Date(1772618400000)/", Title="new"), row(Changed="/Date(1772500000000)/", Title="old")]
    fields = {**MAP, "version": "Changed|dotnet_date"}
    assert only(read(rows, fields, "@")).title == "new"
    assert only(read(rows[::-1], fields, "@")).title == "new"


def test_a_row_that_was_deleted_softly_is_withdrawn_even_without_words() -> None:
    fields = {**MAP, "withdrawn": "Deleted"}
    gone = {"ID": 4711, "Language": "DE", "Deleted": True}
    assert only(read([gone], fields, "@")).status == "withdrawn"
    assert only(read([row(Deleted=False)], fields, "@")).status is None


def test_a_row_without_words_is_passed_over_and_said_to_be() -> None:
    page = read([ROW, {"ID": 4712, "Language": "DE"}], records="@")
    assert only(page).key == "4711-DE"
    assert page.warnings == ("1 records have no words, and are passed over, such as '4712-DE'",)


def test_an_answer_is_kept_with_its_question_as_one_item() -> None:
    fields = {**MAP, "text": "Answer|html", "asked": ("SubmittedText|html",), "kind": "answer"}
    item = only(read([ROW], fields, "@"))
    assert (item.text, item.kind) == ("Ja.", Kind.ANSWER)
    assert item.record is not None
    assert item.record.asked == "Wurde die Ausfuhr bewilligt?\nWann?"


def test_a_value_that_no_table_has_is_told() -> None:
    page = read([row(Type="Postulat")], {**MAP, "kind": {"of": "Type", "table": {"Interpellation": "question"}}}, "@")
    assert only(page).kind is Kind.STATEMENT
    assert page.warnings == ("1 records have a kind that its table lacks, such as 'Postulat'",)


@pytest.mark.parametrize(
    ("table", "value", "status"),
    [
        ({"Casco": "draft"}, "Casco", "draft"),
        ({"true": "final", "false": "draft"}, True, "final"),
        ({"true": "final", "false": "draft"}, False, "draft"),
        ({"5": "corrected"}, 5, "corrected"),
    ],
)
def test_a_table_translates_texts_numbers_and_booleans(table: dict[str, str], value: object, status: str) -> None:
    assert only(read([row(State=value)], {**MAP, "status": {"of": "State", "table": table}}, "@")).status == status


def test_a_value_is_cut_out_of_another() -> None:
    fields = {**MAP, "sitting": "Title|match('Sitzung ([0-9]+)')", "house": "'Ständerat'"}
    item = only(read([row(Title="Sitzung 17 vom Montag")], fields, "@"))
    assert item.record is not None
    assert (item.record.sitting, item.record.house) == ("17", "ständerat")


def test_a_function_that_does_not_fit_one_row_leaves_its_field_empty() -> None:
    fields = {**MAP, "sitting": "join('-', [Language, Session])"}
    items = read([row(Session="7"), row(ID=2, Session=None)], fields, "@").items
    assert [item.record and item.record.sitting for item in items] == ["DE-7", None]


def test_a_link_is_made_only_of_what_is_there_and_takes_no_harm_from_it() -> None:
    items = read([row(ID="a b&c"), row(ID=None)], {**MAP, "native_id": "Title"}, "@").items
    assert [item.url for item in items] == ["https://records.example/de/affair?id=a%20b%26c", None]
    assert only(read([row(Page="javascript:alert(1)")], {**MAP, "url": "Page"}, "@")).url is None


def test_a_date_that_cannot_be_read_is_told_and_one_that_is_not_there_is_not() -> None:
    fields = {**MAP, "date": "Day", "published": "Day"}
    page = read([row(ID=1, Day="someday"), row(ID=2, Day="0001-01-01T00:00:00"), row(ID=3, Day=None)], fields, "@")
    assert [item.sitting_date for item in page.items] == [None, None, None]
    assert set(page.warnings) == {
        "1 records have a date that cannot be read, such as 'someday'",
        "1 records have a published that cannot be read, such as 'someday'",
    }


def test_a_day_alone_counts_from_midnight_at_the_place() -> None:
    fields = {name: value for name, value in MAP.items() if name != "published"}
    item = only(read([row(SubmissionDate="2026-07-01")], {**fields, "date": "SubmissionDate"}, "@"))
    assert item.sitting_date == date(2026, 7, 1)
    assert item.published_at == datetime(2026, 6, 30, 22, tzinfo=UTC)
    assert item.record is not None
    assert item.record.time_precision == "sitting"


def test_the_language_of_a_source_with_one_language_holds_for_its_items() -> None:
    fields = {name: value for name, value in MAP.items() if name != "lang"}
    assert only(read([ROW], fields, "@", languages=("nl",))).lang == "nl"
    assert only(read([ROW], fields, "@", languages=("nl", "en"))).lang is None


def test_settings_that_cannot_be_meant_are_a_complaint_of_the_document_too() -> None:
    with pytest.raises(ParseError, match=r"the settings of this source: map\.text: no filter is called hmtl"):
        read([ROW], {"text": "SubmittedText|hmtl"}, "@")
