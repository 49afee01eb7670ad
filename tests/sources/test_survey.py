"""The raw text tells how many entries there are, and which tags are attacks."""

from __future__ import annotations

import time

import pytest

from monitor.errors import ParseError
from monitor.sources.survey import MOST_ATTRIBUTES, survey


def test_entries_are_counted_outside_comments_and_cdata() -> None:
    text = '<rss><item><title><![CDATA[<item>]]></title></item><!-- <item> --><a:entry x="y>"/><items/><item\n></rss>'
    seen = survey(text)
    assert seen.declared == 3
    assert [text[start : start + 3] for start in seen.starts] == ["<it", "<a:", "<it"]


@pytest.mark.parametrize(
    ("text", "is_whole"),
    [("<rss></rss>", True), ("<feed></feed>\n<!-- served in 3 ms -->", True), ("<rdf:RDF></rdf:RDF>", True), ("<rss><item>", False)],
)
def test_a_document_that_breaks_off_is_seen(text: str, is_whole: bool) -> None:  # noqa: FBT001 the expectation
    assert survey(text).is_whole is is_whole


@pytest.mark.parametrize(
    "tag",
    [
        "<item " + " ".join(f'a{n}="x"' for n in range(100_000)) + ">",
        "<item " + " ".join(f'a{n}="<x>"' for n in range(10_000)) + "/>",
        "<item " + " ".join(f"a{n}=x" for n in range(10_000)) + ">",
        "<rss " + " ".join(f'xmlns:n{n}="urn:{n}"' for n in range(20_000)) + ">",
        "<item " + "b" * 70_000 + ">",
    ],
)
def test_a_tag_built_to_harm_is_refused(tag: str) -> None:
    with pytest.raises(ParseError, match="which no feed needs"):
        survey(f"<rss><channel>{tag}</channel></rss>")


def test_a_long_value_and_many_attributes_within_reason_are_allowed() -> None:
    survey(f'<rss><enclosure url="data:image/png;base64,{"A" * 5_000_000}"/></rss>')
    survey("<rss " + " ".join(f'a{n}="{"x" * 20}"' for n in range(MOST_ATTRIBUTES)) + "/>")


@pytest.mark.parametrize("piece", ['<a "', "<a '\"<b", "<", '<a x="<a" ', "<a=", "<a \"' ", "<!--", "<![CDATA["])
def test_the_look_is_linear(piece: str) -> None:
    began = time.process_time()
    survey(piece * (600_000 // len(piece)))
    assert time.process_time() - began < 2
