"""Every entry of a feed becomes an item with a key, plain text, its own date and its address; what is no feed is refused."""

from __future__ import annotations

import os
import pickle
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import ParseError
from monitor.model import Item
from monitor.sources.entries import MOST_ENTRIES
from monitor.sources.feed import parse_feed

from .documents import DATE, HOSTILE, atom, item, outside, rss

if TYPE_CHECKING:
    from pathlib import Path


def only(body: bytes, **told: str) -> Item:
    (found,) = parse_feed(body, **told).items
    return found


def test_an_rss_entry_is_read_in_full() -> None:
    page = parse_feed(
        rss(item(7, "Ottawa &amp; the drones", f"{DATE}<description>&lt;p&gt;One&lt;/p&gt;&lt;p&gt;Two&lt;/p&gt;</description>"))
    )
    assert page.title == "Wire"
    assert page.declared == 1
    assert not page.warnings
    assert page.items == (
        Item(
            key="7",
            title="Ottawa & the drones",
            text="One\nTwo",
            url="https://wire.example/7",
            published_at=datetime(2026, 3, 2, 10, tzinfo=UTC),
        ),
    )


def test_an_atom_entry_is_read_in_its_language_and_by_its_alternate_link() -> None:
    entry = (
        '<entry xml:lang="fr-ca"><id>tag:wire.example,2026:1</id><title type="html">Les &lt;b&gt;drones&lt;/b&gt;</title>'
        '<link rel="self" href="https://wire.example/self"/><link href="/articles/1"/>'
        "<updated>2026-03-02T12:00:00+02:00</updated><summary>Bref.</summary>"
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Un &lt; deux</p><p>Trois</p></div></content></entry>'
    )
    found = only(atom(entry, inside='<link href="https://wire.example/"/>', attributes='xml:lang="en"'))
    assert (found.key, found.title, found.lang) == ("tag:wire.example,2026:1", "Les drones", "fr-CA")
    assert found.url == "https://wire.example/articles/1"
    assert found.published_at == datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert found.text == "Un < deux\nTrois\n\nBref."


def test_an_rdf_entry_is_read() -> None:
    body = (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        b'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://w.example/"><title>W</title></channel>'
        b'<item rdf:about="urn:w:1"><title>One</title><link>https://w.example/1</link><dc:date>2026-03-02</dc:date></item></rdf:RDF>'
    )
    found = only(body)
    assert (found.key, found.url, found.published_at) == ("urn:w:1", "https://w.example/1", datetime(2026, 3, 2, tzinfo=UTC))


def test_the_summary_and_the_full_text_are_both_kept_when_they_differ() -> None:
    full = "<content:encoded>&lt;p&gt;The full and longer text does not.&lt;/p&gt;</content:encoded>"
    inside = f"<description>The teaser names Baykar.</description>{full}"
    assert only(rss(item(1, inside=inside))).text == "The full and longer text does not.\n\nThe teaser names Baykar."


def test_a_summary_that_the_full_text_contains_is_not_repeated() -> None:
    inside = "<description>The first words,</description><content:encoded>The first words and many more.</content:encoded>"
    assert only(rss(item(1, inside=inside))).text == "The first words and many more."


def test_every_caption_is_kept() -> None:
    media = "".join(
        f'<media:content url="{n}.jpg"><media:description type="plain"><![CDATA[Caption {n}]]></media:description></media:content>'
        for n in ("one", "two", "three")
    )
    text = only(rss(item(1, inside=f"<description>Story</description>{media}"))).text
    assert all(word in text for word in ("Story", "Caption one", "Caption two", "Caption three"))


def test_relative_links_are_resolved_but_a_guid_stays_as_written() -> None:
    body = rss("<item><title>a</title><link>/a</link><guid>a</guid></item>")
    assert only(body, url="https://wire.example/feed/").url == "https://wire.example/a"
    assert only(body, url="https://wire.example/feed/").key == "a"
    with_link = rss("<item><title>a</title><link>a</link></item>", channel="<link>https://site.example/news/</link>")
    assert only(with_link, url="https://cdn.example/feed").url == "https://site.example/news/a"


def test_only_web_addresses_are_links() -> None:
    assert only(rss("<item><title>a</title><link>javascript:alert(1)</link></item>")).url is None
    assert only(rss('<item><title>a</title><guid isPermaLink="false">abc</guid></item>')).url is None
    assert only(rss("<item><title>a</title><guid>https://wire.example/p</guid></item>")).url == "https://wire.example/p"
    podcast = (
        '<item><title>a</title><guid isPermaLink="false">x</guid><enclosure url="https://wire.example/a.mp3" type="audio/mpeg"/></item>'
    )
    assert only(rss(podcast)).url == "https://wire.example/a.mp3"


def test_the_publisher_named_by_an_aggregator_is_the_outlet() -> None:
    assert only(rss(item(1, inside='<source url="https://paper.example">The Paper</source>'))).outlet == "The Paper"


