"""XML that no module knows is read by the settings of its source, in document order, whatever its namespaces."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from monitor.errors import ParseError
from monitor.model import Kind, Speaker
from monitor.sources.document import Document
from monitor.sources.parliament.xml_api import parse_xml_api

if TYPE_CHECKING:
    from monitor.model import Page

SITTING = """<?xml version="1.0" encoding="utf-8"?>
<sitting xmlns="urn:example:record:3"><head><date>2026-03-04</date><no>17</no></head>
 <debate><info><title>Defence</title></info>
  <clock t="14:05"/>
  <speech id="s1"><by id="p1" party="ABC">Ana Kovac</by><p>The permit was <i>not</i> renewed.</p><p>Baykar asked twice.</p></speech>
  <part><info><title>Exports</title></info>
   <speech id="s2"><by id="p2">The Minister</by><p>It will be.</p></speech>
   <answer id="s3"><by id="p2">The Minister</by><p>Two drones.</p></answer>
  </part>
 </debate>
 <debate><info><title>Fisheries</title></info><speech id="s4"><by id="p3">Bo Lind</by><p>Herring.</p></speech></debate>
</sitting>"""
OPTIONS: dict[str, object] = {
    "records": ("speech", "answer"),
    "zone": "Europe/Oslo",
    "lang": "no",
    "house": "Storting",
    "context": {
        "date": {"at": "head", "get": "date"},
        "sitting": {"at": "head", "get": "no"},
        "h1": {"at": "debate", "get": "info/title", "reset": ("h2",)},
        "h2": {"at": "part", "get": "info/title"},
    },
    "fields": {
        "native_id": "@id",
        "text": "p",
        "kind": {"of": "name()", "table": {"answer": "answer"}, "otherwise": "speech"},
        "speaker": "by",
        "speaker_id": "by/@id",
        "party": "by/@party",
    },
}


def read(document: str | bytes, **options: object) -> Page:
    body = document.encode() if isinstance(document, str) else document
    return parse_xml_api(Document(body, options={**OPTIONS, **options}))


def test_what_stands_once_is_carried_to_the_records_after_it() -> None:
    items = read(SITTING).items
    assert [item.key for item in items] == ["s1", "s2", "s3", "s4"]
    assert [item.headings for item in items] == [("Defence",), ("Defence", "Exports"), ("Defence", "Exports"), ("Fisheries",)]
    assert {item.sitting_date for item in items} == {date(2026, 3, 4)}
    assert {item.record and item.record.sitting for item in items} == {"17"}
    assert [item.title for item in items] == ["Defence", "Exports", "Exports", "Fisheries"]


def test_a_record_becomes_an_item_with_everything_that_is_mapped() -> None:
    first = read(SITTING).items[0]
    assert first.text == "The permit was not renewed.\nBaykar asked twice."
    assert first.speaker == Speaker("Ana Kovac", id="p1", party="ABC")
    assert first.lang == "no"
    assert first.record is not None
    assert (first.record.house, first.record.native_id) == ("storting", "s1")
    assert [item.kind for item in read(SITTING).items] == [Kind.SPEECH, Kind.SPEECH, Kind.ANSWER, Kind.SPEECH]


def test_a_later_version_of_the_schema_is_read_as_well() -> None:
    assert read(SITTING.replace("urn:example:record:3", "urn:example:record:4")).items == read(SITTING).items
    assert read(b"\xef\xbb\xbf\r\n" + SITTING.encode()).items == read(SITTING).items


def test_keys_stay_when_a_speech_is_taken_out() -> None:
    fields = {name: value for name, value in dict(OPTIONS["fields"]).items() if name != "native_id"}  # type: ignore[call-overload]
    whole = read(SITTING, fields=fields).items
    shorter = read(SITTING.replace("<p>It will be.</p>", ""), fields=fields).items
    assert len({item.key for item in whole}) == 4
    assert [item.key for item in shorter] == [item.key for item in whole if item.text != "It will be."]


def test_elements_among_words_part_no_paragraph_and_those_among_elements_do() -> None:
    body = "<r><speech id='a'><div><p>One <b>two</b>.</p><p>Three.</p></div><ul><li>four</li><li>five</li></ul></speech></r>"
    (item,) = read(body, fields={"native_id": "@id", "text": "."}, context=None).items
    assert item.text == "One two.\nThree.\nfour\nfive"


def test_rows_of_atom_and_odata_are_records() -> None:
    row = (
        "<entry><id>https://x.example/Bill(5)</id><title/><content type='application/xml'><m:properties>"
        "<d:BillID m:type='Edm.Int32'>5</d:BillID><d:Name>Arms Act &amp; more</d:Name><d:Summary m:null='true'/>"
        "<d:StatusID>118</d:StatusID><d:Changed m:type='Edm.DateTime'>2026-03-08T11:01:01.5</d:Changed>"
        "</m:properties></content></entry>"
    )
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:d="urn:d" xmlns:m="urn:m"><title type="text">Bill</title>'
        "<updated>2026-03-09T00:00:00Z</updated>{}</feed>"
    )
    options: dict[str, object] = {
        "records": "entry",
        "root": "feed",
        "context": None,
        "fields": {
            "native_id": "content/properties/d:BillID",
            "title": "content/properties/Name",
            "text": "content/properties/Summary",
            "phase": "content/properties/StatusID",
            "published": "content/properties/Changed",
            "kind": "bill_event",
            "url": "id",
        },
    }
    (item,) = read(feed.format(row), **options).items
    assert (item.key, item.title, item.text, item.url) == ("5", "Arms Act & more", "", "https://x.example/Bill(5)")
    assert item.published_at == datetime(2026, 3, 8, 10, 1, 1, 500_000, tzinfo=UTC)
    assert item.record is not None
    assert item.record.phase == "118"
    assert read(feed.format(""), **options).items == ()


def test_a_day_in_the_words_of_a_heading_is_read_in_its_language() -> None:
    report = (
        "<Forhandlinger><Mote><Startseksjon><Tittel>Møte tirsdag den 6. oktober 2026 kl. 10</Tittel></Startseksjon><Saker><Sak>"
        "<Sakshode><Saktittel>Sak 1</Saktittel></Sakshode><Hovedinnlegg><A><Navn personID='AK'>Ana Kovac (A) [10:02:11]:</Navn> Takk.</A>"
        "<A>Mer.</A></Hovedinnlegg></Sak></Saker></Mote></Forhandlinger>"
    )
    (item,) = read(
        report,
        records="Hovedinnlegg",
        context={"meeting": {"at": "Mote", "get": "Startseksjon"}, "h1": {"at": "Sak", "get": "Sakshode//Saktittel"}},
        fields={
            "text": ".",
            "speaker": r".//Navn|match('^\s*([^\[:]*[^\[:\s])')",
            "speaker_id": ".//Navn/@personID",
            "date": r"$meeting|match('([0-9]{1,2}\. ?[a-z]+ [0-9]{4})')|date",
        },
    ).items
    assert item.sitting_date == date(2026, 10, 6)
    assert item.speaker == Speaker("Ana Kovac (A)", id="AK")
    assert item.text == "Ana Kovac (A) [10:02:11]: Takk.\nMer."
    assert item.headings == ("Sak 1",)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (
            "<error><message>no such parameter</message></error>",
            "no element called speech or answer .*<error> and says 'no such parameter'",
        ),
        ("<html><body><h1>Just a moment...</h1></body></html>", "<html> and says 'Just a moment...'"),
        ("<sitting><head><date>2026-03-04</date></head></sitting>", "write root: sitting"),
        (SITTING[:400], "not well-formed"),
        ("", "empty"),
        ("{}", "not well-formed"),
        ('<!DOCTYPE r [<!ENTITY a "aaaa">]><r><speech id="x"><p>&a;</p></speech></r>', "entities"),
        ("<r><speech id='a'/><speech id='b'/></r>", "none of the 2 records has what `fields:` looks for"),
    ],
)
def test_a_document_that_is_something_else_is_a_complaint_that_says_what(body: str, words: str) -> None:
    with pytest.raises(ParseError, match=words):
        read(body)


def test_an_empty_document_of_the_right_kind_is_quiet() -> None:
    assert read("<sitting><head><date>2026-03-04</date></head></sitting>", root="sitting").items == ()
    with pytest.raises(ParseError, match="<fault> where <sitting> was expected; it says 'closed'"):
        read("<fault>closed</fault>", root="sitting")
    assert read("<sitting/>").items == ()


def test_settings_that_cannot_be_meant_are_a_complaint_of_the_document_too() -> None:
    with pytest.raises(ParseError, match=r"the settings of this source: fields\.text: the path"):
        read(SITTING, fields={"text": "preceding::p"})
