"""Markup becomes text that reads as the page did; nothing hidden in it makes the pass slow or loses words."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.markup import one_line, plain_text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>One</p>\n\n <p>Two<br/>three</p>", "One\nTwo\nthree"),
        ("un<b>break</b>able", "unbreakable"),
        ("<tr><td>a</td><td>b</td></tr>", "a b"),
        ("a<script>if (x<y) {}</script>b<style>p {}</style>c", "abc"),
        ("a<script/>b", "ab"),
        ("a<script>never closed", "a"),
        ("a<!-- hidden > -->b<!-- never closed", "ab"),
        ("<![CDATA[a < b]]> c", "a < b c"),
        ("<!DOCTYPE html><?php echo ?>a", "a"),
        ('<div title="a > b">text</div>', "text"),
        ("AT&amp;T &eacute;&#233;&#xe9; &lt;b&gt;", "AT&T ééé <b>"),
        ("?a=1&region=2 &bogus; R&D", "?a=1&region=2 &bogus; R&D"),
        ("a < b > c <3", "a < b > c <3"),
        ('<a href="never closed', '<a href="never closed'),
        ('<a href="odd>text</a> more', "text more"),
        ("one\u00a0two\tthree\r\nfour", "one two three\nfour"),
    ],
)
def test_markup_becomes_text(source: str, text: str) -> None:
    assert plain_text(source) == text


def test_only_tags_of_html_are_tags_in_what_need_not_be_markup() -> None:
    assert plain_text("<Baykar> wins <em>again</em> <o:p>", is_markup=False) == "<Baykar> wins again"
    assert plain_text("<Baykar> wins") == "wins"


def test_a_title_is_one_line() -> None:
    assert one_line("One\n <b>two</b><br>\tthree") == "One two three"


@pytest.mark.parametrize(
    "piece", ["<div>", '<a x="', '<a x="<a x="', '<a "<b \'" ', "<", "<!--", "<a ", '<a "', "<script>", "&#1;&amp", "<![CDATA["]
)
def test_the_pass_is_linear(piece: str) -> None:
    began = time.process_time()
    plain_text(piece * (300_000 // len(piece)))
    assert time.process_time() - began < 2


@given(st.text(alphabet="<>/!-[]&;#'\"= abp\n", max_size=80), st.booleans())
def test_any_text_is_taken(source: str, is_markup: bool) -> None:  # noqa: FBT001 hypothesis gives it by position
    text = plain_text(source, is_markup=is_markup)
    assert text == text.strip()
    assert "\n\n" not in text


@given(st.lists(st.text(alphabet="abc", min_size=1), min_size=1))
def test_every_word_between_tags_is_kept(words: list[str]) -> None:
    assert plain_text("".join(f"<p>{word}</p>" for word in words)).split("\n") == words
