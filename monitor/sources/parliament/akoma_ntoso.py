"""Debates in Akoma Ntoso, of any house and in any version of the standard: elements are found by their local names.

Source: for Ireland `https://data.oireachtas.ie/akn/ie/debateRecord/{dail|seanad|committee}/{date}/debate/mul@/main.xml`, no key; OASIS
LegalDocML 1.0 (namespace akn/3.0), its drafts (akn/3.0/CSD13), and akomantoso.org 1.0 and 2.0.

`debate > meta` (FRBRuri, FRBRdate, FRBRlanguage; TLCPerson and TLCRole say who the `#ids` are), `preface`, then `debateBody >
debateSection@name > heading + (speech | question | answer)@by@as@eId > from, p`; sections nest. `by` refers to the person, `as` to the
role in which they speak, `to` to whom a question goes. `recordedTime@time` are milestones, where a house writes them. Words outside of
these elements (`summary`, `scene`, `narrative`, paragraphs of a section) are one item for each run of them. The lists of who voted how
(sections `ta`, `nil`, `staon`, `ayes`, `noes`, and paragraphs that only name persons) are left out.

A running number such as spk_12 begins anew each day and shifts when a speech is put in, so that it is no key: an item is named by day,
house, speaker and beginning. Two issues of one day with the same words thus give the same items, whatever their bytes. A speech of an
office-holder under a question is its answer: Ireland writes those as `speech`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from monitor.errors import ParseError
from monitor.model import Kind, Page
from monitor.sources.parliament.akn_meta import Meta, read_meta
from monitor.sources.parliament.akn_people import People, read_people
from monitor.sources.parliament.keys import opening
from monitor.sources.parliament.milestones import Milestones
from monitor.sources.parliament.paragraphs import paragraphs
from monitor.sources.parliament.reception import address_day, other_day, receive
from monitor.sources.parliament.roll import Roll
from monitor.sources.parliament.sitting import Passage, Sitting
from monitor.sources.parliament.xml import first, local_name, named, words_of

if TYPE_CHECKING:
    from lxml import etree

    from monitor.sources.document import Document

_WANTED = "a debate in Akoma Ntoso (format akoma-ntoso)"
_KINDS = {
    "speech": Kind.SPEECH,
    "question": Kind.QUESTION,
    "answer": Kind.ANSWER,
}
_UNITS = ("speech", "question", "answer")
_HEADS = frozenset(("heading", "num", "subheading"))
_FROM = frozenset(("from",))
_VOTES = frozenset(("ta", "nil", "staon", "ayes", "noes", "abstain", "abstentions"))
_NO_WORDS = frozenset(("meta", "recordedTime", "coverPage", "attachments", "components"))
# Sections of every kind in version 3.0 of the standard, beside debateSection
_SECTIONS = frozenset(
    [
        "debateSection",
        "administrationOfOath",
        "rollCall",
        "prayers",
        "oralStatements",
        "writtenStatements",
        "personalStatements",
        "ministerialStatements",
        "resolutions",
        "nationalInterest",
        "declarationOfVote",
        "communication",
        "petitions",
        "papers",
        "noticesOfMotion",
        "questions",
        "address",
        "proceduralMotions",
        "pointOfOrder",
        "adjournment",
        "debateBody",
        "body",
    ]
)


def parse_akoma_ntoso(document: Document) -> Page:
    """Read a debate.

    Raises:
        ParseError: it is no such document.
    """
    root = receive(document, _WANTED, "akomaNtoso", "akomantoso", "debate", "debateReport")
    body = first(root, "debateBody")
    if body is None:
        raise ParseError(f"this Akoma Ntoso document has no debateBody; {_WANTED} was expected")
    meta = read_meta(root, address_day(document))
    sitting = Sitting(meta.house, meta.day, title=meta.title, lang=meta.lang, status=meta.status)
    walk = _Walk(sitting, meta, read_people(root), Milestones(meta.day, meta.zone))
    walk.section(body, ())
    return Page(
        items=tuple(sitting.items),
        title=meta.title,
        lang=meta.lang,
        declared=sum(1 for _ in named(body, *_UNITS)),
        warnings=other_day(document, meta.day),
    )


@dataclass(slots=True)
class _Walk:
    """Goes through the sections. What stands outside of speeches waits in `_loose` for the run to end."""

    sitting: Sitting
    meta: Meta
    people: People
    clock: Milestones
    _loose: list[etree._Element] = field(default_factory=list)
    _asked: list[str] = field(default_factory=list)
    _is_answered: bool = False
    _section: str = ""
    _roll: Roll = field(default_factory=lambda: Roll(has_roles=True))

    def section(self, element: etree._Element, above: tuple[str, ...]) -> None:
        """Read a section under the headings above it."""
        own = " ".join(filter(None, (words_of(child) for child in element if local_name(child) in _HEADS)))
        headings = (*above, own) if own else above
        outside, self._section = self._section, element.get("eId") or element.get("id") or self._section
        if own:
            self._asked, self._is_answered = [], False
        for child in element:
            self._read(child, local_name(child), headings)
        self._close(headings)
        self._section = outside

    def _read(self, element: etree._Element, name: str, headings: tuple[str, ...]) -> None:
        if name in _KINDS:
            self._close(headings)
            self._speak(element, _KINDS[name], headings)
        elif name in _SECTIONS or first(element, *_UNITS) is not None:
            if element.get("name", "").lower() not in _VOTES:
                self._close(headings)
                self.section(element, headings)
            return
        elif name not in _HEADS and name not in _NO_WORDS and not _is_roll(element):
            self._loose.append(element)
        self._marks(element)

    def _speak(self, element: etree._Element, kind: Kind, headings: tuple[str, ...]) -> None:
        speaker = self.people.speaker(element)
        if speaker is not None and not speaker.is_chair:  # an office is written once; of the chair, each time that somebody has it
            speaker = self._roll.complete(speaker)
        lines = self.people.without_label(element, paragraphs(element, _FROM))
        if kind is Kind.SPEECH and self._asked and speaker is not None and speaker.role and not speaker.is_chair:
            kind = Kind.ANSWER
        if speaker is None:
            kind = Kind.PROCEDURAL
        asked = "\n".join(self._asked) if kind is Kind.ANSWER else ""
        if kind is Kind.QUESTION:  # questions that are taken together stand one after the other
            self._asked = ([] if self._is_answered else self._asked) + lines
        self._is_answered = kind is not Kind.QUESTION
        is_own = self._marks(first(element, "from"))
        passage = Passage(kind, lines, headings, speaker, native_id=element.get("eId") or element.get("id"), asked=asked)
        self._add(passage, is_exact=is_own)

    def _close(self, headings: tuple[str, ...]) -> None:
        """Make an item of what stood outside of speeches since the last."""
        if not self._loose:
            return
        loose, self._loose = self._loose, []
        lines = [line for each in loose for line in paragraphs(each, _NO_WORDS)]
        native = next((each.get("eId") or each.get("id") for each in loose), None)
        self._add(Passage(Kind.PROCEDURAL, lines, headings, native_id=native, opening=opening(lines)))

    def _add(self, passage: Passage, *, is_exact: bool = False) -> None:
        moment = self.clock.now(is_exact=is_exact)
        self.sitting.add(replace(passage, moment=moment, url=self.meta.page_of(self._section, passage.native_id)))

    def _marks(self, element: etree._Element | None) -> bool:
        """Take down the times within an element; true if there are any."""
        if element is None:
            return False
        taken = [self.clock.take(each.get("time", "")) for each in named(element, "recordedTime")]
        return any(taken)


def _is_roll(element: etree._Element) -> bool:
    """Tell a paragraph that names persons and says nothing, as in the list of a vote."""
    return (
        len(element) > 0
        and all(local_name(child) == "person" for child in element)
        and not "".join([element.text or "", *(child.tail or "" for child in element)]).strip(" \r\n\t,;.")
    )
