"""Which words of a text may stand for which parts of a watched name, and what each tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from monitor.text.scripts import Script
from monitor.watch.names.hearing import LEAST, ORDINARY, is_acronym
from monitor.watch.names.parts import PartKind
from monitor.watch.names.translations import is_translation, translations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from monitor.watch.names.hearing import Heard, Hearing
    from monitor.watch.names.parts import Name
    from monitor.watch.names.words import Word

CASED = frozenset({Script.LATIN, Script.CYRILLIC})
_JOINED = 1.5  # nats for writing two words as one, or one as two
_SMALL = 3.0  # nats for a name's word without its capital
_TRANSLATED = 1.0  # nats
_INITIAL = 1.0  # nats of evidence in a fitting initial
_COMMON = 11.5  # nats: words more frequent than one in 100,000 come in set phrases; their evidence does not simply add up
_SET_PHRASE = 0.75
_SAID_ALOUD, _MOST_SAID = 3.0, 6.0  # nats: what an acronym said aloud costs, and what it tells at most
_ARTICLES = frozenset({"al", "el"})  # what an Arabic ear takes for the article: `Al-Waminat` for `Aluminat`
_FUNCTION_TELLS = 1.0
_ONE_LETTER = 5.0  # nats that a single letter tells at most
_SAME_CONSONANTS = 0.5  # nats beyond the least
_PLAIN = 6.5  # nats: a word that stands once in 650 words or more is no half of a name
_LONG_ENOUGH = 5  # letters of a part that two words may stand for, and of a word that stands for several parts
_MOST_LOST = 5  # letters that several parts written as one may lose, or gain
_MOST_GLUED = 4  # parts
_MOST_REMEMBERED = 400_000
_OPENING = 3  # letters by which a word's forms and abbreviations are known


@dataclass(frozen=True, slots=True)
class Fit:
    """Words [first, last) that stand for parts [begin, end), with their evidence in nats. `leans`: it is nothing without another fit."""

    evidence: float
    begin: int
    end: int
    first: int
    last: int
    leans: bool = False


class _One(NamedTuple):
    """One word that stands for parts [begin, end), wherever it is."""

    evidence: float
    begin: int
    end: int
    leans: bool


class _Company(NamedTuple):
    """What Latin words beside one of a name's may look like when they belong to it: how they begin, their consonants, initials."""

    openings: frozenset[str]
    keys: frozenset[str]
    initials: frozenset[str]


