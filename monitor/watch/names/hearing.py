"""How much a written word is evidence of a name's word: the chance that the name came out so, against the chance of the word by itself.

Evidence is counted in nats (Turing's and Good's weight of evidence): the cost of the word as it stands in the language, less its cost as a
spelling of the name. Ten nats of evidence are stumbled on once in e^10 = 22,000 words or less; a long rare name gives forty.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from rapidfuzz.distance import OSA, Indel, Levenshtein

from monitor.text.channel import FAR, Channel, Respelling
from monitor.text.scripts import Script, letters_of, script_of
from monitor.watch.names.endings import ENDINGS, NAME_ENDING_LOST, NAME_ENDINGS, PREFIXES, stems
from monitor.watch.names.parts import spell

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping

    from monitor.text.letter_model import LetterModel

LEAST = 1.0  # nats of evidence below which a word says nothing of a name
SAME = 0.05  # nats: the name as it is
_CHANGED = 1.5  # nats for any other spelling in the name's own script, where it needs none
_NEVER = -99.0
_LONGEST_ACRONYM = 5
_ACRONYM = 3  # letters: an acronym is written as it is written
_VOWELS = frozenset("aeiouy")
_MOST_LOST = 5  # letters
_LEAST_ALIKE = 0.3  # share of letters in common, in order, below which a Latin word is not compared closer
_SHORTEST_FORM, _LONGEST_PLURAL, _LONG_WORD = 3, 2, 7  # letters
_FORM, _LOST_LETTER = 2.0, 0.25  # nats
_SHORTEST_SLIP = 5  # letters
_SLIP = 4.0  # nats
ORDINARY = 9.7  # nats: a word as frequent as one in 16,000 is no garbled name
_ORDINARY_ABROAD = 8.0  # nats: nor one that any text in another language holds, though names are words there, too
_UNLISTED = 0.04  # share of the words of a text that no list of its language holds
_RAREST_ROMANISED = 17.0  # nats: letters of a romanisation tell less than those that stand there
_EXPLAINED = 3.0  # a word up to so many times as frequent as the name itself is so for the name's sake
_SHORTEST_STEM, _LONG_NAME = 3, 6  # letters
_WELL_KNOWN = 1e-5  # share of the words of a text
_MOST_REMEMBERED = 400_000
_LONGEST_WORD = 40
_NON_JOINER = "\u200c"


class Spellings(Protocol):
    """What is known of languages: see `monitor.language.load.Languages`."""

    @property
    def channels(self) -> Mapping[Script, Channel]:
        """The channel from Latin letters into each script."""

    @property
    def letters(self) -> Mapping[Script, LetterModel]:
        """The letter model of each script."""

    def share(self, letters: str, script: Script) -> float:
        """Tell what share of the words of a text these letters are."""


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """A word of a text as it sounds; each is the same as itself alone, as it is looked up often.

    `rareness` is its cost in its language, in nats; `is_capital` holds without capitals, too.
    """

    letters: str
    script: Script
    key: str
    is_capital: bool
    has_figure: bool
    rareness: float
    is_listed: bool


_NOTHING = Heard("", Script.OTHER, "", is_capital=False, has_figure=False, rareness=0.0, is_listed=True)


class Hearing:
    """Compares names with words, and remembers what it compared: most words of a text were heard before."""

    def __init__(self, spellings: Spellings) -> None:
        self._spellings = spellings
        self.known: dict[str, Heard] = {}  # every word heard, as written
        self._respellings: dict[tuple[str, Script], Respelling] = {}
        self._rareness: dict[tuple[str, Script], float] = {}
        self._unlisted: dict[tuple[str, Script], float] = {}
        self._keys: dict[tuple[str, Script], str] = {}
        self._names_keys: dict[tuple[str, Script], tuple[str, ...]] = {}
        self._evidence: dict[tuple[str, str, Script], float] = {}

    def hear(self, word: str) -> Heard:
        """Reduce a word of a text to what it sounds like."""
        heard = self.known.get(word)
        if heard is None:
            if len(word) > _LONGEST_WORD:  # a text may hold megabytes of one
                return _NOTHING
            _forget_when_full(self.known)
            heard = self.known[word] = self._listen(word)
        return heard

    def keys(self, letters: str, script: Script) -> tuple[str, ...]:
        """List the keys under which a name may stand in a script."""
        known = self._names_keys.get((letters, script))
        if known is None:
            _forget_when_full(self._names_keys)
            keys = self._spellings.channels[script].keys(letters)
            own = self.key(letters, script) if script in {Script.LATIN, Script.OTHER} else ""
            known = self._names_keys[letters, script] = tuple(dict.fromkeys((own, *keys) if own else keys))
        return known

    def key(self, letters: str, script: Script) -> str:
        """Reduce letters to their key."""
        known = self._keys.get((letters, script))
        if known is None:
            _forget_when_full(self._keys)
            known = self._keys[letters, script] = self._spellings.channels[script].key(letters)
        return known

    def rareness(self, letters: str, script: Script = Script.LATIN) -> float:
        """Tell what a word costs in its language, in nats: the negative logarithm of its chance at any place of a text."""
        known = self._rareness.get((letters, script))
        if known is None:
            _forget_when_full(self._rareness)
            known = self._rareness[letters, script] = self._rareness_of(letters, script)
        return known

    def _rareness_of(self, letters: str, script: Script) -> float:
        share = self._spellings.share(letters, script)
        return -math.log(share + self._chance_of_unlisted(letters, script, share))

    def _chance_of_unlisted(self, letters: str, script: Script, share: float) -> float:
        """Tell how likely a word is that no list holds: as a form of one that a list holds, or by its letters."""
        known = self._unlisted.get((letters, script))
        if known is None:
            _forget_when_full(self._unlisted)
            chance = _UNLISTED * math.exp(-self._spellings.letters[script].cost(letters[:_LONGEST_WORD])) + 1e-30
            if letters and not share:
                of = self._spellings.share
                chance += max((of(stem, script) * math.exp(-cost) for stem, cost in stems(letters, script)), default=0.0)
            known = self._unlisted[letters, script] = chance
        return known

    def evidence(self, source: str, letters: str, script: Script) -> float:
        """Weigh a word as a spelling of a name's word, both in their letters, in nats; negative where it speaks against it."""
        asked = source, letters, script
        known = self._evidence.get(asked)
        if known is None:
            _forget_when_full(self._evidence)
            known = self._evidence[asked] = self._weigh(source, letters, script)
        return known

    def evidence_of_acronym(self, source: str, letters: str, script: Script) -> float:
        """Weigh a word as an acronym said aloud, `Hedfek` for `HDFC`: so unsure that it counts beside other words of the name only."""
        if script is not Script.LATIN or not 0 <= len(letters) - len(source) <= _ACRONYM:
            return _NEVER
        if not is_acronym(source) or self.rareness(letters, script) < ORDINARY:
            return _NEVER
        return self.rareness(letters, script) - self.cost(source, letters, script)

    def cost(self, source: str, letters: str, script: Script, least: float = LEAST) -> float:
        """Tell what it costs to write a name's word so, in nats; `FAR` when it is no spelling of it, or leaves less evidence than asked."""
        if source == letters:
            return SAME
        if not letters or any(map(str.isdigit, letters)) or any(map(str.isdigit, source)):
            return FAR
        if script is Script.LATIN and is_slip_of(letters, source):
            return _SLIP
        if script is Script.LATIN and is_form_of(letters, source):
            return _FORM + _LOST_LETTER * min(abs(len(source) - len(letters)), 6)
        changed = _CHANGED if script is Script.LATIN else 0.0
        limit = min(4.0 + 1.5 * max(len(source), len(letters)), self._rareness_beside(source, letters, script) - least - changed)
        best = _cheapest(self._respelling(source, script), letters, script, limit)
        if len(source) >= _LONG_NAME and source.endswith(NAME_ENDINGS):
            stem = self._respelling(source[:-2], script)
            best = min(best, NAME_ENDING_LOST + stem.cost(letters, limit - NAME_ENDING_LOST))
        return best + changed

    def strong_evidence(self, source: str, letters: str, script: Script, least: float) -> float:
        """Weigh a word as `evidence` does, in less time; what has less than so many nats may come out as none."""
        known = self._evidence.get((source, letters, script))
        return self._weigh(source, letters, script, least) if known is None else known

    def _weigh(self, source: str, letters: str, script: Script, least: float = LEAST) -> float:
        if source != letters and not self._may_be(source, letters, script):
            return _NEVER
        cost = self.cost(source, letters, script, least)
        if cost >= FAR:
            return _NEVER
        return self._rareness_beside(source, letters, script) - cost

    def _may_be(self, source: str, letters: str, script: Script) -> bool:
        """Rule out cheaply what is no spelling: other consonants, or a word too common to be anything but itself."""
        is_latin = script is Script.LATIN
        if is_latin and letters[:1] == source[:1] and (is_form_of(letters, source) or is_slip_of(letters, source)):
            return True
        if not letters or not -_MOST_LOST <= len(letters) - len(source) <= _MOST_LOST + len(source) // 3:
            return False
        if self.rareness(letters, script) < (ORDINARY if is_latin else _ORDINARY_ABROAD) or (
            is_latin and not _looks_alike(source, letters)
        ):
            return False
        wanted, key = self.key(source, Script.LATIN), self.key(letters, script)
        if Levenshtein.distance(wanted, key) <= 1 + max(len(wanted), len(key)) // 3:
            return True
        prefix = next((prefix for prefix, _ in PREFIXES.get(script, ()) if letters.startswith(prefix)), "")
        return bool(prefix) and Levenshtein.distance(wanted, self.key(letters[len(prefix) :], script)) <= 1 + len(wanted) // 4

    def _rareness_beside(self, source: str, letters: str, script: Script) -> float:
        """Tell how rare a word is but for the name itself: transliterated names are known words in other languages' lists."""
        if script is Script.LATIN:
            return self.rareness(letters, script)
        listed = share = self._spellings.share(letters, script)
        if script is Script.OTHER:
            return min(self.rareness(letters, script), _RAREST_ROMANISED)
        if share and share <= _EXPLAINED * self._spellings.share(source, Script.LATIN):
            share /= 10
        return -math.log(share + self._chance_of_unlisted(letters, script, listed))

    def _respelling(self, source: str, script: Script) -> Respelling:
        known = self._respellings.get((source, script))
        if known is None:
            _forget_when_full(self._respellings)
            known = self._respellings[source, script] = Respelling(self._spellings.channels[script], source)
        return known

    def _listen(self, word: str) -> Heard:
        if _NON_JOINER in word:  # Persian writes what it adds to a word behind one
            word = max(word.split(_NON_JOINER), key=len)
        script = script_of(word)
        if script is Script.UNSPACED:
            return _NOTHING
        letters = spell(letters_of(word, script))
        has_figure = any(map(str.isdigit, letters))
        key = "" if has_figure else self._spellings.channels[script].key(letters)
        share = self._spellings.share(letters, script) if letters else 1.0
        is_plain = share > _WELL_KNOWN and len(letters) >= _LONG_NAME  # then its letters make no difference
        rareness = -math.log(share if is_plain else share + self._chance_of_unlisted(letters, script, share))
        is_listed = share > 0
        return Heard(letters, script, key, not word[:1].islower(), has_figure, rareness, is_listed)


