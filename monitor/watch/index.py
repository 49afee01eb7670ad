"""All watches of all lists together: what an item hits, at a cost that grows with its hits and not with the watches."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.text.fold import fold_rejoined
from monitor.watch.allowance import WORDS_PER_WEEK, shares
from monitor.watch.automaton import Automaton
from monitor.watch.evaluate import Evaluation, distance
from monitor.watch.evidence import Found, Listed, hits_of
from monitor.watch.fields import BARE_FIELDS, field_texts, fold_field, in_other_languages
from monitor.watch.kept import Kept
from monitor.watch.languages import best_of_languages
from monitor.watch.likeness import bar
from monitor.watch.scope import Circumstances, looks_at
from monitor.watch.sightings import Place, Reading, Sightings, Stretch
from monitor.watch.spans import Cover, Neighbours

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from monitor.model import Hit, Item, WatchKey
    from monitor.watch.names.hearing import Spellings
    from monitor.watch.spec import Watchlist


class Index:
    """Watches ready for matching. Never changes once built; safe to share between threads."""

    def __init__(self, listed: Sequence[Listed], kept: Kept) -> None:
        self._listed = listed
        self._kept = kept
        self._fields = BARE_FIELDS.union(*(one.compiled.fields() for one in listed if not one.compiled.plain))
        self._rank = {one.compiled.watch.key: number for number, one in enumerate(listed)}
        self._automaton = Automaton(one.compiled for one in listed)
        self._by_name: dict[str, list[int]] = {}
        names: dict[str, str] = {}
        for number, one in enumerate(listed):
            for key, name in one.compiled.likeness.names.items() if one.compiled.likeness else ():
                names.setdefault(key, name)
                self._by_name.setdefault(key, []).append(number)
        self._listening = kept.listening(names) if names else None
        self._least = min((one.bar.least for one in listed if one.bar is not None), default=0.0)

    @classmethod
    def build(
        cls, watchlists: Iterable[Watchlist], spellings: Spellings, *, words_per_week: float = WORDS_PER_WEEK, kept: Kept | None = None
    ) -> Index:
        """Compile every watch of every list.

        Args:
            watchlists: in the order in which hits are given.
            spellings: what is known of languages.
            words_per_week: how much is read; a budget of false alarms a week depends on it.
            kept: what was compiled for the lists before these; only what changed since is compiled anew.

        Raises:
            QueryError: a term or phrase cannot be meant as written.
        """
        kept = kept or Kept(spellings)
        listed: list[Listed] = []
        for number, watchlist in enumerate(watchlists):
            false_alarms = shares(watchlist, words_per_week)
            for watch in watchlist.watches:
                compiled = kept.compiled(watch)
                if compiled is not None:
                    share = false_alarms.get(watch.key) if compiled.likeness else None
                    listed.append(Listed(compiled, number, None if share is None else bar(watch, share)))
        kept.forget_all_but([one.compiled.watch for one in listed])
        return cls(listed, kept)

    def only(self, watches: Collection[WatchKey]) -> Index:
        """Give an index of some of its watches, which asks as much evidence of a mention as this one."""
        return Index([one for one in self._listed if one.compiled.watch.key in watches], self._kept.apart())

    def match(self, item: Item, source: str = "", tags: frozenset[str] = frozenset()) -> tuple[Hit, ...]:
        """Find every watch that an item hits, in the order of the lists and their watches.

        `source` and `tags` are of the item's source, for `only:`, `except:`, `source:` and `tag:`. Offsets of mentions are into the
        fields as given, see `fields.field_texts`. An item in several languages is looked at in each; a watch is a hit once, in the
        item's own language if it surely stands there. Takes time linear in the text and its hits.
        """
        found = self._match(replace(item, variants={}) if item.variants else item, source, tags)
        elsewhere = [(lang, self._match(other, source, tags)) for lang, other in in_other_languages(item)]
        return best_of_languages(found, elsewhere, self._rank) if any(hits for _, hits in elsewhere) else found

    def _match(self, item: Item, source: str, tags: frozenset[str]) -> tuple[Hit, ...]:
        circumstances = Circumstances(item, source, tags)
        readings = list(self._readings(field_texts(item)))
        fields = {reading.field: reading.folded for reading in readings if not reading.is_rejoined}
        seen = self._automaton.run(readings)
        bare = ((field, folded) for field, folded in fields.items() if field in BARE_FIELDS)
        heard = self._listening.hear(bare, self._least) if self._listening is not None else {}
        sightings = Sightings(readings, {anchor.text: where for anchor, where in seen}, heard)
        anchors = [anchor for anchor, _ in seen] + self._automaton.anchorless
        triggered = {watch for anchor in anchors for phrase, watch in anchor.triggers if sightings.stretches(phrase)}
        found = [
            self._find(self._listed[number], sightings, circumstances)
            for number in sorted(triggered.union(*(self._by_name[name] for name in heard)))
            if looks_at(self._listed[number].compiled.watch, item, source, tags)
        ]
        return hits_of([one for one in found if one is not None], fields)

    def _readings(self, texts: Mapping[str, str]) -> Iterator[Reading]:
        """Fold the fields that some watch looks at, twice where lines end within words."""
        for number, (name, text) in enumerate(texts.items()):
            if number in self._fields and (text or number in BARE_FIELDS):
                yield Reading(number, fold_field(name, text))
                rejoined = fold_rejoined(text) if number in BARE_FIELDS else None
                if rejoined is not None:
                    yield Reading(number, rejoined, is_rejoined=True)

    @staticmethod
    def _find(listed: Listed, sightings: Sightings, circumstances: Circumstances) -> Found | None:
        compiled = listed.compiled
        if compiled.plain:
            seen = {one.places[0]: "" for phrase in compiled.plain for one in sightings.stretches(phrase) if one.field in BARE_FIELDS}
            return Found(listed, seen) if seen else None
        ignored = Evaluation(sightings, circumstances).stretches(compiled.ignore) if compiled.ignore else None
        cover = Cover((one.field, one.start, one.end) for one in ignored) if ignored else None
        stretches = Evaluation(sightings, circumstances, cover).stretches(compiled.rule)
        if not stretches:
            return None
        places = {place: "" for stretch in stretches for place in stretch.places}
        if compiled.near is not None and compiled.watch.near is not None:
            context = Evaluation(sightings, circumstances).stretches(compiled.near) or []
            places = _with_context(places, context, compiled.watch.near.within, sightings)
        return Found(listed, places) if places else None


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
