"""RSS, RDF, Atom and JSON Feed documents to items. Runs in a worker process that is killed when it takes too long.

feedparser reads the XML, without its sanitiser and link rewriting (2.8 times the speed): text leaves here plain, and is escaped where
it is shown. What it lacks stands in the modules beside this one: charset, dates, identity, markup, survey, json_feed.
"""

from __future__ import annotations

import io
import re
import warnings
from typing import TYPE_CHECKING, cast

import feedparser

from monitor.errors import ParseError
from monitor.sources.captions import captions
from monitor.sources.charset import decode
from monitor.sources.entries import Entry, Heading, page_of
from monitor.sources.hints import read_hints
from monitor.sources.html_page import explain_page
from monitor.sources.json_feed import parse_json_feed
from monitor.sources.language import language_tag
from monitor.sources.links import web_address
from monitor.sources.markup import one_line
from monitor.sources.survey import Survey, survey

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from monitor.model import Page

    # feedparser is untyped, and its dictionaries answer to names they do not hold: every value is looked at before use.
    Record = Mapping[str, object]

_HEADERS = {"content-type": "application/xml; charset=utf-8"}
# XML forbids these; dropping them keeps the strict parser, which would stop at the first.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DATES = ("published", "updated", "created")
# What feedparser 6 lets escape on malformed documents.
_MISHAPS = (ValueError, LookupError, AttributeError, TypeError, ArithmeticError, RecursionError, AssertionError)


def parse_feed(body: bytes, content_type: str = "", url: str = "") -> Page:
    """Read a feed document.

    Args:
        body: the document as it came.
        content_type: the server's header; its charset is believed unless the bytes contradict it.
        url: where the document was found; relative links are resolved against it when the feed names no other base.

    Raises:
        ParseError: the body is empty, a web page, no feed, or built to harm.
    """
    if not body.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise ParseError("the body is empty; open the address in a browser, and ask the publisher if it is empty there too")
    decoded = decode(body, content_type)
    text = _FORBIDDEN.sub("", decoded.text).lstrip("\ufeff \t\r\n")
    if text.startswith(("{", "[")):
        return parse_json_feed(text, url)
    if page := explain_page(text, url):
        raise ParseError(page)
    seen = survey(text)
    parsed = _read(text)
    entries, about = _records(parsed.get("entries")), _record(parsed.get("feed"))
    if not entries and not parsed.get("version") and not seen.declared:
        raise ParseError(f"this is neither RSS, Atom nor JSON Feed; it begins {text[:60]!r}; check the address in a browser")
    base = web_address(about.get("link"), url)
    heading = _heading(about, seen, text)
    # Which entry a caption belongs to is known only while the parser and the survey agree on the entries.
    shown = captions(text, seen.starts) if len(entries) == seen.declared else [()] * len(entries)
    return page_of([_entry(entry, more, base, url) for entry, more in zip(entries, shown, strict=True)], heading)


def _read(text: str) -> Record:
    # An address or a file name would be opened: only a stream is certain to be read as a document.
    stream = io.BytesIO(text.encode("utf-8"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # feedparser speaks to its callers, of names that are not used here
            parsed = feedparser.parse(stream, response_headers=_HEADERS, sanitize_html=False, resolve_relative_uris=False)
    except _MISHAPS as mishap:
        raise ParseError(
            f"the document is malformed beyond reading ({type(mishap).__name__}: {mishap}); ask the publisher to mend it"
        ) from mishap
    return cast("Record", parsed)


def _heading(about: Record, seen: Survey, text: str) -> Heading:
    return Heading(
        title=one_line(_text(about, "title"))[:1000],
        lang=language_tag(about.get("language")),
        declared=seen.declared,
        hints=read_hints(text),
        warnings=() if seen.is_whole else ("the document breaks off before its end; what came before is read",),
        is_whole=seen.is_whole,
    )


def _entry(entry: Record, shown: tuple[tuple[str, str], ...], base: str | None, url: str) -> Entry:
    links = _records(entry.get("links"))
    link = _text(entry, "feedburner_origlink") or _text(entry, "link") or _link(links, "alternate") or _link(links, "enclosure")
    guid = _text(entry, "id")
    details = [*_records(entry.get("content")), _record(entry.get("summary_detail")), _record(entry.get("title_detail"))]
    return Entry(
        guid=guid,
        link=link,
        url=web_address(link, base, url) or (web_address(guid) if link or entry.get("guidislink", True) else None),
        title=_text(entry, "title"),
        parts=(*_parts(entry), *shown),
        dates=tuple(date for name in _DATES if (date := _own(entry, name))),
        lang=language_tag(*(detail.get("language") for detail in details)),
        outlet=one_line(_text(_record(entry.get("source")), "title"))[:200] or None,
    )


def _parts(entry: Record) -> Iterator[tuple[str, str]]:
    """Everything that feedparser found an entry to say, with its media type; it files a second summary under content."""
    for content in _records(entry.get("content")):
        yield _text(content, "value"), _text(content, "type")
    yield _text(entry, "summary"), _text(_record(entry.get("summary_detail")), "type") or "text/html"
    yield _text(entry, "subtitle"), _text(_record(entry.get("subtitle_detail")), "type") or "text/html"


def _link(links: tuple[Record, ...], relation: str) -> str:
    return next((_text(link, "href") for link in links if link.get("rel") == relation and _text(link, "href")), "")


def _own(record: Record, name: str) -> str:
    """Take what the record itself holds: feedparser answers `updated` with the date of publication."""
    value = dict.get(record, name) if isinstance(record, dict) else None
    return value.strip() if isinstance(value, str) else ""


def _text(record: Record, name: str) -> str:
    value = record.get(name)
    return value.strip() if isinstance(value, str) else ""


def _record(value: object) -> Record:
    return value if isinstance(value, dict) else {}


def _records(value: object) -> tuple[Record, ...]:
    return tuple(each for each in value if isinstance(each, dict)) if isinstance(value, list) else ()
