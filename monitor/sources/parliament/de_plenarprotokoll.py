"""Plenary protocols of the German Bundestag in XML.

Source: `https://www.bundestag.de/.../opendata`, one file a sitting, `NNNNN.xml` (legislative period and sitting; formerly
`NNNNN-data.xml`); the DTD is `dbtplenarprotokoll.dtd`, named in the document and never loaded. Some files begin with a byte order mark.

`dbtplenarprotokoll@wahlperiode@sitzung-nr@sitzung-datum@sitzung-start-uhrzeit > sitzungsverlauf > sitzungsbeginn,
tagesordnungspunkt@top-id > p, name, rede@id > p@klasse, name, kommentar`, then `anlagen`. A speaker begins with
`p[@klasse='redner']/redner@id > name > vorname, nachname, fraktion or rolle`; the chair is only a `name` between paragraphs. A `rede`
therefore holds more than one speaker: whoever asks in between, the speaker again, the chair. It is split there: each turn is an item, the
chair's remarks within one speech are one, and so are the interjections within it (`kommentar`), which are kept apart from the speaker's
words. In 2018 the turns of question time stood outside of any `rede`; there the chair's remarks of one item of the agenda are one.
Written answers and explanations in the annexes (`anlage`) are statements.

The first turn of a `rede` has its id for a key; what has no id is named by speaker and beginning. There are no times within, only the
beginning of the sitting. The links lead to the protocol; it has no address for a speech that is known.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from monitor.model import Page
from monitor.sources.dates import read_date
from monitor.sources.parliament.de_turns import Walk
from monitor.sources.parliament.milestones import Milestones
from monitor.sources.parliament.reception import address_day, other_day, other_number, receive
from monitor.sources.parliament.sitting import Sitting
from monitor.sources.parliament.xml import first, named, words_of

if TYPE_CHECKING:
    from datetime import date

    from lxml import etree

    from monitor.sources.document import Document

_WANTED = "a Plenarprotokoll of the Bundestag (format de-plenarprotokoll)"
_BERLIN = ZoneInfo("Europe/Berlin")
_ADDRESS = re.compile(r"(?<!\d)(\d\d)(\d{3})(?:-data)?\.xml", re.IGNORECASE)
_DIGITS = 5  # of a legislative period and a sitting
_STATES = {"erfasst": "draft", "korrektur": "draft", "freigegeben": "final"}


def parse_de_plenarprotokoll(document: Document) -> Page:
    """Read a sitting's protocol.

    Raises:
        ParseError: it is no such document.
    """
    root = receive(document, _WANTED, "dbtplenarprotokoll")
    period = root.get("wahlperiode") or words_of(first(root, "wahlperiode"))
    number = root.get("sitzung-nr") or words_of(first(root, "sitzungsnr"))
    day = _day(root, document)
    sitting = Sitting(
        house="bundestag",
        day=day,
        number=f"{period}/{number}" if period and number else None,
        title=f"Plenarprotokoll {period}/{number}",
        lang="de",
        status=_status(root),
    )
    clock = Milestones(day, _BERLIN)
    start = first(root, "sitzungsbeginn")
    clock.read(root.get("sitzung-start-uhrzeit") or (start.get("sitzung-start-uhrzeit") if start is not None else None))
    Walk(sitting, clock.at_start(), _page(period, number)).through(root)
    return Page(
        items=tuple(sitting.items),
        title=sitting.title,
        lang="de",
        declared=sum(1 for _ in named(root, "rede")),
        warnings=_warnings(document, day, period, number),
    )


def _day(root: etree._Element, document: Document) -> date | None:
    datum = first(root, "datum")
    for written in (root.get("sitzung-datum"), None if datum is None else datum.get("date")):
        try:
            return datetime.strptime(written or "", "%d.%m.%Y").date()  # noqa: DTZ007 a day has no zone
        except ValueError:
            continue
    read = read_date(words_of(datum).rpartition("den ")[2], "de")
    return read.date() if read else address_day(document)


def _status(root: etree._Element) -> str | None:
    if "vorabfassung" in words_of(first(root, "berichtart")).lower():
        return "draft"
    return _STATES.get(root.get("status", ""))


def _page(period: str, number: str) -> str | None:
    """Give the address of the printed protocol, the same for all of its speeches."""
    if not (period.isdecimal() and number.isdecimal() and len(period + number) <= _DIGITS):
        return None
    return f"https://dserver.bundestag.de/btp/{int(period)}/{int(period)}{int(number):03}.pdf"


def _warnings(document: Document, day: date | None, period: str, number: str) -> tuple[str, ...]:
    """Compare with the address: 21081.xml is period 21, sitting 81. The wrong protocol has been served under a right address."""
    found = _ADDRESS.search(document.url)
    return (
        other_day(document, day)
        + other_number(document, "legislative period", period, found[1] if found else None)
        + other_number(document, "sitting", number, found[2] if found else None)
    )
