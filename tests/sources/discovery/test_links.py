"""The links of a page that lists documents."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.discovery.links import found_links

BASE = "https://p.example/list/index"


def links(body: str, pattern: str, document: str | None = None) -> list[str]:
    return [address for address, _ in found_links(body.encode("utf-8", "replace"), BASE, pattern, document)]


def test_anchors_are_made_whole_and_each_is_found_once() -> None:
    body = """<a href="1.xml">1</a> <A class=x HREF='/2.xml?a=1&amp;b=2#top'>2</A> <a href=//q.example/3.xml>3</a>
    <a href="1.xml">again</a> <a href="mailto:x@p.example/4.xml">no</a> <img src="5.xml">"""
    assert links(body, r"\.xml") == ["https://p.example/list/1.xml", "https://p.example/2.xml?a=1&b=2", "https://q.example/3.xml"]


def test_backslashes_in_a_link_are_taken_for_slashes() -> None:
    assert links(r'<a href="\en\debates\001.xml">', r"\.xml$") == ["https://p.example/en/debates/001.xml"]


def test_in_other_text_the_pattern_is_looked_for_everywhere() -> None:
    body = '{"sections": [{"ExternalId": "A-1"}, {"ExternalId": "A-2"}], "path": "\\/x\\/y.json"}'
    assert links(body, r'"ExternalId": "(?P<id>[\w-]+)"', "https://api.example/{id}.json") == [
        "https://api.example/A-1.json",
        "https://api.example/A-2.json",
    ]
    assert links(body, r"/x/\w+\.json") == ["https://p.example/x/y.json"]


def test_what_was_matched_comes_with_the_link() -> None:
    ((_, groups),) = found_links(b"sitting-2026-11-20b.xml", BASE, r"sitting-(?P<date>\d{4}-\d\d-\d\d)(?P<issue>[a-z])\.xml", None)
    assert groups == {"date": "2026-11-20", "issue": "b"}


@given(st.text(alphabet=st.sampled_from(list("<a href=\"'>/:.#{}$xé\\[ ")), max_size=200))
def test_whatever_a_page_holds_only_web_addresses_without_templates_come_of_it(body: str) -> None:
    for address in links(body, "."):
        assert address.startswith(("http://", "https://"))
        assert not set("{}$") & set(address)
