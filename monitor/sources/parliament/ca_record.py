"""The structure that the Canadian House's debates and its committees' evidence share: one `Hansard` document in one language.

`Hansard@id@xml:lang > ExtractedInformation/ExtractedItem@Name` (date, parliament, session, number), then `HansardBody > Intro |
OrderOfBusiness@Rubric > SubjectOfBusiness@id > SubjectOfBusinessContent > Intervention@id@Type > PersonSpeaking/Affiliation@DbId@Type +
Content/ParaText@id`. `Timestamp@Hr@Mn` and `FloorLanguage` are milestones in document order, also within a speech; hours may be 24 and
more. Titles stand in OrderOfBusinessTitle, SubjectOfBusinessTitle and SubjectOfBusinessQualifier; a subject without one goes on under
the last. A fifth of the text can stand outside of interventions: `WrittenQuestionResponse`, the Speech from the Throne, `ProceduralText`;
what follows without a break is one item. The names of who voted how (`Division`) are left out: they are lists, not words; its
paragraphs are kept.

The ids of Intervention and ParaText are the same in English and French, so they are the keys.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from monitor.model import Kind
from monitor.sources.dates import read_date
from monitor.sources.parliament.ca_person import read_speaker
from monitor.sources.parliament.paragraphs import paragraphs
from monitor.sources.parliament.roll import Roll
from monitor.sources.parliament.sitting import Passage
from monitor.sources.parliament.xml import first, local_name, named, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

    from monitor.model import Speaker
    from monitor.sources.parliament.milestones import Milestones
    from monitor.sources.parliament.sitting import Sitting

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_MARKS = frozenset(("Timestamp", "FloorLanguage", "Division"))
_TITLES = frozenset(("OrderOfBusinessTitle", "SubjectOfBusinessTitle", "SubjectOfBusinessQualifier", "CatchLine"))
_LOOSE = frozenset(("ParaText", "ProceduralText", "Prayer", "Quote", "LegislationQuote", "Poetry"))
_BEGUN = re.compile(r"\s*((?:19|20)\d\d)[/-](0[1-9]|1[0-2])[/-](0[1-9]|[12]\d|3[01])\b")  # as in `2021/11/26 10:05:00`
_DIGITS = 4  # of an hour and a minute
_KINDS = {"Question": Kind.QUESTION, "Answer": Kind.ANSWER, "Statement": Kind.STATEMENT}


def extracted(root: etree._Element) -> Mapping[str, str]:
    """Give the facts about the document by their name."""
    return {item.get("Name", ""): words_of(item) for item in named(root, "ExtractedItem")}


def language(root: etree._Element) -> str | None:
    """Give the document's language: en or fr."""
    return (root.get(_LANG) or root.get("lang") or "").lower() or None


def session(facts: Mapping[str, str]) -> str:
    """Give parliament and session, such as 44-1; empty if the document does not say."""
    pairs = (("ParliamentNumber", "SessionNumber"), ("Parliament", "Session"))
    for names in pairs:
        digits = ["".join(filter(str.isdigit, facts.get(name, ""))) for name in names]
        if all(digits):
            return "-".join(digits)
    return ""


def day_of(facts: Mapping[str, str], lang: str | None) -> date | None:
    """Give the day of the sitting: from its three numbers, else as it is written out, else from when the document says it was begun."""
    try:
        return date(*(int(facts[f"MetaDateNum{part}"]) for part in ("Year", "Month", "Day")))
    except (KeyError, ValueError, OverflowError):
        other = "en" if lang == "fr" else "fr"
        written = ((facts.get("HeaderDate"), lang), (facts.get("Date"), lang), (facts.get("DateOtherLang"), other))
        read = next(filter(None, (read_date((text or "").removeprefix("Le "), tongue) for text, tongue in written)), None)
        begun = _BEGUN.match(facts.get("MetaCreationTime", ""))
        return read.date() if read else date(*map(int, begun.groups())) if begun else None


