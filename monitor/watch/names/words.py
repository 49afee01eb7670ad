"""The words of a text with their places, cut for listening: figures apart from letters, sentence marks noted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from monitor.watch.names.parts import CHARACTER, WORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.watch.names.hearing import Heard, Hearing

_WORD = re.compile(f"({WORD.pattern})")
# A word that does not begin with a small letter, and the one that follows it at once: two may be one name's word.
_SMALL = "a-z\u00df-\u00f6\u00f8-\u00ff\u0430-\u045f"
_CAPITAL = re.compile(rf"(?<!{CHARACTER})(?![{_SMALL}])({WORD.pattern})(?=(?:\s{{1,8}}|[-\u2010\u2011\u200c])({WORD.pattern})|)")
_RUN = re.compile(r"[0-9]+|[^0-9]+")
_HAS_FIGURE = re.compile(r"[^\W\d_][0-9]|[0-9][^\W\d_]")
_APOSTROPHE = re.compile("['\u2019\u02bc`]")
_ENDING = re.compile(r"(?<=\w\w)['\u2019\u02bc`](?:[a-z\u00df-\u024f]{1,4})?$")
_JOINING = frozenset((" ", "-", "\u2010", "\u2011", "", "/", "&", "+", "_", "\u00a0", "\u200c"))
_PARTING = frozenset(",()\u060c")
_LONGEST_INITIAL = 3


class Word(NamedTuple):
    """A word at [start, end) of a text.

    `opens` tells that a mark before it ends what a name could hold together; `is_apart`, that a comma or a bracket stands before it.
    """

    start: int
    end: int
    heard: Heard
    opens: bool
    is_apart: bool


def capitals(text: str, hearing: Hearing) -> Iterator[tuple[int, Heard, Heard | None]]:
    """Go through the words that may open a name: where each begins, as heard, and the word that may be one with it, if it stands beside.

    Far quicker than `words_of`, as most words of a text begin with a small letter.
    """
    hear, known = hearing.hear, hearing.known
    for found in _CAPITAL.finditer(text):
        written, following = found.groups()
        if written.isalpha():
            after = None if following is None else known.get(following) or hear(following)
            yield found.start(), known.get(written) or hear(written), after
            continue
        for word in _runs(_without_ending(written), found.start(), hearing, opens=False, is_apart=False):
            yield word.start, word.heard, None if following is None else hear(following)


def heard_in(text: str, hearing: Hearing) -> list[Heard]:
    """List the words of a stretch of text as heard, those with figures or apostrophes whole."""
    hear, known = hearing.hear, hearing.known
    return [known.get(written) or hear(written) for written in _WORD.findall(text)]


def words_of(text: str, hearing: Hearing) -> list[Word]:
    """Cut a text into words. Names do not reach over a sentence mark, a bracket, a quote or a blank line; initials have their dot."""
    hear, known = hearing.hear, hearing.known
    pieces = _WORD.split(text)
    words: list[Word] = []
    ended, before = 0, ""
    opens, is_apart = True, False  # nothing stands before the first
    for gap, written in zip(pieces[::2], pieces[1::2], strict=False):  # what stands behind the last word parts nothing
        start = ended + len(gap)
        if words:
            is_joined = gap in _JOINING
            opens = not is_joined and _breaks(gap, before)
            is_apart = not is_joined and not _PARTING.isdisjoint(gap)
        ended = start + len(written)
        if written.isalpha():
            before = written
            words.append(Word(start, ended, known.get(written) or hear(written), opens, is_apart))
        else:
            before = _without_ending(written)
            words += _runs(before, start, hearing, opens=opens, is_apart=is_apart)
    return words


def _runs(written: str, start: int, hearing: Hearing, *, opens: bool, is_apart: bool) -> Iterator[Word]:
    """Cut figures from letters where a word has both."""
    if _HAS_FIGURE.search(written) is None:
        yield Word(start, start + len(written), hearing.hear(written), opens, is_apart)
        return
    for run in _RUN.finditer(written):
        is_first = not run.start()
        yield Word(start + run.start(), start + run.end(), hearing.hear(run.group()), opens and is_first, is_apart and is_first)


def _without_ending(written: str) -> str:
    """Leave out what stands after an apostrophe and is no part of a name: `Baykar's`, `Baykar'lar`; but not of `O'Neill`."""
    if _APOSTROPHE.search(written) is None:
        return written
    found = _ENDING.search(written)
    return written[: found.start()] if found else written


def _breaks(gap: str, before: str) -> bool:
    """Tell whether what stands between two words, of which the first is given, parts them."""
    bare = gap.strip()
    if not bare or bare in {"-", "&", "+", "/", "'", "\u2019"}:
        return gap.count("\n") > 1 or len(gap) > 8  # noqa: PLR2004 more than an indented line
    if bare == ".":
        return "\n" in gap or len(before) > _LONGEST_INITIAL or before[:1].islower()
    return bare not in {",", "(", ")"}
