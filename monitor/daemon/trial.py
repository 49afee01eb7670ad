"""A trial of watchlists on the archive: what is tried, and what came of it. Pure; parts of an outcome can be joined."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.model import Tier
from monitor.watch.allowance import WORDS_PER_WEEK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from monitor.daemon.two_sides import Seen
    from monitor.model import Hit, Item, ItemId, SourceKey, WatchKey
    from monitor.store.items import Archived
    from monitor.watch.spec import Watchlist

RESOLUTION = timedelta(microseconds=1)  # of instants, here and in both databases
MOST_SPELLINGS = 200  # of a watch that are counted; a pattern may be written in thousands of ways
MOST_LISTED = 1000  # items added or removed that are named, of each watch; the rest is counted


@dataclass(frozen=True, slots=True)
class Trial:
    """What is to be tried: two sides, on the items first seen from `since` to `until`. Days are those of `zone`."""

    running: tuple[Watchlist, ...]
    tried: tuple[Watchlist, ...]
    tags: Mapping[SourceKey, frozenset[str]]
    since: datetime
    until: datetime
    zone: ZoneInfo
    samples: int = 5
    words_per_week: float = WORDS_PER_WEEK


@dataclass(frozen=True, slots=True)
class Finding:
    """An item in which a watch was found. `item` and `hit` are there for the first few alone, to be quoted."""

    id: ItemId
    title: str
    url: str | None
    source_key: SourceKey
    outlet: str
    seen_at: datetime
    item: Item | None = None
    hit: Hit | None = None


@dataclass(slots=True)
class WatchOutcome:
    """What one watch found: items by day on either side, and which came, went and stayed; the newest first."""

    watch: WatchKey
    label: str
    watchlist: str
    samples: int
    running: Counter[date] = field(default_factory=Counter)
    tried: Counter[date] = field(default_factory=Counter)
    added: list[Finding] = field(default_factory=list)
    removed: list[Finding] = field(default_factory=list)
    kept: list[Finding] = field(default_factory=list)
    spelled: Counter[str] = field(default_factory=Counter)  # how it was written there, and in how many items
    added_count: int = 0
    removed_count: int = 0

    def count(self, archived: Archived, seen: Seen, day: date) -> None:
        """Count what was seen of the watch in one item, an older one than those before."""
        if seen.running is not None:
            self.running[day] += 1
        if seen.tried is not None:
            self.tried[day] += 1
            self._note(seen.tried)
        if seen.running is None:
            self.added_count += 1
            self._list(self.added, archived, seen.tried, MOST_LISTED)
        elif seen.tried is None:
            self.removed_count += 1
            self._list(self.removed, archived, seen.running, MOST_LISTED)
        else:
            self._list(self.kept, archived, seen.tried, self.samples)

    def join(self, older: WatchOutcome) -> None:
        """Add what the same watch found in an older part of the archive."""
        self.running.update(older.running)
        self.tried.update(older.tried)
        self.spelled.update({text: n for text, n in older.spelled.items() if text in self.spelled or len(self.spelled) < MOST_SPELLINGS})
        self.added_count += older.added_count
        self.removed_count += older.removed_count
        for own, others in ((self.added, older.added), (self.removed, older.removed), (self.kept, older.kept)):
            most = self.samples if own is self.kept else MOST_LISTED
            for finding in others[: most - len(own)]:
                own.append(finding if len(own) < self.samples else replace(finding, item=None, hit=None))

    def _note(self, hit: Hit) -> None:
        """Count how a watch is written in an item."""
        written = {mention.matched.casefold() for mention in hit.mentions}
        self.spelled.update(text for text in sorted(written) if text in self.spelled or len(self.spelled) < MOST_SPELLINGS)

    def _list(self, findings: list[Finding], archived: Archived, hit: Hit | None, most: int) -> None:
        """Name an item among others, if there is room; the first few with what is needed to quote them."""
        if len(findings) >= most:
            return
        is_sample = len(findings) < self.samples
        findings.append(
            Finding(
                id=archived.id,
                title=archived.item.title,
                url=archived.item.url,
                source_key=archived.source_key,
                outlet=archived.outlet,
                seen_at=archived.seen_at,
                item=archived.item if is_sample else None,
                hit=hit if is_sample else None,
            )
        )


@dataclass(slots=True)
class Outcome:
    """What a trial came to: how many items were looked at, how many of them had no text, and what each watch found.

    By the tried side so many items are `alerting`, and so many hold nothing but `possible` mentions.
    """

    watches: Mapping[WatchKey, WatchOutcome]
    items: int = 0
    without_text: int = 0
    alerting: int = 0
    possible: int = 0

    def weigh(self, hits: Sequence[Hit]) -> None:
        """Count an item by the surest of what the tried side found in it."""
        if hits:
            is_sure = any(hit.tier is Tier.SURE for hit in hits)
            self.alerting += is_sure
            self.possible += not is_sure

    def join(self, older: Outcome) -> None:
        """Add what came of an older part of the archive."""
        self.items += older.items
        self.without_text += older.without_text
        self.alerting += older.alerting
        self.possible += older.possible
        for watch, outcome in self.watches.items():
            outcome.join(older.watches[watch])


def nothing_yet(trial: Trial) -> Outcome:
    """Make room for what every watch will find, those that are tried first."""
    found: dict[WatchKey, WatchOutcome] = {}
    for watchlist in (*trial.tried, *trial.running):
        for watch in watchlist.watches:
            found.setdefault(watch.key, WatchOutcome(watch.key, watch.label, watchlist.key, trial.samples))
    return Outcome(found)


def parts(trial: Trial, count: int) -> Iterator[Trial]:
    """Cut a trial into so many, each of an equal stretch of time, the newest first; none has an item of another."""
    length = (trial.until - trial.since) / count
    bounds: Sequence[datetime] = [trial.until - length * number for number in range(count)] + [trial.since]
    for number in range(count):
        until = bounds[number] if number == 0 else bounds[number] - RESOLUTION
        yield replace(trial, since=bounds[number + 1], until=until)