def test_a_copy_names_its_original_before_its_links_are_lost() -> None:
    copied = '<description>&lt;p&gt;Text&lt;/p&gt; &lt;a href="https://paper.example/1"&gt;Source link&lt;/a&gt;</description>'
    assert only(rss(item(1, inside=copied))).original == "https://paper.example/1"


def test_an_unreadable_date_is_none_and_one_alone_bothers_nobody() -> None:
    page = parse_feed(rss(item(1, inside="<pubDate>yesterday</pubDate>"), item(2, inside="")))
    assert [each.published_at for each in page.items] == [None, None]
    assert page.warnings == ()
    assert page.is_whole


def test_a_feed_most_of_whose_dates_cannot_be_read_is_warned_of() -> None:
    page = parse_feed(rss(*(item(n, inside="<pubDate>yesterday</pubDate>") for n in (1, 2)), item(3, inside="")))
    assert page.warnings == ("2 of 3 entries have a date that cannot be read, such as 'yesterday'; they count as undated",)


def test_months_are_read_in_the_language_of_the_feed() -> None:
    body = rss(item(1, inside="<pubDate>5 listopada 2024</pubDate>"), channel="<language>hr</language>")
    assert only(body).published_at == datetime(2024, 10, 5, tzinfo=UTC)


def test_the_dates_of_the_channel_are_no_entrys() -> None:
    channel = "<pubDate>Mon, 02 Mar 2026 10:00:00 GMT</pubDate><lastBuildDate>Mon, 02 Mar 2026 10:00:00 GMT</lastBuildDate>"
    assert only(rss(item(1, inside=""), channel=channel)).published_at is None


def test_a_document_that_breaks_off_yields_what_came_before() -> None:
    body = rss(*(item(n, f"title {n}") for n in range(20)))[:2000]
    page = parse_feed(body)
    assert page.items[0].title == "title 0"
    assert len(page.items) >= 9
    assert any("breaks off" in warning for warning in page.warnings)
    assert not page.is_whole


def test_entries_beyond_the_cap_are_left_out_and_said_to_be() -> None:
    page = parse_feed(rss("<item><guid>a</guid></item>" * (MOST_ENTRIES + 1)))
    assert len(page.items) == MOST_ENTRIES
    assert page.declared == MOST_ENTRIES + 1
    assert any("5,001 entries" in warning for warning in page.warnings)


def test_fewer_entries_than_the_raw_text_opens_is_an_alarm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedparser, "parse", lambda *_, **__: {"entries": [], "feed": {}, "version": "rss20"})
    page = parse_feed(rss(item(1), item(2)))
    assert page.warnings == ("the document opens 2 entries, 0 could be read; tell the publisher that it is malformed",)


def test_what_feedparser_cannot_bear_is_a_complaint(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("href")

    monkeypatch.setattr(feedparser, "parse", fail)
    with pytest.raises(ParseError, match="malformed beyond reading"):
        parse_feed(rss(item(1)))


@pytest.mark.parametrize("body", [b"", b" \n\t", b"\xef\xbb\xbf", b"\x00\x00"])
def test_an_empty_body_is_said_to_be_empty(body: bytes) -> None:
    with pytest.raises(ParseError, match="empty"):
        parse_feed(body)


@pytest.mark.parametrize("body", [b"Not found", b"<note>hello</note>", b"%PDF-1.7 \x00\xff\xfe"])
def test_what_is_no_feed_is_refused(body: bytes) -> None:
    with pytest.raises(ParseError, match="neither RSS, Atom nor JSON Feed"):
        parse_feed(body)


def test_a_feed_without_entries_is_fine() -> None:
    page = parse_feed(rss())
    assert (page.items, page.warnings) == ((), ())


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_keeps_its_harmless_entry(name: str) -> None:
    assert parse_feed(HOSTILE[name]).items[-1].title == "ok"


def test_entities_from_outside_are_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    for address in (f"file://{secret}", str(secret), "http://127.0.0.1:9/outside"):
        page = parse_feed(rss(item(1, "x&outside;y"), item(2), prologue=outside(address)))
        assert "SECRET" not in repr(page)
        assert page.items[-1].title == "ok"


def test_a_document_that_looks_like_a_path_or_an_address_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(rss(item(1)))
    for body in (os.fsencode(path), b"http://127.0.0.1:9/feed"):
        with pytest.raises(ParseError, match="neither"):
            parse_feed(body)


def test_a_page_crosses_to_another_process_and_back() -> None:
    page = parse_feed(rss(item(1), channel="<ttl>60</ttl>"))
    assert pickle.loads(pickle.dumps(page)) == page  # noqa: S301 our own
    assert dict(page.hints) == {"ttl_s": 3600}


@given(st.binary(max_size=300), st.integers(0, 400))
@settings(max_examples=60, deadline=None)
def test_a_damaged_document_is_read_or_refused_and_nothing_else(noise: bytes, at: int) -> None:
    whole = rss(item(1), item(2))
    try:
        page = parse_feed(whole[:at] + noise + whole[at:])
    except ParseError:
        return
    assert all(each.key for each in page.items)
