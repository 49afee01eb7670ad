"""A watched name laid along the words of a text: which word stands for which part, and what all of them tell together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from monitor.text.scripts import Script
from monitor.watch.names.fits import CASED
from monitor.watch.names.hearing import is_slip_of
from monitor.watch.names.legal_forms import FUNCTION, LEGAL, TITLES
from monitor.watch.names.parts import PartKind
from monitor.watch.names.translations import is_translation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.watch.names.fits import Fit, Fitting
    from monitor.watch.names.hearing import Heard, Hearing
    from monitor.watch.names.parts import Name, Part
    from monitor.watch.names.words import Word

_ROOM = 2  # words beyond the name's own number on either side
_INSIDE = 1.5  # nats for a word in the midst that is none of the name's
_TURNED = 1.5  # nats for another order
_BESIDE = 2.0  # nats for another capitalised word where a missing part would stand
_ALIKE = 0.6  # share of the consonants that two words have in common when one may be a garbled other
_LONE = 5.5  # nats where one respelled word is all there is
_LIKELY_ALONE, _OTHER_CONSONANTS = 4, 2.0  # keys of a name, and the nats for a lone word that has none of them
_SHORT, _SHORT_ALONE = 4, 1.5  # letters of a word in another script, and the nats for one that is shorter
_LONE_SLIP = 2.0  # nats where it is but a slip of the pen
_UNSURE = frozenset({Script.LATIN, Script.OTHER})
_ANOTHER = 5.5  # nats at most where a name stands in the place of one of the watched name's own
_NOTHING_PLAIN = 3.0  # nats where parts are missing and the others are respelled, too
_PARTED = 4.0  # nats for a comma or a bracket in the midst
_LONGEST_TURNED = 3  # parts of a name that is turned round with a comma: `Samplenko, Viktor`
_LIKELIEST = 2  # keys of a name by which a garbled one is told from another name
_TOLD_MOST = 20.0  # nats: one part, however rare, is not the whole name
_DROPPED_LEGAL, _DROPPED_GENERIC, _DROPPED_FUNCTION = 0.4, 3.5, 0.3
_DISTINCTIVE = 12.5  # nats: what no dictionary word is; only beside it a generic word may be missing
_DROPPED_SHARE, _DROPPED_MOST = 0.6, 7.0
_DROPPED_MIDDLE = 3.5  # nats for a rare word in the midst of rare ones: a middle name, a patronymic
_TELLING = 7.5  # nats: rarer than the words that only hold a sentence together
_NAME_LIKE = 8.0  # nats: as rare as a first name
_MUST_STAND = 0.5  # share of what a name's words tell that must be there


@dataclass(frozen=True, slots=True)
class Reading:
    """A name read in a text: words [first, last), with all evidence in nats."""

    evidence: float
    first: int
    last: int


def read(name: Name, words: Sequence[Word], at: int, evidence: float, fitting: Fitting, least: float = 0.0) -> Reading | None:  # noqa: PLR0913, PLR0917 a place, and what is known of it
    """Find the best reading of a name around the word `at`; None if the words there are nothing like it.

    Args:
        name: the name.
        words: the words of the text.
        at: the number of the word that sounds like a part of the name.
        evidence: what that word tells by itself, in nats.
        fitting: finds what stands for what.
        least: nats; a reading that cannot have as many may come out as None.
    """
    room = len(name.parts) + _ROOM
    lowest, highest = _sentence(words, at, room)
    heard = words[at].heard
    if is_too_little(name, heard, evidence, least) and not fitting.has_company(name, heard, (word.heard for word in words[lowest:highest])):
        return None
    found = fitting.around(name, words, lowest, highest)
    if not found or _most(name, words, found) < least:
        return None
    fits, hearing = _chosen(found, at), fitting.hearing
    best = max((_trimmed(name, words, run, hearing) for run in _runs(fits)), key=lambda reading: reading.evidence)
    return best if best.first <= at < best.last or best.evidence > 0 else None


def is_too_little(name: Name, heard: Heard, evidence: float, least: float) -> bool:
    """Tell of a Latin word that sounds like a part of a name whether it tells too little of it, were it all that stands there."""
    if heard.script is not Script.LATIN:
        return False
    is_whole = any(part.letters == heard.letters for part in name.parts)
    return evidence - _least_lost(name, is_whole=is_whole) < least


@lru_cache(maxsize=10_000)
def _least_lost(name: Name, *, is_whole: bool) -> float:
    """Tell what it costs at least where one word is all that stands there: as one of the parts it is, or garbled, as one or two."""
    most = _DROPPED_MOST if len(name.parts) < 3 else _DROPPED_MIDDLE  # noqa: PLR2004 of two, neither is a middle name
    prices = sorted(min(_DROPPED_SHARE * part.rareness, most) for part in name.parts if part.kind is PartKind.NAME)
    return sum(prices[:-1]) if is_whole else _LONE + sum(prices[:-2])


def _sentence(words: Sequence[Word], at: int, room: int) -> tuple[int, int]:
    """Bound the words around one by the room there is and by sentence marks."""
    lowest = at
    while lowest > max(0, at - room) and not words[lowest].opens:
        lowest -= 1
    highest = at + 1
    while highest < min(len(words), at + room + 1) and not words[highest].opens:
        highest += 1
    return lowest, highest


def _most(name: Name, words: Sequence[Word], fits: Sequence[Fit]) -> float:
    """Bound what fits can tell together, at next to no cost."""
    if len(fits) == 1 and not _is_plain(name, words, fits[0]):
        slip = is_slip_of(words[fits[0].first].heard.letters, name.parts[fits[0].begin].letters)
        return fits[0].evidence - (_LONE_SLIP if slip else _LONE)
    return sum(fit.evidence for fit in fits)


def _chosen(fits: list[Fit], at: int) -> list[Fit]:
    """Choose the strongest fits, of equal ones the nearest, so that no part and no word is used twice; in the order of the words."""
    parts: set[int] = set()
    words: set[int] = set()
    chosen = []
    for fit in sorted(fits, key=lambda fit: (-fit.evidence, abs(fit.first - at))):
        if parts.isdisjoint(range(fit.begin, fit.end)) and words.isdisjoint(range(fit.first, fit.last)):
            parts.update(range(fit.begin, fit.end))
            words.update(range(fit.first, fit.last))
            chosen.append(fit)
    return sorted(chosen, key=lambda fit: fit.first)


def _runs(fits: Sequence[Fit]) -> list[list[Fit]]:
    """Cut the fits where more than two words lie between."""
    runs = [[fits[0]]]
    for fit in fits[1:]:
        if fit.first - runs[-1][-1].last <= _ROOM:
            runs[-1].append(fit)
        else:
            runs.append([fit])
    return runs


def _trimmed(name: Name, words: Sequence[Word], run: list[Fit], hearing: Hearing) -> Reading:
    """Leave out words at either end as long as the whole gains by it."""
    evidence = _total(name, words, run, hearing)
    while len(run) > 1:
        shorter = max((run[1:], run[:-1]), key=lambda fits: _total(name, words, fits, hearing))
        if _total(name, words, shorter, hearing) <= evidence:
            break
        run, evidence = shorter, _total(name, words, shorter, hearing)
    return Reading(evidence, run[0].first, run[-1].last)


def _total(name: Name, words: Sequence[Word], run: Sequence[Fit], hearing: Hearing) -> float:
    standing = {number for fit in run for number in range(fit.begin, fit.end)}
    told = sum(min(part.rareness, _TOLD_MOST) for part in name.parts if part.kind is not PartKind.LEGAL)
    missing = [part for number, part in enumerate(name.parts) if number not in standing]
    middle = _middle_names(name, standing)
    lost = sum(min(part.rareness, _TOLD_MOST) for part in missing if part.kind is PartKind.NAME and part not in middle)
    if lost > (1 - _MUST_STAND) * told:
        return -1.0
    if all(fit.leans for fit in run):
        return -1.0
    rarest = max(name.parts[number].rareness for number in standing)
    total = sum(fit.evidence for fit in run) - sum(_price_of_dropping(part, rarest) for part in missing if part not in middle)
    total -= _DROPPED_MIDDLE * len(middle)
    total -= _INSIDE * (run[-1].last - run[0].first - sum(fit.last - fit.first for fit in run))
    order = [fit.begin for fit in run]
    is_turned = order != sorted(order)
    total -= _TURNED if is_turned else 0.0
    if not is_turned or len(name.parts) > _LONGEST_TURNED:
        total -= _PARTED * _partings(name, words, run)
    if any(part.kind in {PartKind.NAME, PartKind.GENERIC} for part in missing) and not any(_is_plain(name, words, fit) for fit in run):
        total -= _NOTHING_PLAIN
    if len(run) == 1:
        total -= _price_of_alone(name, words, run[0], hearing)
    total -= _contradiction(name, words, run)
    return min(total, _ANOTHER) if _is_another(name, words, run, hearing) else total


def _price_of_alone(name: Name, words: Sequence[Word], fit: Fit, hearing: Hearing) -> float:
    """Price a respelled word with no other beside it: little for a slip of the pen, most where its consonants are not the name's."""
    heard = words[fit.first].heard
    if _is_plain(name, words, fit):
        return _SHORT_ALONE if heard.script is not Script.LATIN and len(heard.letters) < _SHORT else 0.0
    written = "".join(word.heard.letters for word in words[fit.first : fit.last])
    letters = "".join(part.letters for part in name.parts[fit.begin : fit.end])
    if is_slip_of(written, letters):
        return _LONE_SLIP
    likely = hearing.keys(letters, Script.LATIN)[:_LIKELY_ALONE]
    return _LONE if hearing.key(written, Script.LATIN) in likely else _LONE + _OTHER_CONSONANTS


