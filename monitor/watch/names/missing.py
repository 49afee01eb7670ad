"""What it costs that parts of a name are not there, and that the one word which is there stands alone."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from monitor.text.scripts import Script
from monitor.watch.names.hearing import is_slip_of
from monitor.watch.names.parts import PartKind
from monitor.watch.names.translations import is_translation

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from monitor.watch.names.hearing import Hearing
    from monitor.watch.names.parts import Name, Part

UNSURE = frozenset({Script.LATIN, Script.OTHER})  # scripts in which a respelled word may be another word
_LONE = 5.5  # nats where one respelled word is all there is
_LIKELY_ALONE, _OTHER_CONSONANTS = 4, 2.0  # keys of a name, and the nats for a lone word that has none of them
_SHORT, _SHORT_ALONE = 4, 1.5  # letters of a word in another script, and the nats for one that is shorter
LONE_SLIP = 2.0  # nats where it is but a slip of the pen
_TOLD_MOST = 20.0  # nats: one part, however rare, is not the whole name
_DROPPED_LEGAL, _DROPPED_GENERIC, _DROPPED_FUNCTION = 0.4, 3.5, 0.3
_DISTINCTIVE = 12.5  # nats: what no dictionary word is; only beside it a generic word may be missing
_DROPPED_SHARE, _DROPPED_MOST = 0.6, 7.0
_DROPPED_MIDDLE = 3.5  # nats for a rare word in the midst of rare ones: a middle name, a patronymic
_NAME_LIKE = 8.0  # nats: as rare as a first name
_MUST_STAND = 0.5  # share of what a name's words tell that must be there


def price_of_missing(name: Name, standing: AbstractSet[int]) -> float:
    """Price the parts of a name that are not among the standing ones, in nats; infinite where too little of it is there."""
    told = sum(min(part.rareness, _TOLD_MOST) for part in name.parts if part.kind is not PartKind.LEGAL)
    missing = [part for number, part in enumerate(name.parts) if number not in standing]
    middle = _middle_names(name, standing)
    others = [part for part in missing if part not in middle]
    if sum(min(part.rareness, _TOLD_MOST) for part in others if part.kind is PartKind.NAME) > (1 - _MUST_STAND) * told:
        return math.inf
    rarest = max(name.parts[number].rareness for number in standing)
    return sum(_price_of_dropping(part, rarest) for part in others) + _DROPPED_MIDDLE * len(middle)


def price_of_alone(letters: str, written: str, script: Script, hearing: Hearing) -> float:
    """Price a word with no other beside it: little for a slip of the pen, most where its consonants are not the name's.

    Args:
        letters: what of the name it stands for.
        written: the word.
        script: the word's.
        hearing: knows the keys of names.
    """
    if is_plain(letters, written, script):
        return _SHORT_ALONE if script is not Script.LATIN and len(written) < _SHORT else 0.0
    if is_slip_of(written, letters):
        return LONE_SLIP
    likely = hearing.keys(letters, Script.LATIN)[:_LIKELY_ALONE]
    return _LONE if hearing.key(written, Script.LATIN) in likely else _LONE + _OTHER_CONSONANTS


def is_plain(letters: str, written: str, script: Script) -> bool:
    """Tell whether a word is as the name writes it, or in another script, where nothing can be."""
    return script not in UNSURE or written == letters or is_translation(letters, written)


def _middle_names(name: Name, standing: AbstractSet[int]) -> list[Part]:
    """List the missing parts between the first and the last, where both stand and each is as rare as people's names are."""
    last = len(name.parts) - 1
    if 0 not in standing or last not in standing or min(name.parts[0].rareness, name.parts[last].rareness) < _NAME_LIKE:
        return []
    return [part for number, part in enumerate(name.parts) if number not in standing and part.rareness >= _NAME_LIKE]


def _price_of_dropping(part: Part, rarest: float) -> float:
    match part.kind:
        case PartKind.LEGAL:
            return _DROPPED_LEGAL
        case PartKind.GENERIC:
            return _DROPPED_GENERIC if rarest >= _DISTINCTIVE else _DROPPED_MOST
        case PartKind.FUNCTION:
            return _DROPPED_FUNCTION
        case _:
            return min(_DROPPED_MOST, _DROPPED_SHARE * part.rareness)
