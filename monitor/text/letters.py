"""What a single character, or a letter with its marks, folds to.

Folding follows Unicode NFKC and case folding, and goes further where names are written both ways: marks come off Latin, Greek,
Cyrillic, Hebrew and Arabic letters, dashes become spaces, quotes become plain. Vowel signs that carry the word (Hindi, Thai,
kana voicing) stay. Superscript figures and trade marks become spaces: a footnote is no part of a name.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

IRREGULAR = "\0"  # stands in a folded draft where a character needs its neighbours, or folds to none or several

_APOSTROPHES = "'`\u00b4\u2018\u2019\u201a\u201b\u2032\u02bb\u02bc\u02b9\u02c8\u1ffd\u05f3\ua78c\uff07\uff40"
_QUOTES = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u301d\u301e\u301f\u05f4\uff02'
_SPACES = "\u30fb\uff65\u30a0\u2212\u02d7\u2122\u2120\u00ae\u00a9\u2028\u2029"
_ALIKE = {
    **dict.fromkeys(_APOSTROPHES, "'"),
    **dict.fromkeys(_QUOTES, '"'),
    **dict.fromkeys(_SPACES, " "),
    # Letters that Unicode does not take apart, and that the press writes plain.
    "\u0131": "i",
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "ħ": "h",
    "ŧ": "t",
    "æ": "ae",
    "œ": "oe",
    "ð": "d",
    "þ": "th",
    # Arabic keyboards: Persian yeh and kaf, the undotted yeh; the lengthening stroke is no letter.
    "\u06cc": "\u064a",
    "\u0649": "\u064a",
    "\u06a9": "\u0643",
    "\u0640": "",
    **dict.fromkeys("\u115f\u1160\u3164\uffa0", ""),  # fillers that show nothing
}
_KEPT_APART = ("<super>", "<sub>", "<fraction>")  # kinds of compatibility that would glue a figure to a word


def _within(*ranges: tuple[int, int]) -> frozenset[str]:
    """List the characters of some ranges: asking a set is ten times as fast as asking each range."""
    return frozenset(chr(code) for first, last in ranges for code in range(first, last + 1))


_STRIPPED = _within(
    (0x0300, 0x036F), (0x0483, 0x0489), (0x0591, 0x05BD), (0x05BF, 0x05BF), (0x05C1, 0x05C2), (0x05C4, 0x05C5), (0x05C7, 0x05C7),
    (0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670), (0x06D6, 0x06DC), (0x06DF, 0x06E4), (0x06E7, 0x06E8), (0x06EA, 0x06ED),
    (0x0711, 0x0711), (0x0730, 0x074A), (0x08CA, 0x08E1), (0x08E3, 0x08FF), (0x1AB0, 0x1ACE), (0x1DC0, 0x1DFF), (0x20D0, 0x20F0),
    (0xFE00, 0xFE0F), (0xFE20, 0xFE2F), (0xE0100, 0xE01EF),
)  # fmt: skip  # ranges of marks that go
_COMPOSING = frozenset(
    "\u093c\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0c56\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dca\u0dcf\u0ddf\u102e\u1b35\u3099\u309a\uff9e\uff9f"
    "\U000110ba\U00011127\U0001133e\U00011357\U000114b0\U000114ba\U000114bd\U000115af\U00011930"
)  # kept signs that melt into the letter before them (UnicodeData.txt, canonical compositions)
_JOINERS = "\u200c\u200d"
# Signs that open the letter after them, and that folding drops (UAX 29: Prepend).
PREPENDED = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
_TONES_AND_TAGS = _within((0x1F3FB, 0x1F3FF), (0xE0020, 0xE007F))  # skin colours and flags' letters: they belong to the emoji before them
_JAMO = _within((0x1160, 0x11FF), (0xD7B0, 0xD7FF), (0xFFA1, 0xFFDC))  # parts of Korean syllables, that follow or open one


def is_mark(character: str) -> bool:
    """Tell whether a character belongs to the letter before it, so that no span may end between them."""
    if character < "\u0300":
        return False
    if character in _JOINERS or character in "\uff9e\uff9f":
        return True
    return unicodedata.category(character)[0] == "M" or character in _JAMO or character in _TONES_AND_TAGS


def fold_letter(letter: str) -> str:
    """Fold one letter and the marks upon it; "" for what is invisible, a lone surrogate to U+FFFD."""
    return _fold_letter(letter)


@lru_cache(maxsize=16384)
def _fold_letter(letter: str) -> str:
    bare = "".join(_decompose(character) for character in letter)
    folded = _strip(unicodedata.normalize("NFKD", _strip(bare).casefold()))
    alike = "".join(_ALIKE.get(character, character) for character in folded)
    return unicodedata.normalize("NFC", "".join(_as_plain(character) for character in alike))


def _decompose(character: str) -> str:
    alike = _ALIKE.get(character)
    if alike is not None:
        return alike
    if unicodedata.decomposition(character).startswith(_KEPT_APART):
        return " " if unicodedata.category(character)[0] != "L" else unicodedata.normalize("NFKD", character)
    return unicodedata.normalize("NFKD", character)


def _strip(text: str) -> str:
    return "".join(character for character in text if character not in _STRIPPED)


def _as_plain(character: str) -> str:
    match unicodedata.category(character):
        case "Cf":
            return ""
        case "Cs":
            return "\ufffd"
        case "Pd" | "Zs" | "Zl" | "Zp" | "Cc":
            return " "
        case _:
            return character


def _folds_to_itself(character: str) -> bool:
    """Tell at a glance of a letter without case or parts, and of what is no character: most of what there is, at a tenth of the cost."""
    if unicodedata.category(character) not in {"Lo", "Cn", "Co"} or unicodedata.decomposition(character):
        return False
    return not (character in _ALIKE or character in _JAMO or character in _STRIPPED or character in _TONES_AND_TAGS)


class _Draft(dict[int, str]):
    """For `str.translate`: each code point's folded character, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if _folds_to_itself(character):
            return self._keep(code, character)
        needs_neighbours = is_mark(character) and (
            character in _COMPOSING or character in _JOINERS or character in _STRIPPED or character in _JAMO
        )
        folded = IRREGULAR if needs_neighbours else fold_letter(character)
        if len(folded) != 1:
            folded = IRREGULAR
        return self._keep(code, folded)

    def _keep(self, code: int, folded: str) -> str:
        if len(self) < 1 << 16:  # a hostile text of every character there is must not grow it without end
            self[code] = folded
        return folded


_DRAFT = _Draft()


def draft(text: str) -> str:
    """Fold every character that folds alone to one; the others become `IRREGULAR`. As long as the text."""
    return text.translate(_DRAFT)
