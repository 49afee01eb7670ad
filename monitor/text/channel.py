"""How a name written in Latin letters comes out in another spelling or script: a learned channel, and what it costs.

A channel maps short runs of Latin letters to short runs of target letters, each with a cost in nats, the negative logarithm of how
often the run came out so (a joint multigram model after Bisani and Ney 2008, trained by `tools/train_spelling.py`). Costs add up.
"""
# ruff: noqa: PLR1730 in the inner loop of matching, calls of min() take longer than all else

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import accumulate, groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from monitor.text.scripts import Script
from monitor.text.sounds import CLASSES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LATIN_CLASSES = CLASSES[Script.LATIN]
AFFRICATE, SIBILANT = "TS", "S"  # one sound, that one script writes in two letters and another in one: ts, dzh, ц, j

FAR = 1e9
_UNSEEN = 6.0  # nats for a letter that became any other, or was lost, as training never saw it
_UNSEEN_INSERTION = 7.0
_BEAM = 7.0  # nats behind the best reading of a prefix at which a reading is given up
_LONGEST_TARGET = 3  # letters of one target run
_MOST_KEYS = 20
_KEY_BEAM = 40
_KEY_REACH = math.exp(-6.0)  # of the chance of the commonest key: a rarer one is left out
_UNLIKELY = 5.0  # nats from which a run's outcome makes no key


_SAME_CLASS = 3.2  # nats for another letter of the same sound class, as speech and transliteration confuse them
_VOWEL_FOR_VOWEL = 2.5
_SILENT = 2.7  # nats for a vowel, h or y that is not written
_SILENT_RUNS = ("ough", "augh", "igh", "gh")  # English
_VOWELS = "aeiou"
_LONGEST_GUESS = max(map(len, _SILENT_RUNS))


