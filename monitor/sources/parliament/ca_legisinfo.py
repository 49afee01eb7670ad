"""`ca-legisinfo`: the bills before the Parliament of Canada, from LEGISinfo's RSS and from its list of all bills as JSON.

RSS (seen: two items of March 2020): title `C-8, Introduction and First Reading in the House of Commons`, description `C-8, An Act to ...`,
pubDate at midnight with the zone EST the year round, which means the day alone, and a link with the bill's number in LEGISinfo or, today,
with session and number (`/bill/45-1/c-8`).

JSON (`https://www.parl.ca/legisinfo/en/bills/json?parlsession=45-1`; no answer seen, the names are from programs that read it): a list of
bills with English and French beside each other. Its names changed in 2026, `BillNumberFormatted` to `NumberCode`, `CurrentStatusEn` to
`StatusNameEn` and so on; both are read. `0001-01-01` stands for no date, and chamber 1 is the Commons, 2 the Senate.

Bill numbers begin anew with every session: the session is part of the key.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from monitor.errors import ParseError
from monitor.model import Page, Variant
from monitor.sources.dates import read_date
from monitor.sources.links import web_address
from monitor.sources.parliament.bills import Bill, bill_items
from monitor.sources.parliament.json import read_json, rows, shape, text_of
from monitor.sources.parliament.moments import Moment, read_moment
from monitor.sources.parliament.xml import first, local_name, named, one_line, read_xml, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml import etree

    from monitor.sources.document import Document

_ZONE = ZoneInfo("America/Toronto")
_NUMBER = re.compile(r"\s*([CS]-\d{1,4}[A-Z]?)\s*,\s*", re.IGNORECASE)
_SESSION = re.compile(r"(?:/|parlsession=)(\d{1,3}-\d)(?=[/&]|$)", re.IGNORECASE)
_BILL_ID = re.compile(r"[?&]billId=(\d{1,12})", re.IGNORECASE)
_PAGE = "https://www.parl.ca/legisinfo/en/bill/{}/{}"
_CHAMBERS = {"1": "commons", "2": "senate"}
# The names of the list since August 2026, then those before.
_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "number": ("NumberCode", "BillNumberFormatted"),
        "status": ("StatusName{}", "CurrentStatus{}"),
        "kind": ("BillDocumentTypeName{}", "BillType{}"),
        "chamber": ("OriginatingChamberOrganizationId", "OriginatingChamberId"),
        "moment": ("LatestBillEventDateTime", "LatestActivityDateTime"),
    }
)
_DATES = re.compile(r"(?:Passed|Received)\w{4,40}DateTime")


def parse_ca_legisinfo(document: Document) -> Page:
    """Read the RSS or the JSON of LEGISinfo, whichever it is.

    Raises:
        ParseError: it is neither, or holds no bills that can be told from those of other sessions.
    """
    is_json = document.body.lstrip(b"\xef\xbb\xbf\r\n\t ")[:1] in {b"[", b"{"}
    count, bills = _listed(document) if is_json else _fed(document)
    if count and not bills:
        raise ParseError(f"none of the {count:,} bills says its number and session; LEGISinfo has changed, please report it")
    passed = count - len(bills)
    warnings = (f"{passed:,} bills do not say their number or session, and are passed over",) if passed else ()
    return Page(bill_items(bills), title="LEGISinfo", declared=count, warnings=warnings)


def _fed(document: Document) -> tuple[int, Sequence[Bill]]:
    root = read_xml(document.body)
    if local_name(root) != "rss":
        raise ParseError(f"the document is <{local_name(root)}> where RSS of LEGISinfo was expected; it says {words_of(root)[:100]!r}")
    lang = "fr" if words_of(first(root, "language")).lower().startswith("fr") else "en"
    entries = list(named(root, "item"))
    return len(entries), [bill for entry in entries if (bill := _event(entry, lang, document)) is not None]


def _event(entry: etree._Element, lang: str, document: Document) -> Bill | None:
    said, title, link = (words_of(first(entry, name)) for name in ("title", "description", "link"))
    found = _NUMBER.match(said) or _NUMBER.match(title)
    if found is None:
        return None
    number = found[1].upper()
    session = _SESSION.search(link) or _SESSION.search(document.url)
    known = session[1] if session else str(document.options.get("session", ""))
    bill_id = _BILL_ID.search(link)
    if not known and bill_id is None:
        return None
    stage = _NUMBER.sub("", said, count=1)
    published = read_date(words_of(first(entry, "pubDate")), lang)
    when = read_moment(published.isoformat(), _ZONE) if published else None
    return Bill(
        key=f"{known}/{number}" if known else f"bill-{bill_id[1]}" if bill_id else number,
        native_id=number,
        title=title or number,
        summary="",
        stage=stage,
        house=_chamber(stage) or _origin(number),
        url=web_address(link),
        lang=lang,
        moment=when.instant if when else None,
        precision="sitting",
        day=when.day if when else None,
        session=known or None,
    )


def _chamber(stage: str) -> str:
    """Tell the house from the name of an event, in either language; some name none."""
    words = stage.casefold()
    if "house of commons" in words or "chambre des communes" in words:
        return "commons"
    return "senate" if "senate" in words or "sénat" in words else ""


def _origin(number: str) -> str:
    return "senate" if number.startswith("S") else "commons"


def _listed(document: Document) -> tuple[int, Sequence[Bill]]:
    answer = read_json(document.body)
    bills = rows(answer)
    if not isinstance(answer, list) and not any(name in answer for name in _NAMES["number"] if isinstance(answer, dict)):
        raise ParseError(f"this is {shape(answer)} where LEGISinfo's list of bills was expected")
    return len(bills), [bill for row in bills if (bill := _row(row)) is not None]


def _row(row: Mapping[str, object]) -> Bill | None:
    number = _named(row, "number").upper()
    session = text_of(row, "ParlSessionCode") or "-".join(filter(None, (text_of(row, "ParliamentNumber"), text_of(row, "SessionNumber"))))
    if not number or "-" not in session:
        return None
    when = _last(row)
    stage = _named(row, "status")
    french, longer = _titles(row, number, "Fr")
    title, summary = _titles(row, number, "En")
    return Bill(
        key=f"{session}/{number}",
        native_id=number,
        title=title,
        summary=summary,
        stage=stage,
        house=_CHAMBERS.get(_named(row, "chamber"), _origin(number)),
        url=_PAGE.format(session, number.lower()),
        lang="en",
        moment=when.instant if when else None,
        precision=when.precision if when else None,
        day=when.day if when else None,
        session=session,
        headings=tuple(filter(None, (_named(row, "kind"),))),
        variants=MappingProxyType({"fr": Variant(text=longer, title=french)} if french != number else {}),
    )


def _titles(row: Mapping[str, object], number: str, lang: str) -> tuple[str, str]:
    """Put the number before the short title, and give the long title as the text; where there is one title alone, it is the first."""
    short, long = (one_line(text_of(row, f"{name}Title{lang}")) for name in ("Short", "Long"))
    return ", ".join(filter(None, (number, short or long))), long if short else ""


def _named(row: Mapping[str, object], what: str, lang: str = "En") -> str:
    return next((text for name in _NAMES[what] if (text := one_line(text_of(row, name.format(lang))))), "")


def _last(row: Mapping[str, object]) -> Moment | None:
    """Tell when something happened last: as the list says, else the last of the stages passed."""
    said = next((moment for name in _NAMES["moment"] if (moment := read_moment(text_of(row, name), _ZONE))), None)
    passed = [moment for name in row if _DATES.fullmatch(name) and (moment := read_moment(text_of(row, name), _ZONE))]
    return said or max(passed, key=lambda moment: moment.instant, default=None)
