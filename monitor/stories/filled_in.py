"""Two items that are one form, filled in twice: notices of results, the same thing elsewhere. However alike, they are two events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.stories.gist import IN_TITLE, IS_NAME, IS_NUMBER

if TYPE_CHECKING:
    from monitor.stories.gist import Gist

_FEWEST_OF_HEADLINE, _OF_HEADLINE = 4, 0.5  # words that two headlines share, and of the shorter one
_FEWEST_OF_TEXT, _OF_TEXT = 6, 0.75  # plain words that two texts share, and of the one that has more


@dataclass(frozen=True, slots=True)
class _Counted:
    both: int
    smaller: int
    larger: int


def is_one_headline(one: Gist, other: Gist) -> bool:
    """Tell whether two headlines are one form filled in twice: most words the same, and on both sides a name or number of its own.

    Fourteen seized here and forty seized there are two events. What the whole gist of the other item holds is not of its own.
    """
    ours, theirs = (frozenset(code for code, traits in each.terms.items() if traits & IN_TITLE) for each in (one, other))
    same = len(ours & theirs)
    if same < _FEWEST_OF_HEADLINE or same < _OF_HEADLINE * min(len(ours), len(theirs)):
        return False
    return bool(one.particulars - other.terms.keys() and other.particulars - one.terms.keys())


def is_one_text(one: Gist, other: Gist) -> bool:
    """Tell whether two items say the same of other names and figures.

    Reports of one event share names and figures first, and in so many of the same words they would be copies.
    """
    plain, marked = (_counted(one, other, is_marked=is_marked) for is_marked in (False, True))
    is_worded_alike = plain.both >= _FEWEST_OF_TEXT and plain.both >= _OF_TEXT * plain.larger
    return is_worded_alike and marked.both < marked.smaller


def _counted(one: Gist, other: Gist, *, is_marked: bool) -> _Counted:
    """Count the terms of both, of the shorter and of the longer one: those that are names or figures, or the others."""
    mine, its = (
        {code for code, traits in each.terms.items() if bool(traits & (IS_NAME | IS_NUMBER)) == is_marked} for each in (one, other)
    )
    return _Counted(len(mine & its), min(len(mine), len(its)), max(len(mine), len(its)))
