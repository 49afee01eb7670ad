"""Which mentions stand where several overlap, and how sure each is: what is exact, then what has more evidence, then what is longer.

A mention in another spelling is a guess. Its context, or a sure mention beside it, lends evidence to a weak one; where something surer
of the same list stands, it yields; where two watches of a list are as likely to be meant, neither is sure. Lists never affect each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.model import Tier
from monitor.watch.likeness import RAISED, SPARE
from monitor.watch.spans import Apart, Cover

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from monitor.watch.evidence import Found
    from monitor.watch.likeness import Bar, Heard
    from monitor.watch.sightings import Place

AMBIGUOUS = 1.5  # nats: two watches whose evidence at one place is closer than that are as likely to be meant


@dataclass(frozen=True, slots=True)
class Weight:
    """What speaks for a mention in another spelling, in nats and with all that was lent to it, and how sure that makes it."""

    evidence: float
    tier: Tier


@dataclass(slots=True, eq=False)
class _Guess:
    """A mention in another spelling on its way to a weight. `evidence` is what speaks for it, its context included."""

    found: Found
    place: Place
    heard: Heard
    bar: Bar
    evidence: float
    is_ambiguous: bool = False

    @property
    def strength(self) -> tuple[bool, float, int]:
        """Rank it among others: one too weak to count by itself last."""
        return self.evidence >= self.bar.possible_at, self.evidence, self.place.end - self.place.start


def weigh(found: Sequence[Found]) -> dict[Place, Weight]:
    """Weigh the mentions in other spellings of what was found in an item; those that yield, or are too weak, have no weight."""
    weights: dict[Place, Weight] = {}
    for number in {one.listed.list_number for one in found if one.guesses}:
        of_watch: dict[int, list[_Guess]] = {}
        for guess in _standing([one for one in found if one.listed.list_number == number]):
            of_watch.setdefault(id(guess.found), []).append(guess)
        for guesses in of_watch.values():
            weights.update(_weights(guesses))
    return weights


def _weights(guesses: Sequence[_Guess]) -> Iterator[tuple[Place, Weight]]:
    """Weigh the guesses of one watch, which stand at places of their own."""
    has_sure_one = bool(guesses[0].found.exact) or any(one.heard.evidence >= one.bar.sure_at + SPARE for one in guesses)
    for one in guesses:
        evidence = one.evidence + (RAISED if has_sure_one and one.evidence < one.bar.sure_at else 0.0)
        if evidence >= one.bar.possible_at:
            is_sure = evidence >= one.bar.sure_at and not one.is_ambiguous
            yield one.place, Weight(evidence, Tier.SURE if is_sure else Tier.POSSIBLE)


def _guesses(listed: Iterable[Found]) -> Iterator[_Guess]:
    for found in listed:
        for place in found.guesses:
            if place.heard is not None and found.listed.bar is not None:
                raised = RAISED if found.places[place] else 0.0  # nats that its context lends it
                yield _Guess(found, place, place.heard, found.listed.bar, place.heard.evidence + raised)


def _standing(listed: Sequence[Found]) -> Iterator[_Guess]:
    """Choose the guesses that nothing surer of the list overlaps."""
    named = Cover(place.spot for one in listed if one.listed.compiled.names for place in one.exact)
    own = {id(one): Cover(place.spot for place in one.exact) for one in listed if one.guesses}
    taken = Apart()
    at_spot: dict[tuple[int, int, int], list[_Guess]] = {}
    for guess in sorted(_guesses(listed), key=lambda one: one.strength, reverse=True):
        spot = guess.place.spot
        if named.meets(spot) or own[id(guess.found)].meets(spot):
            continue
        rivals = at_spot.get(spot)
        if rivals is None:
            if taken.add(spot):
                at_spot[spot] = [guess]
        elif _stands_beside(guess, rivals):
            rivals.append(guess)
    for rivals in at_spot.values():
        yield from rivals


def _stands_beside(guess: _Guess, rivals: Sequence[_Guess]) -> bool:
    """Tell whether a guess stands at the place of surer ones, of other watches: it has their name, or is as likely to be meant."""
    surest = rivals[0]
    if any(one.found is guess.found for one in rivals):
        return False
    if surest.heard.name == guess.heard.name:
        return True
    if not guess.strength[0] or surest.evidence - guess.evidence >= AMBIGUOUS:
        return False
    for one in (guess, *rivals):
        one.is_ambiguous = True
    return True
