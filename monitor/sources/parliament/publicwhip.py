"""Records in the publicwhip format: TheyWorkForYou for the parliaments of the UK, OpenAustralia for Australia's.

Sources:
`https://www.theyworkforyou.com/pwdata/scrapedxml/{debates|lordspages|westminhall|wrans|wms|sp-new|ni|senedd}/...{date}{letter}.xml` (Open
Parliament Licence) and `https://data.openaustralia.org.au/scrapedxml/{representatives|senate}_debates/{date}.xml`.

A flat list in document order below `publicwhip` or `debates`: `oral-heading`, `major-heading` and `minor-heading` set the headings for
what follows; `speech@id@speakername@person_id|speakerid@type@time@url > p`, and in written answers `ques` and `reply`. `time` is empty on
half of the speeches, and then is the last one's. The letter behind the date of an id, `uk.org.publicwhip/debate/2023-03-28d.809.10`, is
the issue of the day, and column and number after it shift: ids are no keys. A speech is named by day, house, speaker and beginning.
`gidredirect` tells which id of an earlier issue became which; it is no speech. The names of who voted how (`division`) are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from monitor.model import Kind, Page, Speaker
from monitor.sources.parliament.heckles import kind_of_interjection
from monitor.sources.parliament.milestones import Milestones
from monitor.sources.parliament.paragraphs import paragraphs
from monitor.sources.parliament.publicwhip_houses import House, house_of
from monitor.sources.parliament.reception import address_day, other_day, receive
from monitor.sources.parliament.sitting import Passage, Sitting
from monitor.sources.parliament.xml import first, local_name, named, words_of

if TYPE_CHECKING:
    from lxml import etree

    from monitor.sources.document import Document

_WANTED = "a record in the publicwhip format of TheyWorkForYou or OpenAustralia (format publicwhip)"
_DATED = re.compile(r"/(\d{4}-\d\d-\d\d)[a-z]*\.")
_UNITS = ("speech", "ques", "reply")
_NO_WORDS = frozenset(("gidredirect", "division", "divisioncount", "mplist", "msplist", "mlalist", "memberlist", "bills", "chairmen"))
_LEVELS = {"oral-heading": 0, "major-heading": 1, "minor-heading": 2}
_CHAIR = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Madam|The)\.? )?(?:(?:Principal|Acting|Temporary|First|Second) )?(?:Deputy )?"
    r"(?:Speaker|Presiding Officer|Chair|Chairman|Convener|President|Llywydd|Lord Speaker)",
    re.IGNORECASE,
)


def parse_publicwhip(document: Document) -> Page:
    """Read the record of a day.

    Raises:
        ParseError: it is no such document.
    """
    root = receive(document, _WANTED, "publicwhip", "debates")
    house = house_of(root, document.url)
    day = _day(root) or address_day(document)
    sitting = Sitting(house.slug, day, title=house.title, lang=house.lang)
    walk = _Walk(sitting, house, Milestones(day, house.zone))
    for element in root:
        walk.read(element, local_name(element))
    warnings = other_day(document, day)
    if root.get("latest") == "no":
        warnings += ("a later issue of this day has been published; this one is out of date",)
    declared = sum(1 for _ in named(root, *_UNITS))
    return Page(
        tuple(sitting.items), title=f"{house.title}, {day}" if day else house.title, lang=house.lang, declared=declared, warnings=warnings
    )


def _day(root: etree._Element) -> date | None:
    """Find the day in the ids."""
    for each in root.iter():
        found = _DATED.search(each.get("id", ""))
        if found:
            try:
                return date.fromisoformat(found[1])
            except ValueError:
                continue
    return None


@dataclass(slots=True)
class _Walk:
    """Goes through the list, with what the headings and times so far have set."""

    sitting: Sitting
    house: House
    clock: Milestones
    _headings: list[str] = field(default_factory=lambda: ["", "", ""])
    _asked: list[str] = field(default_factory=list)
    _is_answered: bool = False

    def read(self, element: etree._Element, name: str) -> None:
        if name in _LEVELS:
            self._head(_LEVELS[name], words_of(element))
        elif name in _UNITS:
            self._speak(element, name)
        elif name not in _NO_WORDS and first(element, *_UNITS) is not None:
            for child in element:
                self.read(child, local_name(child))
        elif name not in _NO_WORDS:
            self._add(element, Kind.PROCEDURAL, None)
        elif element.get("time"):
            self.clock.read(element.get("time"))

    def _head(self, level: int, heading: str) -> None:
        """Set a heading; what stood below is over. An oral heading is followed by the major ones under it."""
        self._headings[level:] = [heading, *[""] * (len(_LEVELS) - level - 1)]
        self._asked, self._is_answered = [], False

    def _speak(self, element: etree._Element, name: str) -> None:
        speaker = _speaker(element)
        kind = _kind(element, name, speaker)
        if kind is Kind.SPEECH:
            kind = self.house.speech
        asked = "\n".join(self._asked) if kind is Kind.ANSWER else ""
        self._add(element, kind, speaker, asked)
        if kind is Kind.QUESTION:  # questions that are grouped stand one after the other, and are answered together
            self._asked = ([] if self._is_answered else self._asked) + paragraphs(element)
            self._is_answered = False
        elif kind is Kind.ANSWER:
            self._is_answered = True

    def _add(self, element: etree._Element, kind: Kind, speaker: Speaker | None, asked: str = "") -> None:
        is_own = self.clock.read(element.get("time"))
        native = element.get("id")
        self.sitting.add(
            Passage(
                kind,
                paragraphs(element),
                tuple(self._headings),
                speaker,
                self.clock.now(is_exact=is_own),
                native_id=native,
                url=element.get("url") or self.house.page_of(native),
                asked=asked,
            )
        )


def _speaker(element: etree._Element) -> Speaker | None:
    label = element.get("speakername", "").strip().rstrip(" :")
    if not label:
        return None
    if element.get("nospeaker") == "true":  # many at once: `Hon. Members: Hear, hear!`
        return Speaker(label)
    number = element.get("person_id") or element.get("speakerid")
    office = element.get("speakeroffice") or None
    return Speaker(
        label,
        number if number and number != "unknown" else None,
        role=office,
        is_chair=_CHAIR.fullmatch(label) is not None or (office is not None and _CHAIR.fullmatch(office) is not None),
    )


def _kind(element: etree._Element, name: str, speaker: Speaker | None) -> Kind:
    if name in ("ques", "reply"):
        return Kind.QUESTION if name == "ques" else Kind.ANSWER
    if speaker is None:
        return Kind.PROCEDURAL
    told = element.get("type", "").lower()
    if "question" in told:
        return Kind.QUESTION
    if "answer" in told:
        return Kind.ANSWER
    if element.get("talktype", "").lower() == "interjection":
        return kind_of_interjection(words_of(element), is_chair=speaker.is_chair)
    return Kind.SPEECH
