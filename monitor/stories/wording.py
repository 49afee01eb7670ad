"""The wording of a text: what is left of it when case, punctuation and layout are forgotten.

Made for comparing, in every script; offsets into the original are lost.
"""

from __future__ import annotations

import re
import unicodedata

_KEPT_SIGNS = frozenset("%‰")  # the only punctuation that changes what is said
_INSIDE_WORDS = frozenset("'`\u00b4\u02bc\u2018\u2019")  # the company's, however the apostrophe is curled
_MOST_CHANGED = 40  # different signs: a text of more is of nothing else
_LARGEST_REMEMBERED = 0xFFFF
_FIRST_HAN = 0x3040  # kana and Han; a word has two characters there, and four or five where letters are written
_SECOND, _FOURTH, _SPREAD = 2, 4, 40_503
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")  # Thai to Khmer, kana, Han
_UNSPACED_RUN = re.compile(f"{_UNSPACED.pattern}+")


class _Wording(dict[int, str]):
    """Tells for each character what the wording has for it; worked out when first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        category = unicodedata.category(char)
        if char in _INSIDE_WORDS or category == "Cf":  # soft hyphens, joiners, direction marks
            kept = ""
        elif category[0] in "PZC" and char not in _KEPT_SIGNS:
            kept = " "
        else:
            kept = char
        if code <= _LARGEST_REMEMBERED:
            self[code] = kept
        return kept


class _Pieces(dict[int, str]):
    """Tells for each character whether a piece ends behind it; worked out when first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        each = _FOURTH if code < _FIRST_HAN else _SECOND
        self[code] = char if (code * _SPREAD >> 16) % each else char + " "
        return self[code]


_TABLE = _Wording()
_PIECES = _Pieces()


def wording(text: str) -> str:
    """Reduce a text to its words in lower case, one space between them.

    Currency and mathematical signs stay, since `$5m` and `€5m` are not the same news.
    """
    return " ".join(_without_signs(unicodedata.normalize("NFKC", text)).casefold().split())


def _without_signs(text: str) -> str:
    """Translate a text by the table, which is quick where it is ASCII only. Elsewhere few characters change, and each goes at once."""
    if text.isascii():
        return text.translate(_TABLE)
    changed = [(char, kept) for char in set(text) if (kept := _TABLE[ord(char)]) != char]
    if len(changed) > _MOST_CHANGED:
        return text.translate(_TABLE)
    for char, kept in changed:
        text = text.replace(char, kept)
    return text


def word_count(worded: str) -> int:
    """Count the words of a wording; where words are not spaced, two characters count as one."""
    if worded.isascii():
        return len(worded.split())
    unspaced = len(_UNSPACED.findall(worded))
    return len(_UNSPACED.sub(" ", worded).split()) + unspaced // 2


def pieces(worded: str, most: int) -> list[str]:
    """Part a wording into its first `most` words, and what is written without spaces into pieces of about a word's length.

    A piece ends behind certain characters, so that the same passage is parted alike wherever it stands.
    """
    if not worded.isascii() and _UNSPACED.search(worded):
        worded = _UNSPACED_RUN.sub(lambda run: f" {run[0].translate(_PIECES)} ", worded)
    return worded.split(None, most)[:most]
