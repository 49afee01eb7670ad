"""Evidence given to committees of the Canadian House of Commons, one language of one meeting.

Source: the evidence page of a meeting links to
`https://www.ourcommons.ca/Content/Committee/{PS}/{ACR}/Evidence/EV{pubid}/{ACR}EV{NN}-E.XML`; a meeting in camera has none. The structure
is told in `ca_record`; here subjects have no titles, so that the committee and the number of the meeting head everything, and a meeting
is one debate. `Affiliation@Type` 28 is a witness, 40 and 47 are members, 35 and 36 have the chair; what stands in brackets behind a
witness is whom they speak for, behind a member riding and party, often only the first time.

The link leads to the speech in the document's own language; the French address is the site's own form and has not been followed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from monitor.errors import ParseError
from monitor.model import Page
from monitor.sources.parliament.ca_record import Walk, day_of, extracted, language, session
from monitor.sources.parliament.milestones import Milestones
from monitor.sources.parliament.reception import other_day, other_number, receive
from monitor.sources.parliament.sitting import Sitting
from monitor.sources.parliament.xml import first, named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.sources.document import Document

_WANTED = "the evidence of a Canadian committee (format ca-committees)"
_ZONE = ZoneInfo("America/Toronto")
_ADDRESS = re.compile(r"(?:^|/)[A-Z]+EV(\d+)-[EF]\.XML", re.IGNORECASE)


def parse_ca_committees(document: Document) -> Page:
    """Read a meeting's evidence.

    Raises:
        ParseError: it is no such document.
    """
    root = receive(document, _WANTED, "Hansard")
    facts = extracted(root)
    if facts.get("MetaDocumentCategory", "").lower() == "debates" and not facts.get("Acronyme"):
        raise ParseError(f"these are debates of the House (format ca-hansard); {_WANTED} was expected")
    lang, day = language(root), day_of(facts, language(root))
    number = facts.get("MetaNumberNumber", "").strip().lstrip("0")
    sitting = Sitting(
        house=_house(facts),
        day=day,
        number="/".join(filter(None, (session(facts), facts.get("Acronyme"), number))) or None,
        lang=lang,
        is_in_parallel=True,
    )
    committee = facts.get("InstitutionDebate") or facts.get("Institution") or ""
    meeting = f"{'Réunion' if lang == 'fr' else 'Meeting'} {number}" if number else ""
    sitting.title = ", ".join(filter(None, (committee, meeting)))
    body = first(root, "HansardBody")
    if body is not None:
        walk = Walk(sitting, Milestones(day, _ZONE), _page(facts, lang, number), above=(committee, meeting))
        walk.through(body)
        walk.close()
    address = _ADDRESS.search(document.url)
    return Page(
        items=tuple(sitting.items),
        title=sitting.title,
        lang=lang,
        declared=sum(1 for _ in named(root, "Intervention")),
        warnings=other_day(document, day) + other_number(document, "meeting", number, address[1] if address else None),
    )


def _house(facts: Mapping[str, str]) -> str:
    name = facts.get("MetaInstitution", "").lower()
    return "joint" if "joint" in name else "senate" if "senate" in name else "commons"


def _page(facts: Mapping[str, str], lang: str | None, number: str) -> str | None:
    place, committee = session(facts), facts.get("Acronyme")
    if not (place and committee and number):
        return None
    if lang == "fr":
        return f"https://www.noscommunes.ca/DocumentViewer/fr/{place}/{committee}/reunion-{number}/temoignages"
    return f"https://www.ourcommons.ca/DocumentViewer/en/{place}/{committee}/meeting-{number}/evidence"
