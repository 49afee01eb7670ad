"""Warn of queries that are read, and were probably meant otherwise: `or` in small letters and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.settings import document
from monitor.settings.faults import in_query
from monitor.settings.names import EACH, texts
from monitor.watch.doubts import may_be_doubtful
from monitor.watch.query import QueryError, parse, parse_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.errors import Problem
    from monitor.settings.document import Document

_TERM = ("watches", EACH, "term")
_WORDS = (("watches", EACH, "any", EACH), ("watches", EACH, "near", "words", EACH), ("watches", EACH, "ignore", EACH))


def warnings(read: Document) -> Iterator[Problem]:
    """List what is doubtful in the queries of a watchlist, each at its character."""
    for path in (_TERM, *_WORDS):
        for place, text in texts(read.value, *path):
            if not may_be_doubtful(text):
                continue
            try:
                query = parse(text) if path is _TERM else parse_words(text)
            except QueryError:  # which the file's own faults tell
                continue
            node = document.value_at(read.root, place)
            for doubt in query.warnings:
                yield in_query(read, node, doubt, is_warning=True)
