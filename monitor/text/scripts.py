"""Which script a word is written in, and its letters as sounds are compared: one form for what a script writes in several ways."""
# ruff: noqa: RUF001 the letters of other alphabets are the subject here

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from anyascii import anyascii

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Script(StrEnum):
    """A script with spellings of its own to learn; `OTHER` ones are compared by their romanisation."""

    LATIN = "latin"
    CYRILLIC = "cyrillic"
    ARABIC = "arabic"
    HEBREW = "hebrew"
    OTHER = "other"
    UNSPACED = "unspaced"  # no spaces between words: a name cannot be cut out by sound


# Blocks of Unicode's Blocks.txt.
_RANGES = (
    (Script.LATIN, "\u0000", "\u024f"),
    (Script.CYRILLIC, "\u0400", "\u052f"),
    (Script.HEBREW, "\u0590", "\u05ff"),
    (Script.ARABIC, "\u0600", "\u077f"),
    (Script.ARABIC, "\u08a0", "\u08ff"),
    (Script.LATIN, "\u1e00", "\u1eff"),
    (Script.LATIN, "\ufb00", "\ufb06"),  # ligatures
    (Script.LATIN, "\uff21", "\uff5a"),  # full-width
    (Script.HEBREW, "\ufb1d", "\ufb4f"),
    (Script.ARABIC, "\ufb50", "\ufeff"),
    (Script.UNSPACED, "\u0e00", "\u0eff"),
    (Script.UNSPACED, "\u1000", "\u109f"),
    (Script.UNSPACED, "\u1780", "\u17ff"),
    (Script.UNSPACED, "\u3040", "\u309f"),
    (Script.UNSPACED, "\u3400", "\u9fff"),
)
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc\u02bb\u02b9\u02bd`\u00b4\u05f3]")
_ARABIC = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("ىیېے", "ي"),
        "ک": "ك",
        **dict.fromkeys("ةۀەہھ", "ه"),
        "ؤ": "و",
        "ئ": "ي",
        "ء": None,
        "ـ": None,
        "ٹ": "ت",
        "ڈ": "د",
        "ڑ": "ر",
        "ں": "ن",
    }
)
# Letters of single Cyrillic alphabets, as the nearest that all of them have: Serbian, Kazakh, Tajik.
_CYRILLIC = str.maketrans("јқғңөұүһәҳҷ", "икгноуухахч")
_FINAL_LETTERS = str.maketrans("ךםןףץ", "כמנפצ")
_FOREIGN = {
    Script.CYRILLIC: re.compile("[^\u0400-\u052f]"),
    Script.ARABIC: re.compile("[^\u0620-\u06ff\u0750-\u077f]"),
    Script.HEBREW: re.compile("[^א-ת']"),
}
_NOT_LATIN = re.compile("[^a-z0-9]")
_NOT_LATIN_NOR_BREAK = re.compile("[^a-z0-9\n]+")
_ROMANISED = frozenset((Script.LATIN, Script.OTHER, Script.UNSPACED))


@lru_cache(maxsize=4096)
def _script_of_letter(letter: str) -> Script:
    return next((script for script, first, last in _RANGES if first <= letter <= last), Script.OTHER)


def script_of(word: str) -> Script:
    """Tell the script of a word by its first letter; a word of figures alone counts as Latin."""
    if word.isascii():
        return Script.LATIN
    return next((_script_of_letter(letter) for letter in word if letter.isalpha()), Script.LATIN)


# Devanagari by sound rather than by letter: a consonant carries an a, unless a vowel sign or a virama follows, or the word ends.
_CONSONANTS = dict(
    zip(
        "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसहळऩऱऴ",
        "k kh g gh n ch chh j jh n t th d dh n t th d dh n p f b bh m y r l v sh sh s h l n r l".split(),  # noqa: SIM905 a table
        strict=True,
    )
)
_VOWELS = dict(zip("अआइईउऊऋएऐऍओऔऑ", "a a i i u u ri e ai e o au o".split(), strict=True))  # noqa: SIM905 likewise
_VOWEL_SIGNS = dict(zip("ािीुूृेैॅोौॉ", "a i i u u ri e ai e o au o".split(), strict=True))  # noqa: SIM905 likewise
_DEVANAGARI = re.compile("[\u0900-\u097f]")
_NASALS, _VIRAMA, _NUKTA = "ंँ", "्", "़"
_WITH_NUKTA = {"j": "z", "f": "f", "k": "q", "d": "r"}


def _romanise_devanagari(word: str) -> str:
    spelled: list[str] = []
    bears_vowel = False  # whether the last letter is a consonant that still carries its a
    for letter in unicodedata.normalize("NFKD", word):
        if letter in _CONSONANTS:
            spelled += ["a"] * bears_vowel + [_CONSONANTS[letter]]
            bears_vowel = True
        elif letter == _NUKTA:
            spelled[-1:] = [_WITH_NUKTA.get(sound, sound) for sound in spelled[-1:]]
        elif letter in _NASALS:
            spelled += ["a"] * bears_vowel + ["n"]
            bears_vowel = False
        else:
            spelled += ["a"] * (bears_vowel and letter in _VOWELS) + [_VOWEL_SIGNS.get(letter) or _VOWELS.get(letter, "")]
            bears_vowel = False
    return "".join(spelled)


def romanise(word: str) -> str:
    """Write a word of any script in the letters a to z and figures, without marks."""
    lowered = word.lower()
    if lowered.isascii() and lowered.isalnum():
        return lowered
    if _DEVANAGARI.search(word):
        return _NOT_LATIN.sub("", anyascii(_romanise_devanagari(word)).lower())
    apart = unicodedata.normalize("NFKD", lowered.casefold())
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter) or letter > "\u0900")
    return _NOT_LATIN.sub("", anyascii(_APOSTROPHES.sub("", unicodedata.normalize("NFC", bare))).lower())


def letters_of(word: str, script: Script) -> str:
    """Reduce a word to the letters by which its script is compared: marks off, letter forms that sound alike as one."""
    if script in _ROMANISED:
        return romanise(word)
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(letter))
    if script is Script.HEBREW:
        return _FOREIGN[script].sub("", _APOSTROPHES.sub("'", bare).translate(_FINAL_LETTERS))
    return _FOREIGN[script].sub("", bare.translate(_ARABIC if script is Script.ARABIC else _CYRILLIC))


# Letters that a mark makes, without it, and letter forms that sound alike as one: for words that are in small letters already.
_PLAIN: Mapping[Script, Mapping[int, int | str | None]] = {
    Script.CYRILLIC: {**_CYRILLIC, **str.maketrans("йёїўѓќѝ", "иеіугки")},
    Script.ARABIC: {**_ARABIC, **dict.fromkeys(range(0x064B, 0x0660)), 0x0670: None, ord("ۂ"): "ه", ord("ۓ"): "ي"},
    Script.HEBREW: {**_FINAL_LETTERS, **dict.fromkeys(range(0x0591, 0x05C8))},
}


def plain_letters(word: str, script: Script) -> str:
    """Reduce a word of a list, in small letters and composed, as `letters_of` does, in a fraction of its time."""
    if word.isalpha():
        if word.isascii():
            return word if script in _ROMANISED else ""
        if script in _PLAIN:
            return word.translate(_PLAIN[script])
    return letters_of(word, script)


def plain_words(words: Sequence[str], script: Script) -> list[str]:
    """Reduce all words of a list as `plain_letters` does, in a fraction of its time: the more words at once, the better."""
    is_romanised = script in _ROMANISED
    plain = [word.isalpha() and word.isascii() is is_romanised for word in words]
    if is_romanised:
        others = [word for word, is_plain in zip(words, plain, strict=True) if not is_plain]
        rest = iter(_romanised(others))
        return [word if is_plain else next(rest) for word, is_plain in zip(words, plain, strict=True)]
    spelled = iter(_without_variants([word for word, is_plain in zip(words, plain, strict=True) if is_plain], script))
    return [next(spelled) if is_plain else plain_letters(word, script) for word, is_plain in zip(words, plain, strict=True)]


def _romanised(words: Sequence[str]) -> list[str]:
    text = "\n".join(words)
    if _DEVANAGARI.search(text):
        return [romanise(word) for word in words]
    for letter in set(text):
        if not letter.isascii():
            text = text.replace(letter, romanise(letter))
    return _NOT_LATIN_NOR_BREAK.sub("", text).split("\n")


def _without_variants(words: Sequence[str], script: Script) -> list[str]:
    text = "\n".join(words)
    for letter, plain in _PLAIN[script].items():
        text = text.replace(chr(letter), chr(plain) if isinstance(plain, int) else plain or "")
    return text.split("\n")
