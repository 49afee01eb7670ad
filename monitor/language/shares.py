"""How often words stand in texts, for a million words in ten megabytes."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING

from monitor.text.scripts import plain_letters

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.text.scripts import Script

_MASK = (1 << 64) - 1


class Shares:
    """The share of each word among the words of a text, the highest of its languages. Words are kept as 64-bit hashes.

    Two words with one hash are a matter of one in 10^13; it would give a word the frequency of another.
    """

    def __init__(self, listed: Iterable[tuple[int, list[str]]], script: Script) -> None:
        """Take words by their frequency in centibels, 0 and below."""
        frequencies: dict[int, int] = {}
        for centibels, words in listed:
            for word in words:
                letters = plain_letters(word, script)
                if letters:
                    key = hash(letters) & _MASK
                    if frequencies.get(key, -9999) < centibels:
                        frequencies[key] = centibels
        self._keys = array("Q", sorted(frequencies))
        self._centibels = array("h", (frequencies[key] for key in self._keys))

    def of(self, letters: str) -> float:
        """Tell a word's share, by its letters; 0 for a word that no list holds."""
        key = hash(letters) & _MASK
        at = bisect_left(self._keys, key)
        if at == len(self._keys) or self._keys[at] != key:
            return 0.0
        return math.pow(10, self._centibels[at] / 100)
