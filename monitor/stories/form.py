"""Forms: notices that share their words and differ in what they say.

A dividend, a court's list, the weather, the close of the market: the same sentences every time, with other figures and other names.
A copy keeps the particulars, whatever words it changes; a form filled in again keeps the words and changes the particulars.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from monitor.stories.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_Slot: TypeAlias = tuple[frozenset[str], frozenset[str]]
_LONGEST_SLOT = 8  # words: where more are exchanged, another passage begins
_SHORT = 140  # words of the longer text: a form seldom has more, but for the close of the market
_VERY_SHORT = 60

# For one figure that is exchanged, a copy keeps three: those translated there and back keep 13, forms at most one.
_FIGURES_KEPT = 3
# For one name. Translators change some: a fifth in one translation of twenty. A notice has few, and one of them is what it is about.
_NAMES_KEPT, _NAMES_KEPT_IF_SHORT = 2, 4
_SAME_NAME, _SAME_BEGINNING = 60, 2  # of 100, and letters
_EVIDENCE = 4  # figures and names that both have: with fewer, nothing tells a short copy from a form

_LOWER = re.compile(r"(?<!\w)[a-zß-öø-ÿа-яёα-ωά-ώ]\w*")
_CAPITALISED = re.compile(r"(?<=[\w,;] )[^\W\d_a-zß-öø-ÿ]\w*")  # inside a sentence, where only names have a capital


def is_same_form(new: Sequence[str], old: Sequence[str], new_text: str, old_text: str) -> bool:
    """Tell whether two texts are one form filled in twice.

    Args:
        new: the words of the wording of a text.
        old: those of the other.
        new_text: the text itself, whose capitals tell names where the script has any.
        old_text: the other itself.
    """
    longer = max(len(new), len(old))
    is_short = longer < _SHORT
    kept, slots = _side_by_side(new, old)
    figures, figures_kept = set(_exchanged_figures(slots)), sum(map(_is_figure, kept))
    if len(figures) > (0 if is_short else 1) and _FIGURES_KEPT * len(figures) > figures_kept:
        return True
    new_names, old_names = names(new_text), names(old_text)
    ours, theirs = new_names - old_names, old_names - new_names
    exchanged = set(_exchanged_names(slots, ours, theirs))
    names_kept = len(kept & new_names & old_names)
    if len(exchanged) > (0 if is_short else 2) and (_NAMES_KEPT_IF_SHORT if is_short else _NAMES_KEPT) * len(exchanged) > names_kept:
        return True
    return is_short and figures_kept + names_kept < _EVIDENCE and len(slots) > (0 if longer < _VERY_SHORT else 1)


def names(text: str) -> frozenset[str]:
    """List the words of a text that have a capital inside its sentences, as a wording has them.

    None where a script has no capitals, or where everything is written in them.
    """
    lower = set(_LOWER.findall(text))
    capitalised = set(wording(" ".join(_CAPITALISED.findall(text))).split())
    return frozenset(capitalised - lower) if len(lower) > len(capitalised) else frozenset()


def _side_by_side(new: Sequence[str], old: Sequence[str]) -> tuple[frozenset[str], list[_Slot]]:
    """Lay two texts side by side: the words that both have in order, and what is exchanged for what in between."""
    kept: set[str] = set()
    slots: list[_Slot] = []
    ours = theirs = 0
    for block in LCSseq.opcodes(new, old):
        if block.tag != "equal":
            continue
        mine, others = new[ours : block.src_start], old[theirs : block.dest_start]
        if 0 < len(mine) <= _LONGEST_SLOT and 0 < len(others) <= _LONGEST_SLOT:
            slots.append((frozenset(mine), frozenset(others)))
        kept.update(new[block.src_start : block.src_end])
        ours, theirs = block.src_end, block.dest_end
    return frozenset(kept), slots


def _exchanged_figures(slots: Sequence[_Slot]) -> Iterator[_Slot]:
    """Give the figures of the slots that have some on both sides and none on both."""
    for slot in slots:
        mine, others = (frozenset(filter(_is_figure, side)) for side in slot)
        if mine and others and not mine & others:
            yield mine, others


def _exchanged_names(slots: Sequence[_Slot], ours: frozenset[str], theirs: frozenset[str]) -> Iterator[_Slot]:
    """Give the names of the slots that have some on both sides, but for those that are spelled nearly alike: one name in two languages."""
    for mine, others in slots:
        names_of_one, names_of_other = mine & ours, others & theirs
        alike = any(_is_one_name(one, other) for one in names_of_one for other in names_of_other)
        if names_of_one and names_of_other and not alike:
            yield names_of_one, names_of_other


def _is_one_name(one: str, other: str) -> bool:
    """Tell whether two names are one as two languages have it: Irena and Irina, Modell and Modelova, Velmark City and Velmarburg.

    A common beginning is asked for too: Monday and Sunday are as alike as those.
    """
    return one[:_SAME_BEGINNING] == other[:_SAME_BEGINNING] and fuzz.ratio(one, other) >= _SAME_NAME


def _is_figure(word: str) -> bool:
    return any(map(str.isdigit, word))
