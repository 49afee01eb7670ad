"""The watch language: from what a user writes to a rule.

    "arms embargo" NEAR/10 (Libya OR Türkiye) -football

AND, OR, NOT and parentheses; "phrases"; `drone*` for any ending, `wom?n` for any letter; NEAR/n in any order, ONEAR/n in this one;
`title:`, `speaker:`, `party:` and `heading:` look in that field; `source:`, `lang:`, `kind:` and `tag:` ask which item it is;
`=TB2` for these capitals only; `/tb-?[0-9]/` is a regular expression. `-x` for NOT x, `|` for OR, AROUND(n) for NEAR/n, and
`"a b"~n` are read as in other tools. NEAR binds closest, then AND, then OR.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from monitor.watch.doubts import doubts
from monitor.watch.parser import Parser
from monitor.watch.query_error import QueryError, QueryWarning

if TYPE_CHECKING:
    from monitor.watch.rule import Rule

__all__ = ["Query", "QueryError", "QueryWarning", "parse", "parse_words"]


@dataclass(frozen=True, slots=True)
class Query:
    """A query that was understood: what was written, what it asks for, and what in it may be meant otherwise."""

    text: str
    rule: Rule
    warnings: tuple[QueryWarning, ...] = ()


def parse(text: str) -> Query:
    """Read a `term:` or a search. Words that stand side by side must all be there.

    Raises:
        QueryError: it cannot be meant as written; says where, what and how to mend it.
    """
    return _parse(text, joins_words=False)


@lru_cache(maxsize=10_000)
def parse_words(text: str) -> Query:
    """Read an entry of `any:`, `near:` or `ignore:`. Words that stand side by side are a phrase.

    Long lists repeat the same context in entry after entry: what was read lately is at hand.

    Raises:
        QueryError: it cannot be meant as written; says where, what and how to mend it.
    """
    return _parse(text, joins_words=True)


def _parse(text: str, *, joins_words: bool) -> Query:
    parser = Parser(text, joins_words=joins_words)
    rule = parser.query()
    return Query(text, rule, tuple(doubts(parser.pieces, joins_words=joins_words)))
