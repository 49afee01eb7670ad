"""Speakers as the Bundestag's protocols write them: a member with group or office, the chair by a line of print alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.model import Speaker
from monitor.sources.parliament.xml import first, words_of

if TYPE_CHECKING:
    from lxml import etree

_CHAIR = re.compile(r"(?P<office>(?:Geschäftsführende[r]? )?(?:Alters|Vize)?[Pp]räsident(?:in)?)\b")


def member(element: etree._Element) -> Speaker | None:
    """Read a paragraph that names a speaker. It has a group or an office, never both; the office is the long form."""
    known = first(element, "redner")
    tail = "" if known is None else words_of(element).removeprefix(words_of(known))
    label = (tail or words_of(element)).partition(":")[0].strip()
    if not label:
        return None
    name = None if known is None else first(known, "name")
    if known is None or name is None:
        return Speaker(label)
    office = words_of(first(name, "rolle_lang")) or words_of(first(name, "rolle"))
    return Speaker(
        label,
        known.get("id"),
        role=office or None,
        party=words_of(first(name, "fraktion")) or None,
        is_chair=_CHAIR.match(label) is not None,
    )


def chair(line: str) -> Speaker:
    """Read a line such as `Vizepräsidentin Petra Pau:`."""
    label = line.strip().rstrip(":").strip()
    found = _CHAIR.match(label)
    return Speaker(label, role=found["office"] if found else None, is_chair=found is not None)
