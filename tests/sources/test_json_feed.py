"""JSON Feed 1 and 1.1 are read as feeds of any other format are."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from monitor.errors import ParseError
from monitor.sources.feed import parse_feed

ITEM = {
    "id": 42,
    "url": "/posts/42",
    "title": "Drones &amp; exports",
    "content_html": "<p>Long text of the post</p>",
    "content_text": "Long text of the post",
    "summary": "Short",
    "date_published": "2026-03-02T10:00:00+01:00",
    "language": "fr",
}


def feed(*items: object, **more: object) -> bytes:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Wire", "items": items, **more}).encode()


def test_an_entry_is_read_in_full() -> None:
    page = parse_feed(feed(ITEM, language="en"), url="https://wire.example/feed.json")
    (item,) = page.items
    assert (page.title, page.lang, page.declared, page.warnings) == ("Wire", "en", 1, ())
    assert (item.key, item.url, item.lang, item.title) == ("42", "https://wire.example/posts/42", "fr", "Drones & exports")
    assert item.text == "Long text of the post\n\nShort"
    assert item.published_at == datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_a_link_to_another_page_and_a_date_of_change_will_do() -> None:
    (item,) = parse_feed(feed({"external_url": "https://other.example/", "date_modified": "2026-03-02"})).items
    assert (item.key, item.url, item.published_at) == ("https://other.example/", "https://other.example/", datetime(2026, 3, 2, tzinfo=UTC))


def test_an_identifier_that_is_an_address_is_the_link() -> None:
    (item,) = parse_feed(feed({"id": "https://wire.example/1", "title": "a"})).items
    assert item.url == "https://wire.example/1"


def test_what_is_no_entry_is_left_out_with_a_warning() -> None:
    page = parse_feed(feed(ITEM, None, "text", {"id": True, "title": ["x"]}))
    assert len(page.items) == 2
    assert "opens 4 entries, 2 could be read" in page.warnings[0]


def test_a_byte_order_mark_and_control_characters_do_no_harm() -> None:
    assert parse_feed(b"\xef\xbb\xbf" + feed(ITEM)).items
    assert parse_feed(b'{"items": [{"id": "1", "title": "a\tb"}]}').items[0].title == "a b"


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        (b'{"items": [', "no JSON after line 1, column 12"),
        (b'{"error": "not found"}', "no JSON Feed"),
        (b"[1, 2]", "no JSON Feed"),
        (b'{"items":' + b"[" * 100_000, "nested"),
        (b'{"items": [], "n": ' + b"9" * 10_000 + b"}", "written in a way"),
    ],
)
def test_other_json_is_refused(body: bytes, complaint: str) -> None:
    with pytest.raises(ParseError, match=complaint):
        parse_feed(body)
