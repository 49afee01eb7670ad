"""From what was found to what a recipient is shown: which mentions stay, and why they count."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING

from monitor.model import Hit, How, Mention, Tier
from monitor.watch.contest import weigh
from monitor.watch.fields import FIELDS
from monitor.watch.names import budget
from monitor.watch.otherwise import sounds_like
from monitor.watch.spans import Cover
from monitor.watch.tails import tail_end

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.text.fold import Folded
    from monitor.watch.compiled import Compiled
    from monitor.watch.contest import Weight
    from monitor.watch.likeness import Bar
    from monitor.watch.sightings import Place

_spot = attrgetter("field", "start", "end")
MOST_MENTIONS = 1000  # of one watch in one item: what nobody reads to the end, and no database should keep


@dataclass(frozen=True, slots=True)
class Listed:
    """A watch ready for matching in its list, and what is asked of its mentions in other spellings; None where none is looked for."""

    compiled: Compiled
    list_number: int
    bar: Bar | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A watch found in an item: each place, with the context that stands near it as the text writes it.

    `guesses` are those of its places that are written otherwise, `exact` the others.
    """

    listed: Listed
    places: Mapping[Place, str]
    exact: tuple[Place, ...] = field(init=False)
    guesses: tuple[Place, ...] = field(init=False)

    def __post_init__(self) -> None:
        guesses = () if self.listed.bar is None else tuple(place for place in self.places if place.heard is not None)
        exact = tuple(self.places) if not guesses else tuple(place for place in self.places if place.heard is None)
        object.__setattr__(self, "guesses", guesses)
        object.__setattr__(self, "exact", exact)


def hits_of(found: Sequence[Found], fields: Mapping[int, Folded]) -> tuple[Hit, ...]:
    """Write down the hits in an item, in the order of what was found."""
    weights = weigh(found) if any(one.guesses for one in found) else {}
    kept = _without_nested(found, weights)
    return tuple(_hit(one, places, weights, fields) for one, places in kept if places)


def _without_nested(found: Sequence[Found], weights: Mapping[Place, Weight]) -> list[tuple[Found, Sequence[Place]]]:
    """Let a mention strictly inside a longer mention of the same list yield; lists never affect each other.

    A rule of several parts, such as `a AND b`, keeps its mentions: none of them is the thing watched. What is written otherwise has
    yielded already, or has a weight, and makes nothing else yield.
    """
    if len(found) == 1 and len(found[0].places) == 1 and not weights:
        return [(found[0], found[0].exact)]
    covers = {
        number: Cover(place.spot for one in found if one.listed.list_number == number for place in one.exact)
        for number in {one.listed.list_number for one in found}
    }
    kept: list[tuple[Found, Sequence[Place]]] = []
    for one in found:
        cover, stands_alone = covers[one.listed.list_number], one.listed.compiled.stands_alone
        places = [place for place in one.exact if not (stands_alone and cover.exceeds(place.spot))]
        kept.append((one, places + [place for place in one.guesses if place in weights]))
    return kept


def _hit(found: Found, places: Sequence[Place], weights: Mapping[Place, Weight], fields: Mapping[int, Folded]) -> Hit:
    """Write down a hit: mentions in reading order, each span once, in offsets of the fields as they were given."""
    mentions: dict[tuple[int, int, int], Mention] = {}
    for place in places if len(places) == 1 else sorted(places, key=_spot):
        if place.spot not in mentions and len(mentions) < MOST_MENTIONS:
            mentions[place.spot] = _mention(found, place, weights.get(place), fields[place.field])
    return Hit(found.listed.compiled.watch.key, tuple(mentions.values()))


def _mention(found: Found, place: Place, weight: Weight | None, folded: Folded) -> Mention:
    start, end = folded.span(place.start, place.end)
    if found.listed.compiled.is_name(place.phrase):
        end = tail_end(folded.original, end)
    matched, name, likeness = folded.original[start:end], FIELDS[place.field], found.listed.compiled.likeness
    near = f', near "{found.places[place]}"' if found.places[place] else ""
    if weight is None or place.heard is None or likeness is None:
        why = found.listed.compiled.reason(place.phrase) + near
        return Mention(name, start, end, matched, How.EXACT, Tier.SURE, 1.0, why)
    score = budget.score(weight.evidence)
    why = sounds_like(matched, likeness.names[place.heard.name], score) + near
    return Mention(name, start, end, matched, How.VARIANT, weight.tier, score, why)
