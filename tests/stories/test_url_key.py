"""One page has one key, two pages have two, and no text breaks it."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.stories.url_key import LONGEST, is_front_page, url_key

PAGE = "https://www.wire.example/world/2031/arms"


@pytest.mark.parametrize(
    "other",
    [
        "http://wire.example/world/2031/arms",
        "//www.wire.example/world/2031/arms/",
        "WWW.Wire.Example/world//2031/arms",
        "https://www.wire.example:443/world/2031/arms#comment-7",
        "https://m.wire.example/world/2031/arms",
        "https://amp.wire.example/world/2031/arms",
        "https://www.wire.example/world/2031/arms.amp",
        "https://www.wire.example/world/2031/arms/amp/",
        "https://www.wire.example/world/2031/arms/index.html",
        "https://www.wire.example/world/2031/./x/../arms",
        "https://www.wire.example/world/2031/%61rms",
        "https://www.wire.example/world/2031/arms;jsessionid=A1B2",
        "https://desk@www.wire.example/world/2031/arms",
        "  https://www.wire.example/world/2031/arms\n",
    ],
)
def test_the_ways_of_writing_one_address_share_a_key(other: str) -> None:
    assert url_key(other) == url_key(PAGE) == "wire.example/world/2031/arms"


@pytest.mark.parametrize(
    "query",
    [
        "utm_source=rss&utm_medium=feed",
        "at_medium=RSS&at_campaign=X",
        "CMP=share_btn_tw",
        "fbclid=Iw1&gclid=2&msclkid=3",
        "ref=rss",
        "source=rss-1234------2",
        "s=09",
        "share=1",
        "output=amp",
        "amp",
        "partner=rss&emc=rss",
        "utm_source=a&amp;utm_medium=b",
        "&&=",
    ],
)
def test_how_a_reader_came_is_no_part_of_the_address(query: str) -> None:
    assert url_key(f"{PAGE}?{query}") == url_key(PAGE)


@pytest.mark.parametrize(
    "wrapped",
    [
        "https://www.google.com/url?rct=j&sa=t&url=https://www.wire.example/world/2031/arms&ct=ga",
        "https://www.google.com/url?q=https%3A%2F%2Fwww.wire.example%2Fworld%2F2031%2Farms&amp;ct=ga",
        "https://www.google.co.uk/amp/s/www.wire.example/world/2031/arms",
        "https://www-wire-example.cdn.ampproject.org/c/s/www.wire.example/world/2031/arms",
        "https://web.archive.org/web/20310105000000/https://www.wire.example/world/2031/arms",
        "https://web.archive.org/web/20310105id_/http://web.archive.org/web/2031/https://www.wire.example/world/2031/arms",
    ],
)
def test_a_redirect_a_cache_and_an_archive_lead_to_the_page_inside(wrapped: str) -> None:
    assert url_key(wrapped) == url_key(PAGE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://wire.example/story?id=1", "https://wire.example/story?id=2"),
        ("https://wire.example/story?sid=1", "https://wire.example/story?sid=2"),
        ("https://wire.example/story?ref=123", "https://wire.example/story?ref=124"),
        ("https://wire.example/?s=baykar", "https://wire.example/?s=wescam"),
        ("https://wire.example/AbC", "https://wire.example/aBc"),
        ("https://news.wire.example/a", "https://blog.wire.example/a"),
        ("https://fr.wire.example/a", "https://en.wire.example/a"),
        ("https://www.amp.com.au/a", "https://www.com.au/a"),
        ("https://wire.example:8080/a", "https://wire.example/a"),
        ("https://wire.example/a%2Fb", "https://wire.example/a/b"),
        ("https://wire.example/%FF", "https://wire.example/%FE"),
        ("https://wire.example/#!/one", "https://wire.example/#!/two"),
        ("https://www.ourcommons.ca/hansard#Int-1", "https://www.ourcommons.ca/hansard#Int-2"),
        ("https://www.theyworkforyou.com/debates/?id=1#g605.2", "https://www.theyworkforyou.com/debates/?id=1#g606.0"),
        ("mailto:a@wire.example", "mailto:b@wire.example"),
    ],
)
def test_what_may_be_two_pages_stays_two(one: str, other: str) -> None:
    assert url_key(one) != url_key(other)


def test_parameters_have_no_order_and_escapes_one_spelling() -> None:
    assert url_key("https://wire.example/a?x=1&y=2") == url_key("https://wire.example/a?y=2&x=1")
    assert url_key("https://wire.example/caf%c3%a9") == url_key("https://wire.example/café")
    assert url_key("https://bücher.example/a") == url_key("https://xn--bcher-kva.example/a")
    assert url_key("https://en.m.wiki.example/a") == url_key("https://en.wiki.example/a")


def test_a_place_on_a_parliaments_page_is_no_speech() -> None:
    assert url_key("https://www.ourcommons.ca/hansard#top") == url_key("https://www.ourcommons.ca/hansard")


@pytest.mark.parametrize("text", ["", "mailto:a@b.example", "urn:uuid:1", "http://", "http://[", "http://a:99999/", "/a", "http://a b/"])
def test_what_is_no_web_address_comes_back_as_it_is(text: str) -> None:
    assert url_key(f" {text} ") == text


def test_data_that_poses_as_an_address_costs_nothing() -> None:
    nested = "https://web.archive.org/web/1/" * 100_000
    assert url_key(nested) == nested
    assert len(nested) > LONGEST


def test_a_front_page_is_known_for_one() -> None:
    assert is_front_page(url_key("https://www.wire.example/"))
    assert is_front_page(url_key("https://www.wire.example/index.html?utm_source=rss"))
    assert not is_front_page(url_key(PAGE))
    assert not is_front_page(url_key("https://wire.example/?p=1"))


_PIECES = st.sampled_from(
    [
        *("http://", "https://", "//", "www.", "m.", "amp.", "google.com", "web.archive.org", "parliament.example", "wire.example"),
        *(".cdn.ampproject.org", ".com.au", "é", "。", "ß", ":80", ":8080", ":", "@", "[", "]", "[::1]"),
        *("/web/2031/", "/c/s/", "/amp/s/", "/url", "/", "..", ".", "index.html", ".amp", ";jsessionid=1"),
        *("?url=", "?", "&", "&amp;", "amp;", "=", "x=1", "utm_source=1", "ref=rss", "+", "#", "#!", "#Int-1"),
        *("%2e", "%41", "%2541", "%ff", "%zz", "\x00", "\ud800", "\t", " "),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=12).map("".join)))
@example("https://web.archive.org/web//2031/https://wire.example/a")
@example("wire.example/?&%61mp;x")
@example("http:///a")
def test_any_text_has_a_key_and_the_key_is_its_own(text: str) -> None:
    key = url_key(text)
    assert url_key(key) == key
