"""All watches of all lists in one automaton: what an item hits, at a cost that grows with its hits and not with the watches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick, MatchKind

from monitor.text.fold import fold_rejoined
from monitor.text.tokens import is_boundary, is_word_end
from monitor.watch.compiled import Compiled, compile_watch
from monitor.watch.evaluate import Evaluation, distance
from monitor.watch.evidence import Found, hit_of, without_nested
from monitor.watch.fields import BARE_FIELDS, field_texts, fold_field
from monitor.watch.scope import Circumstances, looks_at
from monitor.watch.sightings import Place, Reading, Sightings, Stretch
from monitor.watch.spans import Cover, Neighbours

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from monitor.model import Hit, Item
    from monitor.watch.pattern import Wanted
    from monitor.watch.spec import Watchlist


@dataclass(slots=True)
class _Anchor:
    """A literal that the automaton looks for, and the watches to look at closer when one of its phrases stands."""

    text: str
    opens_word: bool = True  # every phrase of it begins with it
    ends_word: bool = True  # every phrase of it ends with it
    triggers: tuple[tuple[Wanted, int], ...] = ()


class Index:
    """Watches ready for matching. Never changes once built; safe to share between threads."""

    def __init__(self, compiled: Sequence[Compiled]) -> None:
        self._compiled = compiled
        self._fields = BARE_FIELDS.union(*(one.fields() for one in compiled if not one.plain))
        anchors: dict[str, _Anchor] = {}
        for number, one in enumerate(compiled):
            for phrase in one.plain or one.phrases():
                anchor = anchors.get(phrase.anchor) or anchors.setdefault(phrase.anchor, _Anchor(phrase.anchor))
                anchor.opens_word &= phrase.opens_word
                anchor.ends_word &= phrase.ends_word
            for phrase in one.plain or one.triggers():
                anchors[phrase.anchor].triggers += ((phrase, number),)
        self._anchorless = anchors.pop("", None)  # expressions that nothing announces
        self._anchors = list(anchors.values())
        self._automaton = AhoCorasick(list(anchors), matchkind=MatchKind.Standard, store_patterns=False)

    @classmethod
    def build(cls, watchlists: Iterable[Watchlist]) -> Index:
        """Compile every watch of every list.

        Raises:
            QueryError: a term or phrase cannot be meant as written.
        """
        compiled = (compile_watch(watch, number) for number, watchlist in enumerate(watchlists) for watch in watchlist.watches)
        return cls([one for one in compiled if one is not None])

    def match(self, item: Item, source: str = "", tags: frozenset[str] = frozenset()) -> tuple[Hit, ...]:
        """Find every watch that an item hits, in the order of the lists and their watches.

        `source` and `tags` are of the item's source, for `only:`, `except:`, `source:` and `tag:`. Offsets of mentions are into the
        fields as given, see `fields.field_texts`. Takes time linear in the text and its hits.
        """
        circumstances = Circumstances(item, source, tags)
        texts = field_texts(item)
        readings = list(self._readings(texts))
        seen = self._scan(readings)
        sightings = Sightings(readings, {anchor.text: where for anchor, where in seen})
        anchors = [anchor for anchor, _ in seen] + ([self._anchorless] if self._anchorless else [])
        found = [
            self._find(self._compiled[number], sightings, circumstances)
            for number in self._candidates(anchors, sightings)
            if looks_at(self._compiled[number].watch, item, source, tags)
        ]
        fields = {reading.field: reading.folded for reading in readings if not reading.is_rejoined}
        return tuple(hit_of(one, fields) for one in without_nested([one for one in found if one is not None]))

    def _readings(self, texts: Mapping[str, str]) -> Iterator[Reading]:
        """Fold the fields that some watch looks at, twice where lines end within words."""
        for number, (name, text) in enumerate(texts.items()):
            if number in self._fields and (text or number in BARE_FIELDS):
                yield Reading(number, fold_field(name, text))
                rejoined = fold_rejoined(text) if number in BARE_FIELDS else None
                if rejoined is not None:
                    yield Reading(number, rejoined, is_rejoined=True)

    def _scan(self, readings: Sequence[Reading]) -> list[tuple[_Anchor, dict[int, list[int]]]]:
        """Let the automaton run over every reading: what it sees, and at which offsets by reading."""
        anchors = self._anchors
        seen: dict[int, dict[int, list[int]]] = {}
        for number, reading in enumerate(readings):
            text = reading.folded.text
            for at, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
                anchor = anchors[at]  # most of what an automaton sees lies within words: sort it out early
                if anchor.opens_word and start and text[start - 1] != " " and not is_boundary(text, start):
                    continue
                if anchor.ends_word and not is_word_end(text, end):
                    continue
                where = seen.get(at)
                if where is None:
                    seen[at] = {number: [start]}
                else:
                    where.setdefault(number, []).append(start)
        return [(anchors[at], where) for at, where in seen.items()]

    @staticmethod
    def _candidates(seen: Iterable[_Anchor], sightings: Sightings) -> list[int]:
        return sorted({watch for anchor in seen for phrase, watch in anchor.triggers if sightings.stretches(phrase)})

    @staticmethod
    def _find(compiled: Compiled, sightings: Sightings, circumstances: Circumstances) -> Found | None:
        if compiled.plain:
            seen = {one.places[0]: "" for phrase in compiled.plain for one in sightings.stretches(phrase) if one.field in BARE_FIELDS}
            return Found(compiled, seen) if seen else None
        ignored = Evaluation(sightings, circumstances).stretches(compiled.ignore) if compiled.ignore else None
        cover = Cover((one.field, one.start, one.end) for one in ignored) if ignored else None
        stretches = Evaluation(sightings, circumstances, cover).stretches(compiled.rule)
        if not stretches:
            return None
        places = {place: "" for stretch in stretches for place in stretch.places}
        if compiled.near is not None and compiled.watch.near is not None:
            context = Evaluation(sightings, circumstances).stretches(compiled.near) or []
            places = _with_context(places, context, compiled.watch.near.within, sightings)
        return Found(compiled, places) if places else None


def _with_context(places: Iterable[Place], context: Sequence[Stretch], within: int, sightings: Sightings) -> dict[Place, str]:
    """Keep the places near which some context stands, with the nearest of it as the text writes it."""
    neighbours = Neighbours(context)
    kept = {}
    for place in places:
        stretch = Stretch(place.field, place.start, place.end, (place,))
        near = [(apart, one) for one in neighbours.beside(stretch) if (apart := distance(sightings, stretch, one)) <= within]
        if near:
            kept[place] = sightings.written(min(near, key=lambda pair: pair[0])[1].places[0])
    return kept
