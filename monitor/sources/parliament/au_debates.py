"""The debates of an Australian sitting: headings, speeches with what is said within them, and what stands outside of speeches."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.model import Kind
from monitor.sources.parliament.au_people import facts, talker_of
from monitor.sources.parliament.au_turns import Turn, turns_of
from monitor.sources.parliament.heckles import kind_of_interjection
from monitor.sources.parliament.keys import opening
from monitor.sources.parliament.paragraphs import paragraphs
from monitor.sources.parliament.sitting import Passage
from monitor.sources.parliament.xml import first, local_name, named, words_of

if TYPE_CHECKING:
    from lxml import etree

    from monitor.sources.parliament.milestones import Milestones
    from monitor.sources.parliament.roll import Roll
    from monitor.sources.parliament.sitting import Sitting

_KINDS = {
    "speech": Kind.SPEECH,
    "question": Kind.QUESTION,
    "answer": Kind.ANSWER,
    "motionnospeech": Kind.SPEECH,
    "continue": Kind.SPEECH,
    "interjection": Kind.INTERJECTION,
}
_UNITS = ("speech", "question", "answer", "motionnospeech")
_INFOS = ("debateinfo", "subdebateinfo", "petition.groupinfo", "petitioninfo")
_GROUPS = (
    "debate",
    "subdebate",
    "petition",
    "adjournment",
    "answers.to.questions",
    "chamber.xscript",
    "maincomm.xscript",
    "fedchamb.xscript",
)
_NO_WORDS = frozenset((*_INFOS, "division.data", "time.stamp", "page.no", "separator", "day.start", "id.no"))


@dataclass(slots=True)
class Walk:
    """Goes through one chamber's part of a document. What stands outside of speeches waits in `_loose` for the run to end."""

    sitting: Sitting
    clock: Milestones
    roll: Roll
    page: str | None
    _loose: list[str] = field(default_factory=list)
    _asked: str = ""

    def part(self, element: etree._Element, above: tuple[str, ...] = ()) -> None:
        """Read a chamber's part, a debate or a part of one, under the headings above it."""
        heading = _heading(element)
        headings = (*above, heading) if heading else above
        if heading:
            self._asked = ""
        for child in element:
            name = local_name(child)
            if name in _KINDS:
                self._close(headings)
                self._unit(child, _KINDS[name], headings)
            elif first(child, *_UNITS) is not None or (name.startswith(_GROUPS) and not name.endswith(("info", ".text"))):
                self._close(headings)
                self.part(child, headings)
            elif name not in _NO_WORDS:
                for stamp in named(child, "time.stamp"):
                    self.clock.read(words_of(stamp))
                self._loose += [line for line in paragraphs(child, _NO_WORDS) if line not in headings]
        self._close(headings)

    def _unit(self, element: etree._Element, kind: Kind, headings: tuple[str, ...]) -> None:
        """Make items of a speech: the speaker's words, then what each other person said within it."""
        turns = turns_of(element)
        talker = talker_of(element)
        stamp = "" if talker is None else facts(talker).get("time.stamp", "")
        is_own = self.clock.read(stamp or turns.time)
        if kind is not Kind.INTERJECTION:
            self._keep(turns.main, kind, headings, is_exact=is_own)
            if kind is Kind.QUESTION:
                self._asked = "\n".join(turns.main.lines)
        else:
            turns.others.insert(0, turns.main)
        for turn in turns.others:
            is_chair = turn.speaker is not None and turn.speaker.is_chair
            self._keep(turn, kind_of_interjection("\n".join(turn.lines), is_chair=is_chair), headings, is_exact=False)

    def _keep(self, turn: Turn, kind: Kind, headings: tuple[str, ...], *, is_exact: bool) -> None:
        speaker = self.roll.complete(turn.speaker) if turn.speaker else None
        if speaker is None and kind is not Kind.INTERJECTION:  # `Bill agreed to`, as a motion that nobody is named for
            kind = Kind.PROCEDURAL
        asked = self._asked if kind is Kind.ANSWER else ""
        moment = self.clock.now(is_exact=is_exact)
        self.sitting.add(Passage(kind, turn.lines, headings, speaker, moment, url=self.page, asked=asked))

    def _close(self, headings: tuple[str, ...]) -> None:
        """Make an item of what stood outside of speeches since the last."""
        if not self._loose:
            return
        lines, self._loose = self._loose, []
        self.sitting.add(Passage(Kind.PROCEDURAL, lines, headings, moment=self.clock.now(), url=self.page, opening=opening(lines)))


def _heading(element: etree._Element) -> str:
    info = next((child for child in element if local_name(child) in _INFOS), None)
    return "" if info is None else words_of(first(info, "title"))
