"""Words that a line break cut in two: `Plough-` at the end of a line, `shares` at the beginning of the next."""

from __future__ import annotations

import re

# A letter, a hyphen or soft hyphen, one line break with the indent after it, a letter. Figures are not cut: F-35 keeps its hyphen.
_CUT = re.compile(r"[-\u2010\u00ad](?<=[^\W\d_].) ?(?:\r\n|[\n\r])[ \t]*(?=[^\W\d_])")
_PLAIN_ENDINGS = ("-\n", "-\r", "- \n", "- \r")
_ENDINGS = tuple(ending.replace("-", hyphen) for hyphen in "-\u2010\u00ad" for ending in _PLAIN_ENDINGS)


def cuts(text: str) -> dict[int, int]:
    """Find where a hyphen ends a line within what may be one word: the end of each cut by its start."""
    if "\n" not in text and "\r" not in text:
        return {}
    for ending in _PLAIN_ENDINGS if text.isascii() else _ENDINGS:
        if ending in text:
            return {found.start(): found.end() for found in _CUT.finditer(text)}
    return {}
