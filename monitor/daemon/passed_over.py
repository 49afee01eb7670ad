"""What stands in an item of the archive and was not found: the item is matched again, with the watches as they are now."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from monitor.daemon import vetoes
from monitor.language.once import languages
from monitor.watch.allowance import WORDS_PER_WEEK
from monitor.watch.index import Index
from monitor.watch.refusals import Refusal, Refusals, Why

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection

    from monitor.model import Hit, WatchKey
    from monitor.settings.records import Settings
    from monitor.store.items import StoredItem

YOUNGER = "the watch finds it as it is now; when this item came it was not there yet, or said something else"


class PassedOver:
    """The watches of some settings, ready to be asked of many items."""

    def __init__(self, settings: Settings, words_per_week: float | None) -> None:
        """Compile the watches, with their conditions and without; `words_per_week` is what is read, None where nobody counted."""
        lists, words = tuple(settings.watchlists.values()), words_per_week or WORDS_PER_WEEK
        self._tags = {key: source.tags for key, source in settings.sources.items()}
        self._labels = {watch.key: watch.label for each in lists for watch in each.watches}
        self._index = Index.build(lists, languages(), words_per_week=words)
        self._refusals = Refusals(lists, languages(), words)

    def of(self, connection: Connection, stored: StoredItem, known: Collection[WatchKey]) -> list[Refusal]:
        """Explain each watch that stands in an item and is not `known` to be found there."""
        tags = self._tags.get(stored.source_key, frozenset())
        hits = self._index.match(stored.item, stored.source_key, tags)
        refused = self._refusals.of(stored.item, stored.source_key, tags, hits)
        unknown = [hit for hit in hits if hit.watch not in known]
        return [*self._found_now(connection, stored, unknown), *(one for one in refused if one.watch not in known)]

    def _found_now(self, connection: Connection, stored: StoredItem, hits: Collection[Hit]) -> list[Refusal]:
        """Explain what is found now: it was said not to be meant, or the watch is younger than the item."""
        said = vetoes.load(connection, {hit.watch for hit in hits})
        stories = frozenset() if stored.story_id is None else frozenset({stored.story_id})
        _, left_out = said.sift(list(hits), stored.id, stories)
        vetoed = {one.watch: one.because for one in left_out if one.is_whole}
        return [
            Refusal(
                hit.watch,
                self._labels[hit.watch],
                max(hit.mentions, key=attrgetter("score")),
                Why.VETO if hit.watch in vetoed else Why.YOUNGER,
                vetoed.get(hit.watch, YOUNGER),
            )
            for hit in hits
        ]
