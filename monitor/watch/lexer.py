"""A query in pieces: words, phrases, operators and parentheses, each with its place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from monitor.watch.query_error import QueryError

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_QUERY = 100_000  # characters
FARTHEST = 1000  # words that NEAR may reach
PREFIXES = ("title", "speaker", "party", "heading", "source", "lang", "kind", "house", "tag")

PieceKind = Literal["word", "phrase", "regex", "field", "AND", "OR", "NOT", "NEAR", "(", ")", "end"]

_QUOTES = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\uff02'
_PHRASE = re.compile(rf"(?P<case>=?)(?P<open>[{_QUOTES}])(?P<body>[^{_QUOTES}]*)(?P<close>[{_QUOTES}]?)(?P<slop>~\w*)?(?P<boost>\^[\d.]*)?")
_AROUND = re.compile(r"AROUND\s*\((?P<within>\d+)\)", re.IGNORECASE)
# A word ends at a space, a parenthesis, a stroke or a quotation mark; but not at the mark inside a Hebrew acronym.
_WORD = re.compile(rf'(?:[^\s()|{_QUOTES}]|(?<=[\u05d0-\u05ea])"(?=[\u05d0-\u05ea]))+')
_REGEX = re.compile(r"/(?P<body>(?=\S)(?:[^/\\]|\\.)*)(?P<close>/?)(?P<flags>[^\s()|]*)", re.DOTALL)
_SIGN = re.compile(r"[-\u2212](?=[^\s)|])")
_FIELD = re.compile(r"(?P<name>[A-Za-z_]+):")
_NEAR = re.compile(r"(?P<order>O?)NEAR(?:/(?P<within>.*))?", re.IGNORECASE)
_SIGNS: dict[str, PieceKind] = {"(": "(", ")": ")", "||": "OR", "|": "OR"}
_OPERATORS: dict[str, PieceKind] = {"AND": "AND", "OR": "OR", "NOT": "NOT", "&&": "AND"}
_LOOSE_WORD = re.compile(r"\w+(?P<mark>[~^][\d.]*)")
# What other tools call our prefixes.
_ALIASES = {
    "intitle": "title", "allintitle": "title", "headline": "title", "ti": "title", "author": "speaker", "person": "speaker",
    "by": "speaker", "site": "source", "domain": "source", "publisher": "source", "feed": "source", "language": "lang",
    "type": "kind", "doctype": "kind", "tags": "tag", "chamber": "house", "category": "tag", "section": "heading", "headings": "heading",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a query. `text` is what was written, without quotes or slashes; of a prefix, its name as we know it.

    `within` and `is_ordered` are of NEAR; a phrase that has `within` is met by its words in any order, so many words apart.
    """

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
    found: list[Piece] = []
    at = 0
    while at < len(query):
        if query[at].isspace():
            at += 1
            continue
        is_name = bool(found) and found[-1].kind == "field" and found[-1].text == "source" and query[at] not in f"({_QUOTES}"
        piece = _read_bare(query, at) if is_name else _read(query, at)
        found.append(piece)
        at = piece.end
    return [*found, Piece("end", len(query), len(query))]


def _read_bare(query: str, at: int) -> Piece:
    """Read the name of a source, which may be an address with a colon in it."""
    found = _WORD.match(query, at)
    return Piece("word", at, found.end(), found[0]) if found is not None else _read(query, at)


def _read(query: str, at: int) -> Piece:
    for sign, kind in _SIGNS.items():
        if query.startswith(sign, at):
            return Piece(kind, at, at + len(sign), sign)
    return next(read(found) for pattern, read in _READERS if (found := pattern.match(query, at)) is not None)


def _read_phrase(found: re.Match[str]) -> Piece:
    if not found["close"]:
        raise QueryError(found.start("open"), "this quotation mark is never closed", 'write another " at the end of the phrase')
    if found["boost"]:
        raise QueryError(found.start("boost"), f"{found['boost']} after a phrase has no meaning here", "leave it out")
    within = _slop(found["slop"], found.start("slop")) if found["slop"] else 0
    return Piece("phrase", found.start(), found.end(), found["body"], keeps_case=bool(found["case"]), within=within)


def _slop(written: str, at: int) -> int:
    """Read `~5` after a phrase, as Lucene has it: so many other words between its words."""
    if not (written[1:].isascii() and written[1:].isdigit()):
        raise QueryError(at, f"{written[:20]} does not say how many words may stand between", "write a number, as in ~5")
    between = int(written[1:]) if len(written) <= len(str(FARTHEST)) + 1 else FARTHEST
    if between >= FARTHEST:
        raise QueryError(at, f"{written[:20]} is too far", f"write at most ~{FARTHEST - 1}")
    return between + 1


def _read_regex(found: re.Match[str]) -> Piece:
    if not found["close"]:
        remedy = "write / at its end; to look for the text itself, put it in quotation marks"
        raise QueryError(found.start(), "this slash begins an expression that is never closed", remedy)
    if found["flags"] not in {"", "i"}:
        at = found.start("flags")
        raise QueryError(
            at, f"{found['flags'][:20]} stands right behind an expression", "write a space there, and / only at its ends as \\/ within"
        )
    return Piece("regex", found.start(), found.end(), found["body"])


def _read_around(found: re.Match[str]) -> Piece:
    if not found[0].startswith("AROUND"):
        remedy = f"write {found[0].upper()}, or put it in quotation marks"
        raise QueryError(found.start(), f"{found[0]} is written in small letters", remedy)
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
    loose = _LOOSE_WORD.fullmatch(text)
    if loose is not None:
        remedy = "leave it out; names under `entity:` are found in other spellings"
        raise QueryError(at + loose.start("mark"), f"{loose['mark']} after a word has no meaning here", remedy)
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
    name = found["name"].lower()
    if name in PREFIXES:
        return Piece("field", found.start(), found.end(), name)
    known = f"write {_ALIASES[name]}: for it" if name in _ALIASES else f"known are {', '.join(f'{each}:' for each in PREFIXES)}"
    remedy = f"{known}; to look for the text itself, put it in quotation marks"
    raise QueryError(found.start(), f"{found['name'][:40]}: is no part of an item", remedy)


# In this order; the last reads whatever the others leave.
_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Piece]], ...] = (
    (_PHRASE, _read_phrase),
    (_REGEX, _read_regex),
    (_AROUND, _read_around),
    (_SIGN, _read_sign),
    (_FIELD, _read_field),
    (_WORD, _read_word),
)
