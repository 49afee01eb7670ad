"""Who speaks in an Akoma Ntoso document: references such as `#SeanBarrett` and `#Ceann_Comhairle`, looked up in its own lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.model import Speaker
from monitor.sources.parliament.xml import local_name, named, one_line, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml import etree

_NUMBER = "0123456789.* \r\n\t"  # what stands before the words of a question
_CHAIR = re.compile(
    r"(?:an |the )?(?:leas-|acting |deputy |vice-)?"
    r"(?:cheann|ceann|chathaoirleach|cathaoirleach|chair|chairman|chairperson|speaker|president)"
    r"(?: comhairle)?(?: gníomhach)?(?:\W.*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class People:
    """The persons and roles that the document lists, by id."""

    persons: Mapping[str, str]
    roles: Mapping[str, str] = field(default_factory=dict)

    def speaker(self, unit: etree._Element) -> Speaker | None:
        """Read who a speech, question or answer is by; None where nobody is named."""
        by, role = _reference(unit, "by"), _reference(unit, "as")
        label = _from(unit) or _asker(unit) or self.persons.get(by) or (_readable(by) if by else "")
        if not label:
            return None
        name = (self.roles.get(role) or _readable(role)) if role else None
        is_chair = _CHAIR.fullmatch(name or label) is not None
        return Speaker(label, by or None, role=name, is_chair=is_chair)

    def without_label(self, unit: etree._Element, lines: list[str]) -> list[str]:
        """Take the number of a question, and the name of who asks it, from before its words."""
        asker = _asker(unit)
        if not lines or not asker:
            return lines
        bare = lines[0].lstrip(_NUMBER).removeprefix(asker).lstrip(" :.—-")
        return [bare, *lines[1:]] if bare else lines[1:]


def read_people(root: etree._Element) -> People:
    """Take the lists from the references of a document."""
    return People(_listed(root, "TLCPerson"), _listed(root, "TLCRole"))


def _listed(root: etree._Element, name: str) -> dict[str, str]:
    entries = ((each.get("eId") or each.get("id") or "", each.get("showAs", "")) for each in named(root, name))
    return {key.lstrip("#"): shown for key, shown in entries}


def _reference(unit: etree._Element, attribute: str) -> str:
    """Give the first of the ids that an attribute refers to."""
    return next(iter(unit.get(attribute, "").split()), "").lstrip("#")


def _readable(reference: str) -> str:
    return reference.rpartition("/")[2].replace("_", " ")


def _from(unit: etree._Element) -> str:
    """Give the label that stands before the words, without a time in it."""
    element = next((child for child in unit if local_name(child) == "from"), None)
    return "" if element is None else one_line("".join(map(str, element.itertext()))).rstrip(" :.—-")


def _asker(unit: etree._Element) -> str:
    """Give who asks a question, where it is written `12. <b>Deputy Jane Doe</b> asked the <b>Minister</b> ...`."""
    if local_name(unit) != "question" or _from(unit):
        return ""
    passage = next(named(unit, "p"), None)
    if passage is None or len(passage) == 0 or (passage.text or "").strip(_NUMBER):
        return ""
    return words_of(passage[0]) if local_name(passage[0]) == "b" else ""
