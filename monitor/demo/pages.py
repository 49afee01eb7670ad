"""The web pages of the sample press: what a link in an alert opens."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from monitor.demo.feeds import Addresses, paragraphs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.demo.press import Outlet, Story

FEED_PATHS = {"rss2": "/feed.xml", "rss1": "/feed.rdf", "atom": "/feed.atom", "json": "/feed.json"}
FEED_TYPES = {"rss2": "application/rss+xml", "rss1": "application/rdf+xml", "atom": "application/atom+xml", "json": "application/feed+json"}
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he"})
_STYLE = (
    "body{font:1.1rem/1.6 Georgia,serif;max-width:38rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fdfcf8}"
    "header,footer{font:.85rem system-ui,sans-serif;color:#666}a{color:#7a1f1f}"
    "@media (prefers-color-scheme:dark){body{color:#ddd;background:#181818}a{color:#e59b9b}}"
)


def front_page(outlet: Outlet, stories: Sequence[Story], addresses: Addresses) -> str:
    """Write an outlet's front page: the headlines, newest first, and where its feed is."""
    lines = "\n".join(
        f'<li><a href="{escape(addresses.article(story.outlet, story.key))}">{escape(story.title)}</a> {_time(story)}</li>'
        for story in stories
    )
    return _page(outlet, outlet.name, f"<h1>{escape(outlet.name)}</h1>\n<p>{escape(outlet.about)}</p>\n<ul>\n{lines}\n</ul>")


def article_page(outlet: Outlet, story: Story, addresses: Addresses) -> str:
    """Write an article's page, with its full text."""
    by = f"{escape(story.by)} · " if story.by else ""
    source = ""
    if outlet.carries == "autoblog" and story.original:
        source = f'\n<p><a href="{escape(addresses.article(*story.original.split("/")))}">Source</a></p>'
    home = escape(addresses.home(outlet.key))
    return _page(
        outlet,
        story.title,
        f'<header><a href="{home}">{escape(outlet.name)}</a></header>\n'
        f"<article>\n<h1>{escape(story.title)}</h1>\n<p>{by}{_time(story)}</p>\n{paragraphs(story)}{source}\n</article>",
    )


def _time(story: Story) -> str:
    return f'<time datetime="{story.published_at.isoformat(timespec="seconds")}">{story.published_at:%d.%m.%Y %H:%M} UTC</time>'


def _page(outlet: Outlet, title: str, body: str) -> str:
    direction = "rtl" if outlet.language in _RIGHT_TO_LEFT else "ltr"
    feed = f'<link rel="alternate" type="{FEED_TYPES[outlet.format]}" title="{escape(outlet.name)}" href="{FEED_PATHS[outlet.format]}">'
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(outlet.language)}" dir="{direction}">\n<head><meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n"
        f'<meta name="viewport" content="width=device-width">{feed}\n<style>{_STYLE}</style></head>\n<body>\n{body}\n'
        '<footer lang="en" dir="ltr"><p>The sample press of Tocsin. Everything here is invented.</p></footer>\n</body>\n</html>\n'
    )
