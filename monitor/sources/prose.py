"""The text of an entry, put together from everything that a feed says of it, so that nothing that can be matched is lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.sources.markup import one_line, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_TITLE = 1_000  # code points
LONGEST_TEXT = 1_000_000
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_IGNORED = re.compile(r"[\W_]+")


def compose(title: str, parts: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """Make the title one line, and the text of the richest part and every other that says something else.

    Args:
        title: as the feed has it, perhaps with markup.
        parts: content, summary, captions, each with its media type.

    Returns:
        title and text, plain, at most 1,000 and 1,000,000 code points. A title too long to be one is also kept in the text.
    """
    heading = one_line(title)
    texts = [text for value, kind in parts if (text := plain_text(value, is_markup=kind in _HTML))]
    if len(heading) > LONGEST_TITLE:
        texts.append(heading)
    return heading[:LONGEST_TITLE], "\n\n".join(_different(texts))[:LONGEST_TEXT]


def _different(texts: list[str]) -> list[str]:
    """Keep the texts that no longer one contains; punctuation and case make no difference."""
    kept: list[tuple[str, str]] = []
    for text in sorted(dict.fromkeys(texts), key=len, reverse=True):
        words = f" {_IGNORED.sub(' ', text.lower()).strip()} "
        if not any(words in others for others, _ in kept):
            kept.append((words, text))
    return [text for _, text in kept]