class Steps(NamedTuple):
    """The steps from one place of a name: how many letters each takes it on, and at what cost.

    `lost` writes nothing, `written` writes a run of target letters. `least` is what each target letter bears of the cheapest step with it.
    """

    lost: tuple[tuple[int, float], ...]
    written: Mapping[str, tuple[tuple[int, float], ...]]
    least: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Channel:
    """The learned outcomes of runs of Latin letters: run -> ((target run, cost), ...). `classes` group target letters by sound."""

    outcomes: Mapping[str, tuple[tuple[str, float], ...]]
    classes: Mapping[str, str]
    longest: int
    _sounds: dict[str, tuple[tuple[str, float], ...]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _steps: dict[str, Steps] = field(default_factory=dict, init=False, repr=False, compare=False)
    insertions: Mapping[str, float] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Set apart what is written though no letter stands for it."""
        object.__setattr__(self, "insertions", dict(self.outcomes.get("", ())))

    def key(self, letters: str) -> str:
        """Reduce a word of the target script to the classes of its consonants, doubled ones once, `ts` and `dzh` as one sound."""
        classes = self.classes
        key = last = ""
        for letter in letters:
            if letter in classes and classes[letter] != last:
                last = classes[letter]
                key += last
        return _reduced(key)

    def guesses(self, source: str, at: int) -> dict[str, list[tuple[int, float]]]:
        """Price what training may not have seen: letters of one sound class for each other, vowels for vowels, letters gone silent.

        Gives, for each target run, where in the source it leads to and its cost.
        """
        letter = source[at : at + 1]
        if not letter:
            return {}
        sound = LATIN_CLASSES.get(letter, "")
        guesses: dict[str, list[tuple[int, float]]] = {}
        if sound:
            for target, other in self.classes.items():
                if other == sound:
                    guesses[target] = [(at + 1, _SAME_CLASS)]
        else:
            guesses[""] = [(at + 1, _SILENT)]
            for vowel in _VOWELS if letter in _VOWELS and "a" in self.classes_or_vowels else "":
                guesses[vowel] = [(at + 1, _VOWEL_FOR_VOWEL)]
        for silent in _SILENT_RUNS:
            if source.startswith(silent, at):
                for target in ("", "o", "u", "a") if "a" in self.classes_or_vowels else ("",):
                    guesses.setdefault(target, []).append((at + len(silent), _SILENT))
        return guesses

    @property
    def classes_or_vowels(self) -> str:
        """Give the vowels of the target script, where they are the Latin ones."""
        return _VOWELS if "b" in self.classes else ""

    def keys(self, source: str) -> tuple[str, ...]:
        """List the keys that a Latin name is likely to have once it went through the channel, the likeliest first."""
        chances: list[dict[str, float]] = [{} for _ in range(len(source) + 1)]
        chances[0][""] = 1.0
        for at in range(len(source)):
            ranked = sorted(chances[at].items(), key=itemgetter(1), reverse=True)[:_KEY_BEAM]
            least = ranked[0][1] * _KEY_REACH if ranked else 0.0
            likely = [(key, chance) for key, chance in ranked if chance >= least]
            for end in range(at + 1, min(len(source), at + self.longest) + 1):
                _extend(chances[end], likely, self._sounding(source[at:end]))
        whole: dict[str, float] = {}
        for key, chance in chances[-1].items():
            reduced = _reduced(key)
            whole[reduced] = whole.get(reduced, 0.0) + chance
        ranked = sorted(whole.items(), key=itemgetter(1), reverse=True)[:_MOST_KEYS]
        return tuple(key for key, chance in ranked if key and chance > ranked[0][1] * _KEY_REACH)

    def _sounding(self, run: str) -> tuple[tuple[str, float], ...]:
        """Give the classes that a run of Latin letters comes out as, each with the chance of all outcomes that have it."""
        known = self._sounds.get(run)
        if known is None:
            chances: dict[str, float] = {}
            for target, cost in self.outcomes.get(run, ()):
                if cost <= _UNLIKELY:
                    key = self.key(target)
                    chances[key] = chances.get(key, 0.0) + math.exp(-cost)
            known = tuple(chances.items())
            if run in self.outcomes:  # so that no text makes it grow
                self._sounds[run] = known
        return known

    def steps(self, source: str, at: int) -> Steps:
        """Price every step from a place in a Latin name: what its next letters come out as, learned or guessed."""
        for end in range(min(len(source), at + max(self.longest, _LONGEST_GUESS)), at + 1, -1):
            run = source[at:end]
            if run in self.outcomes or run in _SILENT_RUNS:  # longer runs from there say no more
                break
        else:
            run = source[at : at + 1]
        known = self._steps.get(run)
        if known is None:
            known = self._price(run)
            if len(run) > 1 or run in self.outcomes:  # so that no name makes it grow
                self._steps[run] = known
        return known

    def _price(self, window: str) -> Steps:
        written = {run: dict(steps) for run, steps in self.guesses(window, 0).items()}
        for end in range(1, min(len(window), self.longest) + 1):
            for target, cost in self.outcomes.get(window[:end], ()):
                ends = written.setdefault(target, {})
                ends[end] = min(cost, ends.get(end, FAR))
        lost = {1: _UNSEEN, **written.pop("", {})}
        lost[1] = min(_UNSEEN, lost[1])
        least: dict[str, float] = {}
        for run, ends in written.items():
            for letter in run:
                least[letter] = min(least.get(letter, _UNSEEN), min(ends.values()) / len(run))
        runs = {run: tuple(ends.items()) for run, ends in written.items() if len(run) <= _LONGEST_TARGET}
        return Steps(tuple(lost.items()), runs, least)


def merged(channels: Sequence[Channel]) -> Channel:
    """Make one channel of several for the same script: each outcome at the least that it costs in any of them."""
    outcomes: dict[str, dict[str, float]] = {}
    for channel in channels:
        for source, targets in channel.outcomes.items():
            known = outcomes.setdefault(source, {})
            for target, cost in targets:
                known[target] = min(cost, known.get(target, FAR))
    longest = max(channel.longest for channel in channels)
    return Channel({source: tuple(targets.items()) for source, targets in outcomes.items()}, channels[0].classes, longest)


def _reduced(key: str) -> str:
    """Write an affricate as the one sound that it is, and a sound that then stands twice once."""
    if AFFRICATE not in key:
        return key
    return "".join(sound for sound, _ in groupby(key.replace(AFFRICATE, SIBILANT)))


def _extend(into: dict[str, float], likely: Sequence[tuple[str, float]], sounding: Sequence[tuple[str, float]]) -> None:
    """Lengthen keys by the classes of one more run; a class that one ends and the other begins with is there once."""
    for classes, share in sounding:
        first = classes[:1]
        for key, chance in likely:
            longer = key + (classes[1:] if classes and key.endswith(first) else classes)
            into[longer] = into.get(longer, 0.0) + chance * share


class Respelling:
    """One Latin name ready to be compared with words of a channel's script."""

    __slots__ = ("_insertions", "_least", "_length", "_steps")

    def __init__(self, channel: Channel, source: str) -> None:
        self._length = len(source)
        self._insertions = channel.insertions
        self._steps = [channel.steps(source, at) for at in range(len(source))]
        self._least: dict[str, float] | None = None

    def cost(self, target: str, limit: float, cuts: Sequence[tuple[int, float]] = ()) -> float:
        """Work out what a word costs as a spelling of the whole name, in nats; `FAR` beyond the limit.

        Takes time in proportion to the two lengths, and far less where the two are not alike: a reading is given up when it is much
        worse than the best of its prefix, and when even the cheapest rest would take it beyond the limit.

        Args:
            target: the word.
            limit: nats; what costs more is no spelling.
            cuts: stems of the word, by their length, that may stand for the name too, each with the price of leaving the rest.
        """
        spent = list(accumulate(self._least_of(target), initial=0.0))
        room = limit - spent[-1]
        for stem, price in cuts:
            room = max(room, limit - price - spent[stem])
        if room < 0:
            return FAR
        whole = self._readings(target, spent, room)
        least = whole[-1]
        for stem, price in cuts:
            least = min(least, whole[stem] + price)
        return least if least <= limit else FAR

    def _least_of(self, target: str) -> list[float]:
        """Give what each letter of a word costs at least, wherever in the name it comes from."""
        least = self._least
        if least is None:
            least = self._least = self._least_prices()
        return [least.get(letter, _UNSEEN) for letter in target]

    def _least_prices(self) -> dict[str, float]:
        least = {letter: min(cost, _UNSEEN) for letter, cost in self._insertions.items() if len(letter) == 1}
        for steps in self._steps:
            for letter, price in steps.least.items():
                if price < least.get(letter, _UNSEEN):
                    least[letter] = price
        return least

    def _readings(self, target: str, spent: Sequence[float], room: float) -> list[float]:
        """Work out what each prefix of a word costs; `FAR` where it costs more than the least there is by more than there is room."""
        width = len(target)
        whole = [FAR] * (width + 1)
        rows = [[FAR] * (self._length + 1) for _ in range(width + 2)]
        rows[0][0] = 0.0
        reached = 0  # the last row that something within the limit leads to
        for number in range(width + 1):
            row = rows[number]
            best = min(row)
            if best <= room + spent[number]:
                reached = min(width, number + _LONGEST_TARGET)
                self._leave(rows, number, target, min(best + _BEAM, room + spent[number]))
                whole[number] = row[-1]
            elif number >= reached:
                break
        return whole

    def _leave(self, rows: list[list[float]], number: int, target: str, ceiling: float) -> None:  # noqa: C901 the inner loop of matching
        """Take every step from one row, the readings of a prefix of the target: those that cost more than the ceiling are given up."""
        row, below, length = rows[number], rows[number + 1], self._length
        first = target[number : number + 1]
        runs = [(rows[number + n], target[number : number + n]) for n in range(1, min(_LONGEST_TARGET, len(target) - number) + 1)]
        inserting = self._insertions.get(first, _UNSEEN_INSERTION)
        for at, (lost, written, _) in enumerate(self._steps):
            cost = row[at]
            if cost > ceiling:
                continue
            for step, price in lost:
                if cost + price < row[at + step]:
                    row[at + step] = cost + price
            if cost + inserting < below[at]:
                below[at] = cost + inserting
            if cost + _UNSEEN < below[at + 1]:
                below[at + 1] = cost + _UNSEEN
            for lower, run in runs:
                if run in written:
                    for step, price in written[run]:
                        if cost + price < lower[at + step]:
                            lower[at + step] = cost + price
        if row[length] <= ceiling and row[length] + inserting < below[length]:
            below[length] = row[length] + inserting
