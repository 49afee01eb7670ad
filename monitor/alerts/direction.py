"""Names written from right to left, within lines of ours that run from left to right.

Such a name at the head of a line turns the whole line round, and before a date it changes places with it (Unicode UAX #9: the first
letter sets a line's direction; figures after an Arabic letter follow it). Inside, isolates stand around it; nothing of strangers holds
any, `inert.line` takes them out. None leaves the house: HTML has its own element for them, and plain text, Slack and Matrix (which
knows no such element) get left-to-right marks, which need no partner and do no harm when a line is cut or broken between them.
"""

from __future__ import annotations

import re

_OPEN, _CLOSE = "\u2068", "\u2069"  # first strong isolate, pop directional isolate
_MARK = "\u200e"
# The blocks of UAX #9 whose letters run from right to left.
_BLOCKS = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff"
_RIGHT_TO_LEFT = f"[{_BLOCKS}]"
_FOREIGN = re.compile(_RIGHT_TO_LEFT)
_RUN = re.compile(rf"{_RIGHT_TO_LEFT}(?:[{_BLOCKS}\W\d_]*{_RIGHT_TO_LEFT})?")
_IN_TEXT = str.maketrans({_OPEN: _MARK, _CLOSE: _MARK})
_BARE = str.maketrans({_OPEN: None, _CLOSE: None})


def isolated(name: str) -> str:
    """Keep a name with letters from right to left from turning what it is put beside."""
    return f"{_OPEN}{name}{_CLOSE}" if _FOREIGN.search(name) else name


def isolated_runs(sentence: str) -> str:
    """Keep each run of such letters in a sentence of ours from turning the rest of it."""
    return _RUN.sub(lambda run: f"{_OPEN}{run.group()}{_CLOSE}", sentence)


def in_html(page: str) -> str:
    """Write isolates as HTML does; the page is escaped already."""
    return page.replace(_OPEN, "<bdi>").replace(_CLOSE, "</bdi>")


def in_text(text: str) -> str:
    """Write isolates as marks."""
    return text.translate(_IN_TEXT)


def without_isolates(text: str) -> str:
    """Leave isolates out, where a line is cut or can hold no element."""
    return text.translate(_BARE)
