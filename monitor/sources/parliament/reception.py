"""A document at the door of its format: is it that kind, and does it say the same day and number as its address?"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from monitor.errors import ParseError
from monitor.sources.parliament.xml import local_name, read_xml

if TYPE_CHECKING:
    from lxml import etree

    from monitor.sources.document import Document

# What documents are by their first element, for whoever got another one than they asked for
_ROOTS = {
    "html": "an HTML page",
    "rss": "an RSS feed",
    "feed": "an Atom feed",
    "rdf": "an RDF document",
    "hansard": "a Hansard of the Australian Parliament (format au-hansard)",
    "Hansard": "a Hansard of the Canadian House of Commons (format ca-hansard or ca-committees)",
    "publicwhip": "a record in the publicwhip format",
    "debates": "a record in the publicwhip format",
    "akomaNtoso": "an Akoma Ntoso document (format akoma-ntoso)",
    "dbtplenarprotokoll": "a Plenarprotokoll of the Bundestag (format de-plenarprotokoll)",
}
_SNIFFED = 1024
_HTML = re.compile(rb"<(?:!doctype\s+)?html\b", re.IGNORECASE)
_DATE = re.compile(r"(?<!\d)((?:1[89]|20)\d\d)([-_/])(\d\d)\2(\d\d)(?!\d)")


def receive(document: Document, wanted: str, *roots: str) -> etree._Element:
    """Parse the document and give its root, if its first element has one of these names. `wanted` says what it should be.

    Raises:
        ParseError: it is something else, or no XML that can be read.
    """
    try:
        root = read_xml(document.body)
    except ParseError as error:
        raise ParseError(_without_xml(document.body, wanted) or f"{error}; {wanted} was expected") from None
    name = local_name(root)
    if name not in roots:
        what = _ROOTS.get(name) or _ROOTS.get(name.lower()) or f"an XML document <{name}>"
        raise ParseError(f"this is {what}; {wanted} was expected")
    return root


def _without_xml(body: bytes, wanted: str) -> str | None:
    head = body[:_SNIFFED].lstrip(b"\xef\xbb\xbf\r\n\t ")
    if _HTML.search(head):
        return f"this is an HTML page; {wanted} was expected"
    if head[:1] in (b"{", b"["):
        return f"this is JSON; {wanted} was expected"
    return None


def other_day(document: Document, day: date | None) -> tuple[str, ...]:
    """Warn if the document's address names days, and not the document's own."""
    named = _days(document.url)
    if day is None or not named or day in named:
        return ()
    return (f"the document says it is of {day}, its address says {named[-1]}: {document.url}; check which of them the server got wrong",)


def address_day(document: Document) -> date | None:
    """Give the last day that the document's address names, for a document that does not say its own."""
    return next(reversed(_days(document.url)), None)


def other_number(document: Document, what: str, own: str | None, address: str | None) -> tuple[str, ...]:
    """Warn if the document says another number than its address."""
    if not own or not address or own.lstrip("0") == address.lstrip("0"):
        return ()
    return (f"the document says it is {what} {own}, its address says {address}: {document.url}; check which of them the server got wrong",)


def _days(address: str) -> list[date]:
    return [found for found in map(_day, _DATE.finditer(address)) if found]


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[3]), int(found[4]))
    except ValueError:
        return None