def _partings(name: Name, words: Sequence[Word], run: Sequence[Fit]) -> int:
    """Count the commas between words of a name; one before its legal form is part of it."""
    return sum(
        any(word.is_apart for word in words[before.last : after.first + 1])
        for before, after in pairwise(run)
        if name.parts[after.begin].kind is not PartKind.LEGAL
    )


def _is_plain(name: Name, words: Sequence[Word], fit: Fit) -> bool:
    """Tell whether a fit is as written, or in another script, where nothing can be."""
    heard = words[fit.first].heard
    letters = name.parts[fit.begin].letters
    return heard.script not in _UNSURE or heard.letters == letters or is_translation(letters, heard.letters)


def _middle_names(name: Name, standing: set[int]) -> list[Part]:
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


def _contradiction(name: Name, words: Sequence[Word], run: Sequence[Fit]) -> float:
    """Price a capitalised word that stands where a missing part would."""
    return sum(_BESIDE for missing, others in _gaps(name, words, run) if missing and any(map(_is_capital, others)))


def _is_another(name: Name, words: Sequence[Word], run: Sequence[Fit], hearing: Hearing) -> bool:
    """Tell whether a name stands in the place of a missing part: `Caspian Airlines` is not `Japan Airlines`, whatever else they share."""
    return any(_replaces(word, part, hearing) for missing, others in _gaps(name, words, run) for word in others for part in missing)


