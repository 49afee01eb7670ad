"""The feeds of a page are found: declared ones first, then links that look like feeds; the usual places are named apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.discover import COMMON_PATHS, Candidate, candidates_of, declared_feeds, usual_places

URL = "https://w.example/news/today"
PAGE = b"""<!doctype html><html><head>
<link rel="stylesheet" type="text/css" href="/style.css">
<link rel="alternate" hreflang="fr" href="/fr">
<link rel="alternate" type="application/json+oembed" href="/oembed?x">
<link rel="alternate" type="application/json" href="https://w.example/wp-json/wp/v2/posts/1">
<LINK REL='Alternate' TYPE='application/rss+xml; charset=utf-8' TITLE='News &amp; more' HREF='/rss?a=1&amp;b=2'>
<link rel="alternate" type="application/atom+xml" href="atom">
<link rel="alternate" type="application/rss+xml" href="/rss?a=1&amp;b=2">
<link rel="feed" href="/feed.json" title=Plain>
<!-- <link rel="alternate" type="application/rss+xml" href="/hidden"> -->
<script>document.write('<link rel="alternate" type="application/rss+xml" href="/scripted">')</script>
</head><body><a href="/feeds/politics.xml">RSS</a> <a href="/feedback">No</a> <a href="mailto:rss@w.example">No</a></body></html>"""


def test_declared_feeds_come_first_each_once() -> None:
    assert candidates_of(PAGE, URL) == (
        Candidate("https://w.example/rss?a=1&b=2", "News & more"),
        Candidate("https://w.example/news/atom", ""),
        Candidate("https://w.example/feed.json", "Plain"),
        Candidate("https://w.example/feeds/politics.xml", ""),
    )


def test_declared_feeds_can_be_had_alone() -> None:
    assert [each.url for each in declared_feeds(PAGE.decode(), URL)][-1] == "https://w.example/feed.json"


def test_the_base_of_the_page_is_heeded() -> None:
    page = b'<base href="https://cdn.example/x/"><link rel="alternate" type="application/rss+xml" href="rss">'
    assert candidates_of(page, URL)[0].url == "https://cdn.example/x/rss"


def test_a_page_without_feeds_has_none() -> None:
    assert candidates_of(b"<p>nothing</p>", URL) == ()
    assert candidates_of(b"", "") == ()


def test_the_usual_places_are_those_of_the_site() -> None:
    places = usual_places(URL)
    assert len(places) == len(COMMON_PATHS)
    assert places[0] == Candidate("https://w.example/feed/", "")
    assert usual_places("nonsense") == ()


def test_a_page_of_links_is_bounded() -> None:
    assert len(candidates_of(b"".join(b'<a href="/rss/%d">x</a>' % n for n in range(500)), URL)) == 40


@given(st.text(alphabet="<>linkahref=\"' /rss", max_size=200))
def test_any_page_is_taken(page: str) -> None:
    assert all(each.url.startswith("http") for each in candidates_of(page.encode(), URL))
