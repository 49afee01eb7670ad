"""The gist of an item: its most telling words as numbers, enough to compare it with others when its text is no longer at hand.

A gist is at most 57 terms of four bytes: 22 bits of a hash and ten of traits. Of all pairs of gists, one in a thousand holds two terms
that are taken for each other, which a comparison of dozens of terms does not feel; half the terms in twice the bits told less (average
precision .776 against .791 on pairs of 661 articles of 2021).
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from itertools import islice
from typing import TYPE_CHECKING, Self

from monitor.stories.terms import MOST_WORDS, Case, terms

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from monitor.text.background import Background

MOST_TERMS = 57  # with what `shingles.sketch` leaves, 587 bytes an item in SQLite (benchmarks/stories_at_scale.py)
MOST_LOOKUPS = 6
IN_TITLE, IS_NAME, IS_NUMBER, IN_LEAD = 1, 2, 4, 8  # flags of a term
_TRAITS_BITS = 10
_TRAITS = (1 << _TRAITS_BITS) - 1
_ENTRY_BYTES = 4
_LEAD_WORDS = 30  # after the title: what news tells first is what it tells of
_ORDINARY = 1 << 8  # a flag of `gist` alone: the word stands in small letters somewhere
_CASES = {Case.UNCLEAR: 0, Case.NAME: IS_NAME, Case.SMALL: _ORDINARY}
_RAREST_CB = 600  # hundredths of a power of ten below one: what the vocabulary does not hold
_RARITY_POWER = 0.7  # measured: 1 gives rare words more than they tell
_STEPS = 15
_TIMES = (1, 2, 3.5, 7)  # how often a term stands in the text, in four steps
# What is kept of a long text: its title whole, then what stands at its head, then names.
_TITLE_BONUS, _LEAD_BONUS, _NAME_BONUS = 3.0, 1.5, 1.2


@dataclass(frozen=True)
class Gist:
    """What an item tells, as a vector of terms: hash -> traits, the most telling first.

    Traits are a number of ten bits: rarity in 15 steps, how often (once, twice, 3 to 4 times, more), and the four flags.
    """

    terms: Mapping[int, int]

    @cached_property
    def length(self) -> float:
        """Of the vector. Each comparison that is worth finishing asks, as for the next two; most are not."""
        return math.hypot(*map(WEIGHTS.__getitem__, self.terms.values()))

    @cached_property
    def title_length(self) -> float:
        """Of the vector of what stands in the title."""
        return math.hypot(*map(TITLE_WEIGHTS.__getitem__, self.terms.values()))

    @cached_property
    def particulars(self) -> frozenset[int]:
        """The names and numbers of the title."""
        return frozenset(code for code, traits in self.terms.items() if _is_particular(traits))

    @property
    def lookup(self) -> tuple[int, ...]:
        """The keys under which an index finds the item, the most telling first: at most six, signed, of 64 bits."""
        return tuple(map(_key, islice(self.terms, MOST_LOOKUPS)))

    def without(self, hashes: Collection[int]) -> Self:
        """Leave terms out: those that say nothing here, as what an item was found by says nothing of its event."""
        return type(self)({code: traits for code, traits in self.terms.items() if code not in hashes})

    def to_bytes(self) -> bytes:
        """Pack the terms, four bytes each, in their order."""
        return struct.pack(f"<{len(self.terms)}I", *(code << _TRAITS_BITS | traits for code, traits in self.terms.items()))

    @classmethod
    def from_bytes(cls, packed: bytes) -> Self:
        """Read what `to_bytes` gave.

        Raises:
            ValueError: these bytes are no gist.
        """
        if len(packed) % _ENTRY_BYTES or len(packed) > MOST_TERMS * _ENTRY_BYTES:
            raise ValueError(f"{len(packed)} bytes are no gist: it has up to {MOST_TERMS} terms of {_ENTRY_BYTES} bytes")
        entries = struct.unpack(f"<{len(packed) // _ENTRY_BYTES}I", packed)
        found = {entry >> _TRAITS_BITS: entry & _TRAITS for entry in entries}
        if len(found) < len(entries):
            raise ValueError("these bytes are no gist: a term stands there twice")
        return cls(found)


def _is_particular(traits: int) -> bool:
    return bool(traits & IN_TITLE and traits & (IS_NAME | IS_NUMBER))


def rarity(traits: int) -> float:
    """Tell how rare a term is by its traits, from 0 for a word that is every word to 1 for one that the vocabulary does not hold."""
    return (traits >> 6) / _STEPS


# What a term weighs in a cosine, by its traits: its rarity, the more the oftener it stands in the text (sublinear, as in
# Manning, Raghavan, Schuetze, Introduction to Information Retrieval, 6.4.1).
WEIGHTS = tuple(rarity(traits) * (1 + math.log(_TIMES[traits >> 4 & 3])) for traits in range(1 << _TRAITS_BITS))


# What a term weighs in a comparison of titles, and how much it is worth keeping.
TITLE_WEIGHTS = tuple(rarity(traits) if traits & IN_TITLE else 0.0 for traits in range(1 << _TRAITS_BITS))
_KEPT = tuple(
    WEIGHTS[traits]
    * (_TITLE_BONUS if traits & IN_TITLE else 1.0)
    * (_LEAD_BONUS if traits & IN_LEAD else 1.0)
    * (_NAME_BONUS if traits & IS_NAME else 1.0)
    for traits in range(1 << _TRAITS_BITS)
)


def gist(title: str, text: str, background: Background) -> Gist:
    """Sum up an item.

    Args:
        title: its title, plain.
        text: its text, as `monitor.stories.clean.clean` leaves it; the first 2,000 words count.
        background: how frequent words are.
    """
    seen: dict[str, list[int]] = {}  # how often, and the flags
    words: dict[str, str] = {}
    for where, part in ((IN_TITLE, title), (0, text)):
        for number, (stem, word, case) in enumerate(islice(terms(part, is_title=bool(where)), MOST_WORDS)):
            flags = _CASES[case] | (where or (IN_LEAD if number < _LEAD_WORDS else 0))
            if stem in seen:
                entry = seen[stem]
                entry[0] += 1
                entry[1] |= flags
            else:
                seen[stem] = [1, flags]
                words[stem] = word
    found = [(stem, _traits(_rare(background, words[stem]), count, flags, stem)) for stem, (count, flags) in seen.items()]
    found.sort(key=lambda entry: _KEPT[entry[1]], reverse=True)
    kept: dict[int, int] = {}
    for stem, traits in found[:MOST_TERMS]:
        kept.setdefault(_code(stem), traits)
    return Gist(kept)


def spelling(title: str, text: str) -> dict[int, str]:
    """Give the words of an item by their terms' hashes, as first written: what a gist no longer knows, for `same_event.because`."""
    written: dict[int, str] = {}
    for part in (title, text):
        for stem, word, _ in terms(part, is_title=part is title):
            written.setdefault(_code(stem), word)
    return written


