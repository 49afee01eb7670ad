"""All watched names at once, looked for by sound in one text after another."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from monitor.text.scripts import Script
from monitor.watch.names.alignment import needs_company, read
from monitor.watch.names.fits import CASED, Fitting
from monitor.watch.names.hearing import Hearing
from monitor.watch.names.lookup import Lookup
from monitor.watch.names.parts import WORD, take_apart
from monitor.watch.names.words import capitals, heard_in, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.watch.names.hearing import Heard, Spellings
    from monitor.watch.names.words import Word


_AROUND = 140  # characters on either side of a word in which it may have company
_LETTERS_A_WORD, _ROOM = 12, 3  # with the space; words beyond a name's own number
_TOO_LONG = 41  # letters of a word that is not heard, as in hearing
_MOST_READ = 1000  # times that one name is looked at closer in one text: no article has as many, and a hostile one gains nothing by more
_SAMPLE = 2500  # characters
_FEWEST = 8
_USUAL, _STRANGE = 0.15, 0.6  # share of small words that no list holds: in a language with a list, and in one without
_STRANGEST = 6.0  # nats
# In these scripts a name must be spelled anew, and their word lists are long: a mention is more likely than its letters tell.
# A romanisation tells less than its letters.
_BY_SCRIPT = {Script.CYRILLIC: 2.5, Script.ARABIC: 1.5, Script.HEBREW: 1.0, Script.OTHER: -4.0}  # nats


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
        """Find where some name is likely to stand, with at least so many nats of evidence; the best reading for each name and place.

        Only what stands around a word that sounds like a part of some name is looked at closer.
        """
        found: dict[tuple[int, int, int], float] = {}
        read_so_far = Counter[int]()
        for start, end in self._neighbourhoods(text, least):
            words = words_of(text[start:end], self._hearing)
            for number, first, last, read_there in self._readings(words, least, read_so_far):
                evidence = read_there + _BY_SCRIPT.get(words[first].heard.script, 0.0)
                if evidence >= least:
                    place = number, start + words[first].start, start + words[last - 1].end
                    found[place] = max(evidence, found.get(place, 0.0))
        strange = _strangeness(words_of(text[:_SAMPLE], self._hearing)) if found else 0.0
        return [Sounding(*place, evidence - strange) for place, evidence in found.items() if evidence - strange >= least]

    def _neighbourhoods(self, text: str, least: float) -> Iterator[tuple[int, int]]:
        """Cut out of a text what stands around each word that leads to some name, in whole words; no two overlap."""
        begin = end = 0
        for at, heard, following in capitals(text, self._hearing):
            reach = self._reach(text, at, heard, following, least)
            if not reach:
                continue
            if not end or at - reach > end:
                if end:
                    yield begin, end
                begin = _word_start(text, max(0, at - reach))
            end = max(end, _word_end(text, at + _TOO_LONG + reach))
        if end:
            yield begin, end

    def _reach(self, text: str, at: int, heard: Heard, following: Heard | None, least: float) -> int:
        """Tell how far around a word names may stand that it leads to, in characters: it tells enough, or has company; 0 for nowhere."""
        reach = _TOO_LONG if self._lookup.contracted(heard) else 0
        beside: list[Heard] = []
        for number, alone in self._lookup.names_at(heard, following):
            name = self.names[number]
            needed = _LETTERS_A_WORD * (len(name.parts) + _ROOM)
            if needed <= reach:
                continue
            if needs_company(heard, alone, least):
                beside = beside or heard_in(text[max(0, at - _AROUND) : at + _AROUND], self._hearing)
                if not self._fitting.has_company(name, heard, beside):
                    continue
            reach = needed
        return reach

    def _readings(self, words: Sequence[Word], least: float, read_so_far: Counter[int]) -> Iterator[tuple[int, int, int, float]]:
        """Read names wherever some word sounds like a telling part of them: (name, first word, end, evidence)."""
        lookup = self._lookup
        read_already: set[tuple[int, int]] = set()
        for at, word in enumerate(words):
            heard = word.heard
            if not heard.is_capital:
                continue
            following = words[at + 1].heard if at + 1 < len(words) and not words[at + 1].opens else None
            least_there = least - _BY_SCRIPT.get(heard.script, 0.0)
            for number, alone in lookup.names_at(heard, following):
                if (number, at) in read_already or read_so_far[number] >= _MOST_READ:
                    continue
                reading = read(self.names[number], words, at, alone, self._fitting, least_there)
                if reading is not None:
                    read_so_far[number] += 1
                    read_already.update((number, each) for each in range(reading.first, reading.last))
                    yield number, reading.first, reading.last, reading.evidence
            for number, evidence in lookup.contracted(heard):
                yield number, at, at + 1, evidence


def _word_start(text: str, at: int) -> int:
    """Find where the word begins that an offset lies in; of one that is too long to be heard, enough that it stays so."""
    reach = max(0, at - _TOO_LONG)
    return next((found.start() for found in WORD.finditer(text, reach, at) if found.end() == at), at)


def _word_end(text: str, at: int) -> int:
    """Find where the word ends that an offset lies in, likewise."""
    found = WORD.match(text, at, at + _TOO_LONG)
    return found.end() if found else min(at, len(text))


def _strangeness(words: Sequence[Word]) -> float:
    """Tell how much more evidence a text needs whose language has no word list, by the share of its small words that none knows.

    There any word may sound like a name, and none is known to be ordinary.
    """
    small = [word.heard for word in words if word.heard.letters and not (word.heard.is_capital and word.heard.script in CASED)]
    if len(small) < _FEWEST:
        return 0.0
    unknown = sum(not heard.is_listed and not heard.has_figure for heard in small) / len(small)
    return _STRANGEST * min(1.0, max(0.0, unknown - _USUAL) / (_STRANGE - _USUAL))
