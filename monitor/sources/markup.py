"""Plain text from what feeds carry as HTML: one pass over the characters, whatever is nested, unclosed or cut off.

Not an HTML parser: nothing is built, so nothing can be too deep, and no text is moved or dropped but that of scripts and styles.
"""

from __future__ import annotations

import html
import re

_BLOCK_NAMES = (
    "address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption figure footer form "
    "frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe legend li main menu nav noscript ol optgroup option p pre "
    "section select summary table tbody textarea tfoot thead title tr ul video audio"
)
_CELLS = frozenset({"td", "th"})
_INLINE_NAMES = (
    "a abbr acronym applet area b base basefont bdi bdo big button canvas cite code col colgroup data datalist del dfn dir em "
    "embed font i img input ins kbd keygen label link map mark math meta meter nobr object output param picture progress q rb rp "
    "rt rtc ruby s samp script slot small source span strike strong style sub sup svg template time track tt u var wbr"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_INLINE = frozenset(_INLINE_NAMES.split())
_KNOWN = _BLOCKS | _CELLS | _INLINE
_RAW_ENDS = {name: re.compile(rf"</{name}\b[^>]*(?:>|\Z)", re.IGNORECASE) for name in ("script", "style")}
_OPENING = re.compile(r"<(?:(!--|!\[CDATA\[|[!?])|(/?)([A-Za-z][A-Za-z0-9:_-]{0,40})(?=[\s/>]|\Z))")
_TO_CLOSE = re.compile(r"""(?>[^"'>]+|"[^"]{0,66000}"|'[^']{0,66000}')*+>""")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n[ \n]*")
_PATIENCE = 20  # tags with a quote that never closes, before quotes are no longer believed


def plain_text(source: str, *, is_markup: bool = True) -> str:
    """Turn HTML into text: blocks become lines, cells are parted, entities are decoded, scripts and styles are gone.

    Args:
        source: HTML, or text that may hold some.
        is_markup: whether every `<word ...>` is a tag; else only the tags of HTML are, and `<Baykar>` stays.
    """
    text = _Stripper(source, is_markup=is_markup).strip() if "<" in source else source
    text = _ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text
    text = _BLANKS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _LINES.sub("\n", text).strip()


def one_line(source: str, *, is_markup: bool = False) -> str:
    """Turn a title into one line of text."""
    return " ".join(plain_text(source, is_markup=is_markup).split())


class _Stripper:
    """One pass over a source; every tag is looked at once, so the pass takes linear time."""

    def __init__(self, source: str, *, is_markup: bool) -> None:
        self._source = source
        self._is_markup = is_markup
        self._last_close = source.rfind(">")
        self._patience = _PATIENCE

    def strip(self) -> str:
        """Leave the text, with line breaks where blocks stood."""
        pieces: list[str] = []
        at = 0
        while (opening := _OPENING.search(self._source, at)) is not None:
            pieces.append(self._source[at : opening.start()])
            piece, at = self._declaration(opening) if opening[1] else self._tag(opening)
            pieces.append(piece)
        pieces.append(self._source[at:])
        return "".join(pieces)

    def _declaration(self, opening: re.Match[str]) -> tuple[str, int]:
        mark = {"!--": "-->", "![CDATA[": "]]>"}.get(opening[1], ">")
        end = self._source.find(mark, opening.end())
        inside_end, at = (end, end + len(mark)) if end >= 0 else (len(self._source), len(self._source))
        return (self._source[opening.end() : inside_end] if mark == "]]>" else ""), at

    def _tag(self, opening: re.Match[str]) -> tuple[str, int]:
        name = opening[3].lower()
        is_tag = self._is_markup or name in _KNOWN or "-" in name or ":" in name
        end = self._close(opening.end()) if is_tag else None
        if end is None:
            return opening[0], opening.end()
        if name in _RAW_ENDS and not opening[2] and self._source[end - 2] != "/":
            closing = _RAW_ENDS[name].search(self._source, end)
            end = closing.end() if closing else len(self._source)
        return "\n" if name in _BLOCKS else " " if name in _CELLS else "", end

    def _close(self, start: int) -> int | None:
        """Find where a tag ends; None if it never does. A quote that never closes is not believed, and after some no quote is."""
        if start > self._last_close:
            return None
        if self._patience > 0:
            if found := _TO_CLOSE.match(self._source, start):
                return found.end()
            self._patience -= 1
        return self._source.find(">", start) + 1
