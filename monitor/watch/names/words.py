"""The words of a text with their places, cut for listening: figures apart from letters, sentence marks noted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.watch.names.parts import WORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.watch.names.hearing import Heard, Hearing

_RUN = re.compile(r"[0-9]+|[^0-9]+")
_HAS_FIGURE = re.compile(r"[^\W\d_][0-9]|[0-9][^\W\d_]")
_ENDING = re.compile(r"(?<=\w\w)['\u2019\u02bc`](?:[a-z\u00df-\u024f]{1,4})?$")
_JOINING = frozenset((" ", "-", "\u2010", "\u2011", "", "/", "&", "+", "_", "\u00a0", "\u200c"))
_LONGEST_INITIAL = 3


@dataclass(frozen=True, slots=True)
class Word:
    """A word at [start, end) of a text. `opens` tells that a mark before it ends what a name could hold together."""

    start: int
    end: int
    heard: Heard
    opens: bool


def words_of(text: str, hearing: Hearing) -> list[Word]:
    """Cut a text into words. Names do not reach over a sentence mark, a bracket, a quote or a blank line; initials have their dot."""
    return list(_words(text, hearing))


def _words(text: str, hearing: Hearing) -> Iterator[Word]:
    hear = hearing.hear
    ended = 0
    may_be_initial = False
    for found in WORD.finditer(text):
        start, end = found.span()
        written = _without_ending(found.group())
        end = start + len(written)
        opens = start == 0 or _breaks(text[ended:start], may_be_initial=may_be_initial)
        if written.isalpha() or _HAS_FIGURE.search(written) is None:
            yield Word(start, end, hear(written), opens)
        else:
            for run in _RUN.finditer(written):
                yield Word(start + run.start(), start + run.end(), hear(run.group()), opens and not run.start())
        ended, may_be_initial = found.end(), end - start <= _LONGEST_INITIAL and not written[:1].islower()


def _without_ending(written: str) -> str:
    """Leave out what stands after an apostrophe and is no part of a name: `Baykar's`, `Baykar'lar`; but not of `O'Neill`."""
    found = _ENDING.search(written)
    return written[: found.start()] if found else written


def _breaks(gap: str, *, may_be_initial: bool) -> bool:
    """Tell whether what stands between two words parts them."""
    if gap in _JOINING:
        return False
    bare = gap.strip()
    if not bare or bare in {"-", "&", "+", "/", "'", "\u2019"}:
        return gap.count("\n") > 1 or len(gap) > 8  # noqa: PLR2004 more than an indented line
    if bare == ".":
        return not may_be_initial or "\n" in gap
    return bare not in {",", "(", ")"}
