"""What languages add to a name in running text: endings of cases, and the articles and prepositions written as one with it."""
# ruff: noqa: RUF001, SIM905 the letters of other alphabets are the subject here, in lists as one writes them

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from monitor.text.scripts import Script

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ENDING = 4.0  # nats: one in fifty
_FOREIGN_ENDING = 3.5
_ARTICLE = 2.3  # nats: one in ten
_PREFIX = 4.5  # nats: one in ninety
_SHORTEST_STEM = 3

# In the letters that words are reduced to: -ой is -ои.
ENDINGS: Mapping[Script, tuple[tuple[str, float], ...]] = MappingProxyType(
    {
        Script.CYRILLIC: tuple((ending, _ENDING) for ending in "а у ом е ы и ем ои ою я ю ия ии ию ым ого ому ами ах ов ів ові".split()),
        Script.LATIN: tuple(
            (ending, _FOREIGN_ENDING)
            for ending in "s e en in an nin nun un i u a y ie em om ia n t ssa lla sta een ye de da ta te den dan".split()
        ),
        Script.OTHER: tuple((ending, _FOREIGN_ENDING) for ending in "e i n s eun neun ga eul leul ui wa gwa ro".split()),
    }
)
PREFIXES: Mapping[Script, tuple[tuple[str, float], ...]] = MappingProxyType(
    {
        Script.ARABIC: (("ال", _ARTICLE), *((prefix, _PREFIX) for prefix in "و ب ل ف ك وال بال لل".split())),
        Script.HEBREW: tuple((prefix, _PREFIX) for prefix in "ה ו ב ל מ ש כ".split()),
    }
)
# What words of a language end in besides: a word whose stem is listed is no rare word. Of Arabic and Persian, and of Hebrew.
_WORD_ENDINGS: Mapping[Script, tuple[str, ...]] = MappingProxyType(
    {
        Script.ARABIC: tuple("ه ها هم هن نا ك كم ي ين ون ات ان ا وا ت م ش مان تان شان هاي يم اش اند".split()),
        Script.HEBREW: tuple("ה ימ ות י ו נו כמ המ ת תי".split()),
    }
)
_INFLECTED = 3.0  # nats: one in twenty


def stems(letters: str, script: Script) -> Iterator[tuple[str, float]]:
    """List what is left of a word without what its language may have added to it, with the nats that the addition costs."""
    beginnings = [("", 0.0), *(pair for pair in PREFIXES.get(script, ()) if letters.startswith(pair[0]))]
    endings = [pair for pair in ENDINGS.get(script, ()) if letters.endswith(pair[0])]
    endings += [(ending, _INFLECTED) for ending in _WORD_ENDINGS.get(script, ()) if letters.endswith(ending)]
    for prefix, before in beginnings:
        for ending, after in (("", 0.0), *endings):
            if (prefix or ending) and len(letters) - len(prefix) - len(ending) >= _SHORTEST_STEM:
                yield letters[len(prefix) : len(letters) - len(ending)], before + after


# Endings of names in their own language that other languages leave out: Columbus -> Kolumb, Paisios -> Paisi.
NAME_ENDINGS: tuple[str, ...] = ("us", "os", "is", "as", "es")
NAME_ENDING_LOST = 2.5  # nats
