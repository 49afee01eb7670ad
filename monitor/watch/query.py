"""The watch language: from what a user writes to a rule.

    "arms embargo" NEAR/10 (Libya OR Türkiye) -football

AND, OR, NOT and parentheses; "phrases"; `drone*` for any ending, `wom?n` for any letter; NEAR/n in any order, ONEAR/n in this one;
`-x` for NOT x, `|` for OR, AROUND(n) for NEAR/n; `title:x`; `=TB2` for these capitals only. NEAR binds closest, then AND, then OR.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.watch.lexer import Piece, PieceKind, QueryError, pieces
from monitor.watch.phrase import PhraseError, phrase
from monitor.watch.rule import All, Either, InTitle, Near, Not, Rule, Words, has_place, is_grounded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Query", "QueryError", "parse", "parse_words"]

DEEPEST = 50  # parentheses, and operators that stack like them: far beyond what anybody reads, and safe to walk
_OPERANDS = frozenset({"word", "phrase", "NOT", "(", "title"})


@dataclass(frozen=True, slots=True)
class Query:
    """A query that was understood: what was written, and what it asks for."""

    text: str
    rule: Rule


def parse(text: str) -> Query:
    """Read a `term:`. Words that stand side by side must all be there.

    Raises:
        QueryError: it cannot be meant as written; says where, what and how to mend it.
    """
    return Query(text, _Parser(text, joins_words=False).query())


def parse_words(text: str) -> Query:
    """Read an entry of `any:`, `near:` or `ignore:`. Words that stand side by side are a phrase.

    Raises:
        QueryError: it cannot be meant as written; says where, what and how to mend it.
    """
    return Query(text, _Parser(text, joins_words=True).query())


class _Parser:
    """Descends through a query, from what binds least to what binds most."""

    def __init__(self, text: str, *, joins_words: bool) -> None:
        self._text = text
        self._pieces: Sequence[Piece] = pieces(text)
        self._at = 0
        self._depth = 0
        self._joins_words = joins_words

    def query(self) -> Rule:
        if self._kind() == "end":
            raise QueryError(0, "there is nothing to look for", "write a word")
        rule = self._either()
        if self._kind() == ")":
            raise QueryError(self._piece.at, "this parenthesis was never opened", "take it away, or write ( where it begins")
        if not is_grounded(rule):
            raise QueryError(0, "this says only what must not stand there", "add the words that must")
        return rule

    @property
    def _piece(self) -> Piece:
        return self._pieces[self._at]

    def _kind(self) -> PieceKind:
        return self._piece.kind

    def _next(self) -> Piece:
        self._at += 1
        return self._pieces[self._at - 1]

    def _either(self) -> Rule:
        begins = [self._piece.at]
        parts = [self._both()]
        while self._kind() == "OR":
            self._next()
            begins.append(self._piece.at)
            parts.append(self._both())
        if len(parts) == 1:
            return parts[0]
        for at, part in zip(begins, parts, strict=True):
            if not is_grounded(part):
                raise QueryError(at, "this alternative says only what must not stand there", "write NOT with AND, or -word at the end")
        return Either(tuple(parts))

    def _both(self) -> Rule:
        parts = [self._near()]
        while self._kind() == "AND" or self._kind() in _OPERANDS:
            if self._kind() == "AND":
                self._next()
            parts.append(self._near())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _near(self) -> Rule:
        at = self._piece.at
        left = self._not()
        chained = 0
        while self._kind() == "NEAR":
            near = self._next()
            chained += 1
            if chained > DEEPEST:
                raise QueryError(near.at, f"more than {DEEPEST} NEARs stand in a row", "write it as several entries")
            right_at = self._piece.at
            right = self._not()
            _refuse_without_place(left, at, near)
            _refuse_without_place(right, right_at, near)
            left = Near(left, right, near.within, is_ordered=near.is_ordered)
        return left

    def _not(self) -> Rule:
        if self._kind() != "NOT":
            return self._operand()
        sign = self._next()
        return Not(self._deeper(sign, self._not))

    def _operand(self) -> Rule:
        match self._kind():
            case "word":
                return self._words()
            case "phrase":
                piece = self._next()
                return self._phrase(piece.text, piece.at, keeps_case=piece.keeps_case)
            case "(":
                return self._group()
            case "title":
                field = self._next()
                return InTitle(self._deeper(field, self._operand))
            case _:
                raise self._misplaced()

    def _group(self) -> Rule:
        opened = self._next()
        if self._kind() == ")":
            raise QueryError(opened.at, "nothing stands between these parentheses", "write words there, or take them away")
        rule = self._deeper(opened, self._either)
        if self._kind() == "end":
            raise QueryError(opened.at, "this parenthesis is never closed", "write ) where it ends")
        self._next()
        return rule

    def _words(self) -> Rule:
        first = last = self._next()
        if self._joins_words and not first.keeps_case:
            while self._kind() == "word" and not self._piece.keeps_case:
                last = self._next()
        elif first.text[-1] in ",;" and self._kind() == "word":
            raise QueryError(
                first.end - 1, f"{first.text[-1]!r} has no meaning in a term", "write OR between alternatives, AND between needs"
            )
        if first.keeps_case:
            return self._phrase(first.text, first.at, keeps_case=True)
        return self._phrase(self._text[first.at : last.end], first.at)

    def _phrase(self, text: str, at: int, *, keeps_case: bool = False) -> Words:
        try:
            return Words(phrase(text, keeps_case=keeps_case))
        except PhraseError as error:
            raise QueryError(at, error.what, error.remedy) from None

    def _deeper(self, sign: Piece, read: Callable[[], Rule]) -> Rule:
        self._depth += 1
        if self._depth > DEEPEST:
            raise QueryError(sign.at, f"parentheses and signs stand more than {DEEPEST} deep", "take away those that are not needed")
        rule = read()
        self._depth -= 1
        return rule

    def _misplaced(self) -> QueryError:
        piece = self._piece
        if piece.kind == "end":
            before = self._pieces[self._at - 1]
            return QueryError(before.at, f"nothing follows {before.text or before.kind}", "write a word after it, or take it away")
        if piece.kind == ")":
            return QueryError(piece.at, "a word is missing before this parenthesis", "write one, or take the operator away")
        remedy = f'write a word before it; to look for the word itself, put it in quotation marks: "{piece.text}"'
        return QueryError(piece.at, f"nothing stands before {piece.text}", remedy)


def _refuse_without_place(side: Rule, at: int, near: Piece) -> None:
    if not has_place(side):
        what = f"{near.text} stands between words, phrases, or alternatives with OR in parentheses"
        remedy = 'put words that belong together in quotation marks, as in "arms embargo" NEAR/10 (Libya OR Sudan)'
        raise QueryError(at, what, remedy)
