"""Whose words are whose within an Australian speech, in the schema of 2007 and in today's."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.model import Speaker
from monitor.sources.parliament.au_people import named_speaker, plain_speaker, with_print
from monitor.sources.parliament.heckles import is_note
from monitor.sources.parliament.paragraphs import BLOCKS, paragraphs
from monitor.sources.parliament.xml import first, local_name, named, one_line, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml import etree

# What is told of the speaker beside the words, in talk.start and in motionnospeech
_NO_WORDS = frozenset(
    ("talker", "interjection", "continue", "talk.text", "name", "electorate", "role", "time.stamp", "page.no", "division.data")
)
_OWN = re.compile(r"(?:Member|Office)(?:Speech|Question|Answer|Continuation)")
_OTHERS = re.compile(r"(?:Member|Office)I{1,2}nterjecting")  # the record doubles the letter in places
_NOBODY = re.compile(r"GeneralI{1,2}nterjecting")
_AFTER_LABEL = re.compile(r"(?:\s*\((?:[^()]|\([^()]*\))*\))*\s*[:—]?\s*")
_SIGNS = re.compile(r"[\W_]+")


@dataclass(slots=True)
class Turn:
    """What one person says within a speech."""

    speaker: Speaker | None
    lines: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Turns:
    """The speaker's own words, those of others by person, and a time that stands among them."""

    main: Turn
    others: list[Turn] = field(default_factory=list)
    time: str = ""

    def of(self, speaker: Speaker | None) -> Turn:
        """Give the one turn of another person; notes such as `Opposition members interjecting` are nobody's words."""
        for turn in self.others:
            if _name(turn.speaker) == _name(speaker):
                return turn
        turn = Turn(speaker)
        self.others.append(turn)
        return turn


def turns_of(unit: etree._Element) -> Turns:
    """Split a speech, question, answer or motion."""
    turns = Turns(Turn(named_speaker(unit)))
    _older(unit, turns)
    within = [child for child in unit if local_name(child) in ("interjection", "continue") and first(child, "talk.text") is not None]
    talkers = {speaker.id: speaker for speaker in map(named_speaker, within) if speaker is not None and speaker.id}
    for text in (child for child in unit if local_name(child) == "talk.text"):
        _todays(text, turns, talkers)
    for child in within:  # mostly these only say who interjected; where there are words, they stand in the speech's text already
        _repeated(child, turns)
    return turns


def _older(unit: etree._Element, turns: Turns) -> None:
    """Read `para` and its like below the unit, and interjections as elements."""
    for child in unit:
        name = local_name(child)
        if name == "interjection" and first(child, "talk.text") is None:
            speaker = named_speaker(child)
            inner = _words(child)
            if speaker is not None and speaker.is_chair:
                speaker, inner = with_person(speaker, inner)
            turns.of(None if is_note(inner) else speaker).lines += inner
        elif (name == "continue" and first(child, "talk.text") is None) or name == "talk.start":
            turns.main.lines += _words(child)
        elif name not in _NO_WORDS:
            turns.main.lines += _unlead(paragraphs(child, _NO_WORDS))
    if unit.text and local_name(unit) == "motionnospeech":
        turns.main.lines[:0] = [line for line in [one_line(unit.text)] if line]


def _words(element: etree._Element) -> list[str]:
    return _unlead([line for child in element for line in paragraphs(child, _NO_WORDS)])


def _unlead(lines: list[str]) -> list[str]:
    """Take the dash away that parts a printed label from the words."""
    bare = [line.removeprefix("—").strip() for line in lines[:1]]
    return [line for line in (*bare, *lines[1:]) if line]


def with_person(speaker: Speaker, lines: list[str]) -> tuple[Speaker, list[str]]:
    """Take `(Mr Doe)` from before the words of somebody in the chair to the label."""
    found = re.match(r"(\([^()]{3,60}\))\s*[—:]\s*", lines[0]) if lines else None
    if found is None:
        return speaker, lines
    rest = lines[0][found.end() :]
    label = speaker.label if found[1] in speaker.label else f"{speaker.label} {found[1]}"
    return plain_speaker(label, speaker.id), [line for line in (rest, *lines[1:]) if line]


