"""The chambers of the United Kingdom as TheyWorkForYou prepares them: XML in the manner of Public Whip, a file a day.

A day is issued again under the letters `a`, `b`, `c`: the last is read. `changedates.txt` in each folder gets a line with the file's name
at every issue (parlparse, which writes these files), and is far smaller than the listing of the folder. The folders of Scotland and Wales
are read by their listing: their names of files are others there.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from monitor.catalogue.discovery import Discovery, IndexPage
from monitor.catalogue.record import CatalogueRecord

_FILES = "https://www.theyworkforyou.com/pwdata/scrapedxml"
_DAY = r"(?P<date>\d{4}-\d{2}-\d{2})"
_SCOTLAND = f"{_FILES}/sp-new/meeting-of-the-parliament"
_SENEDD = f"{_FILES}/senedd/en"


def _issues(folder: str, name: str) -> Discovery:
    return IndexPage(
        f"{_FILES}/{folder}/changedates.txt",
        link=rf"\b{name}{_DAY}(?P<issue>[a-z]*)\.xml",
        document=f"{_FILES}/{folder}/{name}{{date}}{{issue}}.xml",
        is_newest_first=False,
    )


def _record(name: str, title: str, house: str, discovery: Discovery) -> CatalogueRecord:
    return CatalogueRecord(
        name=name,
        title=title,
        country="GB",
        house=house,
        languages=("en",),
        format="publicwhip",
        discoveries=(discovery,),
        delay="the morning after the sitting",
        licence="Open Parliament Licence",
        zone="Europe/London",
        homepage="https://www.theyworkforyou.com",
        options=MappingProxyType({"house": house}),
        requests_per_day=300,
        evidence="documents" if house == "commons" else "specification",
        is_published_interface=True,
        notes=("Prepared by TheyWorkForYou (mySociety), a charity: ask no more often than you must.",),
    )


def _noted(record: CatalogueRecord, note: str) -> CatalogueRecord:
    return replace(record, notes=(note, *record.notes))


RECORDS = (
    _record("uk-commons", "House of Commons debates", "commons", _issues("debates", "debates")),
    _record("uk-lords", "House of Lords debates", "lords", _issues("lordspages", "daylord")),
    _record("uk-westminster-hall", "Westminster Hall debates", "westminster-hall", _issues("westminhall", "westminster")),
    _noted(
        replace(
            _record("uk-written-answers", "House of Commons written answers", "commons", _issues("wrans", "answers")),
            evidence="specification",
        ),
        "uk-questions also tells when a question is tabled or corrected: switch on one of the two.",
    ),
    replace(
        _record(
            "scotland",
            "Scottish Parliament, meetings of the Parliament",
            "scotland",
            IndexPage(f"{_SCOTLAND}/", link=rf"(?P<file>{_DAY}_\d+\.xml)", document=f"{_SCOTLAND}/{{file}}", is_newest_first=False),
        ),
        licence="Open Scottish Parliament Licence",
    ),
    replace(
        _record(
            "wales",
            "Senedd, plenary (English and what is translated)",
            "wales",
            IndexPage(
                f"{_SENEDD}/",
                link=rf"\bsenedd{_DAY}(?P<issue>[a-z]*)\.xml",
                document=f"{_SENEDD}/senedd{{date}}{{issue}}.xml",
                is_newest_first=False,
            ),
        ),
        licence="Open Government Licence",
    ),
    replace(
        _record("northern-ireland", "Northern Ireland Assembly, plenary", "northern-ireland", _issues("ni", "ni")),
        licence="Open Government Licence",
    ),
)
