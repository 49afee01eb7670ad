"""Debates of the Canadian House of Commons, one language of one sitting.

Source: `https://www.ourcommons.ca/Content/House/{parl}{sess}/Debates/{nnn}/HAN{nnn}-{E|F}.XML`, by number; 404 comes as a redirect to an
error page. Reproduced under the Speaker's permission: accurate, not as official, not for financial gain. The structure is told in
`ca_record`. Both languages of a sitting give the same keys in the same order, so that a speech is one item in two languages.

The link leads to the speech in the document's own language; what stands outside of speeches has no anchor that is known, and links to the
sitting. The French address is the site's own form; it has not been followed.
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
    from monitor.sources.document import Document

_WANTED = "a sitting of the Canadian House of Commons (format ca-hansard)"
_ZONE = ZoneInfo("America/Toronto")
_ADDRESS = re.compile(r"(?:^|/)HAN(\d+)-[EF]\.XML", re.IGNORECASE)


def parse_ca_hansard(document: Document) -> Page:
    """Read a sitting's debates.

    Raises:
        ParseError: it is no such document.
    """
    root = receive(document, _WANTED, "Hansard")
    facts = extracted(root)
    if facts.get("Acronyme") or facts.get("MetaDocumentCategory", "").lower() == "committee":
        raise ParseError(f"this is the evidence of a committee (format ca-committees); {_WANTED} was expected")
    lang, day = language(root), day_of(facts, language(root))
    number = facts.get("MetaNumberNumber", "").strip().lstrip("0")
    place = session(facts)
    sitting = Sitting(
        house="commons",
        day=day,
        number="/".join(filter(None, (place, number))) or None,
        title=", ".join(filter(None, (facts.get("InstitutionDebate"), facts.get("Number") or facts.get("MetaTitle")))),
        lang=lang,
        is_in_parallel=True,
        status="final" if "official version" in facts.get("MetaTitleEn", "").lower() else None,
    )
    body = first(root, "HansardBody")
    if body is not None:
        walk = Walk(sitting, Milestones(day, _ZONE), _page(lang, place, number))
        walk.through(body)
        walk.close()
    address = _ADDRESS.search(document.url)
    return Page(
        items=tuple(sitting.items),
        title=sitting.title,
        lang=lang,
        declared=sum(1 for _ in named(root, "Intervention")),
        warnings=other_day(document, day) + other_number(document, "sitting", number, address[1] if address else None),
    )


def _page(lang: str | None, place: str, number: str) -> str | None:
    if not place or not number:
        return None
    if lang == "fr":
        return f"https://www.noscommunes.ca/DocumentViewer/fr/{place}/chambre/seance-{number}/debats"
    return f"https://www.ourcommons.ca/DocumentViewer/en/{place}/house/sitting-{number}/hansard"
