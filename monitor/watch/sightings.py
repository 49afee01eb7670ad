"""What the automaton saw in one item, and what of it bears a closer look. Worked out once, and only for what a rule asks."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from monitor.text.tokens import Words, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from monitor.text.fold import Folded
    from monitor.watch.phrase import Phrase

MOST_OCCURRENCES = 10_000  # of one phrase in one field: no article has as many, and a hostile text gains nothing by more


@dataclass(frozen=True, slots=True)
class Place:
    """A phrase at a folded span of a field. Fields are numbered, the title first."""

    field: int
    start: int
    end: int
    phrase: Phrase

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


class Sightings:
    """The phrases seen in one item. `seen` gives, for each anchor, the folded offsets at which it begins, by field."""

    def __init__(self, fields: Sequence[Folded], seen: Mapping[str, Mapping[int, Sequence[int]]]) -> None:
        self._fields = fields
        self._seen = seen
        self._stretches: dict[Phrase, tuple[Stretch, ...]] = {}
        self._words: dict[int, Words] = {}

    def stretches(self, phrase: Phrase) -> tuple[Stretch, ...]:
        """Find where a phrase truly stands: at word boundaries, wildcards and capitals as asked."""
        known = self._stretches.get(phrase)
        if known is None:
            known = self._stretches[phrase] = tuple(self._look(phrase))
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

    def _look(self, phrase: Phrase) -> Iterator[Stretch]:
        for field, offsets in self._seen.get(phrase.anchor, {}).items():
            for start, end in islice(phrase.occurrences(self._fields[field], offsets), MOST_OCCURRENCES):
                yield Stretch(field, start, end, (Place(field, start, end, phrase),))
