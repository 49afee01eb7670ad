"""What the automaton saw in one item, and what of it bears a closer look. Worked out once, and only for what a rule asks."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING

from monitor.text.tokens import Words, words
from monitor.watch.likeness import Likeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from monitor.text.fold import Folded
    from monitor.watch.likeness import Heard
    from monitor.watch.pattern import Pattern, Wanted
    from monitor.watch.phrase import Phrase

MOST_OCCURRENCES = 10_000  # of one phrase in one field: no article has as many, and a hostile text gains nothing by more


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A phrase, or what sounds like a name, at a folded span of a field. Fields are numbered as in `fields.FIELDS`, the title first.

    Two places are the same only if they are one object: each is made once an item, and compared often.
    """

    field: int
    start: int
    end: int
    phrase: Wanted
    heard: Heard | None = None  # for what is written otherwise

    @property
    def spot(self) -> tuple[int, int, int]:
        """Where it is, whatever phrase it is; spots sort in reading order."""
        return self.field, self.start, self.end


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a field where a rule holds, with the places that make it hold."""

    field: int
    start: int
    end: int
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A field as it is looked over. A field with words cut by line ends has two: as written, and with those words made whole."""

    field: int
    folded: Folded
    is_rejoined: bool = False


class Sightings:
    """The phrases seen, and the names heard, in one item.

    `seen` gives, for each anchor, the folded offsets at which it begins, by reading; `heard` is by folded name.
    """

    def __init__(
        self,
        readings: Sequence[Reading],
        seen: Mapping[str, Mapping[int, Sequence[int]]],
        heard: Mapping[str, Sequence[Heard]] = MappingProxyType({}),
    ) -> None:
        self._readings = readings
        self._fields = {reading.field: reading.folded for reading in readings if not reading.is_rejoined}
        self._seen = seen
        self._heard = heard
        self._everywhere = dict.fromkeys(range(len(readings)), ())  # for what has no anchor
        self._stretches: dict[Wanted, tuple[Stretch, ...]] = {}
        self._words: dict[int, Words] = {}

    def stretches(self, phrase: Wanted) -> tuple[Stretch, ...]:
        """Find where a phrase truly stands: at word boundaries, wildcards and capitals as asked; or where a name was heard."""
        known = self._stretches.get(phrase)
        if known is None:
            known = self._stretches[phrase] = tuple(self._listen(phrase) if isinstance(phrase, Likeness) else self._look(phrase))
        return known

    def word_span(self, stretch: Stretch) -> tuple[int, int]:
        """Number the first and the last word of a stretch within its field."""
        counted = self._words.get(stretch.field)
        if counted is None:
            counted = self._words[stretch.field] = words(self._fields[stretch.field].text)
        return counted.at(stretch.start), counted.at(stretch.end - 1)

    def written(self, place: Place) -> str:
        """Quote a place as the text writes it."""
        folded = self._fields[place.field]
        return folded.original[slice(*folded.span(place.start, place.end))]

    def _listen(self, likeness: Likeness) -> Iterator[Stretch]:
        for name in likeness.names:
            for one in self._heard.get(name, ()):
                yield Stretch(one.field, one.start, one.end, (Place(one.field, one.start, one.end, likeness, one),))

    def _look(self, phrase: Phrase | Pattern) -> Iterator[Stretch]:
        """Look at each reading. Places count in the folded text as written; of a word made whole too."""
        for number, offsets in (self._seen.get(phrase.anchor, {}) if phrase.anchor else self._everywhere).items():
            reading = self._readings[number]
            found = islice(phrase.occurrences(reading.folded, offsets), MOST_OCCURRENCES)
            for start, end in self._only_rejoined(reading, found) if reading.is_rejoined else found:
                yield Stretch(reading.field, start, end, (Place(reading.field, start, end, phrase),))

    def _only_rejoined(self, reading: Reading, found: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Keep what spans a cut: all else is found in the other reading of the field."""
        as_written = self._fields[reading.field]
        for start, end in found:
            place = as_written.place(*reading.folded.span(start, end))
            if place[1] - place[0] != end - start:
                yield place