def term_hashes(words: Iterable[str]) -> frozenset[int]:
    """Give the hashes of the terms of words and phrases, as a gist has them."""
    return frozenset(_code(stem) for phrase in words for stem, _, _ in terms(phrase, is_title=False))


def cosine(one: Gist, other: Gist) -> float:
    """Compare two items by the cosine of their terms, 0 for nothing in common to 1."""
    if len(one.terms) > len(other.terms):
        one, other = other, one
    shared = sum(WEIGHTS[traits] * WEIGHTS[other.terms[code]] for code, traits in one.terms.items() if code in other.terms)
    return min(1.0, shared / (one.length * other.length)) if shared else 0.0


@lru_cache(maxsize=16_384)
def _rare(background: Background, word: str) -> int:
    """Tell in 15 steps how rare a word is."""
    frequency = background.frequency(word)
    rare_cb = -100 * math.log10(frequency) if frequency else _RAREST_CB
    return int(_STEPS * min(1.0, rare_cb / _RAREST_CB) ** _RARITY_POWER + 0.5)


def _traits(rare: int, count: int, flags: int, stem: str) -> int:
    """Pack what is known of a term. A name is a word that is never written small; a term that begins with a figure is a number."""
    often = 3 if count > 4 else (count + 1) // 2 if count > 2 else count - 1  # noqa: PLR2004 the four steps of `_TIMES`
    number = IS_NUMBER if stem[0].isdigit() else 0
    return rare << 6 | often << 4 | flags & (IN_TITLE | IN_LEAD) | (0 if flags & _ORDINARY else flags & IS_NAME) | number


@lru_cache(maxsize=16_384)
def _code(stem: str) -> int:
    hashed = blake2b(stem.encode("utf-8", "surrogatepass"), digest_size=4, person=b"term of a gist").digest()
    return int.from_bytes(hashed, "big") >> _TRAITS_BITS


@lru_cache(maxsize=16_384)
def _key(code: int) -> int:
    return int.from_bytes(blake2b(code.to_bytes(4, "big"), digest_size=8, person=b"key of a gist").digest(), "big", signed=True)