def _replaces(word: Word, part: Part, hearing: Hearing) -> bool:
    """Tell whether a word is name enough to be another's name, and does not share its consonants."""
    if not _is_capital(word) or word.heard.rareness < _TELLING or word.heard.letters in LEGAL:
        return False
    keys = (part.key, *hearing.keys(part.letters, Script.LATIN)[:_LIKELIEST])
    return all(Levenshtein.normalized_similarity(word.heard.key, key) < _ALIKE for key in keys)


def _gaps(name: Name, words: Sequence[Word], run: Sequence[Fit]) -> Iterator[tuple[list[Part], Sequence[Word]]]:
    """Go through the gaps between the fits and at either end: the telling parts missing there, and the words that stand there."""
    order = sorted(run, key=lambda fit: fit.begin)
    for before, after in pairwise((None, *order, None)):
        begin, end = (before.end if before else 0), (after.begin if after else len(name.parts))
        missing = [part for part in name.parts[begin:end] if part.kind is PartKind.NAME and part.rareness >= _TELLING]
        if missing:
            yield missing, _others(words, before, after)


def _others(words: Sequence[Word], before: Fit | None, after: Fit | None) -> Sequence[Word]:
    """List the words between two fits, or the word before the first or after the last that could belong to it."""
    if before is not None and after is not None:
        return words[before.last : after.first]
    if after is not None:
        return _next_telling(words, after.first - 1, -1) if after.first and not words[after.first].opens else ()
    return _next_telling(words, before.last, 1) if before is not None and before.last < len(words) and not words[before.last].opens else ()


def _next_telling(words: Sequence[Word], at: int, step: int) -> Sequence[Word]:
    """Find the next word that is no particle, as in `al-Tikriti`, in the same sentence; titles tell no name."""
    while 0 <= at < len(words) and words[at].heard.letters in FUNCTION:
        at += step
    return words[at : at + 1] if 0 <= at < len(words) and words[at].heard.letters not in TITLES else ()


def _is_capital(word: Word) -> bool:
    heard = word.heard
    return heard.is_capital and heard.script in CASED and len(heard.letters) > 1 and not heard.has_figure
