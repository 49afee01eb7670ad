"""JSON Feed 1 and 1.1 (jsonfeed.org/version/1.1), which feedparser does not read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from monitor.errors import ParseError
from monitor.sources.entries import Entry, Heading, page_of
from monitor.sources.language import language_tag
from monitor.sources.links import web_address
from monitor.sources.markup import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.model import Page

_PARTS = (("content_html", "text/html"), ("content_text", "text/plain"), ("summary", "text/plain"))
_DATES = ("date_published", "date_modified")


def parse_json_feed(text: str, url: str = "") -> Page:
    """Read a JSON Feed.

    Args:
        text: the document.
        url: where it was found; relative links are resolved against it.

    Raises:
        ParseError: it is no JSON, or JSON of another kind.
    """
    feed, items = _feed_of(text)
    entries = [_entry(item, url) for item in items if isinstance(item, dict)]
    return page_of(entries, Heading(one_line(_text(feed, "title"))[:1000], language_tag(feed.get("language")), len(items), {}))


def _feed_of(text: str) -> tuple[Mapping[str, object], Sequence[object]]:
    try:
        feed = json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        raise ParseError(
            f"this is no JSON after line {error.lineno}, column {error.colno}: {error.msg}; the document may be cut off"
        ) from None
    except (RecursionError, ValueError):  # nested past any feed; a number of thousands of digits
        raise ParseError("this JSON is nested or written in a way that no feed is; the document is refused") from None
    if isinstance(feed, dict) and isinstance(feed.get("items"), list):
        return feed, feed["items"]
    raise ParseError("this is JSON, but no JSON Feed: it has no list of `items`; look for a feed address with: tocsin sources discover")


def _entry(item: Mapping[str, object], url: str) -> Entry:
    link = _text(item, "url") or _text(item, "external_url")
    guid = _text(item, "id")
    return Entry(
        guid=guid,
        link=link,
        url=web_address(link, url) or web_address(guid),
        title=_text(item, "title"),
        parts=tuple((value, kind) for name, kind in _PARTS if (value := _text(item, name))),
        dates=tuple(date for name in _DATES if (date := _text(item, name))),
        lang=language_tag(item.get("language")),
    )


def _text(record: Mapping[str, object], name: str) -> str:
    """Take a value as text. Identifiers are numbers in some feeds; the specification asks readers to make them strings."""
    value = record.get(name)
    if isinstance(value, str):
        return value.strip()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
