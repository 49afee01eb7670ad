"""A watched name laid along the words of a text: which word stands for which part, and what all of them tell together."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from monitor.text.scripts import Script
from monitor.watch.names.fits import CASED
from monitor.watch.names.legal_forms import FUNCTION, LEGAL, TITLES
from monitor.watch.names.missing import LONE_SLIP, UNSURE, is_plain, price_of_alone, price_of_missing
from monitor.watch.names.parts import PartKind

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
_ANOTHER = 5.5  # nats at most where a name stands in the place of one of the watched name's own
_NOTHING_PLAIN = 3.0  # nats where parts are missing and the others are respelled, too
_PARTED = 4.0  # nats for a comma or a bracket in the midst
_LONGEST_TURNED = 3  # parts of a name that is turned round with a comma: `Samplenko, Viktor`
_LIKELIEST = 2  # keys of a name by which a garbled one is told from another name
_TELLING = 7.5  # nats: rarer than the words that only hold a sentence together


@dataclass(frozen=True, slots=True)
class Reading:
    """A name read in a text: words [first, last), with all evidence in nats."""

    evidence: float
    first: int
    last: int


def read(name: Name, words: Sequence[Word], at: int, alone: float, fitting: Fitting, least: float = 0.0) -> Reading | None:  # noqa: PLR0913, PLR0917 a place, and what is known of it
    """Find the best reading of a name around the word `at`; None if the words there are nothing like it.

    Args:
        name: the name.
        words: the words of the text.
        at: the number of the word that sounds like a part of the name.
        alone: what that word tells of the name were it all that stands there, in nats.
        fitting: finds what stands for what.
        least: nats; a reading that cannot have as many may come out as None.
    """
    room = len(name.parts) + _ROOM
    lowest, highest = _sentence(words, at, room)
    heard = words[at].heard
    if needs_company(heard, alone, least) and not fitting.has_company(name, heard, (word.heard for word in words[lowest:highest])):
        return None
    found = fitting.around(name, words, lowest, highest)
    if not found or _most(name, words, found, fitting.hearing) < least:
        return None
    fits, hearing = _chosen(found, at), fitting.hearing
    best = max((_trimmed(name, words, run, hearing) for run in _runs(fits)), key=lambda reading: reading.evidence)
    return best if best.first <= at < best.last or best.evidence > 0 else None


def needs_company(heard: Heard, alone: float, least: float) -> bool:
    """Tell of a word that sounds like a part of a name whether it counts only where another of the name's words stands beside it."""
    return heard.script is Script.LATIN and alone < least


def _sentence(words: Sequence[Word], at: int, room: int) -> tuple[int, int]:
    """Bound the words around one by the room there is and by sentence marks."""
    lowest = at
    while lowest > max(0, at - room) and not words[lowest].opens:
        lowest -= 1
    highest = at + 1
    while highest < min(len(words), at + room + 1) and not words[highest].opens:
        highest += 1
    return lowest, highest


def _most(name: Name, words: Sequence[Word], fits: Sequence[Fit], hearing: Hearing) -> float:
    """Bound what fits can tell together, at next to no cost."""
    alone = _price_of_alone(name, words, fits[0], hearing) if len(fits) == 1 else 0.0
    return sum(fit.evidence for fit in fits) - alone


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
    lost = price_of_missing(name, standing)
    if math.isinf(lost) or all(fit.leans for fit in run):
        return -1.0
    total = sum(fit.evidence for fit in run) - lost
    total -= _INSIDE * (run[-1].last - run[0].first - sum(fit.last - fit.first for fit in run))
    order = [fit.begin for fit in run]
    is_turned = order != sorted(order)
    total -= _TURNED if is_turned else 0.0
    if not is_turned or len(name.parts) > _LONGEST_TURNED:
        total -= _PARTED * _partings(name, words, run)
    if _lacks_a_word(name, standing) and not any(_is_plain(name, words, fit) for fit in run):
        total -= _NOTHING_PLAIN
    if len(run) == 1:
        total -= _price_of_alone(name, words, run[0], hearing)
    total -= _contradiction(name, words, run)
    return min(total, _ANOTHER) if _is_another(name, words, run, hearing) else total


def _lacks_a_word(name: Name, standing: set[int]) -> bool:
    """Tell whether something is missing that is more than a legal form or a particle."""
    return any(part.kind in {PartKind.NAME, PartKind.GENERIC} for number, part in enumerate(name.parts) if number not in standing)


def _price_of_alone(name: Name, words: Sequence[Word], fit: Fit, hearing: Hearing) -> float:
    price = price_of_alone(*_pair(name, words, fit), hearing)
    return price if price or _is_plain(name, words, fit) else LONE_SLIP  # two words written as one, or one as two


def _is_plain(name: Name, words: Sequence[Word], fit: Fit) -> bool:
    """Tell whether a fit is as written, or in another script, where nothing can be."""
    letters, written, script = _pair(name, words, fit)
    is_word_for_word = fit.end - fit.begin == fit.last - fit.first == 1
    return is_plain(letters, written, script) and (is_word_for_word or script not in UNSURE)


def _pair(name: Name, words: Sequence[Word], fit: Fit) -> tuple[str, str, Script]:
    """Give the letters of the parts that a fit is of, those of the words that stand for them, and their script."""
    letters = "".join(part.letters for part in name.parts[fit.begin : fit.end])
    written = "".join(word.heard.letters for word in words[fit.first : fit.last])
    return letters, written, words[fit.first].heard.script


def _partings(name: Name, words: Sequence[Word], run: Sequence[Fit]) -> int:
    """Count the commas between words of a name; one before its legal form is part of it."""
    return sum(
        any(word.is_apart for word in words[before.last : after.first + 1])
        for before, after in pairwise(run)
        if name.parts[after.begin].kind is not PartKind.LEGAL
    )


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
