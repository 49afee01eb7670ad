"""What an answer says of a document, in the many ways in which servers say it."""

from __future__ import annotations

import pytest

from monitor.sources.discovery.ask import Verdict
from monitor.sources.discovery.cursor import Reading
from monitor.sources.discovery.verdicts import Judged, judge, together
from monitor.sources.response import Response

ASKED = "https://p.example/HAN001.XML"
PAGE = b"\xef\xbb\xbf\r\n<!DOCTYPE html><html><head><title>Sorry</title></head></html>"
UNTITLED = b"<html><head><title> </title></head><body>Nothing</body></html>"
XML = b"<?xml version='1.0'?><Hansard/>"
KNOWN = Reading('"x"', None, Response(200, ASKED, body=XML).body_hash.hex())


@pytest.mark.parametrize(
    ("status", "body", "wants", "verdict"),
    [
        (200, XML, "data", Verdict.HERE),
        (200, b'{"items": []}', "data", Verdict.HERE),
        (404, b"", "data", Verdict.ABSENT),
        (410, b"", "data", Verdict.ABSENT),
        (204, b"", "data", Verdict.ABSENT),
        (200, b" \r\n", "data", Verdict.ABSENT),
        (200, b"[]", "data", Verdict.ABSENT),
        (200, PAGE, "data", Verdict.SOFT),
        (200, UNTITLED, "page", Verdict.SOFT),
        (200, PAGE, "page", Verdict.HERE),
        (200, PAGE, "any", Verdict.HERE),
        (200, PAGE, "archive", Verdict.SOFT),
        (200, XML, "archive", Verdict.BROKEN),
        (200, b"PK\x03\x04...", "archive", Verdict.HERE),
        (500, b"", "data", Verdict.BROKEN),
        (403, b"", "data", Verdict.BROKEN),
        (422, b"", "data", Verdict.BROKEN),
        (304, b"", "data", Verdict.BROKEN),
    ],
)
def test_an_answer_is_judged_by_its_status_and_by_what_it_looks_like(status: int, body: bytes, wants: str, verdict: Verdict) -> None:
    assert judge(Response(status, ASKED, body=body), ASKED, None, wants).verdict is verdict  # type: ignore[arg-type] # a table's text


def test_the_same_bytes_or_a_304_bring_nothing_new() -> None:
    assert judge(Response(304, ASKED), ASKED, KNOWN, "data").verdict is Verdict.SAME
    assert judge(Response(200, ASKED, body=XML), ASKED, KNOWN, "data").verdict is Verdict.SAME


def test_a_redirect_to_an_error_page_is_not_there_whether_or_not_it_has_a_title() -> None:
    led = Response(200, "https://p.example/Error/NotFound", body=PAGE)
    assert judge(led, ASKED, None, "page").verdict is Verdict.SOFT
    assert judge(led, ASKED, None, "data").verdict is Verdict.SOFT


def test_a_bot_wall_is_a_broken_site_and_no_missing_document() -> None:
    wall = Response(200, ASKED, body=b"<html><title>Just a moment...</title></html>")
    judged = judge(wall, ASKED, None, "data")
    assert (judged.verdict, judged.is_servers) == (Verdict.BROKEN, True)


def test_a_language_that_is_there_counts_and_what_is_wrong_with_another_is_said() -> None:
    here, absent, broken = Judged(Verdict.HERE), Judged(Verdict.ABSENT), Judged(Verdict.BROKEN, "no XML")
    assert together([absent, here]) == Judged(Verdict.HERE)
    assert together([here, broken]) == Judged(Verdict.HERE, "no XML")
    assert together([absent, broken]) == broken
    assert together([absent]) == absent
