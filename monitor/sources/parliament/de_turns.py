"""Who speaks when in a protocol of the Bundestag: turns, the chair between them, and what others threw in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.model import Kind, Speaker
from monitor.sources.parliament.de_people import chair, member
from monitor.sources.parliament.keys import opening, text_mark
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

    @property
    def is_of_chair(self) -> bool:
        """Whether it is the chair who speaks."""
        return self.speaker is not None and self.speaker.is_chair


@dataclass(slots=True)
class _Stretch:
    """A speech with what is said within it, or what is said in one item of the agenda outside of speeches."""

    turns: list[_Turn] = field(default_factory=list)
    thrown_in: list[str] = field(default_factory=list)

    def begin(self, speaker: Speaker | None) -> _Turn:
        """Begin a turn."""
        self.turns.append(_Turn(speaker))
        return self.turns[-1]

    def cut_end(self) -> list[_Turn]:
        """Take away what the chair says after the last speaker: the speech is over, and the next is called.

        A speech that only the chair makes, as at the opening of a legislative period, stays whole.
        """
        last = max((place for place, turn in enumerate(self.turns) if turn.lines and not turn.is_of_chair), default=len(self.turns))
        end, self.turns = self.turns[last + 1 :], self.turns[: last + 1]
        return end


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
        for element in named(root, "sitzungsverlauf"):
            for child in element:
                self._part(child, local_name(child))
        for element in named(root, "anlage"):
            self._annex(element)

    def _part(self, element: etree._Element, name: str) -> None:
        """Read the beginning of a sitting, an item of its agenda, its end; or a speech that stands under none."""
        if name == "rede":
            self._headings = ()
            rest = self._speech(element)
            self._keep(_Stretch(rest), native=None, place=f"{self.sitting.number}/rede")
            return
        top = element.get("top-id") or ""
        self._headings = (top, _title(element))
        self._keep(self._stretch(element), native=None, place=f"{self.sitting.number}/{top or name}")

    def _stretch(self, element: etree._Element) -> _Stretch:
        """Split at each speaker. Speeches within an item of the agenda become items on the way."""
        stretch = _Stretch()
        turn = stretch.begin(None if local_name(element) == "rede" else self._chair)
        for child in element:
            name = local_name(child)
            speeches = [child] if name == "rede" else list(named(child, "rede"))
            if speeches:
                stretch.turns += [said for speech in speeches for said in self._speech(speech)]
                turn = stretch.begin(self._chair)
            elif name == "kommentar":
                stretch.thrown_in += paragraphs(child)
            elif name == "name" or (child.get("klasse") == "N" and words_of(child).endswith(":")):
                turn = stretch.begin(self._called(child))
            elif child.get("klasse") == "redner" or first(child, "redner") is not None:
                turn = stretch.begin(member(child))
                turn.lines += _after_label(paragraphs(child, _SKIPPED))
            elif name != "a":
                turn.lines += paragraphs(child, _SKIPPED)
                stretch.thrown_in += [line for each in named(child, "kommentar") for line in paragraphs(each)]
        return stretch

    def _called(self, element: etree._Element) -> Speaker:
        """Read who is named by a line of print; whoever has the chair has it from then on."""
        speaker = chair(words_of(element))
        if speaker.is_chair:
            self._chair = speaker
        return speaker

    def _speech(self, element: etree._Element) -> list[_Turn]:
        """Make items of a speech, and give what the chair says after it."""
        native = element.get("id")
        stretch = self._stretch(element)
        end = stretch.cut_end()
        self._keep(stretch, native=native, place=f"{self.sitting.number}/{native or 'rede'}")
        return end

    def _keep(self, stretch: _Stretch, *, native: str | None, place: str) -> None:
        """Make items of a stretch: its turns, the chair's remarks, the interjections."""
        chairs: dict[str, _Turn] = {}
        is_first = native is not None
        for turn in stretch.turns:
            if turn.speaker is not None and turn.is_of_chair:
                chairs.setdefault(turn.speaker.label, _Turn(turn.speaker)).lines += turn.lines
            elif turn.lines:
                who = (turn.speaker.id or turn.speaker.label) if turn.speaker else ""
                words = " ".join(turn.lines) if who else opening(turn.lines)  # what nobody says runs together when a speech between goes
                key = place if is_first else f"{place}/{who}/{text_mark(words)}"
                self._add(Kind.SPEECH if turn.speaker else Kind.PROCEDURAL, turn.lines, turn.speaker, key, native)
                is_first = False
        for label, turn in chairs.items():
            self._add(Kind.SPEECH, turn.lines, turn.speaker, f"{place}/{label}", native)
        self._add(Kind.INTERJECTION, stretch.thrown_in, None, f"{place}/kommentare", native)

    def _annex(self, element: etree._Element) -> None:
        """Read an annex: written answers, explanations of votes, lists."""
        name = words_of(first(element, "anlagen-titel"))
        place = f"{self.sitting.number}/{name or 'Anlage'}"
        for text in named(element, "anlagen-text"):
            self._headings = (name, text.get("anlagen-typ", ""))
            rest = [turn for speech in named(text, "rede") for turn in self._speech(speech)]
            self._keep(_Stretch(rest), native=None, place=place)
            self._add(Kind.STATEMENT, paragraphs(text, _SKIPPED | {"rede"}), None, place, None)

    def _add(self, kind: Kind, lines: list[str], speaker: Speaker | None, key: str, native: str | None) -> None:
        self.sitting.add(Passage(kind, lines, self._headings, speaker, self.moment, key, native, self.page))


def _after_label(lines: list[str]) -> list[str]:
    """Give what a paragraph that names a speaker says: mostly nothing, `Jana Röhe (GRÜNE):` is all of it."""
    words = lines[0].partition(":")[2].strip() if lines else ""
    return [line for line in (words, *lines[1:]) if line]


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
