"""Text of strangers can be read and can do nothing else."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.alerts.inert import LONGEST_LINK, guard, line, safe_language, safe_link, unping


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Subject\r\nBcc: all@example.org", "Subject Bcc: all@example.org"),
        ("one\u2028two\u0085three\x0bfour", "one two three four"),
        ("exe.\u202efdp\u202c report", "exe.fdp report"),
        ("\u2066isolated\u2069 \ufeffmark", "isolated mark"),
        ("bell\x07 and escape\x1b[31m", "bell and escape[31m"),
        ("half a pair \ud83d", "half a pair"),
        ("tag\U000e0041\U000e007f", "tag"),
        ("Z\u0351\u0300\u0301\u0302\u0303\u0304\u0305algo", "Z\u0351\u0300\u0301\u0302algo"),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627", "\u0645\u06cc\u200c\u062e\u0648\u0627"),
    ],
)
def test_one_line_holds_what_is_read_and_no_more(text: str, shown: str) -> None:
    assert line(text, 100) == shown


def test_a_long_line_is_cut_between_words() -> None:
    assert line("Canada investigates diversion of military technology", 34) == "Canada investigates diversion of…"
    assert line("x" * 100, 10) == "x" * 9 + "…"


@pytest.mark.parametrize("text", ["@room look", "hello @everyone", "x@here", "<@U123>", "<@&42>", "(@Channel)", "@all"])
def test_a_ping_is_parted(text: str) -> None:
    assert "@\u200b" in unping(text)


def test_an_address_stays_whole() -> None:
    assert unping("write to desk@example.org, 5 @ noon") == "write to desk@example.org, 5 @ noon"


def test_slack_sees_neither_markup_nor_mention() -> None:
    shown = guard("slack")("<!channel> <https://evil.example|bank> *bold* _it_ `code` ~no~ R&D @here")
    assert not re.search(r"[<>*_`~]", shown)
    assert "R&amp;D" in shown
    assert "@here" not in shown


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.org/a?b=1&c=2#d", "https://example.org/a?b=1&c=2#d"),
        ("http://Example.ORG:8080/", "http://example.org:8080/"),
        ("https://bücher.example/straße", "https://xn--bcher-kva.example/stra%C3%9Fe"),
        ('https://example.org/"><script>', "https://example.org/%22%3E%3Cscript%3E"),
        ("https://example.org/a|b\u202ec", "https://example.org/a%7Cb%E2%80%AEc"),
        ("https://example.org/@everyone/1", "https://example.org/%40everyone/1"),
        ("https://[::1]:8080/x", "https://[::1]:8080/x"),
        ("  https://example.org/%20x ", "https://example.org/%20x"),
    ],
)
def test_a_web_address_becomes_a_plain_link(url: str, link: str) -> None:
    assert safe_link(url) == link


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org/x",
        "https://",
        "https://bank.example@evil.example/",
        "https://a b/",
        "https://[::1",
        "https://example.org:99999/",
        "ftp://example.org/",
        "https://example.org/" + "x" * LONGEST_LINK,
        "https://" + "a" * 70 + ".example",
    ],
)
def test_what_is_no_plain_web_address_becomes_no_link(url: str | None) -> None:
    assert safe_link(url) is None


def test_only_a_language_tag_is_a_language() -> None:
    assert [safe_language(tag) for tag in ("en", "fr-CA", 'en" onload="x', "", None, "e")] == ["en", "fr-CA", "", "", "", ""]


@settings(max_examples=100)
@given(st.text(max_size=300), st.integers(2, 80))
def test_any_text_becomes_one_bounded_line_that_can_be_encoded(text: str, most: int) -> None:
    shown = line(text, most)
    assert len(shown) <= most
    assert len(shown.splitlines()) <= 1
    assert not any(unicodedata.bidirectional(char) in {"LRO", "RLO", "LRE", "RLE", "PDF", "LRI", "RLI", "FSI", "PDI"} for char in shown)
    shown.encode()


@settings(max_examples=100)
@given(
    st.text(max_size=100)
    | st.text(max_size=60).map(lambda rest: "https://example.org/" + rest)
    | st.text(max_size=60).map("https://".__add__)
)
def test_any_address_gives_no_link_or_a_harmless_one(url: str) -> None:
    link = safe_link(url)
    assert link is None or re.fullmatch(r"https?://[^\s<>\"\\|\x00-\x20\x7f-\uffff]+", link)