@dataclass(slots=True)
class Walk:
    """Goes through a document, and makes items of its passages. `above` heads everything; `page` is the document's own address."""

    sitting: Sitting
    clock: Milestones
    page: str | None
    above: tuple[str, ...] = ()
    _titles: list[str] = field(default_factory=lambda: ["", "", ""])
    _loose: list[etree._Element] = field(default_factory=list)
    _roll: Roll = field(default_factory=lambda: Roll(has_roles=True))
    _rubric: str = ""
    _subject: str = ""
    _question: str = ""

    def through(self, element: etree._Element) -> None:
        """Read what is in an element."""
        for child in element:
            self._read(child, local_name(child))

    def close(self) -> None:
        """Make an item of what stood outside of interventions since the last."""
        if not self._loose:
            return
        loose, self._loose = self._loose, []
        lines = [line for each in loose for line in paragraphs(each, _MARKS)]
        native = next((each.get("id") for each in loose if each.get("id") and local_name(each) == "ParaText"), None)
        key = _para(native) or f"subject/{self._subject}"
        self._add(Passage(Kind.PROCEDURAL, lines, key=key, native_id=native))

    def _read(self, element: etree._Element, name: str) -> None:
        if name == "Timestamp":
            self._mark(element)
        elif name in _LOOSE:
            self._loose.append(element)
            self._marks_within(element)
        elif name in ("Intervention", "WrittenQuestionResponse"):
            self.close()
            (self._intervention if name == "Intervention" else self._written)(element)
        elif name in ("OrderOfBusiness", "SubjectOfBusiness"):
            self.close()
            self._enter(element, name)
            self.through(element)
            self.close()
        elif name == "Division":
            self._loose += named(element, "ParaText", "ProceduralText")
        elif name in _TITLES or name in _MARKS:
            return
        elif (element.text or "").strip():  # an element for words that nobody here has met
            self._loose.append(element)
        else:
            self.through(element)

    def _enter(self, element: etree._Element, name: str) -> None:
        """Take the titles of an order or a subject; what has none goes on under the last."""
        found = {local_name(child): words_of(child) for child in element if local_name(child) in _TITLES}
        if name == "OrderOfBusiness":
            self._rubric = element.get("Rubric", "")
            order = found.get("OrderOfBusinessTitle") or found.get("CatchLine")
            self._titles = [order or self._titles[0], "", ""]
            return
        self._subject, self._question = element.get("id", ""), ""
        if found.get("SubjectOfBusinessTitle"):
            self._titles[1:] = [found["SubjectOfBusinessTitle"], ""]
        if found.get("SubjectOfBusinessQualifier"):
            self._titles[2] = found["SubjectOfBusinessQualifier"]

    def _intervention(self, element: etree._Element) -> None:
        speaker = self._known(first(element, "PersonSpeaking"))
        native = element.get("id")
        lines = [line for child in _parts(element) if not _is_marked(child, "Interjection") for line in _said(child)]
        kind = self._kind(element, speaker)
        asked = self._question if kind is Kind.ANSWER else ""
        key, anchor = (f"int/{native}", f"#Int-{native}") if native else ("", "")
        self._add(Passage(kind, lines, speaker=speaker, key=key, native_id=native, asked=asked), anchor=anchor)
        if kind is Kind.QUESTION:
            self._question = "\n".join(lines)
        for child in named(element, "ParaText"):
            if _is_marked(child, "Interjection"):
                self._interjection(child, native)
        self._marks_within(element)

    def _interjection(self, element: etree._Element, within: str | None) -> None:
        """Keep apart what somebody else threw in."""
        native = element.get("id")
        speaker = self._known(first(element, "Affiliation"))
        anchor = f"#Int-{within}" if within else ""
        passage = Passage(Kind.INTERJECTION, _said(element), speaker=speaker, key=_para(native), native_id=native)
        self._add(passage, anchor=anchor)

    def _written(self, element: etree._Element) -> None:
        """Read a written question with its answer; `(Return tabled)` has no responder, and is no answer that somebody gave."""
        number = words_of(first(element, "QuestionID")).rstrip(" -\u2013\u2014:")
        asked: list[str] = []
        for part, who in (("QuestionContent", "Questioner"), ("ResponseContent", "Responder")):
            content = first(element, part)
            if content is None:
                continue
            speaker = self._known(first(element, who))
            lines = paragraphs(content, _MARKS)
            kind = Kind.QUESTION if part == "QuestionContent" else Kind.ANSWER
            native = next((each.get("id") for each in named(content, "ParaText") if each.get("id")), None)
            kind = kind if speaker else Kind.PROCEDURAL
            passage = Passage(kind, lines, speaker=speaker, key=_para(native), native_id=native, asked="\n".join(asked))
            self._add(passage, under=number)
            asked = lines
        self._marks_within(element)

    def _kind(self, element: etree._Element, speaker: Speaker | None) -> Kind:
        if speaker is None:
            return Kind.PROCEDURAL
        if speaker.is_witness:
            return Kind.TESTIMONY
        if self._rubric == "StatementsByMembers" and not speaker.is_chair:
            return Kind.STATEMENT
        return _KINDS.get(element.get("Type", ""), Kind.SPEECH)

    def _known(self, element: etree._Element | None) -> Speaker | None:
        speaker = read_speaker(element)
        return self._roll.complete(speaker) if speaker else None

    def _marks_within(self, element: etree._Element) -> None:
        for mark in named(element, "Timestamp"):
            self._mark(mark)

    def _mark(self, element: etree._Element) -> None:
        hour, minute = element.get("Hr", ""), element.get("Mn", "")
        if hour.isdecimal() and minute.isdecimal() and len(hour + minute) <= _DIGITS:
            self.clock.mark(int(hour), int(minute))

    def _add(self, passage: Passage, *, anchor: str = "", under: str = "") -> None:
        """Make an item of a passage under the titles at this place."""
        headings = (*self.above, *self._titles, under)
        url = self.page + anchor if self.page else None
        self.sitting.add(replace(passage, headings=headings, moment=self.clock.now(), url=url))


def _parts(intervention: etree._Element) -> Iterator[etree._Element]:
    """Give the parts of a speech, which stand in Content, but for the label before it."""
    for child in intervention:
        if local_name(child) == "Content":
            for part in child:
                yield from named(part, "ParaText", "ProceduralText") if local_name(part) == "Division" else (part,)
        elif local_name(child) != "PersonSpeaking":
            yield child


def _is_marked(paragraph: etree._Element, *names: str) -> bool:
    """Whether one of these attributes says something: `Interjection="e1"`, `Continuation="True"`."""
    return any((paragraph.get(name) or "").strip().lower() not in ("", "no", "false", "0") for name in names)


def _said(element: etree._Element) -> list[str]:
    """Give the paragraphs of a part of a speech, without the label that stands again before a speaker who goes on."""
    lines = paragraphs(element, _MARKS)
    label = first(element, "Affiliation") if _is_marked(element, "Interjection", "Continuation") else None
    again = words_of(label)
    if lines and again.endswith(":") and lines[0].startswith(again):
        lines[0] = lines[0][len(again) :].strip()
    return [line for line in lines if line]


def _para(native: str | None) -> str:
    """Name what stands outside of a speech by the id of its first paragraph."""
    return f"para/{native}" if native else ""
