"""All watches of all lists in one automaton: what an item hits, at a cost that grows with its hits and not with the watches."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick, MatchKind

from monitor.text.fold import fold
from monitor.text.tokens import is_boundary, is_word_end
from monitor.watch.compiled import Compiled, compile_watch
from monitor.watch.evaluate import Evaluation, distance
from monitor.watch.evidence import Found, hit_of, without_nested
from monitor.watch.scope import looks_at
from monitor.watch.sightings import Place, Sightings, Stretch
from monitor.watch.spans import Cover, Neighbours

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.model import Hit, Item
    from monitor.text.fold import Folded
    from monitor.watch.phrase import Phrase
    from monitor.watch.spec import Watchlist


@dataclass(slots=True)
class _Anchor:
    """A literal that the automaton looks for, and the watches to look at closer when one of its phrases stands."""

    text: str
    opens_word: bool = True  # every phrase of it begins with it
    ends_word: bool = True  # every phrase of it ends with it
    triggers: list[tuple[Phrase, int]] = field(default_factory=list)

    def may_stand(self, folded: str, start: int, end: int) -> bool:
        """Sort out early what lies inside a word, as most of what an automaton sees does."""
        return (not self.opens_word or is_boundary(folded, start)) and (not self.ends_word or is_word_end(folded, end))


class Index:
    """Watches ready for matching. Never changes once built; safe to share between threads."""

    def __init__(self, compiled: Sequence[Compiled]) -> None:
        self._compiled = compiled
        anchors: dict[str, _Anchor] = {}
        for number, one in enumerate(compiled):
            for phrase in one.phrases():
                anchor = anchors.setdefault(phrase.anchor, _Anchor(phrase.anchor))
                anchor.opens_word &= not any(phrase.lead)
                anchor.ends_word &= not phrase.parts
            for phrase in one.triggers():
                anchors[phrase.anchor].triggers.append((phrase, number))
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

        `source` and `tags` are of the item's source, for `only:` and `except:`. Offsets of mentions are into `title` and `text`
        as given. Takes time linear in the text and its hits.
        """
        fields = (("title", fold(item.title)), ("text", fold(item.text)))
        seen = self._scan([folded for _, folded in fields])
        sightings = Sightings([folded for _, folded in fields], {anchor.text: where for anchor, where in seen})
        found = [
            self._find(self._compiled[number], sightings)
            for number in self._candidates([anchor for anchor, _ in seen], sightings)
            if looks_at(self._compiled[number].watch, item, source, tags)
        ]
        return tuple(hit_of(one, fields) for one in without_nested([one for one in found if one is not None]))

    def _scan(self, fields: Sequence[Folded]) -> list[tuple[_Anchor, dict[int, list[int]]]]:
        """Let the automaton run over every field: what it sees, and at which offsets by field."""
        seen: dict[int, dict[int, list[int]]] = {}
        for number, folded in enumerate(fields):
            text = folded.text
            for anchor, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
                if self._anchors[anchor].may_stand(text, start, end):
                    seen.setdefault(anchor, {}).setdefault(number, []).append(start)
        return [(self._anchors[anchor], where) for anchor, where in seen.items()]

    @staticmethod
    def _candidates(seen: Iterable[_Anchor], sightings: Sightings) -> list[int]:
        return sorted({watch for anchor in seen for phrase, watch in anchor.triggers if sightings.stretches(phrase)})

    @staticmethod
    def _find(compiled: Compiled, sightings: Sightings) -> Found | None:
        ignored = Evaluation(sightings).stretches(compiled.ignore) if compiled.ignore else None
        cover = Cover((one.field, one.start, one.end) for one in ignored) if ignored else None
        stretches = Evaluation(sightings, cover).stretches(compiled.rule)
        if not stretches:
            return None
        places = {place: "" for stretch in stretches for place in stretch.places}
        if compiled.near is not None and compiled.watch.near is not None:
            context = Evaluation(sightings).stretches(compiled.near) or []
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
