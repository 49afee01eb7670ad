"""A mention in its surroundings on one line of a terminal: cut between words, and never within the mention."""

from __future__ import annotations

import shutil
import sys
import unicodedata
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from monitor.model import Mention

AROUND = 60  # columns shown on either side of a mention at most
ELSEWHERE = 120  # columns of a line that is written into a file or a pipe
ANY_ROOM = 10_000
_RAW = 4  # how much more of the raw text is read than shown: white space in it collapses, and some letters have no width
_LONGEST_WORD = 25  # looked for a space so far; scripts without spaces are cut between letters
_MARKS = 2  # brackets
_ELLIPSES = 2


def columns_of_output() -> int:
    """Tell how wide a line on standard output may be: as the terminal, if it is one."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else ELSEWHERE


def passage(text: str, mention: Mention, *, with_colour: bool, room: int = ANY_ROOM) -> str:
    """Quote a mention in its surroundings on one line, without anything that could steer a terminal.

    Args:
        text: the field that the mention stands in.
        mention: the place.
        with_colour: whether the mention is marked by colour; else by brackets.
        room: columns for all of it; a mention that needs more than these is shown alone.
    """
    before, after = printable(text[max(0, mention.start - AROUND * _RAW) : mention.start]), printable(text[mention.end :][: AROUND * _RAW])
    matched = printable(mention.matched)
    needed = min(_width(before), AROUND), min(_width(after), AROUND)
    left = max(0, room - _width(matched) - (0 if with_colour else _MARKS))
    is_whole = sum(needed) == _width(before + after) and len(text) <= AROUND * _RAW
    of_before, of_after = (
        needed if sum(needed) + _ELLIPSES <= left or (sum(needed) <= left and is_whole) else _shared(max(0, left - _ELLIPSES), *needed)
    )
    marked = typer.style(matched, bold=True, fg=typer.colors.YELLOW) if with_colour else f"[{matched}]"
    opening = _kept(before[::-1], of_before)[::-1]
    ending = _kept(after, of_after)
    is_cut = (opening != before or mention.start > AROUND * _RAW, ending != after or mention.end + AROUND * _RAW < len(text))
    return f"{'…' if is_cut[0] else ''}{opening.lstrip() if is_cut[0] else opening}{marked}{ending.rstrip()}{'…' if is_cut[1] else ''}"


def printable(text: str) -> str:
    """Leave out what does not print, keeping one space where white space was."""
    shown = "".join(character if character.isprintable() else " " for character in text)
    stripped = " ".join(shown.split())
    return f"{' ' * shown.startswith(' ')}{stripped}{' ' * (shown.endswith(' ') and bool(stripped))}"


def _shared(room: int, before: int, after: int) -> tuple[int, int]:
    """Share the room out to both sides: half for each, and what one does not need for the other."""
    half = room // 2
    if before < half:
        return before, min(after, room - before)
    if after < half:
        return min(before, room - after), after
    return min(before, half), min(after, half)


def _kept(text: str, room: int) -> str:
    """Keep what fits of the side that begins at the mention, up to the end of a word."""
    width, end = 0, 0
    while end < len(text) and (width := width + _width(text[end])) <= room:
        end += 1
    if end == len(text):
        return text
    if not text[end].isspace():
        space = text[:end].rfind(" ", max(0, end - _LONGEST_WORD))
        end = space if space >= 0 else end
    return text[:end]


def _width(text: str) -> int:
    """Count the columns that a text takes: two for a wide letter, none for a mark upon another."""
    return sum(0 if unicodedata.combining(each) else 1 + (unicodedata.east_asian_width(each) in "WF") for each in text)
