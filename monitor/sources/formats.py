"""The document formats that can be read, by the name that `parse --as` and the sources use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.errors import ParseError
from monitor.sources.feed import parse_feed
from monitor.sources.parliament.eu_speeches import parse_eu_speeches
from monitor.sources.parliament.uk_hansard import parse_uk_hansard
from monitor.sources.parliament.uk_questions import parse_uk_questions
from monitor.sources.parliament.us_crec import parse_us_crec

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from monitor.model import Page
    from monitor.sources.document import Document


def _feed(document: Document) -> Page:
    return parse_feed(document.body, document.content_type, document.url)


# A document -> its items; raises ParseError and nothing else
FORMATS: Mapping[str, Callable[[Document], Page]] = {
    "feed": _feed,
    "eu-speeches": parse_eu_speeches,
    "uk-hansard": parse_uk_hansard,
    "uk-questions": parse_uk_questions,
    "us-crec": parse_us_crec,
}


def parse_document(name: str, document: Document) -> Page:
    """Read a document in the format of that name.

    Raises:
        ParseError: the document is not of that format, or no format has that name.
    """
    if name not in FORMATS:
        raise ParseError(f"no format is called {name}; there are {', '.join(FORMATS)}")
    return FORMATS[name](document)
