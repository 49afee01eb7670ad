"""Forms: notices that share their words and differ in what they say.

A dividend, a court's list, the weather, the close of the market: the same sentences every time, with other figures and other names.
A copy keeps the particulars and changes words; a form filled in again keeps the words and changes the particulars.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz.distance import LCSseq

from monitor.stories.wording import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

_SLOT = 8  # words: what is exchanged for more is another passage
_SHORT = 140  # words of the longer text
_VERY_SHORT = 60
_LEAST_KEPT = 3  # figures that stay for one that is exchanged; translations there and back keep 13
_FEWEST_KEPT = 4
_LOWER = re.compile(r"(?<!\w)[a-zß-öø-ÿа-яёα-ωά-ώ]\w*")
_CAPITALISED = re.compile(r"(?<=[\w,;] )[^\W\d_a-zß-öø-ÿ]\w*")


def is_same_form(new: Sequence[str], old: Sequence[str], new_text: str, old_text: str) -> bool:
    """Tell whether two texts are one form filled in twice.

    Args:
        new: the words of the wording of a text.
        old: those of the other.
        new_text: the text itself, whose capitals tell names where the script has any.
        old_text: the other itself.
    """
    kept, slots = _aligned(new, old)
    is_short = max(len(new), len(old)) < _SHORT
    figures = {pair for pair in map(_figures, slots) if pair}
    same_figures = sum(map(_is_figure, kept))
    if len(figures) >= (1 if is_short else 2) and _LEAST_KEPT * len(figures) > same_figures:
        return True
    new_names, old_names = names(new_text), names(old_text)
    exchanged = {
        (ours, theirs) for mine, others in slots if (ours := mine & new_names - old_names) and (theirs := others & old_names - new_names)
    }
    same_names = len(kept & new_names & old_names)
    if len(exchanged) >= (1 if is_short else 3) and (4 if is_short else 2) * len(exchanged) > same_names:
        return True
    has_evidence = same_names + same_figures >= _FEWEST_KEPT
    return is_short and not has_evidence and len(slots) > (0 if max(len(new), len(old)) < _VERY_SHORT else 1)


def names(text: str) -> frozenset[str]:
    """List the words of a text that stand in it with a capital only, as a wording has them; none where a script has no capitals."""
    capitalised = set(wording(" ".join(_CAPITALISED.findall(text))).split())
    lower = set(_LOWER.findall(text))
    return frozenset(capitalised - lower) if len(lower) > len(capitalised) else frozenset()


def _aligned(new: Sequence[str], old: Sequence[str]) -> tuple[frozenset[str], list[tuple[frozenset[str], frozenset[str]]]]:
    """Lay two texts side by side: the words that both have in order, and what is exchanged for what in between."""
    kept: set[str] = set()
    slots = []
    ours = theirs = 0
    for block in LCSseq.opcodes(new, old):
        if block.tag != "equal":
            continue
        mine, others = new[ours : block.src_start], old[theirs : block.dest_start]
        if 0 < len(mine) <= _SLOT and 0 < len(others) <= _SLOT:
            slots.append((frozenset(mine), frozenset(others)))
        kept.update(new[block.src_start : block.src_end])
        ours, theirs = block.src_end, block.dest_end
    return frozenset(kept), slots


def _figures(slot: tuple[frozenset[str], frozenset[str]]) -> tuple[frozenset[str], frozenset[str]] | None:
    """Give the figures that are exchanged in a slot, if there are some on both sides and none on both."""
    mine, others = (frozenset(filter(_is_figure, side)) for side in slot)
    return (mine, others) if mine and others and not mine & others else None


def _is_figure(word: str) -> bool:
    return any(map(str.isdigit, word))
