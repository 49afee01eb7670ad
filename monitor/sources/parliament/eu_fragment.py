"""One passage of the European Parliament's verbatim report in one language: who speaks, and what is said.

A passage is `<speech>` with `<from>` (`<person>`, `<organization>`, perhaps `<role>`) and paragraphs, or `<communication>` with
`<narrative>`. Elements that are not known to stand within a line end it, so that no text of a new kind of element is lost or run together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.errors import ParseError
from monitor.sources.markup import plain_text
from monitor.sources.parliament.xml import first, local_name, named, one_line, read_xml, words_of

if TYPE_CHECKING:
    from lxml import etree

_WITHIN = "a abbr b date def docDate docNumber em i inline ins mark organization person ref role span strong sub sup term time u"
_WITHIN_LINES = frozenset(_WITHIN.split())
_FROM = re.compile(r"<from\b.*?</from>", re.DOTALL)
_AROUND = " .,;:()\u2013\u2014-"


@dataclass(frozen=True, slots=True)
class Fragment:
    """What a passage says. `label` is the whole of what stands before the speech; `begun` the time on its clock, without a zone.

    It is not `is_whole` if its markup had to be thrown away.
    """

    text: str
    label: str = ""
    person: str = ""
    person_id: str = ""
    party: str = ""
    role: str = ""
    begun: str = ""
    is_speech: bool = False
    is_whole: bool = True

    def followed_by(self, other: Fragment) -> Fragment:
        """Append another passage of the same speech."""
        return replace(self, text=f"{self.text}\n{other.text}", is_whole=self.is_whole and other.is_whole)


def read_fragment(source: str) -> Fragment:
    """Read a passage; one that is no well-formed XML is read as text."""
    try:
        root = read_xml(source.encode("utf-8", "replace"))
    except ParseError:
        return Fragment(plain_text(_FROM.sub("", source)), is_whole=False)
    pieces: list[str] = []
    _collect(root, pieces)
    text = "\n".join(line for piece in "".join(pieces).split("\n") if (line := one_line(piece)))
    speech = next(named(root, "speech"), None)
    begun = "" if speech is None else speech.get("startTime") or ""
    told = next(named(root, "from"), None)
    return replace(_told(told), text=text, begun=begun, is_speech=speech is not None)


def _told(told: etree._Element | None) -> Fragment:
    """Read who speaks; what is neither name nor group is the role, as in `..., President of the Commission`."""
    if told is None:
        return Fragment("")
    person, group, role = first(told, "person"), first(told, "organization"), first(told, "role")
    label, name, party = words_of(told), words_of(person), words_of(group)
    rest = label.replace(name, "", 1).replace(party, "", 1) if name else ""
    who = (person.get("refersTo") or "") if person is not None else ""
    return Fragment(
        "",
        label=label.strip(_AROUND.replace(")", "")),
        person=name,
        person_id=who.rpartition(":")[2],
        party=party,
        role=words_of(role) or rest.strip(_AROUND),
    )


def _collect(element: etree._Element, pieces: list[str]) -> None:
    for child in _text_and_children(element):
        if isinstance(child, str):
            # A line break in the source is a space; only elements end lines.
            pieces.append(child.replace("\n", " "))
        elif local_name(child) != "from":
            mark = "" if local_name(child) in _WITHIN_LINES else "\n"
            pieces.append(mark)
            _collect(child, pieces)
            pieces.append(mark)


def _text_and_children(element: etree._Element) -> list[str | etree._Element]:
    found: list[str | etree._Element] = [str(element.text or "")]
    for child in element:
        found.extend((child, str(child.tail or "")))
    return found
