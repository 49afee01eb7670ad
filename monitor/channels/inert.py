"""Make text from outside inert: the last guard before a wire, behind the renderer's own escaping.

What goes: control characters, line breaks of every kind but the newline, lone surrogates, and the bidirectional overrides that
let a headline show its letters in another order (Unicode Technical Report 36, section 2.2). Marks and isolates that Arabic and
Hebrew need stay.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_DANGEROUS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\ud800-\udfff]")
_SPACES = re.compile(r"\s+")
ELLIPSIS = "…"


def inert(text: str) -> str:
    """Drop what could act on a reader's screen or on a protocol; keep every letter, tab and newline."""
    return _DANGEROUS.sub("", _BREAKS.sub("\n", text))


def one_line(text: str, limit: int = 250) -> str:
    """Make an inert line of at most `limit` characters, with single spaces."""
    return shorten(_SPACES.sub(" ", inert(text)).strip(), limit)


def shorten(text: str, limit: int) -> str:
    """Cut text to `limit` characters, and show that it was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + ELLIPSIS


def inert_tree(node: object) -> object:
    """Make every text in nested mappings and lists inert; the shape stays."""
    if isinstance(node, str):
        return inert(node)
    if isinstance(node, Mapping):
        return {name: inert_tree(value) for name, value in node.items()}
    if isinstance(node, list | tuple):
        return [inert_tree(value) for value in node]
    return node