class Fitting:
    """Finds what stands for what; remembers, for each name, what each word is to it, which mostly is nothing."""

    def __init__(self, hearing: Hearing) -> None:
        self.hearing = hearing
        self._known: dict[Name, dict[Heard, tuple[_One, ...]]] = {}
        self._company: dict[Name, _Company] = {}
        self._remembered = 0

    def has_company(self, name: Name, own: Heard, beside: Iterable[Heard]) -> bool:
        """Tell whether beside one Latin word another is likely to stand for a part of the name; tells nothing of what it is worth."""
        if len(name.parts) == 1:
            return False
        company = self._company_of(name)
        for heard in beside:
            if heard is own:
                continue
            if heard.letters[:_OPENING] in company.openings or (heard.rareness >= ORDINARY and heard.key in company.keys):
                return True
            if len(heard.letters) == 1 and heard.letters in company.initials:
                return True
        return False

    def _company_of(self, name: Name) -> _Company:
        known = self._company.get(name)
        if known is None:
            telling = [part.letters for part in name.parts if part.kind is not PartKind.FUNCTION and len(part.letters) > 1]
            translated = [word for letters in telling for word in translations(letters)]
            known = self._company[name] = _Company(
                frozenset(letters[:_OPENING] for letters in (*telling, *translated)),
                frozenset(key for letters in telling for key in self.hearing.keys(letters, Script.LATIN)),
                frozenset(part.letters[0] for part in name.parts),
            )
        return known

    def around(self, name: Name, words: Sequence[Word], lowest: int, highest: int) -> list[Fit]:
        """List what words [lowest, highest) may stand for."""
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = {}
        fits = []
        for at in range(lowest, highest):
            heard = words[at].heard
            found = known.get(heard)
            if found is None:
                found = self._remember(known, name, heard)
            fits += [Fit(one.evidence, one.begin, one.end, at, at + 1, one.leans) for one in found]
            if at + 1 < highest and _may_be_half(heard, words[at + 1].heard):
                fits += self._split(name, heard, words[at + 1].heard, at)
        return fits

    def _remember(self, known: dict[Heard, tuple[_One, ...]], name: Name, heard: Heard) -> tuple[_One, ...]:
        if self._remembered >= _MOST_REMEMBERED:  # a hostile text of ever new words must not grow memory without end
            self._known = {name: known}  # anew, as other threads may be reading
            known.clear()
            self._remembered = 0
        self._remembered += 1
        found = known[heard] = tuple(self._fits_of(name, heard))
        return found

    def _fits_of(self, name: Name, heard: Heard) -> Iterator[_One]:
        if not heard.letters or self._is_common_stranger(name, heard):
            return
        small = _SMALL if not heard.is_capital and heard.script in CASED else 0.0
        for number, part in enumerate(name.parts):
            evidence = self._alone(name, number, heard, small)
            if evidence > LEAST:
                yield _One(evidence, number, number + 1, leans=False)
                continue
            if is_acronym(part.letters):
                said = self.hearing.evidence_of_acronym(part.letters, heard.letters, heard.script) - _SAID_ALOUD - small
                if said > LEAST:
                    yield _One(min(said, _MOST_SAID), number, number + 1, leans=True)
        if heard.is_capital and not heard.has_figure and heard.rareness >= ORDINARY and len(heard.letters) >= _LONG_ENOUGH:
            yield from self._glued(name, heard)

    def _is_common_stranger(self, name: Name, heard: Heard) -> bool:
        """Tell of a common Latin word that it is none of the name's: it could be one only as it is, in another form, or translated."""
        if heard.script is not Script.LATIN or heard.rareness >= ORDINARY or heard.has_figure:
            return False
        company = self._company_of(name)
        return heard.letters[0] not in company.initials and heard.letters[:_OPENING] not in company.openings

    def _alone(self, name: Name, number: int, heard: Heard, small: float) -> float:
        """Weigh one word as one part. `small` are the nats that a missing capital costs."""
        part = name.parts[number]
        if part.letters == heard.letters:
            evidence = heard.rareness if len(heard.letters) > 1 else min(heard.rareness, _ONE_LETTER)
            evidence -= 0.0 if part.kind is not PartKind.NAME else small / 2
        elif heard.has_figure:
            return 0.0
        elif is_translation(part.letters, heard.letters):
            evidence = heard.rareness - _TRANSLATED
        elif len(heard.letters) == 1 or len(part.letters) == 1:
            is_initial = heard.script is Script.LATIN and part.letters[0] == heard.letters[0] and len(name.parts) > 1
            return _INITIAL + LEAST if is_initial and heard.is_capital else 0.0
        else:
            evidence = self.hearing.evidence(part.letters, heard.letters, heard.script) - small
            if heard.script is Script.OTHER:  # `federal` is a word of many languages
                evidence = min(evidence, part.rareness)
            if evidence <= LEAST and self._shares_consonants(part.letters, heard):
                evidence = LEAST + _SAME_CONSONANTS  # not much, but no other name either
        if part.kind is PartKind.FUNCTION:
            return min(evidence, _FUNCTION_TELLS + LEAST)
        if heard.is_listed and heard.rareness < _COMMON and len(name.parts) > 1:
            evidence *= _SET_PHRASE
        return evidence

    def _shares_consonants(self, letters: str, heard: Heard) -> bool:
        return heard.script is not Script.LATIN and len(heard.key) > 1 and heard.key == self.hearing.key(letters, Script.LATIN)

    def _glued(self, name: Name, heard: Heard) -> Iterator[_One]:
        """Weigh one word as several parts in a row, `Threis` for `Three Harris`."""
        for begin in range(len(name.parts) - 1):
            letters = name.parts[begin].letters
            for end in range(begin + 2, min(len(name.parts), begin + _MOST_GLUED) + 1):
                letters += name.parts[end - 1].letters
                if abs(len(letters) - len(heard.letters)) > _MOST_LOST:
                    continue
                evidence = self.hearing.evidence(letters, heard.letters, heard.script) - _JOINED
                if evidence > LEAST:
                    yield _One(evidence, begin, end, leans=False)

    def _split(self, name: Name, first: Heard, second: Heard, at: int) -> Iterator[Fit]:
        """Weigh two words as one part, `Petro China` for `PetroChina`: they are no rarer together than each alone."""
        joined = first.letters + second.letters
        for number, part in enumerate(name.parts):
            letters = part.letters
            if len(letters) < _LONG_ENOUGH or letters in {first.letters, second.letters}:
                continue
            if not len(letters) - 3 <= len(joined) <= len(letters) + 4:
                continue
            evidence = self.hearing.evidence(letters, joined, first.script)
            if evidence > LEAST:
                cost = self.hearing.cost(letters, joined, first.script)
                evidence = min(evidence, first.rareness + second.rareness - cost) - _JOINED
            if evidence > LEAST:
                yield Fit(evidence, number, number + 1, at, at + 2)


def _may_be_half(first: Heard, second: Heard) -> bool:
    """Tell whether two words may be one of a name."""
    if not first.is_capital or second.rareness < _PLAIN or (first.rareness < _PLAIN and first.letters not in _ARTICLES):
        return False
    return first.script is second.script and bool(second.letters) and not first.has_figure and not second.has_figure
