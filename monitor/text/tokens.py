"""Where words begin and end in folded text, in scripts with spaces between words and in scripts without.

Chinese, Japanese, Thai and their like write no spaces: there a word may begin at every letter, and each letter counts as a word
where words are counted. Korean glues particles to a name; a name may end before one.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from monitor.text.letters import is_mark

# Scripts written without spaces between words (Unicode Scripts.txt; line breaking classes SA, ID and CJ).
_UNSPACED = (
    "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aad\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua9e0-\ua9ff\uaa60-\uaadf\uf900-\ufaff\U0001b000-\U0001b16f\U00020000-\U000323af"
)
# The commonest Korean particles that follow a name.
_PARTICLES_WRITTEN = (
    "은 는 이 가 을 를 의 에 와 과 도 로 만 측 인 들 나 께 으로 에서 에게 한테 까지 부터 보다 처럼 이나 이란 라는 라고 이라는 이라고 "
    "에는 에도 에만 과의 와의 이고 이며 로부터 으로부터 에서는 에게서 과는 와는 로서 로써 으로서 으로써"
)
_PARTICLES = frozenset(_PARTICLES_WRITTEN.split())
_LONGEST_PARTICLE = max(map(len, _PARTICLES))
_STACKERS = "\u1039\u17d2\u1a60\ua9c0"  # signs that put the next letter under the one before, in scripts without spaces
_FIRST_SYLLABLE, _LAST_SYLLABLE = "\uac00", "\ud7a3"
_ASCII_WORD = re.compile(r"[a-z0-9]+(?:'[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a folded text, by their offsets."""

    starts: tuple[int, ...]

    def at(self, offset: int) -> int:
        """Number the word that an offset lies in, from 0; -1 before the first."""
        return bisect_right(self.starts, offset) - 1


def words(folded: str) -> Words:
    """Count the words of a folded text. A name with an apostrophe is one word; a letter of an unspaced script is one."""
    pattern = _ASCII_WORD if folded.isascii() else _word()
    return Words(tuple(found.start() for found in pattern.finditer(folded)))


def is_boundary(folded: str, at: int) -> bool:
    """Tell whether a word may begin or end at an offset: never inside a word of a spaced script, never before a mark."""
    if at >= len(folded):
        return True
    if at <= 0:
        return not is_mark(folded[0])
    before, after = folded[at - 1], folded[at]
    if before == " " or after == " ":
        return after < "\u0300" or not is_mark(after)
    if before.isascii() and after.isascii():
        return not (before.isalnum() and after.isalnum())
    if is_mark(after) or (before in _STACKERS and after.isalnum()):
        return False
    return not (is_letter(before) and is_letter(after)) and not (_is_sign(before) and _is_sign(after))


def is_word_end(folded: str, at: int) -> bool:
    """Tell whether a name may end at an offset: at a boundary, or before a Korean particle that ends the word."""
    if is_boundary(folded, at):
        return True
    if not (_is_syllable(folded[at - 1]) and _is_syllable(folded[at])):
        return False
    return any(folded[at:end] in _PARTICLES and is_boundary(folded, end) for end in range(at + 1, at + 1 + _LONGEST_PARTICLE))


def has_word(folded: str) -> bool:
    """Tell whether there is a letter or a figure at all: what has none cannot be watched."""
    return any(character.isalnum() for character in folded)


@lru_cache(maxsize=16384)
def is_letter(character: str) -> bool:
    """Tell whether a character makes one word with such a neighbour: a letter, figure or mark of a script with spaces."""
    return (character.isalnum() or is_mark(character)) and not _unspaced().match(character)


@lru_cache(maxsize=1024)
def _is_sign(character: str) -> bool:
    """Tell whether a character is an emoji or its like, several of which may make one sign: a flag, a family."""
    return not character.isascii() and unicodedata.category(character)[0] == "S"


def _is_syllable(character: str) -> bool:
    return _FIRST_SYLLABLE <= character <= _LAST_SYLLABLE


@cache
def _unspaced() -> re.Pattern[str]:
    return re.compile(f"[{_UNSPACED}]")


@cache
def _word() -> re.Pattern[str]:
    letter = rf"(?:(?![_{_UNSPACED}])[\w{_marks()}])"
    return re.compile(rf"(?![{_marks()}])[{_UNSPACED}][{_marks()}]*|{letter}+(?:'{letter}+)*")


@cache
def _marks() -> str:
    """Give the inside of a character class that holds every mark, which a word of `re` leaves out."""
    codes = [code for code in range(0x300, 0x1F000) if is_mark(chr(code)) and unicodedata.category(chr(code))[0] == "M"]
    starts = [code for previous, code in pairwise([-1, *codes]) if code != previous + 1]
    ends = [code for code, following in pairwise([*codes, -1]) if following != code + 1]
    return "".join(f"{chr(start)}-{chr(end)}" for start, end in zip(starts, ends, strict=True))
