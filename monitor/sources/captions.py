"""Captions of pictures and films (Media RSS 1.5.1, `media:description` and `media:text`).

feedparser keeps the first of an entry; a caption often names whom the article does not, so all are read here, from the raw text.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_CAPTION = re.compile(
    r"<media:(description|text)\b([^<>]{0,200})(?<!/)>(?:\s*<!\[CDATA\[(.*?)\]\]>\s*|([^<]*))</media:\1\s*>",
    re.DOTALL,
)
_MOST = 50  # captions of one entry


def captions(text: str, starts: Sequence[int]) -> list[tuple[tuple[str, str], ...]]:
    """Find the captions of each entry, with their media types.

    Args:
        text: the document.
        starts: where its entries begin.
    """
    if "<media:" not in text:
        return [()] * len(starts)
    ends = [*starts[1:], len(text)]
    return [_captions(text, start, end) for start, end in zip(starts, ends, strict=True)]


def _captions(text: str, start: int, end: int) -> tuple[tuple[str, str], ...]:
    found = []
    for caption in _CAPTION.finditer(text, start, end):
        value = caption[3] if caption[3] is not None else html.unescape(caption[4])
        found.append((value, "text/html" if "html" in caption[2] else "text/plain"))
        if len(found) == _MOST:
            break
    return tuple(found)