def _todays(text: etree._Element, turns: Turns, talkers: Mapping[str, Speaker]) -> None:
    """Read paragraphs; a link or a span at the beginning of one tells whose turn begins."""
    turn = turns.main
    for block in _blocks(text):
        lines = paragraphs(block)
        if not lines:
            continue
        sign, label, number = _mark(block, lines[0])
        if not sign:
            turn.lines += lines
        elif _NOBODY.search(sign):
            turns.of(None).lines += lines
        elif _OWN.search(sign) and not _is_another(turns.main, plain_speaker(label, number)):
            turn = turns.main
            _take_time(block, turns)
            turn.speaker = with_print(turn.speaker, plain_speaker(label, number), _titles(block))
            turn.lines += _without_label(lines, label)
        else:
            turn = turns.of(with_print(talkers.get(number or ""), plain_speaker(label, number), None))
            turn.lines += _without_label(lines, label)


def _blocks(element: etree._Element) -> Iterator[etree._Element]:
    """Give the outermost paragraphs within; what only wraps them is looked into."""
    for child in element:
        if local_name(child) not in BLOCKS and any(True for _ in named(child, "p")):
            yield from _blocks(child)
        else:
            yield child


def _mark(block: etree._Element, line: str) -> tuple[str, str, str | None]:
    """Find at the beginning of a paragraph what tells that a turn begins: the kind of turn, the label, the speaker's id."""
    around = block.getparent()
    wrappers = [around] if around is not None and around.get("type") else []
    for each in (*(link for link in named(block, "a") if link.get("type")), *named(block, "span"), *wrappers):
        sign = each.get("type") or each.get("class") or ""
        if not (_OWN.search(sign) or _OTHERS.search(sign) or _NOBODY.search(sign)):
            continue
        label = words_of(each)
        if line.startswith(label):
            return sign, label, each.get("href") or _link(each)
    return "", "", None


def _is_another(main: Turn, printed: Speaker) -> bool:
    """Whether a mark of the speaker's own words names somebody else, once the speaker has begun."""
    known = main.speaker
    if known is None or not main.lines or None in (known.id, printed.id):
        return False
    return known.id != printed.id and known.label.casefold() != printed.label.casefold()


def _link(mark: etree._Element) -> str | None:
    above = mark.getparent()
    return above.get("href") if above is not None and local_name(above) == "a" else None


def _take_time(block: etree._Element, turns: Turns) -> None:
    if not turns.time:
        turns.time = next((words_of(each) for each in named(block, "span") if each.get("class") == "HPS-Time"), "")


def _titles(block: etree._Element) -> str | None:
    return next((words_of(each) for each in named(block, "span") if each.get("class") == "HPS-MinisterialTitles"), None)


def _without_label(lines: list[str], label: str) -> list[str]:
    """Take `Ms DOE (Brand—Minister for Resources) (09:01):` from before the words."""
    start = lines[0].find(label)
    if start < 0:
        return lines
    rest = lines[0][start + len(label) :]
    after = _AFTER_LABEL.match(rest)
    bare = rest[after.end() :] if after else rest
    return [line for line in (bare.strip(), *lines[1:]) if line]


def _repeated(element: etree._Element, turns: Turns) -> None:
    """Keep the words of an interjection's own element, if they do not stand in the speech's text."""
    lines = [line for text in named(element, "talk.text") for line in paragraphs(text)]
    told = _SIGNS.sub("", " ".join([*turns.main.lines, *(line for turn in turns.others for line in turn.lines)]))
    missing = [line for line in lines if _SIGNS.sub("", line)[-40:] not in told]
    if missing:
        (turns.main if local_name(element) == "continue" else turns.of(named_speaker(element))).lines += missing


def _name(speaker: Speaker | None) -> str:
    return "" if speaker is None else speaker.id or speaker.label
