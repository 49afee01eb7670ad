"""Hansard of the Australian Parliament, both houses, in the schemas of 2007 (version 2.1) and of today (2.2).

Source: ParlInfo's `toc_unixml` files. The site answers honest clients with 403, so documents come from who has them; for polling there is
OpenAustralia (format publicwhip). A byte order mark and line breaks may stand before the root.

`hansard > session.header > date, chamber, proof` (1: a draft), then `chamber.xscript`, `maincomm.xscript` or `fedchamb.xscript` (the
second chamber of the House), and `answers.to.questions` > `debate > debateinfo/title > subdebate.1 > subdebate.2 > speech | question |
answer`, each with `talk.start/talker > name.id, name@role, party, electorate, time.stamp`. In the older schema words stand in `para`, and
`interjection` and `continue` are elements within. In today's the words are all in `talk.text/body/p`: whose they are is told by a link at
the beginning of a paragraph (`a@type` MemberSpeech, MemberContinuation, MemberInterjecting with `@href` for the speaker's id), and the
elements for interjections are empty but for who spoke. `time.stamp` is empty there; times stand in `span.HPS-Time`.

Speeches have no ids: they are named by day, house, speaker and beginning. What the speaker says before and after interruptions is one
item; what one other person says within a speech is one too, and so are the notes that only tell who interjected. The link leads to the
day; ParlInfo has no lasting address for a speech that is known. The names of who voted how are left out.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from monitor.model import Page
from monitor.sources.parliament.au_debates import Walk
from monitor.sources.parliament.milestones import Milestones
from monitor.sources.parliament.reception import address_day, other_day, receive
from monitor.sources.parliament.roll import Roll
from monitor.sources.parliament.sitting import Sitting
from monitor.sources.parliament.xml import first, local_name, named, words_of

if TYPE_CHECKING:
    from lxml import etree

    from monitor.model import Item
    from monitor.sources.document import Document

_WANTED = "a Hansard of the Australian Parliament (format au-hansard)"
_CANBERRA = ZoneInfo("Australia/Canberra")
_UNITS = ("speech", "question", "answer")
_SECOND_CHAMBERS = {"maincomm.xscript": "main-committee", "fedchamb.xscript": "federation-chamber"}
_STATUS = {"1": "draft", "0": "final"}
_DAY = "https://parlinfo.aph.gov.au/parlInfo/search/display/display.w3p;adv=yes;orderBy=_fragment_number,doc_date-rev;page=0;query=Dataset:"


def parse_au_hansard(document: Document) -> Page:
    """Read a sitting day.

    Raises:
        ParseError: it is no such document.
    """
    root = receive(document, _WANTED, "hansard")
    header = first(root, "session.header")
    day = _day(header) or address_day(document)
    house = _house(_fact(header, "chamber"))
    status = _STATUS.get(_fact(header, "proof"))
    title = ", ".join(filter(None, ("Senate" if house == "senate" else "House of Representatives", str(day) if day else "")))
    items: list[Item] = []
    roll = Roll()
    for part in root:
        name = local_name(part)
        if name == "session.header":
            continue
        sitting = Sitting(_SECOND_CHAMBERS.get(name, house), day, title=title, lang="en", status=status, number=None)
        walk = Walk(sitting, Milestones(day, _CANBERRA), roll, _page(house, day))
        walk.part(part)
        items += sitting.items
    return Page(
        items=tuple(items),
        title=title,
        lang="en",
        declared=sum(1 for _ in named(root, *_UNITS)),
        warnings=other_day(document, day),
    )


def _fact(header: etree._Element | None, name: str) -> str:
    return "" if header is None else words_of(first(header, name))


def _day(header: etree._Element | None) -> date | None:
    try:
        return date.fromisoformat(_fact(header, "date")[:10])
    except ValueError:
        return None


def _house(chamber: str) -> str:
    return "senate" if "senate" in chamber.lower() else "representatives"


def _page(house: str, day: date | None) -> str | None:
    if day is None:
        return None
    letter = house[0]
    return f"{_DAY}hansard{letter},hansard{letter}80%20Date:{day.day}/{day.month}/{day.year};rec=0;resCount=Default"
