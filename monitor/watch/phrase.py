"""A phrase with wildcards: the literal that the automaton looks for, and the rest that is checked where it is seen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from monitor.text.fold import Folded, fold_key, letter_case
from monitor.text.tokens import has_word, is_boundary, is_letter, is_word_end

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST_REST = 40  # letters that one * may stand for; a bound, so that a megabyte without a space costs no more
MOST_LOOKED_AT = 200_000  # sightings of an anchor: two letters stand as often in 10 MB of text, and a hostile text gains nothing by more
MOST_STARS = 3  # in one phrase; each multiplies the work that a hostile text can cause
_WILDCARD = re.compile(r"([*?])")
_QUESTION_MARK = re.compile(r"\?+(?=\s|$)")
_FIRST_OF_ASIA = "\u2e80"  # from here on one letter may be a word


class PhraseError(ValueError):
    """A phrase that cannot be looked for: what is wrong with it, and the remedy."""

    def __init__(self, what: str, remedy: str) -> None:
        self.what = what
        self.remedy = remedy
        super().__init__(f"{what}; {remedy}")


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """Words that stand side by side. Phrases are keys by the hundred thousand, and each is equal to itself alone.

    `shown` is how the user wrote them, `anchor` a folded literal that every occurrence holds.

    `parts` are literals, `*` and `?` in turn; there are none in a phrase that is its anchor. `lead` bounds what stands before the
    anchor, as (fewest, most) characters and the gaps between words among them. `case` is for words that must keep their capitals.
    """

    shown: str
    anchor: str
    parts: tuple[str, ...] = ()
    lead: tuple[int, int, int] = (0, 0, 0)
    case: tuple[bool, ...] | None = None
    has_dot: bool = False  # written with a full stop at its end, which a text may leave out

    @property
    def opens_word(self) -> bool:
        """Tell whether its anchor begins where it begins, at a word's beginning."""
        return not any(self.lead)

    @property
    def ends_word(self) -> bool:
        """Tell whether its anchor ends where it ends, at a word's end."""
        return not self.parts

    def occurrences(self, text: Folded, sightings: Iterable[int]) -> Iterable[tuple[int, int]]:
        """Find the folded spans of this phrase around the offsets at which its anchor was seen, each once."""
        if self.parts or self.has_dot or self.case is not None:
            return self._looked_at_closer(text, sightings)
        folded, length = text.text, len(self.anchor)
        return [
            (start, start + length)
            for start in sightings
            if is_boundary(folded, start) and is_word_end(folded, start + length) and text.is_whole(start, start + length)
        ]

    def _looked_at_closer(self, text: Folded, sightings: Iterable[int]) -> Iterator[tuple[int, int]]:
        done: set[tuple[int, int]] = set()
        for seen in islice(sightings, MOST_LOOKED_AT):
            for start, end in self._around(text.text, seen):
                if (start, end) in done or not text.is_whole(start, end):
                    continue
                done.add((start, end))
                if self.case is None or letter_case(text.original[slice(*text.span(start, end))]) == self.case:
                    yield start, end

    def _around(self, folded: str, seen: int) -> Iterator[tuple[int, int]]:
        fewest, most, gaps = self.lead
        for start in range(seen - fewest, max(0, seen - most) - 1, -1):
            if start < seen - fewest and not is_letter(folded[start]):
                gaps -= 1
            if gaps < 0:
                return
            if is_boundary(folded, start):
                end = _end_of(self.parts, folded, start) if self.parts else seen + len(self.anchor)
                if end is not None and is_word_end(folded, end):
                    yield from self._with_dot(folded, start, end)

    def _with_dot(self, folded: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        if not self.has_dot or not folded.startswith(".", end):
            yield start, end
        elif not folded[end + 1 : end + 2].isalnum():  # U.S. does not stand in U.S.S.R.
            yield start, end + 1


def literal(text: str) -> Phrase | None:
    """Make a phrase of a name as it stands, wildcards and operators without meaning; None if it has no letter or figure."""
    folded = fold_key(text)
    if not has_word(folded):
        return None
    has_dot = folded.endswith(".") and folded[-2:-1].isalnum()
    return Phrase(text.strip(), folded[:-1] if has_dot else folded, has_dot=has_dot)


def phrase(text: str, *, keeps_case: bool = False) -> Phrase:
    """Make a phrase of words in which `*` stands for any ending and `?` for one letter.

    Raises:
        PhraseError: nothing is left to look for, or too little beside the wildcards.
    """
    written = _QUESTION_MARK.sub("", text)
    if _WILDCARD.search(written):
        if keeps_case:
            raise PhraseError("a word with * or ? cannot keep its capitals", "leave out the =, or the wildcard")
        return _with_wildcards(text.strip(), fold_key(written))
    plain = literal(written)
    if plain is None:
        raise PhraseError(f"{text.strip()!r} holds no letter and no figure", "write the word that you look for")
    if not keeps_case:
        return plain
    return Phrase(plain.shown, plain.anchor, case=letter_case(text), has_dot=plain.has_dot)


def rarity(anchor: str) -> int:
    """Guess how rare a literal is, by its longest word; higher is rarer."""
    return max(map(len, anchor.split()), default=0)


def _with_wildcards(shown: str, folded: str) -> Phrase:
    parts = _WILDCARD.split(folded)  # a literal, a wildcard, a literal ...
    anchor = max(parts[::2], key=rarity)
    letters = [character for character in anchor if character.isalnum()]
    if len(letters) < 2 and not any(character >= _FIRST_OF_ASIA for character in letters):  # noqa: PLR2004 as the remedy says
        raise PhraseError(f"{shown!r} would match almost any word", "write at least two letters side by side")
    if parts.count("*") > MOST_STARS:
        raise PhraseError(f"{shown!r} has more than {MOST_STARS} asterisks", "write the words out, with OR between them")
    before = parts[: parts.index(anchor)]
    fixed = sum(len(part) for part in before if part != "*")
    gaps = sum(not is_letter(character) for part in before if part not in {"*", "?"} for character in part)
    lead = (fixed, fixed + before.count("*") * LONGEST_REST, gaps)
    return Phrase(shown, anchor, tuple(filter(None, parts)), lead)


def _end_of(parts: tuple[str, ...], folded: str, at: int) -> int | None:
    """Tell where the parts end that begin at an offset; the longest reading, or None where they do not fit."""
    for number, part in enumerate(parts):
        if part == "*":
            rest = parts[number + 1 :]
            ends = (_end_of(rest, folded, at + run) for run in range(_letters_from(folded, at), -1, -1))
            return next((end for end in ends if end is not None), None)
        if part == "?":
            if not _letters_from(folded, at):
                return None
            at += 1
        elif folded.startswith(part, at):
            at += len(part)
        else:
            return None
    return at


def _letters_from(folded: str, at: int) -> int:
    """Count the letters from an offset on, up to `LONGEST_REST`."""
    end = at
    while end < min(len(folded), at + LONGEST_REST) and is_letter(folded[end]):
        end += 1
    return end - at
