"""The story decision for a stream of items, in the order in which they come: what the daemon would decide if each had a hit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from monitor.daemon.placing import Newcomer, place
from monitor.model import Digest, Item, ItemId, Relation, SourceKey, StoryId, WatchKey, digest
from monitor.store import items, sources, stories
from monitor.store.sources import SourceSpec
from monitor.stories.decide import Decision
from monitor.stories.fingerprint import content_hash
from monitor.stories.url_key import url_key

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.stories.folding import Folding

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of the stream under its own id. `time` is None where it says none: then it comes when the one before it did.

    `entities` are names, or keys of watches: of `watchlist/name` what follows the slash is taken for the words it was found by.
    """

    id: str | int
    item: Item
    time: datetime | None
    entities: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an item was put: its story, and the id of the item that it repeats."""

    story: StoryId
    decision: Decision
    of: str | int | None


class Stream:
    """Places one item after the other, in a database that knows nothing else."""

    def __init__(self, connection: Connection, folding: Folding) -> None:
        self._connection = connection
        self._folding = folding
        self._clock = _BEGINNING
        self._names: dict[ItemId, str | int] = {}  # by which an item came first
        self._worded: dict[tuple[ItemId, Digest], str | int] = {}  # by which it came in these words last
        self._sources: dict[SourceKey, int] = {}

    def place(self, entry: Entry) -> Placed:
        """Decide on an item as it arrives."""
        self._clock = entry.time or self._clock
        source, key = self._source(entry.item), self._key(entry.item)
        wording = content_hash(entry.item.title, entry.item.text)
        before = items.known(self._connection, self._sources[source], [key]).get(key)
        if before is not None and before.content_hash == wording:
            home = self._home(before.id)
            decision = Decision(Relation.DUPLICATE, home, before.id, "same address and same words")
            return Placed(home, decision, self._worded[before.id, wording])
        if before is None:
            item_id = self._insert(entry.item, source, key, wording)
        else:
            item_id = before.id
            items.revise(self._connection, item_id, entry.item, wording, self._clock)
        named = frozenset(name.rpartition("/")[2] for name in entry.entities)
        new = Newcomer(item_id, entry.item, source, self._clock, frozenset(map(WatchKey, entry.entities)), named)
        decision = place(self._connection, self._folding, new, edited=before is not None)
        story = decision.story or stories.create(self._connection, item_id, self._clock)
        if decision.relation is not Relation.EDIT:
            items.set_story(self._connection, item_id, story)
        of = None if decision.of is None else self._names[decision.of]
        self._names.setdefault(item_id, entry.id)
        self._worded[item_id, wording] = entry.id
        return Placed(story, decision, of)

    def _home(self, item: ItemId) -> StoryId:
        story = items.get(self._connection, item).story_id
        return stories.root(self._connection, story) if story is not None else StoryId(0)

    def _insert(self, item: Item, source: SourceKey, key: Digest, wording: Digest) -> ItemId:
        row = items.NewItem(item, self._sources[source], key, wording, self._clock, "", "", None, is_baseline=False)
        return items.insert(self._connection, [row])[key]

    def _key(self, item: Item) -> Digest:
        """Know an item by its address: the stream has no other key, and what has none is never seen again."""
        return digest(url_key(item.url)) if item.url else digest("line", str(len(self._names)))

    def _source(self, item: Item) -> SourceKey:
        """Name the site that published an item, as the stream tells no sources; what has no address stands alone."""
        host = url_key(item.url).partition("/")[0].partition("?")[0] if item.url else f"line {len(self._names) + 1}"
        source = SourceKey(host)
        if source not in self._sources:
            spec = SourceSpec(key=source, kind="feed", url=item.url or "", host=host, enabled=True, name=host)
            self._sources[source] = sources.add(self._connection, spec, self._clock)
        return source
