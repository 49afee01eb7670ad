"""What one poll brings into the database, in the transaction that also advances the source: all of it or nothing.

Items, versions, hits, the story decision, claims, messages, deliveries and the source's own state are one savepoint. A crash
before the commit leaves the source due; the unique keys make the second poll harmless.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from monitor.daemon import conditions, vetoes
from monitor.daemon.alerting import Alerting
from monitor.daemon.editions import Editing, editions
from monitor.daemon.live import PRESS_MAX_AGE, Live
from monitor.daemon.pages import PageDesk
from monitor.daemon.renamed import renamed
from monitor.model import Digest, Hit, Item, SourceState, digest
from monitor.store import items as item_rows
from monitor.store import sources as source_rows
from monitor.store.database import serialise
from monitor.stories.fingerprint import content_hash, copy_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection

    from monitor.model import Page
    from monitor.settings.records import Source
    from monitor.sources.conduct import Settled
    from monitor.store.items import KnownItem, StoredItem
    from monitor.stories.edition import Edition
    from monitor.watch.veto import LeftOut

HOST_GAP = timedelta(seconds=1)  # between two requests to one host


@dataclass(slots=True)
class Report:
    """What a poll came to, for the log and for people. `has_more` tells that the source has more to ask at once."""

    source: str
    outcome: str = "read"
    new: int = 0
    archived: int = 0
    edited: int = 0
    hits: int = 0
    messages: int = 0
    is_first: bool = False
    error: str | None = None
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """A source's page with everything that could be worked out before the transaction: digests and hits by the item's key.

    `left_out` is worked out within it: what vetoes took from the hits.
    """

    source: Source
    state: SourceState
    items: Mapping[Digest, Item]
    hits: Mapping[Digest, tuple[Hit, ...]]
    left_out: Mapping[Digest, tuple[LeftOut, ...]] = field(default_factory=dict)


def read_page(page: Page, live: Live, source: Source, state: SourceState) -> Read:
    """Match a page's items; of two with one key the first counts."""
    items: dict[Digest, Item] = {}
    for item in page.items:
        items.setdefault(digest(item.key), item)
    found = {key: live.index.match(item, source.key, source.tags) for key, item in items.items()}
    return Read(source, state, items, {key: hits for key, hits in found.items() if hits})


def ingest(connection: Connection, live: Live, read: Read, settle: Callable[[int], Settled], now: datetime) -> Report:
    """Write what a good poll brought. `settle` turns the number of fresh items into the source's next state."""
    serialise(connection)
    known = item_rows.known(connection, read.state.id, list(read.items))
    known |= renamed(connection, read.state.id, read.items, known)
    changed = editions(connection, read.items, known)
    read = _completed(read, live, changed)
    found, left_out = vetoes.heed(connection, read.items, read.hits, known)
    read = replace(read, hits=found, left_out=left_out)
    fresh = {key: item for key, item in read.items.items() if key not in known}
    desk = _Desk(connection, live, read, now)
    settled = settle(len(fresh))
    desk.add_fresh(fresh)
    desk.enter_editions(known, changed)
    item_rows.touch_seen(connection, [item.id for item in known.values()], now)
    record_state(connection, live, settled, now)
    return desk.report


def record_state(connection: Connection, live: Live, settled: Settled, now: datetime) -> None:
    """Write a source's next state, its host's pause and what the operator must hear."""
    source_rows.record_poll(connection, settled.state)
    source_rows.hold_host(connection, settled.host, max(settled.host_hold or now, now + HOST_GAP))
    for notice in settled.notices:
        conditions.apply(connection, live, notice, now)


def _completed(read: Read, live: Live, changed: Mapping[Digest, tuple[StoredItem, Edition]]) -> Read:
    """Put beside an item what is stored of it and did not come this time, and match it whole."""
    whole = {key: new.item for key, (_, new) in changed.items() if new.is_matched_again and new.item is not read.items[key]}
    found = {key: live.index.match(item, read.source.key, read.source.tags) for key, item in whole.items()}
    hits = {key: hits for key, hits in ({**read.hits, **found}).items() if hits}
    return replace(read, items={**read.items, **whole}, hits=hits)


