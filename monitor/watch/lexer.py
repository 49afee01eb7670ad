"""A query in pieces: words, phrases, operators and parentheses, each with its place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_QUERY = 100_000  # characters
FARTHEST = 1000  # words that NEAR may reach
FIELDS = ("title",)

PieceKind = Literal["word", "phrase", "AND", "OR", "NOT", "NEAR", "(", ")", "title", "end"]

_QUOTES = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02'
_PHRASE = re.compile(rf"(?P<case>=?)(?P<open>[{_QUOTES}])(?P<body>[^{_QUOTES}]*)(?P<close>[{_QUOTES}]?)(?P<slop>~\w*)?")
_AROUND = re.compile(r"AROUND\s*\((?P<within>\d+)\)")
# A word ends at a space, a parenthesis, a stroke or a quotation mark; but not at the mark inside a Hebrew acronym.
_WORD = re.compile(rf'(?:[^\s()|{_QUOTES}]|(?<=[\u05d0-\u05ea])"(?=[\u05d0-\u05ea]))+')
_SIGN = re.compile(r"[-\u2212](?=[^\s)|])")
_FIELD = re.compile(r"(?P<name>[A-Za-z_]+):")
_NEAR = re.compile(r"(?P<order>O?)NEAR(?:/(?P<within>.*))?", re.IGNORECASE)
_SIGNS: dict[str, PieceKind] = {"(": "(", ")": ")", "|": "OR"}
_OPERATORS: dict[str, PieceKind] = {"AND": "AND", "OR": "OR", "NOT": "NOT"}


class QueryError(ValueError):
    """A query that cannot be meant as written.

    `position` is the offset of the fault in the query, in code points from 0; `what` is wrong there; `remedy` mends it.
    """

    def __init__(self, position: int, what: str, remedy: str) -> None:
        self.position = position
        self.what = what
        self.remedy = remedy
        super().__init__(f"character {position + 1}: {what}; {remedy}")


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a query. `text` is what was written, without quotes; `within` and `is_ordered` are of NEAR."""

    kind: PieceKind
    at: int
    end: int
    text: str = ""
    keeps_case: bool = False
    within: int = 0
    is_ordered: bool = False


def pieces(query: str) -> list[Piece]:
    """Take a query apart; the last piece is its end.

    Raises:
        QueryError: a piece that cannot be read, with its place and the remedy.
    """
    if len(query) > LONGEST_QUERY:
        raise QueryError(LONGEST_QUERY, f"the query is longer than {LONGEST_QUERY:,} characters", "write it as several entries")
    found = []
    at = 0
    while at < len(query):
        if query[at].isspace():
            at += 1
            continue
        piece = _read(query, at)
        found.append(piece)
        at = piece.end
    return [*found, Piece("end", len(query), len(query))]


def _read(query: str, at: int) -> Piece:
    if query[at] in _SIGNS:
        return Piece(_SIGNS[query[at]], at, at + 1, query[at])
    return next(read(found) for pattern, read in _READERS if (found := pattern.match(query, at)) is not None)


def _read_phrase(found: re.Match[str]) -> Piece:
    if not found["close"]:
        raise QueryError(found.start("open"), "this quotation mark is never closed", 'write another " at the end of the phrase')
    if found["slop"]:
        remedy = f"write the words with NEAR/{found['slop'][1:] or 5} between them"
        raise QueryError(found.start("slop"), f"{found['slop']} after a phrase is not known here", remedy)
    return Piece("phrase", found.start(), found.end(), found["body"], keeps_case=bool(found["case"]))


def _read_around(found: re.Match[str]) -> Piece:
    return Piece("NEAR", found.start(), found.end(), "AROUND", within=_reach(found["within"], found.start("within")))


def _read_word(found: re.Match[str]) -> Piece:
    text, at, end = found[0], found.start(), found.end()
    if text in _OPERATORS:
        return Piece(_OPERATORS[text], at, end, text)
    near = _NEAR.fullmatch(text)
    if near is not None and (text.isupper() or near["within"] is not None):
        return _read_near(near, at)
    if text[0] == "+":
        raise QueryError(at, "+ has no meaning here", "leave it out; words that stand side by side in a term must all be there")
    if text[0] == "=":
        if len(text) == 1:
            raise QueryError(at, "= stands alone", "write it right before the word that must keep its capitals, as in =TB2")
        return Piece("word", at, end, text[1:], keeps_case=True)
    return Piece("word", at, end, text)


def _read_near(near: re.Match[str], at: int) -> Piece:
    name = f"{near['order'].upper()}NEAR"
    if not near[0].startswith(name):
        raise QueryError(at, f"{near[0]} is written in small letters", f"write {near[0].upper()}, or put it in quotation marks")
    if near["within"] is None:
        raise QueryError(at, f"{name} does not say how near", f"write {name}/10 for at most ten words apart")
    within = _reach(near["within"], at + near.start("within"))
    return Piece("NEAR", at, at + near.end(), near[0], within=within, is_ordered=bool(near["order"]))


def _reach(written: str, at: int) -> int:
    if not (written.isascii() and written.isdigit() and len(written) <= len(str(FARTHEST)) and 1 <= int(written) <= FARTHEST):
        raise QueryError(at, f"{written[:20]!r} is no distance in words", f"write a number from 1 to {FARTHEST}, as in NEAR/10")
    return int(written)


def _read_sign(found: re.Match[str]) -> Piece:
    return Piece("NOT", found.start(), found.end(), found[0])


def _read_field(found: re.Match[str]) -> Piece:
    name = found["name"]
    if name.lower() in FIELDS:
        return Piece("title", found.start(), found.end(), name)
    known = ", ".join(f"{known}:" for known in FIELDS)
    raise QueryError(
        found.start(), f"{name}: is no part of an item", f"known is {known}; to look for the text itself, put it in quotation marks"
    )


# In this order; the last reads whatever the others leave.
_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Piece]], ...] = (
    (_PHRASE, _read_phrase),
    (_AROUND, _read_around),
    (_SIGN, _read_sign),
    (_FIELD, _read_field),
    (_WORD, _read_word),
)
