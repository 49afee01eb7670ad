"""Keys for what has no name of its own in the record: they hold when another speech is taken out or the day is issued anew.

A key is made of who spoke and how the speech begins, never of where it stands. An edit of the beginning changes it; the monitor then
recognises the speech by its speaker and text.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from monitor.model import digest

if TYPE_CHECKING:
    from collections.abc import Sequence

BEGINNING = 80  # letters and digits that tell one speech of a speaker from the next
_SIGNS = re.compile(r"[\W_]+")


def text_mark(text: str) -> str:
    """Mark a text by how it begins, whatever its spacing, case and punctuation."""
    beginning = _SIGNS.sub("", text[: 4 * BEGINNING])  # mostly enough; a speech can have a hundred thousand characters
    if len(beginning) < BEGINNING:
        beginning = _SIGNS.sub("", text)
    return digest("begins/1", beginning.casefold()[:BEGINNING]).hex()[:12]


def opening(lines: Sequence[str]) -> str:
    """Give the line that a run of lines is named by; one that announces the next, `Amendment put:`, with what it announces."""
    last = next((place for place, line in enumerate(lines) if not line.endswith(":")), len(lines) - 1)
    return "\n".join(lines[: last + 1])


class Twins:
    """Tells apart what would have the same key, in reading order: members say `Hear, hear` more than once."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def apart(self, key: str) -> str:
        """Give the key the first time, and with a number after it from then on."""
        self._seen[key] += 1
        return key if self._seen[key] == 1 else f"{key}~{self._seen[key]}"
