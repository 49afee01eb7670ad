"""How often words stand in texts, for a million words in eight megabytes."""

from __future__ import annotations

import math
import sys
from array import array
from bisect import bisect_right
from typing import TYPE_CHECKING, Self
from zlib import crc32

from monitor.text.scripts import Script, plain_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CENTIBELS = 16  # bits of an entry; the rest is the word's hash
_ALWAYS = (1 << _CENTIBELS) - 1  # 0 centibels: the frequency of a word that is every word

_BATCH = 50_000  # words


class Shares:
    """The share of each word among the words of a text, the highest of its languages.

    A word is a number of 64 bits: 48 of a hash, then its frequency in centibels; a word of several languages has as many, the highest
    last. One in 10^8 unknown words has the hash of another, and its frequency.
    """

    __slots__ = ("_entries",)

    def __init__(self, listed: Iterable[tuple[int, list[str]]], script: Script) -> None:
        """Take words by their frequency in centibels, 0 and below."""
        entries: list[int] = []
        for words, frequencies in _batches(listed):
            spelled = [letters.encode("utf-8", "surrogatepass") for letters in plain_words(words, script)]
            entries += [  # `_hash` of each, in place: there are a million
                (crc32(word) << 16 | crc32(word[::-1]) & 0xFFFF) << _CENTIBELS | frequency
                for word, frequency in zip(spelled, frequencies, strict=True)
                if word
            ]
        entries.sort()
        self._entries = array("Q", entries)

    @classmethod
    def from_bytes(cls, packed: bytes | memoryview) -> Self:
        """Read what `to_bytes` gave.

        Raises:
            ValueError: these are not whole entries.
        """
        shares = cls((), Script.OTHER)
        shares._entries.frombytes(packed)
        if sys.byteorder == "big":
            shares._entries.byteswap()
        return shares

    def to_bytes(self) -> bytes:
        """Give all entries, in order, each in eight bytes, the least first."""
        entries = self._entries[:]
        if sys.byteorder == "big":
            entries.byteswap()
        return entries.tobytes()

    def of(self, letters: str) -> float:
        """Tell a word's share, by its letters; 0 for a word that no list holds."""
        key = _hash(letters)
        at = bisect_right(self._entries, key << _CENTIBELS | _ALWAYS) - 1
        if at < 0 or self._entries[at] >> _CENTIBELS != key:
            return 0.0
        return math.pow(10, ((self._entries[at] & _ALWAYS) - _ALWAYS) / 100)


def _batches(listed: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[list[str], list[int]]]:
    """Gather short lists to long ones: words, and the frequency of each."""
    words: list[str] = []
    frequencies: list[int] = []
    for centibels, found in listed:
        words += found
        frequencies += [_ALWAYS + centibels] * len(found)
        if len(words) > _BATCH:
            yield words, frequencies
            words, frequencies = [], []
    yield words, frequencies


def _hash(letters: str) -> int:
    """Hash a word to 48 bits, the same in every process: of two checksums, as one of them alone takes too many words for others."""
    spelled = letters.encode("utf-8", "surrogatepass")
    return crc32(spelled) << 16 | crc32(spelled[::-1]) & 0xFFFF
