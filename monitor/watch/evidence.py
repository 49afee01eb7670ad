"""From what was found to what a recipient is shown: which mentions stay, and why they count."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from monitor.model import Hit, How, Mention, Tier
from monitor.watch.fields import FIELDS
from monitor.watch.spans import Cover

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.text.fold import Folded
    from monitor.watch.compiled import Compiled
    from monitor.watch.sightings import Place

_spot = attrgetter("field", "start", "end")
MOST_MENTIONS = 1000  # of one watch in one item: what nobody reads to the end, and no database should keep


@dataclass(frozen=True, slots=True)
class Found:
    """A watch found in an item: each place, with the context that stands near it as the text writes it."""

    compiled: Compiled
    places: Mapping[Place, str]


def without_nested(found: Sequence[Found]) -> list[Found]:
    """Let a mention strictly inside a longer mention of the same list yield; lists never affect each other.

    A rule of several parts, such as `a AND b`, keeps its mentions: none of them is the thing watched.
    """
    if len(found) == 1 and len(found[0].places) == 1:
        return list(found)
    covers = {
        number: Cover(place.spot for one in found if one.compiled.list_number == number for place in one.places)
        for number in {one.compiled.list_number for one in found}
    }
    kept = []
    for one in found:
        cover = covers[one.compiled.list_number]
        places = {place: context for place, context in one.places.items() if not (one.compiled.stands_alone and cover.exceeds(place.spot))}
        if places:
            kept.append(one if len(places) == len(one.places) else Found(one.compiled, places))
    return kept


def hit_of(found: Found, fields: Mapping[int, Folded]) -> Hit:
    """Write down a hit: mentions in reading order, each span once, in offsets of the fields as they were given."""
    mentions: dict[tuple[int, int, int], Mention] = {}
    places = found.places if len(found.places) == 1 else sorted(found.places, key=_spot)
    for place in places:
        if place.spot not in mentions and len(mentions) < MOST_MENTIONS:
            mentions[place.spot] = _mention(FIELDS[place.field], fields[place.field], place, _reason(found, place))
    return Hit(found.compiled.watch.key, tuple(mentions.values()))


def _mention(field: str, folded: Folded, place: Place, why: str) -> Mention:
    start, end = folded.span(place.start, place.end)
    return Mention(field, start, end, folded.original[start:end], How.EXACT, Tier.SURE, 1.0, why)


def _reason(found: Found, place: Place) -> str:
    reason = found.compiled.reason(place.phrase)
    context = found.places[place]
    return f'{reason}, near "{context}"' if context else reason
