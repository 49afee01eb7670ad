"""Plain text out of what may still be markup: autoblogs escape their copies so often that some of it arrives as text."""

from __future__ import annotations

import re
from html import unescape

# Named elements only: `<BFD>` is a ticker, and `a < b` is a comparison.
_BLOCK = (
    r"address|article|aside|blockquote|br|dd|div|dl|dt|figcaption|figure|footer|h[1-6]|header|hr|li|main|nav|ol|p|pre|section"
    r"|table|td|th|tr|ul"
)
_INLINE = (
    r"a|abbr|b|big|cite|code|del|em|embed|font|i|iframe|img|ins|input|label|link|mark|meta|q|s|script|small|span|strong|style"
    r"|sub|sup|time|u|video"
)
_IS_BLOCK = re.compile(_BLOCK)
_HIDDEN = frozenset({"script", "style"})
_TAG = re.compile(rf"<(/?)({_BLOCK}|{_INLINE})\b[^<>]*>", re.IGNORECASE)


def plain(text: str) -> str:
    """Drop the tags of a text and resolve its entities; blocks become lines. Plain text comes back as it is."""
    if "<" in text:
        text = _without_tags(text)
    return unescape(text) if "&" in text else text


def _without_tags(text: str) -> str:
    parts: list[str] = []
    hidden, seen = "", 0
    for tag in _TAG.finditer(text):
        closes, name = tag[1] == "/", tag[2].lower()
        if not hidden:
            parts.append(text[seen : tag.start()])
            parts.append("\n" if _IS_BLOCK.fullmatch(name) else "")
            hidden = name if name in _HIDDEN and not closes else ""
        elif closes and name == hidden:
            hidden = ""
        seen = tag.end()
    if not hidden:
        parts.append(text[seen:])
    return "".join(parts)
