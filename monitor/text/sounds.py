"""Letters grouped by the sound class of their consonant, for each script: what a name keeps through any number of respellings.

The classes are P (b p f v w), T (t d th), K (g k q c x kh), S (s z sh ch j ts), L, R, M and N; Arabic keeps J apart, read as g or j.
Vowels, h and y carry no class. A channel learns which class a Latin letter ends in; a class is only as fine as ears agree.
"""
# ruff: noqa: RUF001 the letters of other alphabets are the subject here

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from monitor.text.scripts import Script

if TYPE_CHECKING:
    from collections.abc import Mapping

_LETTERS = {
    Script.LATIN: {"P": "bpfvw", "T": "td", "K": "gkqcx", "S": "szj", "L": "l", "R": "r", "M": "m", "N": "n"},
    Script.CYRILLIC: {"P": "бпфв", "T": "тдђћ", "K": "кгґх", "S": "сзжшщцчџѕ", "L": "лљ", "R": "р", "M": "м", "N": "нњ"},
    Script.ARABIC: {"P": "بپفڤ", "T": "تدطضثذظ", "K": "كقغخگ", "S": "سزصشژچ", "J": "ج", "L": "ل", "R": "ر", "M": "م", "N": "ن"},
    Script.HEBREW: {"P": "בפ", "T": "תטד", "K": "קכג", "S": "סשזצ", "L": "ל", "R": "ר", "M": "מ", "N": "נ"},
}
_LETTERS[Script.OTHER] = _LETTERS[Script.LATIN]

CLASSES: Mapping[Script, Mapping[str, str]] = MappingProxyType(
    {script: {letter: sound for sound, letters in classes.items() for letter in letters} for script, classes in _LETTERS.items()}
)
