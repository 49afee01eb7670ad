"""Expressions of jmespath in an entry, checked when it is read: their grammar, and that the functions they call are there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.functions import Functions

if TYPE_CHECKING:
    from jmespath.parser import ParsedResult

_KNOWN = frozenset(Functions.FUNCTION_TABLE)


def jmespath_of(text: str) -> str:
    """Give back an expression that can be meant.

    Raises:
        ValueError: it is none; the text says where it stops making sense.
    """
    _parsed(text)
    return text


def alternatives(text: str) -> tuple[str, ...]:
    """Split `a || b` into what is tried in turn: to jmespath an empty list is as good as none, to a service it is an answer.

    Raises:
        ValueError: the expression is none.
    """
    if _parsed(text).get("type") != "or_expression":
        return (text,)
    parts: list[str] = []
    rest = ""
    for piece in text.split("||"):
        rest = f"{rest}||{piece}" if rest else piece
        if _is_whole(rest):
            parts.append(rest.strip())
            rest = ""
    return tuple(parts) if not rest else (text,)


def compiled(text: str) -> ParsedResult:
    """Compile a checked expression; jmespath keeps what it compiled."""
    return jmespath.compile(text)


def _parsed(text: str) -> Mapping[str, object]:
    try:
        tree: Mapping[str, object] = jmespath.compile(text).parsed
    except JMESPathError as error:
        said = " ".join(str(error).split())[:120]
        raise ValueError(f"{text!r} is no jmespath expression ({said}); see jmespath.org for how values are pointed at") from None
    for name in _functions(tree):
        if name not in _KNOWN:
            raise ValueError(f"jmespath has no function called {name}; it has {', '.join(sorted(_KNOWN))}")
    return tree


def _functions(tree: object) -> Iterator[str]:
    if isinstance(tree, Mapping):
        if tree.get("type") == "function_expression":
            yield str(tree.get("value"))
        children = tree.get("children")
        for child in children if isinstance(children, list) else ():
            yield from _functions(child)


def _is_whole(text: str) -> bool:
    try:
        jmespath.compile(text)
    except JMESPathError:
        return False
    return True
