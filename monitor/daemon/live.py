"""What is in force: the settings, and all that is worked out from them once, swapped as one reference."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from monitor.alerts.plan import Found
from monitor.alerts.schedule import When, read_times
from monitor.catalogue.countries import country_name
from monitor.channels.address import Address, read_address
from monitor.daemon.audience import audiences
from monitor.daemon.story_model import folding
from monitor.model import Cause, Hit, Priority, RecipientKey, WatchKey, digest
from monitor.settings.parliaments import record_of
from monitor.sources.conduct import Policy
from monitor.sources.formats import FORMATS
from monitor.sources.origin import host_of
from monitor.store.sources import SourceSpec
from monitor.store.watches import WatchSpec

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from monitor.catalogue.record import CatalogueRecord
    from monitor.daemon.audience import Audience
    from monitor.model import Item, SourceKey
    from monitor.settings.records import Loaded, Settings, Source
    from monitor.store.watches import WatchRow
    from monitor.stories.folding import Folding
    from monitor.watch.spec import Corrections, Watch, Watchlist

PRESS_MAX_AGE = timedelta(days=14)
OFFICIAL = "official"  # the tag of a feed whose word weighs as much as a parliament's


class Matcher(Protocol):
    """Finds the watches that are in an item."""

    def match(self, item: Item, source: str = "", tags: frozenset[str] = frozenset()) -> tuple[Hit, ...]:
        """Find them; `source` and `tags` are of the item's source."""
        ...

    def only(self, watches: Collection[WatchKey]) -> Matcher:
        """Give a matcher for some of the watches, which finds of them what this one finds."""
        ...


@dataclass(frozen=True, slots=True)
class Live:
    """The settings in force with their index, addresses and watch rows; `records` are those of parliaments, as their entries want them.

    `official` are the feeds of official bodies: those with that tag. `lines` tells how recipients read of what is only listed: in the
    thread, in the daily message, or in both at several addresses. `folding` is what stories are folded by. `times` are the times of sending
    that watches or their lists have, and that go before their recipients' own; `audiences` what each recipient can be told of at all.
    """

    loaded: Loaded
    index: Matcher
    rows: Mapping[WatchKey, WatchRow]
    lists: Mapping[WatchKey, tuple[Watchlist, Watch]]
    addresses: Mapping[RecipientKey, tuple[Address, ...]]
    folding: Folding
    records: Mapping[SourceKey, CatalogueRecord] = field(default_factory=dict)
    official: frozenset[SourceKey] = frozenset()
    lines: Mapping[RecipientKey, frozenset[Cause]] = field(default_factory=dict)
    times: Mapping[WatchKey, Mapping[Priority, When]] = field(default_factory=dict)
    audiences: Mapping[RecipientKey, Audience] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        """The typed settings."""
        return self.loaded.settings

    def found(self, hit: Hit) -> Found:
        """Put the list's own words beside a hit: whom it tells, how urgently, under which label."""
        watchlist, watch = self.lists[hit.watch]
        return Found(
            hit=hit,
            label=watch.label,
            watchlist=watchlist.key,
            watchlist_title=watchlist.title,
            tell=self.tell(hit.watch),
            priority=self.priority(hit.watch),
            send=self.times.get(hit.watch, {}),
        )

    def tell(self, watch: WatchKey) -> tuple[str, ...]:
        """Name whom a watch tells: the watch's own word, else its list's."""
        watchlist, each = self.lists[watch]
        return each.tell if each.tell is not None else watchlist.tell

    def priority(self, watch: WatchKey) -> Priority:
        """Tell how urgent a watch is: the watch's own word, else its list's."""
        watchlist, each = self.lists[watch]
        return Priority(each.priority or watchlist.priority)

    def corrections(self, watch: WatchKey) -> Corrections:
        """Tell of which changes of an item that was told of a watch its readers want to hear: the watch's own word, else its list's."""
        watchlist, each = self.lists[watch]
        return each.corrections or watchlist.corrections

    def flood(self, watch: WatchKey) -> int:
        """Tell how many alerts of a watch a recipient gets one by one within an hour: the watch's own word, its list's, the general one."""
        watchlist, each = self.lists[watch]
        return each.flood or watchlist.flood or self.settings.flood

    def policy(self, source: Source) -> Policy:
        """Tell how often a source may be asked."""
        polling = self.settings.polling
        return Policy(
            fastest=polling.fastest,
            slowest=polling.slowest,
            poll=source.poll,
            zone=self.settings.zone,
            has_credentials=bool(source.headers or source.user or source.password),
        )


