"""What stands in a feed's place when its server sends a web page: said so that the reader knows what to do."""

from __future__ import annotations

import re

from monitor.sources.discover import declared_feeds

_START = re.compile(r"(?:\s|<!--.{0,5000}?-->|<\?xml[^>]{0,500}\?>)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_FEED_ROOT = re.compile(r"<(?:\w{1,20}:)?(?:rss|feed|rdf|channel)[\s>]", re.IGNORECASE)
_MARKUP = re.compile(r"<(?:html|body|div|script|table)[\s>]", re.IGNORECASE)  # of a page whose beginning is odd
_SEEN = 200_000  # characters in which a page shows what it is
_BOT_CHECKS = (
    "just a moment...",
    "cf-browser-verification",
    "challenge-platform",
    "attention required! | cloudflare",
    "captcha",
    "ddos-guard",
    "are you a robot",
)
_LOGIN = re.compile(r"<input[^>]{0,300}type\s*=\s*[\"']?password", re.IGNORECASE)


def is_html(text: str) -> bool:
    """Tell whether a text begins as a web page does."""
    return _START.match(text.lstrip("\ufeff")) is not None


def is_bot_wall(text: str) -> bool:
    """Tell whether a page is a check for browsers."""
    return any(mark in text[:_SEEN].lower() for mark in _BOT_CHECKS)


def explain_page(text: str, url: str = "") -> str | None:
    """Say what an HTML page is and what helps; None if the text is no HTML page, or one wrapped around a feed, which happens."""
    seen = text[:_SEEN]
    if _FEED_ROOT.search(seen) or not (_START.match(seen) or _MARKUP.search(seen[:5000])):
        return None
    said = "this is an HTML page, not a feed"
    if is_bot_wall(seen):
        return f"{said}; the server checks for browsers (a bot wall); ask the publisher for access, or use another feed of theirs"
    if feeds := declared_feeds(text, url):
        return f"{said}; the page names these feeds: {', '.join(feed.url for feed in feeds[:3])}"
    if _LOGIN.search(seen):
        return f"{said}; it asks for a login; give the source `user:` and `password:`, or `headers:`"
    return f"{said}; look for its feed with: tocsin sources discover {url or 'ADDRESS'}"
