"""The sentences of a text, with their places: what a person would quote as one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_END = re.compile(r"""[.!?\u2026]+["'\u201d\u2019\u00bb)\]]*\s+|[\u3002\uff01\uff1f]+["\u201d\u300d]?\s*|\s*\n\s*""")
# A full stop behind one of these belongs to it: the record is full of `Mr. Speaker` and `the hon. member`.
_DOTTED = re.compile(
    r"(?:\b(?:mr|mrs|ms|mme|mm|dr|hon|rt|prof|st|sen|rep|gen|col|lt|maj|capt|inc|ltd|corp|co|vs|v|e\.g|i\.e|cf|etc)"
    r"|\b[^\W\d_])$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\b(?:nos?|art|sec)$", re.IGNORECASE)  # `No. 5`
_LOOKED_BACK = 8  # code points: the longest of them


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Give the span of each sentence, in order; white space between them belongs to none."""
    start = 0
    for mark in _END.finditer(text):
        if _goes_on(text, mark):
            continue
        yield from _trimmed(text, start, mark.end())
        start = mark.end()
    yield from _trimmed(text, start, len(text))


def around(text: str, start: int, end: int) -> str:
    """Give the sentence in which a span stands, or the sentences that it reaches over."""
    touched = [span for span in sentences(text) if span[0] < max(end, start + 1) and span[1] > start]
    return text[touched[0][0] : touched[-1][1]] if touched else ""


def _goes_on(text: str, mark: re.Match[str]) -> bool:
    """Tell whether a sentence goes on behind what looks like its end."""
    if "\n" in mark[0] or mark[0][0] != ".":
        return False
    following = text[mark.end() : mark.end() + 1]
    before = text[max(0, mark.start() - _LOOKED_BACK) : mark.start()]
    is_numbered = following.isdigit() and _NUMBERED.search(before) is not None
    return following.islower() or is_numbered or _DOTTED.search(before) is not None


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if kept := piece.strip():
        begin = start + piece.index(kept)
        yield begin, begin + len(kept)
