"""The feeds that a web page names or hints at. Reads the page only; asking the addresses is the caller's."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.sources.charset import decode
from monitor.sources.links import web_address
from monitor.sources.markup import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

FEED_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/json",
        "application/xml",
        "text/xml",
    }
)
# Where the common publishing systems keep their feeds, most common first.
COMMON_PATHS = ("/feed/", "/rss", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/feed.json", "/feeds/posts/default")
_READ = 2_000_000  # bytes of a page that are looked at
_MOST = 40
_TAG = re.compile(r"<(link|a|base)\b((?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([A-Za-z:-]{1,30})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_HIDDEN = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1\b|\Z)", re.IGNORECASE | re.DOTALL)
_FEEDISH = re.compile(r"(?:^|[/._?=-])(?:rss|atom|feeds?|rdf)(?:[/._?&=-]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may be a feed, and what the page calls it; an empty title if it does not say."""

    url: str
    title: str


def candidates_of(body: bytes, url: str, content_type: str = "") -> tuple[Candidate, ...]:
    """Find the feeds of an HTML page: those that it declares (RSS Autodiscovery), then links that look like feeds.

    Args:
        body: the page; its first 2 MB are read.
        url: where it was found, after redirects.
        content_type: the server's header.
    """
    tags, base = _tags(decode(body[:_READ], content_type).text, url)
    return _each_once([*_declared(tags, base), *_linked(tags, base)])


def declared_feeds(page: str, url: str) -> tuple[Candidate, ...]:
    """Find the feeds that a page declares, those only."""
    tags, base = _tags(page[:_READ], url)
    return _each_once(_declared(tags, base))


def usual_places(url: str) -> tuple[Candidate, ...]:
    """Name the places of a site where publishing systems keep their feeds, most common first."""
    return _each_once(Candidate(address, "") for path in COMMON_PATHS if (address := web_address(path, url)))


def _each_once(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    first: dict[str, Candidate] = {}
    for candidate in candidates:
        first.setdefault(candidate.url, candidate)
    return tuple(first.values())[:_MOST]


def _tags(page: str, url: str) -> tuple[list[tuple[str, Mapping[str, str]]], str]:
    tags = [(found[1].lower(), _attributes(found[2])) for found in _TAG.finditer(_HIDDEN.sub(" ", page))]
    bases = (web_address(attributes.get("href"), url) for name, attributes in tags if name == "base")
    return tags, next(filter(None, bases), url)


def _attributes(text: str) -> Mapping[str, str]:
    return {name.lower(): html.unescape(double or single or bare).strip() for name, double, single, bare in _ATTRIBUTE.findall(text)}


def _declared(tags: list[tuple[str, Mapping[str, str]]], base: str) -> Iterator[Candidate]:
    for name, attributes in tags:
        relations = attributes.get("rel", "").lower().split()
        kind = attributes.get("type", "").split(";")[0].strip().lower()
        is_feed = "feed" in relations or ("alternate" in relations and kind in FEED_TYPES)
        if name == "link" and is_feed and not _is_oembed(attributes) and (address := web_address(attributes.get("href"), base)):
            yield Candidate(address, one_line(attributes.get("title", ""))[:200])


def _is_oembed(attributes: Mapping[str, str]) -> bool:
    """Tell the JSON that WordPress declares beside its feeds (oEmbed, the REST interface) from a feed."""
    href = attributes.get("href", "")
    return "oembed" in href or "/wp-json/" in href


def _linked(tags: list[tuple[str, Mapping[str, str]]], base: str) -> Iterator[Candidate]:
    for name, attributes in tags:
        href = attributes.get("href", "")
        if name == "a" and _FEEDISH.search(href.partition("#")[0]) and (address := web_address(href, base)):
            yield Candidate(address, one_line(attributes.get("title", ""))[:200])
