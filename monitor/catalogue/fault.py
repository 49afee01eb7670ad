"""What cannot be meant in an entry of `parliaments:`."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing in an entry that cannot be meant: the keys that lead to it, what is wrong, and what to write instead.

    `is_key` says that the last key itself is meant, and not what stands behind it.
    """

    place: Place
    what: str
    remedy: str
    is_key: bool = False


def guess(word: str, known: Iterable[str], otherwise: str) -> str:
    """Ask whether the nearest of what is known was meant, or give the other remedy."""
    spelled = {each.casefold(): each for each in known}
    near = difflib.get_close_matches(word.casefold(), list(spelled), 1, 0.6)
    return f"did you mean {spelled[near[0]]!r}?" if near else otherwise
