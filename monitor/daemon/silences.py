"""Silences in force, heeded within each transaction: what is muted is not claimed, and not told if it was; what that held back is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from monitor.alerts.parts import SilencedPart
from monitor.alerts.silence import About, Silence, matcher_of, silenced_by
from monitor.language.once import languages
from monitor.model import RecipientKey, WatchKey
from monitor.store import items, messages, silences, stories
from monitor.store.items.stored import outlet_of
from monitor.store.silences import Held
from monitor.watch.index import Index
from monitor.watch.spec import Watch, Watchlist

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.alerts.plan import Found, Planned
    from monitor.daemon.live import Live
    from monitor.model import Item, ItemId, SourceKey, StoryId
    from monitor.settings.records import Source
    from monitor.store.hits import StoryHit
    from monitor.store.items import StoredItem
    from monitor.store.messages import MessageRow
    from monitor.store.silences import SilenceRow

    Decide = Callable[[Sequence[Found]], tuple[Planned, ...]]

AT_MOST = timedelta(days=7)
Muted = dict[tuple[RecipientKey, WatchKey], Silence]


@dataclass(frozen=True, slots=True)
class Where:
    """An item as silences ask of it."""

    item: Item
    source: SourceKey
    outlet: str
    story: StoryId | None


class Mutes:
    """The silences in force, read once for a transaction."""

    def __init__(self, connection: Connection, live: Live, now: datetime) -> None:
        self._connection, self._live, self._now = connection, live, now
        self._kin: dict[StoryId, frozenset[StoryId]] = {}
        self.met: dict[int, Silence] = {}  # those that muted something so far
        self._said: dict[tuple[str, SourceKey, str], bool] = {}  # of a term in an item: it is asked for each watch and recipient

    def take_over(self, wholes: Mapping[StoryId, StoryId]) -> None:
        """Take over which stories are told in which, since it was read for many at once."""
        kin: dict[StoryId, set[StoryId]] = {}
        for story, whole in wholes.items():
            kin.setdefault(whole, set()).add(story)
        known = {whole: frozenset(found) for whole, found in kin.items()}
        self._kin |= {story: known[whole] for story, whole in wholes.items()}

    @cached_property
    def in_force(self) -> tuple[Silence, ...]:
        """What is muted now."""
        read = (silence_of(row) for row in silences.in_force(self._connection, self._now))
        return tuple(one for one in read if one is not None)

    def of_hit(self, row: StoryHit, recipient: RecipientKey) -> Silence | None:
        """Find the silence that keeps a hit from a recipient."""
        return self.of(where_stored(row.item), row.watch, recipient) if self.in_force else None

    def of(self, where: Where, watch: WatchKey, recipient: RecipientKey) -> Silence | None:
        """Find the silence that keeps a watch in an item from a recipient."""
        if not self.in_force:
            return None
        about = About(
            watch=watch,
            stories=self._family(where.story),
            source=where.source,
            outlet=where.outlet,
            says=lambda term: self._says(term, where),
        )
        silence = silenced_by(self.in_force, recipient, about, self._now)
        if silence is not None:
            self.met[silence.id] = silence
        return silence

    def heeded(self, item: ItemId, where: Where, found: Sequence[Found], decide: Decide) -> tuple[tuple[Planned, ...], Muted]:
        """Plan what is told of an item without what is muted, and keep what that holds back: what would be told without silences.

        Args:
            item: the item.
            where: the same as silences ask of it.
            found: the watches in it, with whom they tell.
            decide: makes the plan.
        """
        heard, muted = self._sift(found, where)
        if not muted:
            return decide(found), {}
        held = would_tell(decide(found), muted)
        hold(self._connection, item, held, self._now)
        return decide(heard), held

    def heard(self, item: ItemId, where: Where, recipient: RecipientKey, found: Sequence[Found]) -> list[Found]:
        """Leave of what one recipient is to be told of an item what is not muted for them, and keep what that holds back."""
        by = {one.hit.watch: self.of(where, one.hit.watch, recipient) for one in found} if self.in_force else {}
        hold(self._connection, item, {(recipient, watch): silence for watch, silence in by.items() if silence is not None}, self._now)
        return [one for one in found if by.get(one.hit.watch) is None]

    def _sift(self, found: Sequence[Found], where: Where) -> tuple[list[Found], Muted]:
        """Take from each watch the recipients for whom it is muted; return what is left, and what is muted for whom."""
        if not self.in_force:
            return list(found), {}
        muted: Muted = {}
        heard = []
        for one in found:
            by = {name: self.of(where, one.hit.watch, RecipientKey(name)) for name in one.tell}
            muted |= {(RecipientKey(name), one.hit.watch): silence for name, silence in by.items() if silence is not None}
            heard.append(replace(one, tell=tuple(name for name in one.tell if by[name] is None)))
        return heard, muted

    def _family(self, story: StoryId | None) -> frozenset[StoryId]:
        if story is None:
            return frozenset()
        if story not in self._kin:
            self._kin[story] = frozenset(stories.kin(self._connection, story))
        return self._kin[story]

    def _says(self, term: str, where: Where) -> bool:
        asked = term, where.source, where.item.key
        if asked not in self._said:
            known = self._live.settings.sources.get(where.source)
            self._said[asked] = bool(reading(term).match(where.item, where.source, known.tags if known else frozenset()))
        return self._said[asked]


def where_new(item: Item, source: Source, story: StoryId) -> Where:
    """Give an item that comes as silences ask of it."""
    return Where(item, source.key, outlet_of(item.outlet, source.name, source.key), story)


def where_stored(stored: StoredItem) -> Where:
    """Give a stored item as silences ask of it."""
    return Where(stored.item, stored.source_key, stored.outlet, stored.story_id)


def silence_of(row: SilenceRow) -> Silence | None:
    """Read a silence that was kept; None if it asks for what this version does not know, and so may be meant narrower."""
    matchers = [matcher_of(by, value) for by, value in row.matchers]
    known = tuple(matcher for matcher in matchers if matcher is not None)
    if len(known) < len(matchers):
        return None
    return Silence(row.id, known, row.recipient, row.author, row.reason, row.starts_at, row.ends_at)


@lru_cache(maxsize=200)
def reading(term: str) -> Index:
    """Compile the term of a silence; those in force are at hand for one poll after the other.

    Raises:
        QueryError: it cannot be meant as written.
    """
    return Index.build([Watchlist("silence", "", watches=(Watch(WatchKey("silence/term"), term, term=term),))], languages())


def would_tell(planned: Iterable[Planned], muted: Muted) -> Muted:
    """Choose of what is muted what would be told: of a plan that heeds no silence."""
    told = {(one.recipient, watch) for one in planned for watch in (*(watch for watch, _ in one.claims), *one.found_by)}
    return {about: silence for about, silence in muted.items() if about in told}


def hold(connection: Connection, item: ItemId, muted: Mapping[tuple[RecipientKey, WatchKey], Silence], now: datetime) -> None:
    """Keep what is held back of an item, and write into its history by whom and until when; once, however often it would be told."""
    by_number = {silence.id: silence for silence in muted.values()}
    held = [Held(silence.id, item, recipient, watch, now) for (recipient, watch), silence in muted.items()]
    for one in silences.hold(connection, held):
        silence = by_number[one.silence]
        detail = {
            "recipient": one.recipient,
            "watch": one.watch,
            "silence": silence.id,
            "by": silence.author,
            "until": silence.ends_at.isoformat(),
            "reason": silence.reason or None,
        }
        items.add_event(connection, item, now, "silence", "held back", detail)


def silenced_since(connection: Connection, message: MessageRow, now: datetime) -> tuple[SilencedPart, ...]:
    """Say for a digest what was silenced for its recipient since the one before it, or in a week where that is longer ago."""
    if message.kind != "digest" or message.flood is not None:
        return ()
    before = messages.digest_before(connection, message.recipient, message.due_at)
    since = max(before or message.due_at - AT_MOST, message.due_at - AT_MOST)
    parts = []
    for number, count in silences.stories_held(connection, message.recipient, since, now).items():
        row = silences.get(connection, number)
        parts.append(SilencedPart(count, row.ends_at, row.author, row.reason, is_over=row.ends_at <= now))
    return tuple(parts)


def release(connection: Connection, item: ItemId, recipient: RecipientKey, watch: WatchKey) -> None:
    """Forget that something was held back: it is told after all, since its silence ended before its message left."""
    silences.release(connection, item, recipient, watch)


def fate_reason(held: Iterable[Silence]) -> str:
    """Say at the end of an item's way who silenced it."""
    named = dict.fromkeys(f"{one.author} (silence {one.id})" for one in held)
    return f"silenced by {', '.join(named)}"
