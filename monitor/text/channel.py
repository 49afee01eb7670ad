"""How a name written in Latin letters comes out in another spelling or script: a learned channel, and what it costs.

A channel maps short runs of Latin letters to short runs of target letters, each with a cost in nats, the negative logarithm of how
often the run came out so (a joint multigram model after Bisani and Ney 2008, trained by `tools/train_spelling.py`). Costs add up.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.text.scripts import Script
from monitor.text.sounds import CLASSES

if TYPE_CHECKING:
    from collections.abc import Mapping

LATIN_CLASSES = CLASSES[Script.LATIN]

FAR = 1e9
_UNSEEN = 6.0  # nats for a letter that became any other, or was lost, as training never saw it
_UNSEEN_INSERTION = 7.0
_BEAM = 7.0  # nats behind the best reading of a prefix at which a reading is given up
_LONGEST_TARGET = 3  # letters of one target run
_MOST_KEYS = 20
_KEY_BEAM = 40
_KEY_REACH = 6.0  # nats behind the commonest key at which a rarer one is left out
_UNLIKELY = 5.0  # nats from which a run's outcome makes no key


_SAME_CLASS = 3.2  # nats for another letter of the same sound class, as speech and transliteration confuse them
_VOWEL_FOR_VOWEL = 2.5
_SILENT = 2.7  # nats for a vowel, h or y that is not written
_SILENT_RUNS = ("ough", "augh", "igh", "gh")  # English
_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Channel:
    """The learned outcomes of runs of Latin letters: run -> ((target run, cost), ...). `classes` group target letters by sound."""

    outcomes: Mapping[str, tuple[tuple[str, float], ...]]
    classes: Mapping[str, str]
    longest: int

    def key(self, letters: str) -> str:
        """Reduce a word of the target script to the classes of its consonants, doubled ones once."""
        key = ""
        for letter in letters:
            sound = self.classes.get(letter)
            if sound and not key.endswith(sound):
                key += sound
        return key

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
        prefixes: list[dict[str, float]] = [{} for _ in range(len(source) + 1)]
        prefixes[0][""] = 0.0
        for at in range(len(source)):
            ranked = sorted(prefixes[at].items(), key=lambda pair: pair[1])[:_KEY_BEAM]
            for key, cost in ranked:
                if cost > ranked[0][1] + _KEY_REACH:
                    break
                self._extend(prefixes, source, at, key, cost)
        ranked = sorted(prefixes[-1].items(), key=lambda pair: pair[1])[:_MOST_KEYS]
        return tuple(key for key, cost in ranked if key and cost < ranked[0][1] + _KEY_REACH)

    def _extend(self, prefixes: list[dict[str, float]], source: str, at: int, key: str, cost: float) -> None:
        for end in range(at + 1, min(len(source), at + self.longest) + 1):
            into = prefixes[end]
            for target, price in self.outcomes.get(source[at:end], ()):
                if price > _UNLIKELY:
                    continue
                longer = key
                for letter in target:
                    sound = self.classes.get(letter)
                    if sound and not longer.endswith(sound):
                        longer += sound
                known = into.get(longer)
                total = cost + price
                into[longer] = total if known is None else min(known, total) - math.log1p(math.exp(-abs(known - total)))


class Respelling:
    """One Latin name ready to be compared with words of a channel's script."""

    __slots__ = ("_insertions", "_length", "_steps")

    def __init__(self, channel: Channel, source: str) -> None:
        self._length = len(source)
        self._insertions = dict(channel.outcomes.get("", ()))
        self._steps: list[dict[str, list[tuple[int, float]]]] = []
        for at in range(len(source) + 1):
            steps = channel.guesses(source, at)
            for end in range(at + 1, min(len(source), at + channel.longest) + 1):
                for target, cost in channel.outcomes.get(source[at:end], ()):
                    steps.setdefault(target, []).append((end, cost))
            self._steps.append(steps)

    def costs(self, target: str, limit: float) -> list[float]:
        """Work out what each prefix of a target word costs as a spelling of the whole name, in nats; `FAR` beyond the limit.

        Takes time in proportion to the two lengths: a reading much worse than the best of its prefix is given up.
        """
        length, width = self._length, len(target)
        rows = [[FAR] * (length + 1) for _ in range(width + 1)]
        rows[0][0] = 0.0
        whole = [FAR] * (width + 1)
        for row_number in range(width + 1):
            row = rows[row_number]
            best = min(row)
            if best > limit:
                if row_number and all(min(rows[n]) > limit for n in range(row_number, min(width, row_number + _LONGEST_TARGET) + 1)):
                    break
                continue
            runs = [(row_number + n, target[row_number : row_number + n]) for n in range(1, min(_LONGEST_TARGET, width - row_number) + 1)]
            below = rows[row_number + 1] if runs else None
            inserting = self._insertions.get(target[row_number], _UNSEEN_INSERTION) if runs else 0.0
            for at in range(length + 1):
                cost = row[at]
                if cost > best + _BEAM:
                    continue
                self._step(rows, row, below, at, cost, runs, inserting)
            whole[row_number] = row[length]
        return whole

    def _step(  # noqa: PLR0913, PLR0917 the inner loop of matching: everything it needs is at hand
        self,
        rows: list[list[float]],
        row: list[float],
        below: list[float] | None,
        at: int,
        cost: float,
        runs: list[tuple[int, str]],
        inserting: float,
    ) -> None:
        if at < self._length:
            steps = self._steps[at]
            for end, price in steps.get("", ()):
                row[end] = min(row[end], cost + price)
            row[at + 1] = min(row[at + 1], cost + _UNSEEN)
            if below is not None:
                below[at + 1] = min(below[at + 1], cost + _UNSEEN)
            for lower, run in runs:
                for end, price in steps.get(run, ()):
                    rows[lower][end] = min(rows[lower][end], cost + price)
        if below is not None and cost + inserting < below[at]:
            below[at] = cost + inserting
