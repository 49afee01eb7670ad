"""What an Akoma Ntoso document says about itself: country, house, day, language, and the page where it is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from monitor.sources.dates import read_date
from monitor.sources.parliament.xml import first, named, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

_ZONES = {"ie": "Europe/Dublin", "it": "Europe/Rome", "uk": "Europe/London", "gb": "Europe/London", "za": "Africa/Johannesburg"}
_LANGUAGES = {"eng": "en", "gle": "ga", "ita": "it", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "spa": "es", "por": "pt"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SIGNS = re.compile(r"[\W_]+")
_WORK = re.compile(r"/(?:debate\w*|debaterecord)/(?P<house>[^/]+)(?:/(?P<body>[^/]+))?/(?P<date>\d{4}-\d\d-\d\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Meta:
    """The document's identity. `uri` is the work's address, such as /akn/ie/debateRecord/dail/2015-11-12."""

    uri: str
    country: str
    house: str
    day: date | None
    lang: str | None
    title: str
    status: str | None
    zone: ZoneInfo

    def page_of(self, section: str, native: str | None) -> str | None:
        """Give the address of a speech in a section on the house's own site, where its form is known."""
        found = _WORK.search(self.uri)
        if self.country != "ie" or found is None:
            return None
        place = "/".join(filter(None, (found["house"], found["body"], found["date"])))
        number = section.removeprefix("dbsect_")
        inner = f"{number}/" + (f"#{native}" if native else "") if number.isdecimal() else ""
        return f"https://www.oireachtas.ie/en/debates/debate/{place}/{inner}"


def read_meta(root: etree._Element, otherwise: date | None) -> Meta:
    """Read the identification; what it lacks is taken from the preface, where it stands there. Without any day it is of `otherwise`."""
    uri = next((value for value in _values(root, "FRBRuri", "value") if value), "")
    work = _WORK.search(uri)
    country = next(iter(_values(root, "FRBRcountry", "value")), "") or _country(uri)
    house = (work["body"] or work["house"] if work else "") or _house_of_author(root)
    day = _day(root, work["date"] if work else "") or otherwise
    tongue = next(iter(_values(root, "FRBRlanguage", "language")), "")
    status = words_of(first(root, "docStatus")).lower()
    titles = [words_of(each) for each in named(root, "docTitle", "docProponent")]
    return Meta(
        uri=uri,
        country=country,
        house=_SIGNS.sub("-", house.lower()).strip("-"),
        day=day,
        lang=_LANGUAGES.get(tongue, tongue if len(tongue) == 2 else None),  # noqa: PLR2004 the codes of ISO 639-1 have two letters
        title=", ".join(filter(None, (titles[-1] if titles else house, str(day) if day else ""))),
        status="draft" if "uncorrected" in status or "draft" in status or "provisional" in status else None,
        zone=ZoneInfo(_ZONES.get(country, "UTC")),
    )


def _values(root: etree._Element, name: str, attribute: str) -> Iterator[str]:
    return (each.get(attribute, "") for each in named(root, name))


def _country(uri: str) -> str:
    parts = [part for part in uri.split("/") if part and part not in ("akn", "http:", "https:")]
    return parts[0] if parts and len(parts[0]) == 2 else ""  # noqa: PLR2004 the codes of ISO 3166-1 have two letters


def _house_of_author(root: etree._Element) -> str:
    """Take the house from the author of the work: /ie/oireachtas/house/dail."""
    author = next(iter(_values(root, "FRBRauthor", "href")), "")
    return author.rstrip("#/").rpartition("/")[2].lstrip("#")


def _day(root: etree._Element, written: str) -> date | None:
    """Find the day of the sitting: in the work's address, else its date, else in the preface."""
    for text in (written, *_values(root, "docDate", "date"), *_values(root, "FRBRdate", "date")):
        found = _DAY.match(text)
        if found:
            try:
                return date.fromisoformat(found[0])
            except ValueError:
                continue
    read = read_date(words_of(first(root, "docDate")), "en")
    return read.date() if read else None
