# ruff: noqa: RUF001  quotes, dashes and letters of other scripts are what this is about
"""The terms of a text: its words without their endings, so that `permits` and `permit` meet; in every script."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from monitor.stories.wording import wording
from monitor.text.fold import fold_key
from monitor.text.scripts import Script, script_of

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_WORDS = 2_000
_MOST_CHARACTERS = 16_000  # a text may be one word, or have no spaces at all
_LONGEST_CACHED = 40  # characters: what stands between two spaces, where words are spaced
_SENTENCE_ENDS = frozenset(".!?:;…\"'“”„«»‘’–—-|•")
_HEADLINE_CAPITALS = 0.7  # of its longer words: A Headline Written Like This tells of no word whether it is a name
_POSSESSIVE = re.compile(r"['’]s?$|['’]s(?=[^\w'’]+$)", re.IGNORECASE)
_ENDINGS = (("ies", "y"), ("sses", "ss"), ("ings", ""), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""))
_SHORTEST_STEM = 3
_CYRILLIC_STEM = 6
_CYRILLIC_ENDS = "аеиоуыэюяйьіїє"
_UNSPACED = re.compile("([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+)")  # Thai to Khmer, kana, Han


class Case(IntEnum):
    """How the first letter of a word was seen."""

    UNCLEAR = 0  # a capital that begins a sentence, or stands in a headline of capitals; a script without capitals; a figure
    NAME = 1
    SMALL = 2


class _Chunk(NamedTuple):
    """What stands between two spaces."""

    terms: tuple[tuple[str, str], ...]
    case: Case
    ends_sentence: bool


def terms(text: str, *, is_title: bool) -> Iterator[tuple[str, str, Case]]:
    """List the terms of the first 2,000 words of a text, in their order: the stem, the word folded, and its case.

    A capital tells a name unless it begins a sentence, or stands in a title that has them all over.
    """
    chunks = text[:_MOST_CHARACTERS].split(None, MOST_WORDS)[:MOST_WORDS]
    is_unclear = True
    is_headline = is_title and _is_headline(chunks)
    for chunk in chunks:
        found, case, ends_sentence = _cached(chunk) if len(chunk) <= _LONGEST_CACHED else _read(chunk)
        if case is Case.NAME and (is_unclear or is_headline):
            case = Case.UNCLEAR
        for stem, word in found:
            yield stem, word, case
        is_unclear = ends_sentence


def _is_headline(chunks: list[str]) -> bool:
    longer = [chunk for chunk in chunks if len(chunk) > 3]  # noqa: PLR2004 and, the, von: small in headlines too
    return sum(chunk[0].isupper() for chunk in longer) > _HEADLINE_CAPITALS * len(longer)


def _read(chunk: str) -> _Chunk:
    initial = next(filter(str.isalnum, chunk), "")
    case = Case.NAME if initial.isupper() else Case.SMALL if initial.islower() else Case.UNCLEAR
    return _Chunk(tuple(_split(chunk)), case, chunk[-1] in _SENTENCE_ENDS)


_cached = lru_cache(maxsize=16_384)(_read)


def _split(chunk: str) -> Iterator[tuple[str, str]]:
    """Give the stems and words of what stands between two spaces: `drone-strike` is two."""
    for piece in wording(_POSSESSIVE.sub("", chunk)).split():
        for run in _UNSPACED.split(piece) if not piece.isascii() else (piece,):
            if _UNSPACED.match(run):
                yield from ((pair, pair) for pair in (map("".join, pairwise(run)) if len(run) > 1 else (run,)))
            elif any(map(str.isalnum, run)):
                word = fold_key(run)
                yield stem(word), word


def stem(word: str) -> str:
    """Take the commonest endings off a folded word: of English, and the vowels of Cyrillic ones. Figures stay as they are."""
    if word.isascii():
        return _english_stem(word) if word.isalpha() else word
    if script_of(word) is Script.CYRILLIC:
        return word.rstrip(_CYRILLIC_ENDS)[:_CYRILLIC_STEM].rstrip(_CYRILLIC_ENDS) or word
    return word


def _english_stem(word: str) -> str:
    if len(word) <= _SHORTEST_STEM + 1:
        return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) + len(instead) >= _SHORTEST_STEM and not word.endswith("ss"):
            word = word[: len(word) - len(ending)] + instead
            break
    if word.endswith("e") and len(word) > _SHORTEST_STEM + 1:
        word = word[:-1]
    return word[:-1] if len(word) > _SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in "sl" else word
