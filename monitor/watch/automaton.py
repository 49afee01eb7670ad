"""All literals of all watches in one automaton, which runs over an item once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick, MatchKind

from monitor.text.tokens import is_boundary, is_word_end
from monitor.watch.likeness import Likeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.watch.compiled import Compiled
    from monitor.watch.pattern import Pattern, Wanted
    from monitor.watch.phrase import Phrase
    from monitor.watch.sightings import Reading


@dataclass(slots=True)
class Anchor:
    """A literal that the automaton looks for, and the watches to look at closer when one of its phrases stands."""

    text: str
    opens_word: bool = True  # every phrase of it begins with it
    ends_word: bool = True  # every phrase of it ends with it
    triggers: tuple[tuple[Wanted, int], ...] = ()

    def widen(self, phrase: Phrase | Pattern) -> None:
        """Take in another phrase that has it as its anchor."""
        self.opens_word &= phrase.opens_word
        self.ends_word &= phrase.ends_word


class Automaton:
    """The anchors of some watches, numbered as they are given."""

    def __init__(self, watches: Iterable[Compiled]) -> None:
        anchors: dict[str, Anchor] = {}
        for number, one in enumerate(watches):
            for phrase in one.plain or one.phrases():
                if not isinstance(phrase, Likeness):  # which is heard, not seen
                    anchor = anchors.get(phrase.anchor) or anchors.setdefault(phrase.anchor, Anchor(phrase.anchor))
                    anchor.widen(phrase)
            for phrase in one.plain or one.triggers():
                if not isinstance(phrase, Likeness):
                    anchors[phrase.anchor].triggers += ((phrase, number),)
        self._anchorless = anchors.pop("", None)  # expressions that nothing announces
        self._anchors = list(anchors.values())
        self._literals = AhoCorasick(list(anchors), matchkind=MatchKind.Standard, store_patterns=False)

    @property
    def anchorless(self) -> list[Anchor]:
        """What must be looked at in every item."""
        return [self._anchorless] if self._anchorless else []

    def run(self, readings: Sequence[Reading]) -> list[tuple[Anchor, dict[int, list[int]]]]:
        """Run over every reading: what is seen, and at which offsets by reading."""
        anchors = self._anchors
        seen: dict[int, dict[int, list[int]]] = {}
        for number, reading in enumerate(readings):
            text = reading.folded.text
            for at, start, end in self._literals.find_matches_as_indexes(text, overlapping=True):
                anchor = anchors[at]  # most of what an automaton sees lies within words: sort it out early
                if anchor.opens_word and start and text[start - 1] != " " and not is_boundary(text, start):
                    continue
                if anchor.ends_word and not is_word_end(text, end):
                    continue
                where = seen.get(at)
                if where is None:
                    seen[at] = {number: [start]}
                else:
                    where.setdefault(number, []).append(start)
        return [(anchors[at], where) for at, where in seen.items()]
