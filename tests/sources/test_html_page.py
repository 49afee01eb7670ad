"""A web page in a feed's place is recognised, and the complaint says what helps."""

from __future__ import annotations

import pytest

from monitor.errors import ParseError
from monitor.sources.feed import parse_feed
from monitor.sources.html_page import explain_page

from .documents import HEAD, atom

PAGE = "<!doctype html><html><head><title>News</title>{}</head><body><article>item</article>{}</body></html>"


@pytest.mark.parametrize(
    ("page", "helps"),
    [
        (PAGE.format("", ""), "tocsin sources discover https://w.example/"),
        (PAGE.format("<title>Just a moment...</title>", ""), "bot wall"),
        (PAGE.format("", "<form><input name='p' type='password'></form>"), "`user:` and `password:`"),
        (PAGE.format('<link rel="alternate" type="application/rss+xml" href="/rss">', ""), "https://w.example/rss"),
        (HEAD + "<!-- a comment --><html xmlns='http://www.w3.org/1999/xhtml'><body/></html>", "discover"),
        ("<center><h1>502 Bad Gateway</h1></center><script>x</script>", "discover"),
    ],
)
def test_a_page_is_recognised(page: str, helps: str) -> None:
    with pytest.raises(ParseError, match="this is an HTML page, not a feed") as complaint:
        parse_feed(page.encode(), "text/html", "https://w.example/")
    assert helps in str(complaint.value)


def test_a_feed_wrapped_in_a_page_is_a_feed() -> None:
    feed = atom("<entry><id>1</id><title>a</title></entry>").decode().removeprefix(HEAD)
    assert len(parse_feed(f"{HEAD}<!DOCTYPE html><html><body>{feed}</body></html>".encode()).items) == 1


def test_a_feed_that_carries_markup_is_no_page() -> None:
    assert explain_page('<rss version="2.0"><channel><description><div>text</div></description></channel></rss>') is None
    assert explain_page("plain text") is None
