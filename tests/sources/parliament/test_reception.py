"""A document is what it should be, or it is said what it is instead."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.errors import ParseError
from monitor.sources.document import Document
from monitor.sources.formats import FORMATS, parse_document
from monitor.sources.parliament.reception import address_day, other_day, other_number, receive

XML_FORMATS = ("ca-hansard", "ca-committees", "publicwhip", "akoma-ntoso", "de-plenarprotokoll", "au-hansard")
BOMB = b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'


@pytest.mark.parametrize("name", XML_FORMATS)
@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"<!DOCTYPE html><html><body><p>Not found<br></body></html>", "this is an HTML page"),
        (b"\xef\xbb\xbf\r\n<HTML><body/></HTML>", "this is an HTML page"),
        (b'{"items": []}', "this is JSON"),
        (b"<rss version='2.0'><channel/></rss>", "this is an RSS feed"),
        (b"<minutes/>", "this is an XML document <minutes>"),
        (b"<Hansard><HansardBody>", "not well-formed"),
        (BOMB, "declares entities"),
        (b"", "empty"),
        (b"\x00\x01\x02", "not well-formed"),
    ],
)
def test_what_is_no_document_of_the_format_is_refused_with_what_was_expected(name: str, body: bytes, what: str) -> None:
    with pytest.raises(ParseError, match=rf"{what}.*; .*\(format {name}\).* was expected"):
        parse_document(name, Document(body))


def test_another_record_at_the_right_address_is_told_by_its_format() -> None:
    with pytest.raises(ParseError, match=r"Plenarprotokoll of the Bundestag.*; .*format au-hansard\) was expected"):
        parse_document("au-hansard", Document(b"<dbtplenarprotokoll/>"))


def test_every_format_is_registered() -> None:
    assert set(XML_FORMATS) <= set(FORMATS)


def test_a_mark_and_line_breaks_before_the_declaration_are_passed_over() -> None:
    body = (
        b'\xef\xbb\xbf\r\n<?xml version="1.0" encoding="UTF-8"?>\r\n<!DOCTYPE hansard SYSTEM "http://127.0.0.1:9/never.dtd">\r\n<hansard/>'
    )
    assert receive(Document(body), "it", "hansard").tag == "hansard"


@pytest.mark.parametrize(
    "url",
    ["https://x.example/2031-03-04.xml", "https://x.example/House_2031_03_04.xml", "https://x.example/2031/03/04/main.xml", "", "a.xml"],
)
def test_an_address_that_says_the_same_day_or_none_is_no_warning(url: str) -> None:
    assert other_day(Document(b"", url=url), date(2031, 3, 4)) == ()


def test_an_address_of_another_day_is_said_with_both() -> None:
    (warning,) = other_day(Document(b"", url="https://x.example/2031-03-05.xml"), date(2031, 3, 4))
    assert "2031-03-04" in warning
    assert "2031-03-05" in warning


def test_numbers_that_are_no_day_are_none() -> None:
    assert other_day(Document(b"", url="https://x.example/2031-13-45.xml"), date(2031, 3, 4)) == ()


def test_zeros_before_a_number_do_not_make_another() -> None:
    document = Document(b"", url="https://x.example/HAN086-E.XML")
    assert other_number(document, "sitting", "86", "086") == ()
    (warning,) = other_number(document, "sitting", "85", "086")
    assert "sitting 85" in warning
    assert "086" in warning


def test_the_day_of_an_address_is_the_last_it_names() -> None:
    assert address_day(Document(b"", url="https://x.example/2030-01-01/House_2031_03_04.xml")) == date(2031, 3, 4)
    assert address_day(Document(b"", url="https://x.example/main.xml")) is None
