"""The document formats that can be read, by the name that `parse --as` and the sources use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.errors import ParseError
from monitor.sources.feed import parse_feed
from monitor.sources.parliament.akoma_ntoso import parse_akoma_ntoso
from monitor.sources.parliament.au_hansard import parse_au_hansard
from monitor.sources.parliament.ca_committees import parse_ca_committees
from monitor.sources.parliament.ca_hansard import parse_ca_hansard
from monitor.sources.parliament.ca_legisinfo import parse_ca_legisinfo
from monitor.sources.parliament.de_plenarprotokoll import parse_de_plenarprotokoll
from monitor.sources.parliament.eu_speeches import parse_eu_speeches
from monitor.sources.parliament.json_api import parse_json_api
from monitor.sources.parliament.publicwhip import parse_publicwhip
from monitor.sources.parliament.uk_bills import parse_uk_bills
from monitor.sources.parliament.uk_hansard import parse_uk_hansard
from monitor.sources.parliament.uk_questions import parse_uk_questions
from monitor.sources.parliament.us_crec import parse_us_crec
from monitor.sources.parliament.xml_api import parse_xml_api

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from monitor.model import Page
    from monitor.sources.document import Document


def _feed(document: Document) -> Page:
    return parse_feed(document.body, document.content_type, document.url)


# A document -> its items; raises ParseError and nothing else
FORMATS: Mapping[str, Callable[[Document], Page]] = {
    "feed": _feed,
    "ca-hansard": parse_ca_hansard,
    "ca-committees": parse_ca_committees,
    "publicwhip": parse_publicwhip,
    "akoma-ntoso": parse_akoma_ntoso,
    "de-plenarprotokoll": parse_de_plenarprotokoll,
    "au-hansard": parse_au_hansard,
    "eu-speeches": parse_eu_speeches,
    "uk-hansard": parse_uk_hansard,
    "uk-questions": parse_uk_questions,
    "us-crec": parse_us_crec,
    "json-api": parse_json_api,
    "xml-api": parse_xml_api,
    "uk-bills": parse_uk_bills,
    "ca-legisinfo": parse_ca_legisinfo,
}


def parse_document(name: str, document: Document) -> Page:
    """Read a document in the format of that name.

    Raises:
        ParseError: the document is not of that format, or no format has that name.
    """
    if name not in FORMATS:
        raise ParseError(f"no format is called {name}; there are {', '.join(FORMATS)}")
    return FORMATS[name](document)
