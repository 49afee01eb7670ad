"""A record that a user declares becomes one of the catalogue's, and whatever cannot be meant in it is told at its place."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.catalogue.declared import declared, faults_of
from monitor.catalogue.discovery import DateWalk, IndexPage, OneFeed, SinceParam
from monitor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

URL = "https://api.example.org/affairs"
JSON: dict[str, object] = {"records": "items", "map": {"native_id": "id", "title": "title"}}
XML: dict[str, object] = {"records": ("speech",), "fields": {"text": "."}}
LEAST = {"json-api": JSON, "xml-api": XML}


def told(name: str, options: Mapping[str, object], url: str = URL) -> dict[tuple[str | int, ...], str]:
    return {fault.place: f"{fault.what}; {fault.remedy}" for fault in faults_of(name, url, {**LEAST[name], **options})}


@pytest.mark.parametrize("name", ["json-api", "xml-api"])
def test_the_least_that_can_be_said_is_enough(name: str) -> None:
    assert told(name, {}) == {}
    record = declared(name, URL, LEAST[name])
    assert record.format == name
    assert record.discoveries == (OneFeed(URL),)
    assert record.options == LEAST[name]


def test_an_entry_says_everything_that_a_record_of_the_catalogue_does() -> None:
    record = declared(
        "json-api",
        "",
        {
            **JSON,
            "discover": {"kind": "since_param", "url": URL, "params": {"since": "{since}", "size": 50}, "overlap": "6h"},
            "paginate": {"next": '"@odata.nextLink"', "keep": ("format",), "most": 5},
            "expect": {"records": 0, "quiet": "90d"},
            "revisit": "30d",
            "zone": "Europe/Vienna",
            "languages": ("de",),
            "house": "Nationalrat",
            "key": ("date", "text_mark"),
            "requests_per_day": 20,
            "published_interface": True,
        },
    )
    (discovery,) = record.discoveries
    assert isinstance(discovery, SinceParam)
    assert discovery.params == {"since": "{since}", "size": "50"}
    assert discovery.overlap == timedelta(hours=6)
    assert (discovery.paging.next, discovery.paging.keep, discovery.paging.most) == ('"@odata.nextLink"', ("format",), 5)
    assert (record.expect.records, record.expect.quiet, record.revisit) == (0, timedelta(days=90), timedelta(days=30))
    assert (record.zone, record.languages, record.house) == ("Europe/Vienna", ("de",), "nationalrat")
    assert (record.requests_per_day, record.is_published_interface) == (20, True)
    assert {"zone", "languages", "house", "key"} < set(record.options)


def test_common_words_that_the_settings_have_read_are_taken_as_they_are() -> None:
    record = declared("json-api", URL, {**JSON, "revisit": timedelta(days=3), "expect": {"quiet": timedelta(days=9)}, "recess": ()})
    assert (record.revisit, record.expect.quiet) == (timedelta(days=3), timedelta(days=9))


def test_a_record_is_found_in_several_ways() -> None:
    record = declared(
        "xml-api",
        "",
        {
            **XML,
            "discover": (
                {"kind": "date_walk", "url": "https://x.example/{date:%d.%m.%Y}.xml", "since": "2026-01-31"},
                {"kind": "index_page", "url": "https://x.example/", "link": r"/day/\d+$", "then": {"link": r"\.xml$", "url": ""}},
            ),
        },
    )
    first, second = record.discoveries
    assert isinstance(first, DateWalk)
    assert first.since == date(2026, 1, 31)
    assert isinstance(second, IndexPage)
    assert second.then is not None
    assert second.then.link == r"\.xml$"


@pytest.mark.parametrize(
    ("options", "place", "words"),
    [
        ({"records": None}, (), "`records` is missing"),
        ({"records": "[["}, ("records",), "no jmespath expression"),
        ({"records": ("a", "b")}, ("records",), "one text is needed here, not a list"),
        ({"map": None}, (), "`map` is missing"),
        ({"map": "title"}, ("map",), "name: value settings are needed here"),
        ({"map": {"native_id": "id"}}, ("map",), "neither title nor text"),
        ({"map": {"tilte": "x", "text": "y"}}, ("map", "tilte"), "did you mean 'title'?"),
        ({"map": {"text": "a|hmtl"}}, ("map", "text"), "no filter is called hmtl"),
        ({"map": {"text": "shout(a)"}}, ("map", "text"), "no function called shout"),
        ({"map": {"text": "t", "date": "d|date('%Q')"}}, ("map", "date"), "no pattern of a date"),
        ({"map": {"text": "t|html('x')"}}, ("map", "text"), "takes no argument"),
        ({"map": {"text": "t", "sitting": "s|match('(')"}}, ("map", "sitting"), "no regular expression"),
        ({"map": {"text": "t", "sitting": "s|match"}}, ("map", "sitting"), "needs a regular expression"),
        ({"map": {"text": "t", "kind": "spech"}}, ("map", "kind"), "no kind of item"),
        ({"map": {"text": "t", "kind": {"of": "k", "table": {"a": "talk"}}}}, ("map", "kind", "table"), "'talk' is no kind"),
        ({"map": {"text": "t", "kind": {"of": "k"}}}, ("map", "kind"), "`table` is missing"),
        ({"map": {"text": "t", "status": {"of": "s", "table": {"a": "gone"}}}}, ("map", "status", "table"), "'gone' is no status"),
        ({"map": {"text": "t", "url": "https://x.example/{id"}}, ("map", "url"), "no partner"),
        ({"map": {"text": "t", "party": ""}}, ("map", "party"), "no jmespath expression"),
        ({"map": {"text": "t", "party": ()}}, ("map", "party"), "is empty"),
        ({"record": "x"}, ("record",), "did you mean 'records'?"),
        ({"key": ("date", "position")}, ("key",), "cannot be part of a key"),
        ({"zone": "Mars/Olympus"}, ("zone",), "no time zone"),
        ({"revisit": "soon"}, ("revisit",), "no duration"),
        ({"requests_per_day": 0}, ("requests_per_day",), "at least 1"),
        ({"expect": {"record": 1}}, ("expect", "record"), "did you mean 'records'?"),
        ({"discover": "feed"}, ("discover",), "name: value settings"),
        ({"discover": ()}, ("discover",), "this list is empty"),
        ({"discover": {"url": URL}}, ("discover",), "`kind` is missing"),
        ({"discover": {"kind": "guess"}}, ("discover", "kind"), "no way to find documents"),
        ({"discover": {"kind": "feed", "urls": "x"}}, ("discover", "urls"), "did you mean 'url'?"),
        ({"discover": {"kind": "counter", "url": URL}}, ("discover", "url"), "{n:03}"),
        ({"discover": {"kind": "date_walk", "url": "https://x.example/{date}", "since": "31.1."}}, ("discover", "since"), "is no day"),
        ({"discover": {"kind": "index_page"}}, ("discover",), "`link` is missing"),
        ({"discover": {"kind": "index_page", "link": "(?=x)"}}, ("discover", "link"), "no regular expression"),
        ({"discover": {"kind": "zip_bulk"}}, ("discover",), "`member` is missing"),
        ({"discover": {"kind": "since_param", "params": {"q": "{"}}}, ("discover", "params", "q"), "braces"),
        ({"discover": {"kind": "since_param"}}, ("discover",), "nothing in the address or its params asks for what changed"),
        ({"paginate": {"next": "x"}}, ("paginate",), "discover: {kind: since_param, ...}"),
    ],
)
def test_what_cannot_be_meant_is_told_at_its_place(options: dict[str, object], place: tuple[str | int, ...], words: str) -> None:
    assert words in told("json-api", options)[place]


@pytest.mark.parametrize(
    ("paginate", "place", "words"),
    [
        ({}, ("paginate",), "one of `next` and `offset`"),
        ({"next": "[["}, ("paginate", "next"), "jmespath"),
        ({"offset": "skip", "parameter": "x"}, ("paginate", "parameter"), "only what `next` finds"),
        ({"offset": "skip", "size": 0}, ("paginate", "size"), "at least 1"),
    ],
)
def test_how_an_answer_goes_on_is_checked(paginate: dict[str, object], place: tuple[str | int, ...], words: str) -> None:
    asked = {"kind": "since_param", "params": {"after": "{since}"}}
    assert words in told("json-api", {"discover": asked, "paginate": paginate})[place]


@pytest.mark.parametrize(
    ("options", "place", "words"),
    [
        ({"records": None}, (), "`records` is missing"),
        ({"fields": {"text": "preceding::p"}}, ("fields", "text"), "cannot be read from 'preceding::p' on"),
        ({"fields": {"text": ".", "title": "$h1"}}, ("fields", "title"), "nothing called h1 is carried"),
        ({"context": {"h1": {"get": "title"}}}, ("context", "h1"), "`at` is missing"),
        ({"context": {"h1": {True: "debate"}}}, ("context", "h1"), "write at: instead of on:"),
        ({"context": {"h1": {"at": "debate", "get": "a["}}}, ("context", "h1", "get"), "cannot be read"),
        ({"context": {"h1": {"at": "debate", "reset": ("h2",)}}}, ("context", "h1"), "nothing called 'h2' is carried"),
        ({"context": {"h1": None}}, ("context", "h1"), "this says nothing"),
    ],
)
def test_what_cannot_be_meant_of_xml_is_told_at_its_place(options: dict[str, object], place: tuple[str | int, ...], words: str) -> None:
    assert words in told("xml-api", options)[place]


def test_an_entry_without_any_address_is_told_so() -> None:
    assert "neither `url` nor `discover`" in told("json-api", {}, "")[()]


def test_a_secret_in_an_address_is_no_template() -> None:
    asked = {"kind": "since_param", "params": {"after": "{since}", "key": "${env:EXAMPLE_KEY}"}}
    assert told("json-api", {"discover": asked}) == {}


def test_a_declaration_with_a_fault_is_no_record() -> None:
    with pytest.raises(UsageError, match=r"json-api\.map\.text: no filter is called hmtl"):
        declared("json-api", URL, {**JSON, "map": {"text": "a|hmtl"}})
