"""Each outlet's feed says in its format what the outlet wrote, and nothing in a text is taken for markup."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.demo.feeds import Addresses, render_feed
from monitor.demo.press import Outlet, Press, Story, sample_outlets
from monitor.sources.feed import parse_feed

START = datetime(2031, 3, 3, 12, tzinfo=UTC)
NOW = START + timedelta(minutes=2)
PRESS = Press(sample_outlets(), START)
ADDRESSES = Addresses(home=lambda outlet: f"http://{outlet}.example/", article=lambda outlet, key: f"http://{outlet}.example/news/{key}")


@pytest.mark.parametrize("outlet", PRESS.outlets.values(), ids=lambda outlet: outlet.key)
def test_a_feed_reads_back_as_it_was_written(outlet: Outlet) -> None:
    stories = PRESS.stories(outlet.key, NOW)
    document = render_feed(outlet, stories, ADDRESSES)
    page = parse_feed(document.body, document.content_type, ADDRESSES.home(outlet.key))
    assert not page.warnings
    assert (page.title, page.lang) == (outlet.name, outlet.language)
    assert [item.title for item in page.items] == [story.title for story in stories]
    assert [item.url for item in page.items] == [ADDRESSES.article(outlet.key, story.key) for story in stories]
    assert [item.published_at for item in page.items] == [story.published_at for story in stories]
    for item, story in zip(page.items, stories, strict=True):
        assert story.paragraphs[0] in item.text
        assert (story.paragraphs[-1] in item.text) is (outlet.carries != "teaser" or len(story.paragraphs) == 1)


@pytest.mark.parametrize("outlet", PRESS.outlets.values(), ids=lambda outlet: outlet.key)
def test_markup_in_a_text_stays_text(outlet: Outlet) -> None:
    nasty = '</p>]]></item><script>alert(1)</script> & "quoted" <b>'
    story = Story(outlet.key, "nasty", nasty, (nasty,), START, START, by="A & B <c>", original=f"{outlet.key}/x&y")
    document = render_feed(outlet, [story], ADDRESSES)
    page = parse_feed(document.body, document.content_type, "")
    assert len(page.items) == 1
    assert "<script>" in page.items[0].text


def test_an_autoblog_wraps_its_copy_and_names_the_source() -> None:
    outlet = PRESS.outlets["copy-desk"]
    body = render_feed(outlet, PRESS.stories("copy-desk", NOW), ADDRESSES).body.decode()
    assert body.count("[ad_1]") == body.count("[ad_2]") == sum(article.copy_of is not None for article in outlet.articles) == 7
    assert "http://sample-wire.example/news/embargo-call" in body


def test_the_russian_feed_is_in_its_old_encoding() -> None:
    document = render_feed(PRESS.outlets["obrazets"], PRESS.stories("obrazets", NOW), ADDRESSES)
    assert "Меридиан".encode("windows-1251") in document.body
    assert document.content_type.endswith("charset=windows-1251")


@pytest.mark.parametrize("outlet", PRESS.outlets.values(), ids=lambda outlet: outlet.key)
def test_an_empty_outlet_has_an_empty_feed(outlet: Outlet) -> None:
    document = render_feed(replace(outlet, articles=()), [], ADDRESSES)
    assert parse_feed(document.body, document.content_type, "").items == ()
