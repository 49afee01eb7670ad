"""Who speaks when in a protocol of the Bundestag: turns, the chair between them, and what others threw in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.model import Kind, Speaker
from monitor.sources.parliament.de_people import chair, member
from monitor.sources.parliament.keys import text_mark
from monitor.sources.parliament.paragraphs import paragraphs
from monitor.sources.parliament.sitting import Passage
from monitor.sources.parliament.xml import first, local_name, named, words_of

if TYPE_CHECKING:
    from lxml import etree

    from monitor.sources.parliament.milestones import Moment
    from monitor.sources.parliament.sitting import Sitting

_SKIPPED = frozenset(("a", "redner", "kommentar"))
_TITLE = "T_fett"
_SUBTITLE = ("T_NaS", "T_Beratung")


@dataclass(slots=True)
class _Turn:
    """What one speaker says until somebody else does; without a speaker, what the record says."""

    speaker: Speaker | None
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Stretch:
    """A speech with what is said within it, or what is said in one item of the agenda outside of speeches."""

    turns: list[_Turn]
    chair: dict[str, _Turn] = field(default_factory=dict)
    thrown_in: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Walk:
    """Goes through a protocol. `page` is where it is read; `_chair` has the chair at the moment."""

    sitting: Sitting
    moment: Moment
    page: str | None
    _chair: Speaker | None = None
    _headings: tuple[str, ...] = ()

    def through(self, root: etree._Element) -> None:
        """Read the course of the sitting and the annexes."""
        for element in named(root, "sitzungsbeginn", "tagesordnungspunkt", "sitzungsende", "anlage"):
            if local_name(element) == "anlage":
                self._annex(element)
                continue
            name = element.get("top-id") or ""
            self._headings = (name, _title(element))
            outside = self._stretch(element)
            self._keep(outside, native=None, place=f"{self.sitting.number}/{name or local_name(element)}")
        for element in named(root, "sitzungsverlauf"):
            for child in element:
                if local_name(child) == "rede":
                    self._speech(child)

    def _stretch(self, element: etree._Element) -> _Stretch:
        """Split at each speaker. Speeches within an item of the agenda become items on the way."""
        stretch = _Stretch([])
        is_speech = local_name(element) == "rede"
        turn = _Turn(None) if is_speech else self._of_chair(stretch)
        for child in element:
            name = local_name(child)
            if name == "a":
                continue
            if name == "rede":
                self._speech(child)
                turn = self._of_chair(stretch)
            elif name == "kommentar":
                stretch.thrown_in += paragraphs(child)
            elif name == "name":
                turn = self._chair_of(stretch, child)
            elif child.get("klasse") == "redner" or first(child, "redner") is not None:
                turn = _Turn(member(child), paragraphs(child, _SKIPPED)[1:])
                stretch.turns.append(turn)
            elif child.get("klasse") == "N" and words_of(child).endswith(":"):
                turn = self._chair_of(stretch, child)
            else:
                turn.lines += paragraphs(child, _SKIPPED)
                stretch.thrown_in += [line for each in named(child, "kommentar") for line in paragraphs(each)]
                if turn.speaker is None and turn.lines and all(turn is not each for each in stretch.turns):
                    stretch.turns.append(turn)
        return stretch

    def _chair_of(self, stretch: _Stretch, element: etree._Element) -> _Turn:
        speaker = chair(words_of(element))
        if not speaker.is_chair:
            turn = _Turn(speaker)
            stretch.turns.append(turn)
            return turn
        self._chair = speaker
        return self._of_chair(stretch)

    def _of_chair(self, stretch: _Stretch) -> _Turn:
        """Give the one turn of who has the chair now, within this stretch."""
        if self._chair is None:
            return _Turn(None)
        return stretch.chair.setdefault(self._chair.label, _Turn(self._chair))

    def _speech(self, element: etree._Element) -> None:
        native = element.get("id")
        place = f"{self.sitting.number}/{native}" if native else f"{self.sitting.number}/rede"
        self._keep(self._stretch(element), native=native, place=place)

    def _keep(self, stretch: _Stretch, *, native: str | None, place: str) -> None:
        """Make items of a stretch: its turns, the chair's remarks, the interjections."""
        for order, turn in enumerate(turn for turn in stretch.turns if turn.lines):
            who = (turn.speaker.id or turn.speaker.label) if turn.speaker else ""
            is_first = native is not None and order == 0
            key = place if is_first else f"{place}/{who}/{text_mark(' '.join(turn.lines))}"
            self._add(Kind.SPEECH if turn.speaker else Kind.PROCEDURAL, turn.lines, turn.speaker, key, native)
        for label, turn in stretch.chair.items():
            self._add(Kind.SPEECH, turn.lines, turn.speaker, f"{place}/{label}", native)
        self._add(Kind.INTERJECTION, stretch.thrown_in, None, f"{place}/kommentare", native)

    def _annex(self, element: etree._Element) -> None:
        """Read an annex: written answers, explanations of votes, lists."""
        name = words_of(first(element, "anlagen-titel"))
        text = first(element, "anlagen-text")
        head = "" if text is None else text.get("anlagen-typ", "")
        self._headings = (name, head)
        speeches = list(named(element, "rede"))
        for speech in speeches:
            self._speech(speech)
        lines = [] if text is None else paragraphs(text, _SKIPPED | {"rede"})
        self._add(Kind.STATEMENT, lines, None, f"{self.sitting.number}/{name or 'Anlage'}", None)

    def _add(self, kind: Kind, lines: list[str], speaker: Speaker | None, key: str, native: str | None) -> None:
        self.sitting.add(Passage(kind, lines, self._headings, speaker, self.moment, key, native, self.page))


def _title(element: etree._Element) -> str:
    """Give the title of an item of the agenda: what is printed bold before anybody speaks, else what is under consideration."""
    before: list[etree._Element] = []
    for child in element:
        if local_name(child) in ("rede", "name") or child.get("klasse") == "redner":
            break
        before += named(child, "p") if local_name(child) == "top-titel" else [child]
    bold = [words_of(each) for each in before if each.get("klasse") == _TITLE]
    plain = [words_of(each) for each in before if each.get("klasse") in _SUBTITLE]
    return ": ".join(filter(None, bold or plain))