class _Desk:
    """Where one page's items are entered, within the transaction."""

    def __init__(self, connection: Connection, live: Live, read: Read, now: datetime) -> None:
        self._connection, self._read, self._now = connection, read, now
        self._alerting = Alerting(connection, live, read.source, now)
        self._pages = PageDesk(connection, live, read.source, now)
        self.report = Report(source=read.state.key, is_first=read.state.baseline_at is None)

    def add_fresh(self, fresh: Mapping[Digest, Item]) -> None:
        """Store what was not known, the oldest first, and tell of what was found in it."""
        read, now = self._read, self._now
        fates = {key: self._fate(key, item) for key, item in fresh.items()}
        ids = item_rows.insert(self._connection, [self._row(key, item, fates[key]) for key, item in fresh.items()])
        addresses = [("url", value, ids[key]) for key in ids for kind, value in copy_keys(fresh[key]) if kind == "url"]
        item_rows.add_keys(self._connection, addresses)
        self.report.new = len(ids)
        self.report.archived = sum(fates[key].is_archived for key in ids)
        for key in ids.keys() & read.left_out.keys():
            vetoes.note(self._connection, ids[key], read.left_out[key], now)
        for key in sorted(ids, key=lambda key: fresh[key].published_at or now):
            if found := read.hits.get(key, ()):
                self._alerting.record_hits(ids[key], found, is_baseline=fates[key].is_archived)
                self._count(found)
                if not fates[key].is_archived:
                    self._alerting.tell(ids[key], fresh[key], found, edited=False)
                    self.report.messages = self._alerting.messages
        self._pages.want(read.state.id, {ids[key]: fresh[key] for key in ids if not fates[key].is_archived})

    def enter_editions(self, known: Mapping[Digest, KnownItem], changed: Mapping[Digest, tuple[StoredItem, Edition]]) -> None:
        """Keep what known items say otherwise now, and tell of what is new in them."""
        editing = Editing(self._connection, self._alerting, self._now)
        for key, (stored, new) in changed.items():
            self.report.edited += new.is_reworded
            self.report.hits += editing.enter(known[key], stored, new, self._read.hits.get(key, ()), self._read.left_out.get(key, ()))
            self.report.messages = self._alerting.messages
            if new.is_reworded:
                self._pages.want_again(known[key], replace(new.item, page=""))

    def _fate(self, key: Digest, item: Item) -> Fresh:
        """Tell what becomes of a fresh item by itself; where vetoes left nothing of what was found, they are the reason."""
        found, left_out = self._read.hits.get(key, ()), self._read.left_out.get(key, ())
        fate = fate_of_fresh(item, found, self._read.state, self._read.source, self._now)
        if found or not left_out or fate.is_archived:
            return fate
        return Fresh("veto", "; ".join(f"{one.watch}: {one.because}" for one in left_out), is_archived=False)

    def _row(self, key: Digest, item: Item, fate: Fresh) -> item_rows.NewItem:
        return item_rows.NewItem(
            item=item,
            source_id=self._read.state.id,
            key=key,
            content_hash=content_hash(item.title, item.text),
            seen_at=self._now,
            fate_stage=fate.stage,
            fate_reason=fate.reason,
            story_id=None,
            is_baseline=fate.is_archived,
        )

    def _count(self, found: Sequence[Hit]) -> None:
        self.report.hits += len(found)


@dataclass(frozen=True, slots=True)
class Fresh:
    """Where a fresh item's way ends if nothing is told of it, and why."""

    stage: str
    reason: str
    is_archived: bool


def fate_of_fresh(item: Item, found: Sequence[Hit], state: SourceState, source: Source, now: datetime) -> Fresh:
    """Decide whether a fresh item may alert: not what stood there at first contact, and nothing old."""
    dated = _dated(item)
    age = None if dated is None else now - dated
    max_age = source.max_age or PRESS_MAX_AGE
    if state.baseline_at is None and not _is_backfilled(age, source.backfill):
        return Fresh("baseline", "it stood there when this source was first read", is_archived=True)
    if dated is not None and age is not None and age > max(max_age, source.backfill or max_age):
        of = "published" if dated == item.published_at else "of the sitting of"
        day = item.sitting_date if dated != item.published_at and item.sitting_date else dated
        return Fresh("too old", f"{of} {day:%Y-%m-%d}, more than {max_age.days} days before it was seen", is_archived=True)
    if not found:
        return Fresh("matching", "no watch was found in it", is_archived=False)
    return Fresh("matching", f"{len(found)} {'watch' if len(found) == 1 else 'watches'} found", is_archived=False)


def _dated(item: Item) -> datetime | None:
    """Date an item by the later of when it was published and the end of its sitting day: an answer is younger than its question."""
    if item.sitting_date is None:
        return item.published_at
    ended = datetime.combine(item.sitting_date, time.max, UTC)
    return max(item.published_at or ended, ended)


def _is_backfilled(age: timedelta | None, backfill: timedelta | None) -> bool:
    return backfill is not None and age is not None and age <= backfill
