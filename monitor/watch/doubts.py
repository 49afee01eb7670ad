"""What in a query is read, and was probably meant otherwise: operators in small letters, and those of other tools."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from monitor.watch.query_error import QueryWarning

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.watch.lexer import Piece

_SMALL = frozenset({"and", "or", "not"})
_JOINS = frozenset({"AND", "OR", "NOT", "NEAR"})
_BEGINS = frozenset({"word", "phrase", "regex", "field", "(", "NOT"})
_ENDS = frozenset({"word", "phrase", "regex", ")"})
# Of newspaper databases. A letter alone before a figure is a designation: N5.
_FOREIGN_NEAR = re.compile(
    r"(?:(?P<name>W|PRE|ADJ|N|SAME|NEXT)/|(?P<glued>O?NEAR|ADJ|AROUND|WITHIN|PRE))(?P<within>\d{1,3})", re.IGNORECASE
)
_IN_ORDER = frozenset({"PRE", "ONEAR"})
_SINGLE_QUOTES = "'\u2018\u2019"
_BRACKETS = re.compile(r"[\[\]{}]")
_CLASS = re.compile(r"\w*\[\w+\]\w*")
_LONGEST_QUOTED = 20  # words
_SHORT = 3  # letters between single quotes that stand for others left out, as in rock 'n' roll
_TRACE = re.compile(r"(?<=\s)(?:and|or|not|\w+/?\d+|around)(?=\s)|[!\[\]{}]|(?<!\w)['\u2018]", re.IGNORECASE)


def may_be_doubtful(text: str) -> bool:
    """Tell at a glance whether a query is worth asking for its doubts."""
    return _TRACE.search(text) is not None


def doubts(pieces: Sequence[Piece], *, joins_words: bool) -> Iterator[QueryWarning]:
    """List what is doubtful in the pieces of a good query, in order. `joins_words` where side by side means a phrase."""
    is_query = not joins_words or any(piece.kind in _JOINS and piece.text.isupper() for piece in pieces)
    for number, piece in enumerate(pieces):
        if piece.kind != "word" or piece.keeps_case:
            continue
        sign = _sign(piece, pieces[number : number + _LONGEST_QUOTED])
        if sign is not None:
            yield sign
        elif 0 < number < len(pieces) - 1 and pieces[number - 1].kind in _ENDS and pieces[number + 1].kind in _BEGINS:
            yield from _operator(piece, pieces[number + 1], is_query=is_query, joins_words=joins_words)


def _operator(piece: Piece, after: Piece, *, is_query: bool, joins_words: bool) -> Iterator[QueryWarning]:
    """Look at a word that stands where an operator may."""
    word = piece.text
    small = word if joins_words else word.lower()
    if small in _SMALL and is_query and not (joins_words and small == "and"):  # "Trinidad and Tobago" is a phrase
        remedy = f'write {word.upper()}; if the word itself is meant, put it in quotation marks: "{word}"'
        yield QueryWarning(piece.at, f"{word} in small letters is a word like any other here", remedy)
    elif (foreign := _FOREIGN_NEAR.fullmatch(word)) is not None:
        name = "ONEAR" if (foreign["name"] or foreign["glued"]).upper() in _IN_ORDER else "NEAR"
        yield _no_near(piece, f"{word} is a word", f"{name}/{foreign['within']}")
    elif word == "AROUND" and after.text.isdecimal():
        yield _no_near(piece, f"{word} and {after.text} are words", f"NEAR/{after.text}")


def _no_near(piece: Piece, what: str, meant: str) -> QueryWarning:
    return QueryWarning(piece.at, f"{what} like any other here", f"write {meant}, or put it in quotation marks")


def _sign(piece: Piece, onward: Sequence[Piece]) -> QueryWarning | None:
    """Find a sign that other tools have a meaning for, at a word."""
    word = piece.text
    bracket = _BRACKETS.search(word)
    if bracket is not None:
        mended = f"an expression: /{word}/" if _CLASS.fullmatch(word) else "alternatives in parentheses, with OR between them"
        return QueryWarning(piece.at + bracket.start(), f"{bracket[0]} is a sign like any other here", f"write {mended}")
    if word.startswith("!") and len(word) > 1:
        return QueryWarning(
            piece.at, "! is a sign like any other here", f'write -{word[1:]} to leave it out, or "{word}" for the sign itself'
        )
    if word.endswith("!") and len(word) > 1:
        remedy = f'write {word[:-1]}* for any ending, or "{word}" for the sign itself'
        return QueryWarning(piece.end - 1, f"{word} is found with its ! alone", remedy)
    return _single_quotes(piece, onward) if word[0] in _SINGLE_QUOTES else None


def _single_quotes(piece: Piece, onward: Sequence[Piece]) -> QueryWarning | None:
    """Find single quotes around words, which make no phrase."""
    words = []
    for each in onward:
        if each.kind != "word":
            return None
        words.append(each.text)
        if each.text[-1] in _SINGLE_QUOTES and len(" ".join(words)) > 1:
            break
    else:
        return None
    phrase = " ".join(words)[1:-1]
    if len(phrase) <= _SHORT:
        return None
    return QueryWarning(piece.at, "single quotes are signs like any other here", f'write "{phrase}" for a phrase')
