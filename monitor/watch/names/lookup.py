"""Where to look closer: the words of a text that sound like a telling part of some watched name."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz.distance.Levenshtein import normalized_similarity as _likeness
from rapidfuzz.process import extract

from monitor.text.scripts import Script
from monitor.watch.names import contraction
from monitor.watch.names.endings import ENDINGS, NAME_ENDINGS, PREFIXES
from monitor.watch.names.missing import price_of_alone
from monitor.watch.names.parts import PartKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from monitor.watch.names.hearing import Heard, Hearing
    from monitor.watch.names.parts import Name

_TELLING = 0.9  # of the rarest part's rareness: the parts by which a name is looked up
_RARE = 13.0  # nats: a part as rare as this is looked up anyway
_MOST_REMEMBERED = 400_000  # words: a hostile text of ever new ones must not grow memory without end
# Share of letters that need not be changed, below which a Latin word is not looked at closer: of a hundred garbled words that would tell
# nine nats one is lost by it; of the words that would tell nothing four in five need not be weighed.
_ALIKE = 0.4
_SECOND = 8.5  # nats: the second telling part, by which a name is looked up when the first is respelled
_PLAIN = 6.5  # nats: a word that stands once in 650 words or more is no half of a name
_LONGEST = 40  # letters of parts joined
_SHORTEST_KEY = 2  # in Latin letters, where many a short word has such a key
_LEAST_EVIDENCE = 5.0  # nats in a word by itself for which a closer look is worth its while


class Lookup:
    """Names by the keys of their telling parts, and of neighbouring parts written as one; made for a script when first needed."""

    def __init__(self, names: Sequence[Name], hearing: Hearing) -> None:
        self._units = [(letters, number) for number, name in enumerate(names) for letters in sorted(_units(name))]
        self._hearing = hearing
        self._by_key: dict[Script, dict[str, dict[str, list[int]]]] = {}
        self._openings: dict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
        for number, name in enumerate(names):
            parts = tuple(name.parts[part].letters for part in name.core)
            if parts and len("".join(parts)) > contraction.SHORTEST:
                self._openings[parts[0][: contraction.OPENING]].append((tuple(part.letters for part in name.parts), number))
        self._contracted: dict[str, tuple[tuple[int, float], ...]] = {}
        self._answers: dict[tuple[str, Script], tuple[tuple[int, float], ...]] = {}

    def names_at(self, heard: Heard, following: Heard | None) -> tuple[tuple[int, float], ...]:
        """Number the names that a word, or one with the word after it, may be part of.

        Each comes with what the word tells were it all that stands there, whatever is missing of the name; in nats.
        """
        if not heard.letters or heard.has_figure or not heard.is_capital:
            return ()
        found = self._ask(heard.letters, heard.script, heard.key)
        if heard.rareness < _PLAIN or following is None or following.rareness < _PLAIN:
            return found
        if following.script is heard.script and following.letters and not following.has_figure:
            key = heard.key + (following.key[1:] if following.key[:1] == heard.key[-1:] else following.key)
            if key in self._keys(heard.script):
                return (*found, *self._ask(heard.letters + following.letters, heard.script, key))
        return found

    def contracted(self, heard: Heard) -> tuple[tuple[int, float], ...]:
        """List the names that a word may be contracted from, with its evidence for each: only a word that no list holds."""
        if heard.script is not Script.LATIN or heard.is_listed or heard.has_figure or len(heard.letters) < contraction.SHORTEST:
            return ()
        known = self._contracted.get(heard.letters)
        if known is None:
            if len(self._contracted) > _MOST_REMEMBERED:
                self._contracted.clear()
            known = self._contracted[heard.letters] = tuple(self._contractions(heard))
        return known

    def _contractions(self, heard: Heard) -> Iterator[tuple[int, float]]:
        for parts, number in self._openings.get(heard.letters[: contraction.OPENING], ()):
            cost = contraction.cost(heard.letters, parts)
            if cost is not None and heard.letters not in parts:
                yield number, heard.rareness - cost

    def _ask(self, letters: str, script: Script, key: str) -> tuple[tuple[int, float], ...]:
        asked = letters, script
        known = self._answers.get(asked)
        if known is None:
            if len(self._answers) > _MOST_REMEMBERED:
                self._answers.clear()
            known = self._answers[asked] = tuple(self._alike(letters, script, key).items())
        return known

    def _alike(self, letters: str, script: Script, key: str) -> dict[int, float]:
        """Weigh a word as each unit that it may stand for: for each name the most that it tells alone."""
        by_key = self._keys(script)
        found: dict[int, float] = {}
        for each in self._bare_keys(letters, script, key):
            units = by_key.get(each)
            if not units:
                continue
            like: Iterable[str] = units
            if script is Script.LATIN:
                like = [unit for unit, _, _ in extract(letters, units.keys(), scorer=_likeness, score_cutoff=_ALIKE, limit=None)]
            for unit in like:
                evidence = self._hearing.strong_evidence(unit, letters, script, _LEAST_EVIDENCE)
                if evidence >= _LEAST_EVIDENCE:
                    alone = evidence - price_of_alone(unit, letters, script, self._hearing)
                    found.update((number, max(alone, found.get(number, alone))) for number in units[unit])
        return found

    def _bare_keys(self, letters: str, script: Script, key: str) -> set[str]:
        """List the keys of a word with and without what its language may have added to it."""
        keys = {key}
        for prefix, _ in PREFIXES.get(script, ()):
            if letters.startswith(prefix):
                keys.add(self._hearing.key(letters[len(prefix) :], script))
        if script is not Script.LATIN:
            for ending, _ in ENDINGS.get(script, ()):
                if letters.endswith(ending) and len(letters) > len(ending) + 2:
                    keys.add(self._hearing.key(letters[: -len(ending)], script))
        return keys

    def _keys(self, script: Script) -> Mapping[str, Mapping[str, Sequence[int]]]:
        """Give, for each key, the units that it may stand for, and the names that each is of."""
        by_key = self._by_key.get(script)
        if by_key is None:
            by_key = {}
            known: dict[str, tuple[str, ...]] = {}
            for letters, number in self._units:
                if letters not in known:
                    known[letters] = self._hearing.keys(letters, script)
                    if len(letters) > 5 and letters.endswith(NAME_ENDINGS):  # noqa: PLR2004 as in hearing
                        known[letters] += self._hearing.keys(letters[:-2], script)
                for key in known[letters]:
                    if len(key) >= _SHORTEST_KEY or script is not Script.LATIN:
                        by_key.setdefault(key, {}).setdefault(letters, []).append(number)
            self._by_key[script] = by_key
        return by_key


def _units(name: Name) -> set[str]:
    """List the letters by which a name is looked up: its telling parts, neighbours in pairs, and its core as one word."""
    core = name.core
    telling = [number for number in core if name.parts[number].kind is PartKind.NAME and name.parts[number].letters.isalpha()] or core
    most = max((name.parts[number].rareness for number in telling), default=0.0)
    second = sorted((name.parts[number].rareness for number in telling), reverse=True)[1:2]
    least = min(most * _TELLING, _RARE, max([*second, _SECOND]))
    units = {name.parts[number].letters for number in telling if name.parts[number].rareness >= least}
    units |= {name.parts[one].letters + name.parts[other].letters for one, other in pairwise(core) if other == one + 1}
    if len(core) > 2:  # noqa: PLR2004 two are a pair
        units.add("".join(name.parts[number].letters for number in core))
    return {unit for unit in units if 1 < len(unit) <= _LONGEST and not any(map(str.isdigit, unit))}
