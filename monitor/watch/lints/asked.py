"""What a watch asks for in the watch language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.watch.query import parse, parse_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.watch.lints.finding import Place
    from monitor.watch.rule import Rule
    from monitor.watch.spec import Watch


def queries(watch: Watch) -> Iterator[tuple[Place, str, Rule]]:
    """List the entries of `any:`, or the term; each with its place and rule.

    Raises:
        QueryError: one of them cannot be meant as written.
    """
    for number, text in enumerate(watch.any):
        yield ("any", number), text, parse_words(text).rule
    if watch.term:
        yield ("term",), watch.term, parse(watch.term).rule