def build_live(loaded: Loaded, index: Matcher, rows: Mapping[WatchKey, WatchRow]) -> Live:
    """Work out what is in force from loaded settings and the index of their watches; everything or an error."""
    settings = loaded.settings
    addresses = {
        key: tuple(read_address(text, settings.senders) for text in recipient.to) for key, recipient in settings.recipients.items()
    }
    lists = {watch.key: (each, watch) for each in settings.watchlists.values() for watch in each.watches}
    live = Live(
        loaded=loaded,
        index=index,
        rows=rows,
        lists=lists,
        records=records_of(settings),
        official=frozenset(source.key for source in settings.sources.values() if OFFICIAL in source.tags),
        addresses=addresses,
        folding=folding(settings.same_event),
        lines={key: frozenset(Cause.LISTED if one.has_threads else Cause.TAIL for one in each) for key, each in addresses.items()},
        times={key: read_times((*each.send, *watch.send)) for key, (each, watch) in lists.items() if each.send or watch.send},
    )
    return replace(live, audiences=audiences(live))


def records_of(settings: Settings) -> dict[SourceKey, CatalogueRecord]:
    """Give the records of parliaments that can be read, as their entries want them; `check` tells of the others."""
    found = ((source.key, record_of(source)) for source in settings.sources.values())
    return {key: record for key, record in found if record is not None and record.discoveries and record.format in FORMATS}


def source_specs(settings: Settings) -> list[SourceSpec]:
    """List the sources as the database keeps them; of a record the address is the first that its documents are found by."""
    records = records_of(settings)
    listed = [source for source in settings.sources.values() if source.kind == "feed" or source.key in records]
    addresses = {key: record.discoveries[0].url for key, record in records.items()}
    return [
        SourceSpec(key=source.key, kind=source.kind, url=url, host=host_of(url), enabled=source.enabled, name=shown_name(source, records))
        for source in listed
        if (url := addresses.get(source.key, source.url))
    ]


def shown_name(source: Source, records: Mapping[SourceKey, CatalogueRecord]) -> str:
    """Name a source to readers: as its entry does; a record that has no name there, by its title and country, which a reader knows."""
    record = records.get(source.key)
    is_bare = record is not None and bool(record.country) and source.name == source.kind
    return f"{record.title} ({country_name(record.country)})" if record and is_bare else source.name


def watch_specs(watchlists: Iterable[Watchlist]) -> list[WatchSpec]:
    """List the watches as the database keeps them; the fingerprint covers what they find, not whom they tell."""
    return [
        WatchSpec(
            key=watch.key, label=watch.label, watchlist=each.key, watchlist_title=each.title, fingerprint=digest(_what_it_finds(watch))
        )
        for each in watchlists
        for watch in each.watches
    ]


def _what_it_finds(watch: Watch) -> str:
    def scope(value: object) -> str:
        if value is None:
            return ""
        houses = ("houses",) if getattr(value, "houses", None) else ()  # a word that came later must not make older watches new
        return repr(sorted((name, sorted(getattr(value, name))) for name in ("kinds", "tags", "sources", "languages", *houses)))

    parts = (
        watch.entity,
        watch.aliases,
        watch.term,
        watch.any,
        watch.near,
        watch.ignore,
        scope(watch.only),
        scope(watch.exclude),
        watch.spelling,
        *((watch.false_alarms,) if watch.false_alarms else ()),
    )
    return repr(parts)
