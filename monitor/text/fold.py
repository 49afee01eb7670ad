"""Text as it is compared: case, marks, dashes and line breaks no longer differ, and every span leads back to the original."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.text.letters import IRREGULAR, draft, fold_letter, is_mark

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_LETTER = 30  # characters of one letter with its marks, as in Unicode's Stream-Safe Format: composing more takes square time
# A stretch whose length changes: letters with what changes them, and white space that is more than one space.
_STRETCH = re.compile(rf"(?:[^{IRREGULAR}]?{IRREGULAR}+ *| {{2,}})++")


@dataclass(frozen=True, slots=True)
class _Units:
    """Where folded and original offsets part ways: parallel lists, in order, with an end mark.

    A unit is either a straight run, one character for one, or a knot: some characters that stand for some others as a whole.
    """

    folded: list[int] = field(default_factory=list)
    original: list[int] = field(default_factory=list)
    is_knot: list[bool] = field(default_factory=list)

    def add(self, folded: int, original: int, *, is_knot: bool) -> None:
        self.folded.append(folded)
        self.original.append(original)
        self.is_knot.append(is_knot)


@dataclass(frozen=True, slots=True)
class Folded:
    """A text and its folded form. Offsets count code points; the folded form has single spaces and no line breaks."""

    original: str
    text: str
    _units: _Units | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Find the original's span of a folded span, `start < end`. It holds whole letters, with the marks upon them."""
        units = self._units
        if units is None:
            return start, end
        first = bisect_right(units.folded, start) - 1
        last = bisect_right(units.folded, end - 1) - 1
        begins = units.original[first] + (0 if units.is_knot[first] else start - units.folded[first])
        ends = units.original[last + 1] if units.is_knot[last] else units.original[last] + end - units.folded[last]
        return begins, ends

    def is_whole(self, start: int, end: int) -> bool:
        """Tell whether a folded span takes no letter apart, as half of the two that one ligature folds to would."""
        units = self._units
        if units is None:
            return True
        first = bisect_right(units.folded, start) - 1
        last = bisect_right(units.folded, end - 1) - 1
        opens = not units.is_knot[first] or units.folded[first] == start
        return opens and (not units.is_knot[last] or units.folded[last + 1] == end)


def fold(text: str) -> Folded:
    """Fold a text for comparison, in time linear in its length; cheap where one character folds to one."""
    simple = draft(text)
    if IRREGULAR not in simple and "  " not in simple:
        return Folded(text, simple)
    units = _Units()
    parts: list[str] = []
    length = done = 0
    for stretch in _STRETCH.finditer(simple):
        start, end = stretch.span()
        if start > done:
            units.add(length, done, is_knot=False)
            parts.append(simple[done:start])
            length += start - done
        for original, folded in _knots(text, simple, start, end):
            units.add(length, original, is_knot=True)
            parts.append(folded)
            length += len(folded)
        done = end
    units.add(length, done, is_knot=False)
    parts.append(simple[done:])
    units.add(length + len(simple) - done, len(text), is_knot=False)
    return Folded(text, "".join(parts), units)


def fold_key(text: str) -> str:
    """Fold a name to what stands for it: equal for names that are compared as equal, without space around it."""
    return fold(text).text.strip()


def letter_case(text: str) -> tuple[bool, ...]:
    """Tell of each cased letter whether it is a capital: what folding forgets, for words that must keep their case."""
    return tuple(letter.isupper() for letter in text if letter.isupper() or letter.islower())


def _knots(text: str, simple: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Fold a stretch letter by letter: (original offset, folded). White space, and what vanishes within it, is one knot."""
    at = start
    space_at: int | None = None
    while at < end:
        after = at + 1
        while after < min(end, at + LONGEST_LETTER) and simple[after] == IRREGULAR and is_mark(text[after]):
            after += 1
        folded = fold_letter(text[at:after])
        if folded.isspace():
            if space_at is None:
                space_at = at
                yield at, " "
        elif folded:
            space_at = None
            yield at, " ".join(folded.split()) if " " in folded else folded
        elif space_at is None:
            yield at, ""
        at = after