def _cheapest(respelling: Respelling, letters: str, script: Script, limit: float) -> float:
    """Work out what a word costs as a spelling, with and without what its language may have added to it."""
    best = respelling.cost(letters, limit, _cuts(letters, script))
    for prefix, price in PREFIXES.get(script, ()):
        if letters.startswith(prefix) and len(letters) > len(prefix) + 1:
            best = min(best, price + respelling.cost(letters[len(prefix) :], limit - price))
    return best


@lru_cache(maxsize=4096)
def _cuts(letters: str, script: Script) -> tuple[tuple[int, float], ...]:
    """List the lengths of a word's stems without an ending, and what the ending costs."""
    return tuple(
        (len(letters) - len(ending), price)
        for ending, price in ENDINGS.get(script, ())
        if len(letters) - len(ending) >= _SHORTEST_STEM and letters.endswith(ending)
    )


def is_acronym(letters: str) -> bool:
    """Tell whether a name's word may be an acronym: it has three letters at most, or no vowel."""
    return len(letters) <= _ACRONYM or (len(letters) <= _LONGEST_ACRONYM and _VOWELS.isdisjoint(letters))


def _looks_alike(source: str, letters: str) -> bool:
    """Tell whether two Latin words have letters enough in common; an acronym is written as it is written."""
    if min(len(letters), len(source)) <= _ACRONYM or _VOWELS.isdisjoint(letters) or _VOWELS.isdisjoint(source):
        return False
    return Indel.normalized_similarity(source, letters, score_cutoff=_LEAST_ALIKE) > 0


def is_form_of(letters: str, source: str) -> bool:
    """Tell whether one is the beginning of the other, as in a plural or an abbreviation, or another spelling of one long word."""
    if letters[:3] != source[:3]:
        return False
    shorter, longer = sorted((letters, source), key=len)
    if len(shorter) >= _SHORTEST_FORM and longer.startswith(shorter):
        return len(letters) < len(source) or len(longer) - len(shorter) <= _LONGEST_PLURAL
    return len(shorter) >= _LONG_WORD and Levenshtein.distance(longer, shorter, score_cutoff=1) <= 1


def is_slip_of(letters: str, source: str) -> bool:
    """Tell whether a word is the other but for one slip of the pen within it: a letter more, less, other, or two exchanged."""
    if letters[:1] != source[:1] or min(len(letters), len(source)) < _SHORTEST_SLIP:
        return False
    return OSA.distance(letters, source, score_cutoff=1) <= 1


def _forget_when_full(memory: MutableMapping[Any, Any]) -> None:
    """Keep a hostile text of ever new words from growing what is remembered without end."""
    if len(memory) >= _MOST_REMEMBERED:
        memory.clear()
