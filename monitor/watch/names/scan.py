"""All watched names at once, looked for by sound in one text after another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from monitor.text.scripts import Script
from monitor.watch.names.alignment import read
from monitor.watch.names.fits import CASED, Fitting
from monitor.watch.names.hearing import Hearing
from monitor.watch.names.lookup import Lookup
from monitor.watch.names.parts import take_apart
from monitor.watch.names.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.watch.names.hearing import Spellings
    from monitor.watch.names.words import Word


_SAMPLE = 400  # words
_FEWEST = 8
_USUAL, _STRANGE = 0.15, 0.6  # share of small words that no list holds: in a language with a list, and in one without
_STRANGEST = 6.0  # nats
# In these scripts a name must be spelled anew, and their word lists are long: a mention is more likely than its letters tell.
# A romanisation tells less than its letters.
_BY_SCRIPT = {Script.CYRILLIC: 2.5, Script.ARABIC: 1.5, Script.HEBREW: 1.0, Script.OTHER: -4.0}  # nats
_MOST_LENT = max(_BY_SCRIPT.values())


@dataclass(frozen=True, slots=True)
class Sounding:
    """A name, by its number, at [start, end) of a text, and what tells that it is meant, in nats."""

    name: int
    start: int
    end: int
    evidence: float


class Scan:
    """Names ready to be heard in texts. Safe to share between threads; what it remembers only grows to a limit."""

    def __init__(self, names: Sequence[str], spellings: Spellings, hearing: Hearing | None = None) -> None:
        """Make names ready; a `hearing` that other names were heard with remembers what it compared."""
        self._hearing = hearing or Hearing(spellings)
        self.names = tuple(take_apart(name, partial(self._hearing.key, script=Script.LATIN), self._hearing.rareness) for name in names)
        self._lookup = Lookup(self.names, self._hearing)
        self._fitting = Fitting(self._hearing)

    def find(self, text: str, least: float) -> list[Sounding]:
        """Find where some name is likely to stand, with at least so many nats of evidence; the best reading for each name and place."""
        words = words_of(text, self._hearing)
        strange = _strangeness(words)
        found: dict[tuple[int, int, int], float] = {}
        for number, first, last, read_there in self._readings(words, least):
            evidence = read_there - strange + _BY_SCRIPT.get(words[first].heard.script, 0.0)
            if evidence >= least:
                place = number, words[first].start, words[last - 1].end
                found[place] = max(evidence, found.get(place, 0.0))
        return [Sounding(number, start, end, evidence) for (number, start, end), evidence in found.items()]

    def _readings(self, words: Sequence[Word], least: float) -> Iterator[tuple[int, int, int, float]]:
        """Read names wherever some word sounds like a telling part of them: (name, first word, end, evidence)."""
        lookup = self._lookup
        least -= _MOST_LENT
        read_already: set[tuple[int, int]] = set()
        for at, word in enumerate(words):
            heard = word.heard
            if not heard.is_capital:
                continue
            following = words[at + 1].heard if at + 1 < len(words) and not words[at + 1].opens else None
            for number, evidence in lookup.names_at(heard, following):
                if (number, at) in read_already:
                    continue
                reading = read(self.names[number], words, at, evidence, self._fitting, least)
                if reading is not None:
                    read_already.update((number, each) for each in range(reading.first, reading.last))
                    yield number, reading.first, reading.last, reading.evidence
            for number, evidence in lookup.contracted(heard):
                yield number, at, at + 1, evidence


def _strangeness(words: Sequence[Word]) -> float:
    """Tell how much more evidence a text needs whose language has no word list, by the share of its small words that none knows.

    There any word may sound like a name, and none is known to be ordinary.
    """
    small = [word.heard for word in words[:_SAMPLE] if word.heard.letters and not (word.heard.is_capital and word.heard.script in CASED)]
    if len(small) < _FEWEST:
        return 0.0
    unknown = sum(not heard.is_listed and not heard.has_figure for heard in small) / len(small)
    return _STRANGEST * min(1.0, max(0.0, unknown - _USUAL) / (_STRANGE - _USUAL))
