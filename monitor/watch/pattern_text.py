"""A regular expression rewritten for folded text, with the literal that every match of it must hold."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from monitor.text.fold import fold_key
from monitor.text.letters import fold_letter
from monitor.text.tokens import has_word

FEWEST_LETTERS = 2  # of a literal that is worth looking for
_PIECE = re.compile(
    r"(?P<quoted>\\Q.*?(?:\\E|$))"
    r"|(?P<escape>\\(?:[pP](?:\{[^}]*\}|.)|x(?:\{[^}]*\}|[0-9A-Fa-f]{2})|[0-7]{1,3}|[A-Za-z]))"
    r"|\\(?P<sign>.)"
    r"|(?P<set>\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\])"
    r"|(?P<opens>\((?:\?P?<\w+>|\?[imsU-]*:|\?(?P<flags>[imsU-]*)\))?)"
    r"|(?P<closes>\))"
    r"|(?P<repeats>[*+?]\??|\{\d+(?:,\d*)?\}\??)"
    r"|(?P<anchors>[\^$])"
    r"|(?P<any>\.)"
    r"|(?P<or>\|)"
    r"|(?P<letter>.)",
    re.DOTALL,
)
_SET_PIECE = re.compile(r"\[:\^?\w+:\]|\\(?:[pP](?:\{[^}]*\}|.)|x(?:\{[^}]*\}|..)|.)|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class PatternText:
    """An expression for folded text, and a folded literal that stands in every match of it; "" when none is sure."""

    text: str
    literal: str


def fold_pattern(source: str) -> PatternText:
    """Fold the letters of an expression that RE2 can read, and leave its signs alone."""
    parts: list[str] = []
    runs = _Runs()
    for found in _PIECE.finditer(unicodedata.normalize("NFC", source)):
        kind, written = found.lastgroup or "", found[0]
        if kind in {"letter", "sign"}:
            folded = fold_letter(found[kind])
            if folded != " " or parts[-1:] != [" "]:  # folded text has single spaces
                runs.letter(folded)
                parts.append(folded if folded == " " else re.escape(folded) if len(folded) == 1 else f"(?:{re.escape(folded)})")
        elif found["flags"] is not None:
            parts.append(written)
        else:
            runs.sign(kind, written)
            parts.append(_fold_set(written) if kind == "set" else written)
    return PatternText("".join(parts), runs.best())


def unbalanced(source: str) -> int:
    """Find the parenthesis of an expression that has no partner, in characters from 0; 0 when each has."""
    opened: list[int] = []
    for found in _PIECE.finditer(source):
        if found["opens"] and found["flags"] is None:
            opened.append(found.start())
        elif found["closes"]:
            if not opened:
                return found.start()
            opened.pop()
    return opened[-1] if opened else 0


class _Runs:
    """Gathers the letters that stand side by side outside of every group: each match holds each such run."""

    def __init__(self) -> None:
        self._runs = [""]
        self._last = ""
        self._depth = 0
        self._has_choice = False

    def letter(self, folded: str) -> None:
        if not self._depth:
            self._runs[-1] += folded
            self._last = folded

    def sign(self, kind: str, written: str) -> None:
        if kind == "repeats" and not self._depth and written[0] != "+" and self._last:
            self._runs[-1] = self._runs[-1].removesuffix(self._last)  # it may stand there no time
        self._has_choice |= kind == "or" and not self._depth
        self._depth += (kind == "opens") - (kind == "closes")
        self._runs.append("")
        self._last = ""

    def best(self) -> str:
        """Choose the longest; no trust in it where alternatives stand side by side."""
        longest = max(map(fold_key, self._runs), key=len)
        is_worth = sum(map(str.isalnum, longest)) >= FEWEST_LETTERS and has_word(longest)
        return longest if is_worth and not self._has_choice else ""


def _fold_set(written: str) -> str:
    """Fold the letters in brackets. A hyphen at either end is itself, and stands for a space in folded text."""
    opening = "[^" if written.startswith("[^") else "["
    pieces = _SET_PIECE.findall(written[len(opening) : -1])
    folded = []
    for number, piece in enumerate(pieces):
        if len(piece) > 1 or piece in "]\\^":
            folded.append(" " if piece == "\\-" else piece)
        elif piece == "-":
            folded.append(" " if number in {0, len(pieces) - 1} else piece)
        else:
            folded.append("".join(f"\\{each}" if each in "]\\^-[" else each for each in fold_letter(piece)) or piece)
    return f"{opening}{''.join(folded)}]"
