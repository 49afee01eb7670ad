"""A section of the UK's Hansard, in the structure that its API's OpenAPI document gives."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from monitor.errors import ParseError
from monitor.model import Kind, Page, Speaker
from monitor.sources.document import Document
from monitor.sources.parliament.uk_hansard import parse_uk_hansard

SECTION = "8F1C2A34-0000-4000-8000-0000000000AA"


def said(value: str, name: str | None = "C1", who: str | None = "Ann Roe (Northby) (Lab)", **other: object) -> dict[str, Any]:
    return {
        "ItemType": "Contribution",
        "ItemId": 1,
        "MemberId": 42,
        "AttributedTo": who,
        "Value": value,
        "Timecode": None,
        "ExternalId": name,
        "UIN": None,
        "IsReiteration": False,
        **other,
    }


def section(*items: object, children: object = (), title: str = "Sensors", name: str = SECTION, **overview: object) -> dict[str, Any]:
    return {
        "Overview": {
            "ExtId": name,
            "Title": title,
            "Date": "2031-07-01T00:00:00",
            "House": "Commons",
            "Location": "Commons Chamber",
            "Source": "DailyHansard",
            **overview,
        },
        "Navigator": [],
        "Items": list(items),
        "ChildDebates": children,
    }


def read(answer: object, url: str = "") -> Page:
    return parse_uk_hansard(Document(json.dumps(answer).encode(), url=url))


def test_a_contribution_is_an_item_with_a_link_to_itself() -> None:
    page = read(section(said("<p>I met <em>Halden</em>.</p><p>We wait &amp; see.</p>", Timecode="2031-07-01T14:30:00")))
    item = page.items[0]

    assert len(page.items) == page.declared == 1
    assert (item.key, item.kind, item.title, item.headings) == ("C1", Kind.SPEECH, "Sensors", ("Sensors",))
    assert item.text == "I met Halden.\nWe wait & see."
    assert item.url == f"https://hansard.parliament.uk/Commons/2031-07-01/debates/{SECTION}/#contribution-C1"
    assert item.speaker == Speaker("Ann Roe (Northby) (Lab)", id="42", party="Lab", constituency="Northby")
    assert (item.sitting_date, item.published_at) == (date(2031, 7, 1), datetime(2031, 7, 1, 13, 30, tzinfo=UTC))
    assert item.record is not None
    assert (item.record.house, item.record.debate, item.record.native_id) == ("commons", SECTION, "C1")
    assert item.record.time_precision == "exact"


def test_a_time_holds_for_what_follows_it() -> None:
    stamp = {"ItemType": "Timestamp", "Value": "<p>2.30 pm</p>", "Timecode": "2031-07-01T14:30:00", "MemberId": None, "AttributedTo": None}
    first, second = read(section(said("<p>One</p>"), stamp, said("<p>Two</p>", "C2"))).items

    assert first.published_at == datetime(2031, 6, 30, 23, tzinfo=UTC)
    assert second.published_at == datetime(2031, 7, 1, 13, 30, tzinfo=UTC)
    assert first.record is not None
    assert second.record is not None
    assert (first.record.time_precision, second.record.time_precision) == ("sitting", "minutes")


def test_a_mark_of_the_time_may_be_a_clocks() -> None:
    stamp = {"ItemType": "Timestamp", "Value": "<p>14:30:00</p>", "Timecode": None}

    assert read(section(stamp, said("<p>One</p>"))).items[0].published_at == datetime(2031, 7, 1, 13, 30, tzinfo=UTC)


def test_the_navigator_names_the_sections_above() -> None:
    navigator: list[dict[str, object]] = [
        {"Id": 1, "ParentId": None, "Title": "Commons Chamber"},
        {"Id": 2, "ParentId": 1, "Title": "Trade"},
        {"Id": 3, "ParentId": 2, "Title": "Sensors", "ExternalId": SECTION},
        {"Id": 4, "ParentId": 2, "Title": "Steel"},
    ]
    answer = section(said("<p>One</p>"), Id=3) | {"Navigator": navigator}

    assert read(answer).items[0].headings == ("Commons Chamber", "Trade", "Sensors")
    navigator[0]["ParentId"] = 3
    assert len(read(answer | {"Navigator": navigator}).items[0].headings) == 3


def test_sections_within_the_section_have_its_headings_above_theirs() -> None:
    inner = section(said("<p>Inner</p>", "C2"), title="Topical Questions", name="B2", Date=None, House=None)
    page = read(section(said("<p>Outer</p>"), children=[section(children=[inner], title="Trade", name="B1")]))

    assert [(item.text, item.headings) for item in page.items] == [
        ("Outer", ("Sensors",)),
        ("Inner", ("Sensors", "Trade", "Topical Questions")),
    ]
    assert page.items[1].url == "https://hansard.parliament.uk/Commons/2031-07-01/debates/B2/#contribution-C2"


def test_a_row_in_place_of_a_list_is_read() -> None:
    assert len(read(section() | {"Items": said("<p>One</p>"), "ChildDebates": section(said("<p>Two</p>", "C2"))}).items) == 2


def test_what_nobody_says_is_procedural_and_columns_and_empty_items_are_none() -> None:
    page = read(
        section(
            said("<p>Question put and agreed to.</p>", "P1", None, MemberId=None),
            said("<p>123</p>", "K1", None, MemberId=0, ItemType="ColumnNumber"),
            said("<p>124</p>", "K2", None, MemberId=0, HRSTag="hs_ColumnNumber"),
            said(None, "N1"),  # type: ignore[arg-type]
            None,
        )
    )

    assert [(item.kind, item.speaker, item.text) for item in page.items] == [(Kind.PROCEDURAL, None, "Question put and agreed to.")]
    assert page.declared == 1


def test_a_column_number_within_the_text_is_taken_out() -> None:
    value = (
        '<p>We met Halden <span class="column-number column-hidden" data-column-number="7">Column 7</span>Optical, '
        'as I said in <span class="cross-reference" data-column-number="637">column 637</span>.</p>'
    )

    assert read(section(said(value))).items[0].text == "We met Halden Optical, as I said in column 637."


def test_a_reiteration_is_given_only_if_it_says_something_new() -> None:
    page = read(section(said("<p>One</p>"), said("<p>One</p>", "C2", IsReiteration=True), said("<p>Two</p>", "C3", IsReiteration=True)))

    assert [item.text for item in page.items] == ["One", "Two"]


def test_kinds_and_drafts_are_told_by_the_record() -> None:
    assert read(section(said("<p>1. To ask.</p>", UIN="901234"))).items[0].kind is Kind.QUESTION
    assert read(section(said("<p>I announce.</p>"), Location="Written Statements")).items[0].kind is Kind.STATEMENT
    assert read(section(said("<p>x</p>"), Source="RollingHansard")).items[0].status == "draft"
    assert read(section(said("<p>x</p>"), Source=1)).items[0].status == "draft"
    assert read(section(said("<p>x</p>"), Source="BoundVolume")).items[0].status == "final"
    assert read(section(said("<p>x</p>"))).items[0].status is None


def test_without_a_name_a_contribution_is_known_by_speaker_and_words() -> None:
    whole = [item.key for item in read(section(said("<p>One</p>", None), said("<p>Two</p>", None), said("<p>Two</p>", None))).items]
    without = [item.key for item in read(section(said("<p>Two</p>", None))).items]

    assert len(set(whole)) == 3
    assert without == [whole[1]]


def test_another_section_or_day_than_the_address_asks_for_is_reported_with_both() -> None:
    other = "8F1C2A34-0000-4000-8000-0000000000BB"
    page = read(section(said("<p>x</p>")), f"https://hansard-api.parliament.uk/debates/debate/{other}.json?date=2031-07-02")

    assert len(page.warnings) == 2
    assert SECTION in page.warnings[0]
    assert other in page.warnings[0]
    assert "2031-07-01" in page.warnings[1]
    assert "2031-07-02" in page.warnings[1]
    assert read(section(), f"https://hansard-api.parliament.uk/debates/debate/{SECTION.lower()}.json").warnings == ()


def test_a_section_without_contributions_is_an_empty_page() -> None:
    assert read(section() | {"Items": None, "ChildDebates": None}).items == ()


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        ({"Message": "An error has occurred."}, "an object with Message where a section of Hansard was expected"),
        ({"Overview": None, "Items": [], "ChildDebates": []}, "a section of Hansard was expected"),
        ([section()], "a list of 1 where"),
        (None, "null where"),
        (section(Date="0001-01-01T00:00:00"), "has no date.*0001-01-01"),
    ],
)
def test_what_is_no_section_is_refused_with_its_reason(answer: object, complaint: str) -> None:
    with pytest.raises(ParseError, match=complaint):
        read(answer)


@pytest.mark.parametrize("body", [b"<html>Sorry</html>", b'{"Overview": {"Ti', b""])
def test_what_is_no_json_is_refused(body: bytes) -> None:
    with pytest.raises(ParseError):
        parse_uk_hansard(Document(body))
