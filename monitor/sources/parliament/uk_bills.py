"""`uk-bills`: the bills before the Parliament of the United Kingdom, from the RSS of its bills API.

Source: `https://bills-api.parliament.uk/api/v1/Rss/allbills.rss`, at most 50 bills. An item's guid is the page of the bill, so that it
stays when the bill moves on; its stage is an attribute of the item (`p4:stage`, namespace `#billsSchema`), its time `a10:updated` (Atom),
and there is no pubDate. Categories are the kind of bill and the house that the API files it under, which is the one where it began: an
Arbitration Bill [HL] stays under Lords at its stages in the Commons. Stages of the two houses bear the same names, and the feed does not
tell them apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from monitor.errors import ParseError
from monitor.model import Page
from monitor.sources.links import web_address
from monitor.sources.markup import plain_text
from monitor.sources.parliament.bills import Bill, bill_items
from monitor.sources.parliament.moments import read_moment
from monitor.sources.parliament.xml import first, local_name, named, one_line, read_xml, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from monitor.sources.document import Document

_HOUSES = frozenset({"commons", "lords", "unassigned"})
_ZONE = ZoneInfo("Europe/London")


def parse_uk_bills(document: Document) -> Page:
    """Read the feed.

    Raises:
        ParseError: it is no RSS, or its bills have no stage any more, without which nothing new can be told.
    """
    root = read_xml(document.body)
    if local_name(root) != "rss":
        raise ParseError(
            f"the document is <{local_name(root)}> where the RSS of the bills API was expected; it says {words_of(root)[:100]!r}"
        )
    entries = list(named(root, "item"))
    bills = [bill for entry in entries if (bill := _bill(entry)) is not None]
    if entries and not any(bill.stage for bill in bills):
        raise ParseError("no bill of this feed has a stage (an attribute of each item); the feed has changed, please report it")
    warnings = [f"{len(entries) - len(bills):,} bills have neither guid nor link, and are passed over"] if len(bills) < len(entries) else []
    return Page(bill_items(bills), title=words_of(first(root, "title")), lang="en-GB", declared=len(entries), warnings=tuple(warnings))


def _bill(entry: etree._Element) -> Bill | None:
    guid = words_of(first(entry, "guid")) or words_of(first(entry, "link"))
    number = guid.rstrip("/").rpartition("/")[2]
    if not number:
        return None
    categories = [words_of(each) for each in named(entry, "category")]
    moment = read_moment(words_of(first(entry, "updated")), _ZONE)
    return Bill(
        key=f"bill-{number}",
        native_id=number,
        title=words_of(first(entry, "title")),
        summary=plain_text(words_of(first(entry, "description")), is_markup=False),
        stage=next(_stages(entry), ""),
        house=next((each.lower() for each in categories if each.lower() in _HOUSES), ""),
        url=web_address(words_of(first(entry, "link")) or guid),
        lang="en-GB",
        moment=moment.instant if moment else None,
        precision=moment.precision if moment else None,
        headings=tuple(each for each in categories if each.lower() not in _HOUSES),
    )


def _stages(entry: etree._Element) -> Iterator[str]:
    """Find the stage by its local name: the prefix is the server's to choose."""
    for name, value in entry.attrib.items():
        if str(name).rpartition("}")[2] == "stage":
            yield one_line(str(value))
