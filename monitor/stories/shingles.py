"""Shingles: every run of four words of a text as a number, and the sketch by which its copies are found.

Two texts that share a passage share its shingles, whatever stands around it. Numbers are signed 64-bit, as a database keeps them, and
the same in every process and release; a change of the method needs another table or another column, since old numbers find nothing.
"""

from __future__ import annotations

import sys
from array import array
from hashlib import blake2b
from typing import TYPE_CHECKING

from monitor.stories.wording import pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_WORDS = 4_000  # what is read of a text: 5 MB cost no more than a long article
_RUN = 4  # words of a shingle
_WORD_BYTES = 8 * _RUN
_STEP = 8 * (_WORD_BYTES + 8)  # bits from a word's number for one place to the next word's for the next
_REMEMBERED = 1 << 14  # words whose numbers are kept at hand: most of any text
_LEAD = 64  # shingles
_MOST_OF_REST = 5


class _Digests(dict[str, bytes]):
    """Hashes a word to four numbers side by side, one for each place in a shingle, so that the order of the words counts."""

    def __missing__(self, word: str) -> bytes:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[word] = found = blake2b(word.encode("utf-8", "surrogatepass"), digest_size=_WORD_BYTES).digest()
        return found


_DIGESTS = _Digests()


def shingles(worded: str) -> tuple[int, ...]:
    """Number every four words of a wording that stand together, in order, each number once.

    A text of fewer words is one shingle, an empty one none. Of a text of more than 4,000 words the first 4,000 are read: an
    excerpt from farther down is not found in it. Where words are not spaced, `pieces` stand for words.
    """
    words = pieces(worded, MOST_WORDS)
    if not words:
        return ()
    words += [""] * (_RUN - len(words))
    places = int.from_bytes(b"".join(map(_DIGESTS.__getitem__, words)), "little")
    runs = places ^ places >> _STEP ^ places >> 2 * _STEP ^ places >> 3 * _STEP
    raw = runs.to_bytes(len(words) * _WORD_BYTES, "little")
    numbers = array("q", raw[: (len(words) - _RUN + 1) * _WORD_BYTES])[::_RUN]
    if sys.byteorder == "big":
        numbers.byteswap()
    return tuple(dict.fromkeys(numbers))


def sketch(numbers: Sequence[int]) -> tuple[int, ...]:
    """Choose the shingles by which the copies of a text are found; two texts that share two of them are worth comparing.

    A quarter of the first 64, since what is cut is cut from the end, and the 5 smallest of a sixteenth of the rest: about 21 of an
    article, 12 of a teaser of fifty words. Larger sketches found one copy more in 1,250.
    """
    lead = [number for number in numbers[:_LEAD] if not number & 3]
    rest = sorted(number for number in numbers[_LEAD:] if not number & 15)
    return (*lead, *rest[:_MOST_OF_REST])
