"""The words of the news and how frequent they are, from the small lists of wordfreq.

R. Speer, wordfreq v3.1 (2023), https://doi.org/10.5281/zenodo.7199437: subtitles, news, books and the web, up to 2021. A script's lists
are read when its first word is asked for.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from monitor.text.fold import fold_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.text.background import Background

RAREST_CB = 552  # hundredths of a power of ten below 1: words of three in a million and more, half of what the lists hold
# The first word of a letter's Unicode name, and the lists that are written in such letters. All others are Latin.
_LANGUAGES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "ARABIC": ("ar", "fa", "ur"),
        "BENGALI": ("bn",),
        "CJK": ("zh", "ja"),
        "CYRILLIC": ("bg", "mk", "ru", "uk"),
        "DEVANAGARI": ("hi",),
        "GREEK": ("el",),
        "HANGUL": ("ko",),
        "HEBREW": ("he",),
        "HIRAGANA": ("ja",),
        "KATAKANA": ("ja",),
        "TAMIL": ("ta",),
    }
)


class _Vocabulary:
    """Word frequencies of every language of a word's script."""

    def frequency(self, word: str) -> float:
        """Give the share of a folded word, 0 to 1: the highest of its script's languages; 0.0 for words rarer than three in a million."""
        return _words(_script(word)).get(word, 0.0)


def vocabulary() -> Background:
    """Give the vocabulary; nothing is read before it is asked."""
    return _Vocabulary()


@lru_cache(maxsize=16_384)
def _script(word: str) -> str:
    letter = next(filter(str.isalpha, word), "")
    name = unicodedata.name(letter, "").partition(" ")[0] if letter else ""
    return name if name in _LANGUAGES or name == "LATIN" else ""


@cache
def _words(script: str) -> Mapping[str, float]:
    """Read the lists of a script, folded; empty for a script that has none."""
    import wordfreq

    if not script:
        return {}
    paths = wordfreq.available_languages("small")
    elsewhere = {language for languages in _LANGUAGES.values() for language in languages}
    languages = _LANGUAGES.get(script) or tuple(paths.keys() - elsewhere)
    lists = [_frequent(paths[language]) for language in languages if language in paths]
    found: dict[str, float] = {}
    for centibels, alike in reversed(list(enumerate(map(" ".join, zip(*lists, strict=True))))):
        found.update(dict.fromkeys(fold_key(alike).split(), _share(centibels)))
    return found


def _frequent(path: str) -> list[str]:
    """Read a list down to the rarest words that are kept: at each place the words of that many centibels, between spaces."""
    import wordfreq

    lists = [" ".join(words) for words in wordfreq.read_cBpack(path)[: RAREST_CB + 1]]
    return lists + [""] * (RAREST_CB + 1 - len(lists))


@lru_cache(maxsize=RAREST_CB + 1)
def _share(centibels: int) -> float:
    return float(10 ** (-centibels / 100))
