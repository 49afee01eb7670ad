"""Reads the pieces of a query into a rule, from what binds least to what binds most."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast, get_args

from monitor.model import Kind
from monitor.text.fold import fold_key
from monitor.text.language_tag import TagError, read_tag
from monitor.text.tokens import has_word
from monitor.watch.fields import FIELDS
from monitor.watch.house import house_name
from monitor.watch.lexer import Piece, PieceKind, pieces
from monitor.watch.pattern import PatternError, pattern
from monitor.watch.phrase import PhraseError, phrase
from monitor.watch.query_error import QueryError
from monitor.watch.rule import About, All, Condition, Either, InField, Near, Not, Rule, Words, has_place, is_grounded, reach

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

DEEPEST = 50  # parentheses, and operators that stack like them: far beyond what anybody reads, and safe to walk
_OPERANDS = frozenset({"word", "phrase", "regex", "NOT", "(", "field"})
_CONDITIONS: frozenset[str] = frozenset(get_args(About))
_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?")


class Parser:
    """Descends through one query. With `joins_words`, words side by side are a phrase; else all of them must be there."""

    def __init__(self, text: str, *, joins_words: bool) -> None:
        self.pieces: Sequence[Piece] = pieces(text)
        self._text = text
        self._at = 0
        self._depth = 0
        self._joins_words = joins_words
        self._field: Piece | None = None  # whose operand is being read

    def query(self) -> Rule:
        """Read the whole.

        Raises:
            QueryError: it cannot be meant as written.
        """
        if self._kind() == "end":
            raise QueryError(0, "there is nothing to look for", "write a word")
        rule = self._either()
        if self._kind() == ")":
            raise QueryError(self._piece.at, "this parenthesis was never opened", "take it away, or write ( where it begins")
        if not is_grounded(rule):
            raise self._ungrounded()
        return rule

    @property
    def _piece(self) -> Piece:
        return self.pieces[self._at]

    def _kind(self) -> PieceKind:
        return self._piece.kind

    def _next(self) -> Piece:
        self._at += 1
        return self.pieces[self._at - 1]

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
            if not (is_grounded(part) or _is_condition(part)):
                raise QueryError(at, "this alternative says only what must not stand there", "write NOT with AND, or -word at the end")
        return Either(tuple(parts))

    def _both(self) -> Rule:
        parts = [self._near()]
        while self._kind() == "AND" or self._kind() in _OPERANDS:
            joint = self._next() if self._kind() == "AND" else self._piece
            if self._field is not None and self._field.text in {"kind", "source", "lang", "house"} and joint.kind != "NOT":
                raise QueryError(joint.at, f"an item has one {self._field.text}, never several", "write OR between them")
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
            if not reach(left) & reach(right):
                raise QueryError(near.at, f"the two sides of {near.text} stand in different fields", "write AND")
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
                return self._quoted()
            case "regex":
                return self._regex()
            case "(":
                return self._group()
            case "field":
                return self._in_field()
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

    def _in_field(self) -> Rule:
        prefix = self._next()
        outer = self._field
        if outer is not None and outer.text != prefix.text:
            raise QueryError(prefix.at, f"{prefix.text}: stands within {outer.text}:", "write the two side by side")
        self._field = prefix
        rule = self._deeper(prefix, self._operand)
        self._field = outer
        return rule if prefix.text in _CONDITIONS else InField(FIELDS.index(prefix.text), rule)

    def _words(self) -> Rule:
        first = last = self._next()
        if self._field is not None and self._field.text in _CONDITIONS:
            return self._condition(first)
        if self._joins_words and not first.keeps_case:
            while self._kind() == "word" and not self._piece.keeps_case:
                last = self._next()
        elif first.text[-1] in ",;" and self._kind() == "word":
            remedy = "write OR between alternatives; words side by side must all be there in a term"
            raise QueryError(first.end - 1, f"{first.text[-1]!r} has no meaning in a term", remedy)
        if first.keeps_case:
            return self._phrase(first.text, first.at, keeps_case=True)
        return self._phrase(self._text[first.at : last.end], first.at)

    def _quoted(self) -> Rule:
        piece = self._next()
        if self._field is not None and self._field.text in _CONDITIONS:
            return self._condition(piece)
        words = [word for word in piece.text.split() if has_word(word)]
        if not piece.within or len(words) < 2:  # noqa: PLR2004 nothing is between one word
            return self._phrase(piece.text, piece.at, keeps_case=piece.keeps_case)
        if len(words) > DEEPEST:
            raise QueryError(piece.at, f"more than {DEEPEST} words stand before ~", "write fewer, or NEAR between some of them")
        left: Rule = self._phrase(words[0], piece.at, keeps_case=piece.keeps_case)
        for word in words[1:]:
            left = Near(left, self._phrase(word, piece.at, keeps_case=piece.keeps_case), piece.within)
        return left

    def _phrase(self, text: str, at: int, *, keeps_case: bool = False) -> Words:
        try:
            return Words(phrase(text, keeps_case=keeps_case))
        except PhraseError as error:
            raise QueryError(at, error.what, error.remedy) from None

    def _regex(self) -> Rule:
        piece = self._next()
        if self._field is not None and self._field.text in _CONDITIONS:
            raise QueryError(piece.at, f"{self._field.text}: takes words, no expression", "write words, with OR between them")
        try:
            return Words(pattern(piece.text))
        except PatternError as error:
            raise QueryError(piece.at + 1 + error.position, error.what, error.remedy) from None

    def _condition(self, piece: Piece) -> Condition:
        about = cast("About", self._field.text if self._field else "")
        value = fold_key(piece.text)
        if about == "lang":
            value = _language(piece)
        elif about == "source":
            value = _ADDRESS.sub("", value, count=1)
        elif about == "kind":
            value = value.replace(" ", "_")
        elif about == "house":
            value = house_name(value)
        if not value:
            raise QueryError(piece.at, f"{about}: names nothing", f"write a name after {about}:")
        if about == "kind" and value not in set(Kind):
            raise QueryError(piece.at, f"there is no kind {piece.text[:40]!r}", f"known are {', '.join(Kind)}")
        return Condition(about, value)

    def _deeper(self, sign: Piece, read: Callable[[], Rule]) -> Rule:
        self._depth += 1
        if self._depth > DEEPEST:
            raise QueryError(sign.at, f"parentheses and signs stand more than {DEEPEST} deep", "take away those that are not needed")
        rule = read()
        self._depth -= 1
        return rule

    def _ungrounded(self) -> QueryError:
        prefix = next((piece for piece in self.pieces if piece.kind == "field" and piece.text in _CONDITIONS), None)
        if prefix is None:
            return QueryError(0, "this says only what must not stand there", "add the words that must")
        what = f"this can hold by {prefix.text}: alone, and nothing in the item could be shown"
        return QueryError(prefix.at, what, "add a word to look for, or speaker:NAME")

    def _misplaced(self) -> QueryError:
        piece = self._piece
        if piece.kind == "end":
            before = self.pieces[self._at - 1]
            written = self._text[before.at : before.end]
            return QueryError(before.at, f"nothing follows {written}", "write a word after it, or take it away")
        if piece.kind == ")":
            return QueryError(piece.at, "a word is missing before this parenthesis", "write one, or take the operator away")
        remedy = f'write a word before it; to look for the word itself, put it in quotation marks: "{piece.text}"'
        return QueryError(piece.at, f"nothing stands before {piece.text}", remedy)


def _is_condition(rule: Rule) -> bool:
    """Tell whether a rule asks only which item it is."""
    match rule:
        case Condition():
            return True
        case All(rules) | Either(rules):
            return all(map(_is_condition, rules))
        case Not(inner):
            return _is_condition(inner)
        case _:
            return False


def _language(piece: Piece) -> str:
    try:
        return read_tag(piece.text) if piece.text.strip() else ""
    except TagError as error:
        raise QueryError(piece.at, error.what, error.remedy) from None


def _refuse_without_place(side: Rule, at: int, near: Piece) -> None:
    if not has_place(side):
        what = f"{near.text} stands between words, phrases, or alternatives with OR in parentheses"
        remedy = 'put words that belong together in quotation marks, as in "arms embargo" NEAR/10 (Libya OR Sudan)'
        raise QueryError(at, what, remedy)
