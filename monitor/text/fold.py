"""Text as it is compared: case, marks, dashes and line breaks no longer differ, and every span leads back to the original."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from unicodedata import normalize

from monitor.text.entities import decode
from monitor.text.hyphenation import cuts
from monitor.text.letters import IRREGULAR, PREPENDED, draft, fold_letter, is_mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from monitor.text.entities import Decoded

LONGEST_LETTER = 30  # characters of one letter with its marks, as in Unicode's Stream-Safe Format: composing more takes square time
# A stretch whose length changes: what changes the letter before it, and white space that is more than one space.
_STRETCH = re.compile(rf"(?:{IRREGULAR}+ *| {{2,}})++")


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
        while begins and self.original[begins - 1] in PREPENDED:
            begins -= 1
        while ends < len(self.original) and self._is_rest_of_letter(ends):
            ends = units.original[bisect_right(units.original, ends)]
        return begins, ends

    def place(self, begins: int, ends: int) -> tuple[int, int]:
        """Find the folded span of a span of the original, which holds whole letters: `span` the other way round."""
        units = self._units
        if units is None:
            return begins, ends
        first = bisect_right(units.original, begins) - 1
        last = bisect_left(units.original, ends) - 1
        start = units.folded[first]
        inside = begins - units.original[first]
        if not units.is_knot[first]:
            start += inside
        elif inside and self.text.startswith(" ", start):  # what ends white space, and vanishes in it, opens the letter
            start += 1
        end = units.folded[last + 1] if units.is_knot[last] else units.folded[last] + ends - units.original[last]
        return start, end

    def is_whole(self, start: int, end: int) -> bool:
        """Tell whether a folded span takes no letter apart, as half of the two that one ligature folds to would."""
        units = self._units
        if units is None:
            return True
        first = bisect_right(units.folded, start) - 1
        last = bisect_right(units.folded, end - 1) - 1
        opens = not units.is_knot[first] or units.folded[first] == start
        return opens and (not units.is_knot[last] or units.folded[last + 1] == end)

    def _is_rest_of_letter(self, at: int) -> bool:
        """Tell whether marks begin there that belong to a letter with more of them than are folded at once, and that vanish."""
        units = self._units
        if units is None or not is_mark(self.original[at]):
            return False
        unit = bisect_left(units.original, at)
        return units.original[unit] == at and units.is_knot[unit] and units.folded[unit] == units.folded[unit + 1]


def fold(text: str) -> Folded:
    """Fold a text for comparison, in time linear in its length; cheap where one character folds to one."""
    decoded = decode(text) if "&" in text else None
    if decoded is not None:
        return _fold_decoded(text, decoded, {})
    simple = draft(text)
    if IRREGULAR not in simple and "  " not in simple:
        return Folded(text, simple)
    return Folded(text, *_untie(text, simple, {}))


def fold_rejoined(text: str) -> Folded | None:
    """Fold a text whose lines end within words, those words made whole again; None where no line does.

    `Plough-` and `shares` on the next line are `plough shares` to `fold` and `ploughshares` here: only the two readings together
    find both Ploughshares and Nagorno-Karabakh.
    """
    decoded = decode(text) if "&" in text else None
    plain = decoded.text if decoded is not None else text
    cut = cuts(plain)
    if not cut:
        return None
    return _fold_decoded(text, decoded, cut) if decoded is not None else Folded(text, *_untie(text, draft(text), cut))


def _fold_decoded(text: str, decoded: Decoded, cut: Mapping[int, int]) -> Folded:
    """Fold a text with entities: each of their characters is a knot, so that the straight runs between them only shift."""
    simple = list(draft(decoded.text))
    for at in decoded.entities:
        simple[at] = IRREGULAR
    folded, units = _untie(decoded.text, "".join(simple), cut)
    return Folded(text, folded, _Units(units.folded, [decoded.original(at) for at in units.original], units.is_knot))


def _untie(text: str, simple: str, cut: Mapping[int, int]) -> tuple[str, _Units]:
    """Work out what the draft leaves open, stretch by stretch; `cut` are the line breaks within words, which vanish."""
    units = _Units()
    parts: list[str] = []
    length = done = 0
    for stretch in _STRETCH.finditer(simple):
        start, end = stretch.span()
        start -= simple[start] == IRREGULAR and start > done
        if start > done:
            units.add(length, done, is_knot=False)
            parts.append(simple[done:start])
            length += start - done
        for original, folded in _knots(text, simple, range(start, end), cut):
            units.add(length, original, is_knot=True)
            parts.append(folded)
            length += len(folded)
        done = end
    units.add(length, done, is_knot=False)
    parts.append(simple[done:])
    units.add(length + len(simple) - done, len(text), is_knot=False)
    return "".join(parts), units


def fold_key(text: str) -> str:
    """Fold a name to what stands for it: equal for names that are compared as equal, without space around it."""
    return fold(text).text.strip()


def letter_case(text: str) -> tuple[bool, ...]:
    """Tell of each cased letter whether it is a capital: what folding forgets, for words that must keep their case."""
    decoded = decode(text) if "&" in text else None
    plain = decoded.text if decoded is not None else text
    letters = plain if plain.isascii() else "".join(normalize("NFKC", each) if each.isalpha() else each for each in plain)  # ﬁ is two
    return tuple(letter.isupper() for letter in letters if letter.isupper() or letter.islower())


def _knots(text: str, simple: str, stretch: range, cut: Mapping[int, int]) -> Iterator[tuple[int, str]]:
    """Fold a stretch letter by letter: (original offset, folded). White space, and what vanishes within it, is one knot."""
    at, end = stretch.start, stretch.stop
    is_in_space = False
    while at < end:
        after = cut.get(at, 0)
        if after:
            is_in_space = False
            yield at, ""
            at = after
            continue
        after = at + 1
        while after < min(end, at + LONGEST_LETTER) and simple[after] == IRREGULAR and is_mark(text[after]):
            after += 1
        folded = fold_letter(text[at:after])
        if folded.isspace():
            if not is_in_space:
                yield at, " "
            is_in_space = True
        elif folded:
            is_in_space = False
            yield at, " ".join(folded.split()) if " " in folded else folded
        elif not is_in_space:
            yield at, ""
        at = after
