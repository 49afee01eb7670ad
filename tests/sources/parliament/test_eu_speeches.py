"""Speeches of the European Parliament: one item each, in every language there is."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from monitor.errors import ParseError
from monitor.model import Kind, Page, Speaker
from monitor.sources.document import Document
from monitor.sources.parliament.eu_speeches import parse_eu_speeches

WORDS = {"en": "Halden sensors.", "it": "Sensori Halden.", "de": "Halden-Sensoren."}


def fragment(text: str, start: str = "") -> str:
    return (
        f'<oralStatements><speech{start}><from><person refersTo="epdata:person/7">Ann Roe</person> '
        f"(<organization>S&amp;D</organization>).</from><p>{text}</p></speech></oralStatements>"
    )


def speech(number: int = 1, spoken: str = "ITA", words: dict[str, str] | None = None, **other: object) -> dict[str, Any]:
    return {
        "id": f"eli/dl/event/MTG-PL-2031-03-04-OTH-{number}",
        "activity_id": f"MTG-PL-2031-03-04-OTH-{number}",
        "activity_date": "2031-03-04",
        "activity_start_date": "2031-03-04T11:01:02.115+01:00",
        "activity_label": {"en": "Sensors (debate)", "it": "Sensori (discussione)"},
        "had_activity_type": "def/ep-activities/PLENARY_DEBATE_SPEECH",
        "had_participation": {"had_participant_person": ["person/7"], "participation_role": "def/ep-roles/SPEAKER"},
        "recorded_in_a_realization_of": [
            {
                "identifier": f"CRE-11-2031-03-04-OTH-{number}",
                "is_part_of": "eli/dl/doc/CRE-11-2031-03-04-ITM-003",
                "number": "3-0086-0000",
                "originalLanguage": [f"http://publications.europa.eu/resource/authority/language/{spoken}"],
                "api:xmlFragment": {lang: fragment(text) for lang, text in (words or WORDS).items()},
            }
        ],
        "inverse_consists_of": ["eli/dl/event/MTG-PL-2031-03-04-PVCRE-ITM-3"],
        **other,
    }


def read(answer: object, url: str = "") -> Page:
    return parse_eu_speeches(Document(json.dumps(answer).encode(), url=url))


def test_a_speech_is_one_item_with_every_language_as_a_variant() -> None:
    page = read({"data": [speech()], "meta": {"total": 1}})
    item = page.items[0]

    assert len(page.items) == page.declared == 1
    assert (item.key, item.lang, item.title, item.text) == (
        "MTG-PL-2031-03-04-OTH-1",
        "it",
        "Sensori (discussione)",
        "Sensori Halden.",
    )
    assert {lang: (variant.title, variant.text) for lang, variant in item.variants.items()} == {
        "en": ("Sensors (debate)", "Halden sensors."),
        "it": ("Sensori (discussione)", "Sensori Halden."),
        "de": ("", "Halden-Sensoren."),
    }
    assert item.variants["en"].url == "https://www.europarl.europa.eu/doceo/document/CRE-11-2031-03-04-ITM-003_EN.html#3-0086-0000"


def test_an_item_says_who_when_and_in_which_debate() -> None:
    item = read({"data": [speech()]}).items[0]

    assert item.kind is Kind.SPEECH
    assert item.speaker == Speaker("Ann Roe", id="person/7", party="S&D")
    assert item.published_at == datetime(2031, 3, 4, 10, 1, 2, 115000, tzinfo=UTC)
    assert item.sitting_date == date(2031, 3, 4)
    assert item.record is not None
    assert (item.record.time_precision, item.record.debate) == ("exact", "MTG-PL-2031-03-04-PVCRE-ITM-3")
    assert (item.record.house, item.record.sitting) == ("parliament", "MTG-PL-2031-03-04")


@pytest.mark.parametrize(
    ("spoken", "words", "lang"),
    [
        ("DEU", {"en": "e", "fr": "f"}, "en"),
        ("DEU", {"es": "e", "fr": "f"}, "fr"),
        ("UKR", {"lt": "l", "it": "i"}, "it"),
        ("DEU", {"sv": "s", "lt": "l"}, "sv"),
    ],
)
def test_a_speech_whose_own_language_is_still_missing_is_read_in_another(spoken: str, words: dict[str, str], lang: str) -> None:
    assert read({"data": [speech(spoken=spoken, words=words)]}).items[0].lang == lang


@pytest.mark.parametrize("wrap", [lambda row: {"data": [row]}, lambda row: {"data": row}, lambda row: {"@graph": [row]}, lambda row: row])
def test_every_shape_of_the_answer_is_read(wrap: Any) -> None:
    assert [item.key for item in read(wrap(speech())).items] == ["MTG-PL-2031-03-04-OTH-1"]


def test_speeches_within_their_sitting_are_found() -> None:
    sitting = {"id": "eli/dl/event/MTG-PL-2031-03-04", "activity_id": "MTG-PL-2031-03-04", "consists_of": [speech(1), speech(2)]}

    assert len(read({"data": [sitting]}).items) == 2


def test_lists_that_collapsed_and_nulls_are_read() -> None:
    row = speech(activity_label=None, inverse_consists_of=None, had_participation=[{"had_participant_person": "person/7"}])
    row["recorded_in_a_realization_of"] = row["recorded_in_a_realization_of"][0]
    row["recorded_in_a_realization_of"]["api:xmlFragment"] |= {"fr": None, "es": " "}
    item = read({"data": [row, None]}).items[0]

    assert sorted(item.variants) == ["de", "en", "it"]
    assert item.speaker is not None
    assert item.speaker.id == "person/7"
    assert item.record is not None
    assert (item.title, item.record.debate) == ("", "CRE-11-2031-03-04-ITM-003")


def test_what_nobody_said_is_procedural_and_dated_by_its_day() -> None:
    row = speech(activity_start_date=None, had_participation=None)
    row["recorded_in_a_realization_of"][0]["api:xmlFragment"] = {"en": "<communication><narrative>(Vote)</narrative></communication>"}
    item = read({"data": [row]}).items[0]

    assert (item.kind, item.speaker, item.text) == (Kind.PROCEDURAL, None, "(Vote)")
    assert item.published_at == datetime(2031, 3, 3, 23, tzinfo=UTC)
    assert item.record is not None
    assert item.record.time_precision == "sitting"


def test_the_president_is_the_chair_and_a_written_statement_a_statement() -> None:
    chair = speech(words={"en": "x"}, had_participation=None)
    chair["recorded_in_a_realization_of"][0]["api:xmlFragment"] = {"en": "<speech><from>President.</from><p>Closed.</p></speech>"}
    written = speech(2, had_activity_type="def/ep-activities/PLENARY_WRITTEN_STATEMENT")
    first, second = read({"data": [chair, written]}).items

    assert first.speaker == Speaker("President", is_chair=True)
    assert second.kind is Kind.STATEMENT


def test_two_passages_of_one_speech_are_one_item() -> None:
    row = speech(words={"en": "One."})
    row["recorded_in_a_realization_of"].append({"api:xmlFragment": {"en": fragment("Two.")}})

    assert [item.text for item in read({"data": [row]}).items] == ["One.\nTwo."]


def test_a_passage_that_is_no_xml_is_read_and_reported() -> None:
    row = speech(words={"en": "One."})
    row["recorded_in_a_realization_of"][0]["api:xmlFragment"]["fr"] = "<speech><p>Deux"
    page = read({"data": [row]})

    assert page.items[0].variants["fr"].text == "Deux"
    assert "no well-formed XML in fr" in page.warnings[0]


def test_speeches_of_another_day_than_was_asked_for_are_reported_with_both() -> None:
    page = read({"data": [speech()]}, "https://data.example/api/v2/speeches?sitting-date=2031-03-05&sitting-date-end=2031-03-06")

    assert page.warnings == ("the speeches say that they are of 2031-03-04, their address that they are of 2031-03-05 to 2031-03-06",)
    assert read({"data": [speech()]}, "https://data.example/speeches?sitting-date=2031-03-01&sitting-date-end=2031-03-06").warnings == ()


@pytest.mark.parametrize("empty", [{"data": []}, {"data": None}, {"@graph": []}])
def test_a_day_without_speeches_is_an_empty_page(empty: object) -> None:
    page = read(empty)

    assert (page.items, page.declared) == ((), 0)


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        ({"error": "Bad request", "code": 400}, "an object with error, code.*speeches of the European Parliament were expected"),
        ({"data": "none"}, "an object with data"),
        ([], None),
        ("sorry", "'sorry' where"),
        ({"data": [{"id": "eli/dl/event/MTG-PL-2031-03-04", "activity_id": "MTG-PL-2031-03-04"}]}, "include-output=xml_fragment"),
        ({"data": [{"id": "person/7", "label": "Ann Roe"}]}, "they are no speeches"),
    ],
)
def test_what_is_no_list_of_speeches_is_refused_with_its_reason(answer: object, complaint: str | None) -> None:
    if complaint is None:
        assert read(answer).items == ()
        return
    with pytest.raises(ParseError, match=complaint):
        read(answer)


def test_an_answer_that_breaks_off_is_refused() -> None:
    with pytest.raises(ParseError, match="cut off"):
        parse_eu_speeches(Document(json.dumps({"data": [speech()]}).encode()[:-20]))
