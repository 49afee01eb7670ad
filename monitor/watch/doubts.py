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
_FOREIGN_NEAR = re.compile(r"(?P<name>W|PRE|ADJ|N|SAME|NEXT)/?(?P<within>\d{1,3})", re.IGNORECASE)  # of newspaper databases
_TRACE = re.compile(r"(?<=\s)(?:and|or|not|\w+/\d+)(?=\s)", re.IGNORECASE)


def may_be_doubtful(text: str) -> bool:
    """Tell at a glance whether a query is worth asking for its doubts."""
    return _TRACE.search(text) is not None


def doubts(pieces: Sequence[Piece], *, joins_words: bool) -> Iterator[QueryWarning]:
    """List what is doubtful in the pieces of a good query, in order. `joins_words` where side by side means a phrase."""
    is_query = not joins_words or any(piece.kind in _JOINS and piece.text.isupper() for piece in pieces)
    for before, piece, after in zip(pieces, pieces[1:], pieces[2:], strict=False):
        if piece.kind != "word" or piece.keeps_case or before.kind not in _ENDS or after.kind not in _BEGINS:
            continue
        word = piece.text
        if word in _SMALL and is_query and not (joins_words and word == "and"):  # "Trinidad and Tobago" is a phrase
            remedy = f'write {word.upper()}; if the word itself is meant, put it in quotation marks: "{word}"'
            yield QueryWarning(piece.at, f"{word} in small letters is a word like any other here", remedy)
        elif (foreign := _FOREIGN_NEAR.fullmatch(word)) is not None and "/" in word:
            name = "ONEAR" if foreign["name"].upper() == "PRE" else "NEAR"
            remedy = f"write {name}/{foreign['within']}, or put it in quotation marks"
            yield QueryWarning(piece.at, f"{word} is a word like any other here", remedy)
