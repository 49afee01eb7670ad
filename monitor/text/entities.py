"""HTML entities that survived as text: `&amp;`, `&#39;`, `&nbsp;`, and `&amp;#39;`, which was escaped twice.

Only the names of HTML 4 are read, and only with their semicolon: what else begins with & is text. HTML 5 names many more, none of which
a feed leaves behind, and some would be found in "R&in;".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from html import unescape
from html.entities import name2codepoint

_NAMES = "|".join(sorted({*name2codepoint, "apos"}, key=len, reverse=True))
_ENTITY = re.compile(rf"&(?:amp;)*(?P<inner>#[0-9]{{1,7}};|#[xX][0-9a-fA-F]{{1,6}};|(?:{_NAMES});)")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with its entities read. `entities` are their offsets in it, `excess` the characters by which all up to each were longer."""

    text: str
    entities: tuple[int, ...]
    excess: tuple[int, ...]

    def original(self, offset: int) -> int:
        """Find where in the original an offset lies; the start of an entity for its character."""
        before = bisect_left(self.entities, offset)
        return offset + self.excess[before - 1] if before else offset


def decode(text: str) -> Decoded | None:
    """Read the entities of a text; None when there are none."""
    parts: list[str] = []
    entities: list[int] = []
    excess: list[int] = []
    done = longer = 0
    for found in _ENTITY.finditer(text):
        character = unescape(f"&{found['inner']}")
        if len(character) != 1:  # a number that is no character
            continue
        parts += (text[done : found.start()], character)
        entities.append(found.start() - longer)
        longer += len(found[0]) - 1
        excess.append(longer)
        done = found.end()
    if not entities:
        return None
    return Decoded("".join(parts) + text[done:], tuple(entities), tuple(excess))
