"""Everything a run needs, opened together and closed together: database, writer, fetcher, parsers, channels, and what is in force."""

from __future__ import annotations

import asyncio
import os
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from monitor import __version__
from monitor.alerts.render import Templates, load_templates
from monitor.channels.dispatch import Channels
from monitor.daemon import clock as clocks
from monitor.daemon.deliver import Courier
from monitor.daemon.events import event
from monitor.daemon.indexing import Indexer
from monitor.daemon.ingest import HOST_GAP
from monitor.daemon.lookback import look_back, unseasoned
from monitor.daemon.poll import Poller
from monitor.daemon.reader import Reader
from monitor.daemon.reload import load_with_last_good, put_live
from monitor.daemon.tally import Tally
from monitor.daemon.writer import Writer
from monitor.errors import SettingsError
from monitor.model import DeliveryState
from monitor.settings.load import missing_secrets
from monitor.settings.secrets import expand
from monitor.settings.vanishing import GONE, refuse_vanished, taken_away
from monitor.settings.watching import fingerprint
from monitor.sources.conduct import LONGEST_WAIT
from monitor.sources.fetch import Fetcher
from monitor.sources.robots import Robots
from monitor.sources.workers import ParsePool
from monitor.store import article_reads, deliveries, hits, items, messages, migrate, revisions, sources, stories
from monitor.store.database import Database
from monitor.store.lock import DaemonLock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.daemon.live import Live
    from monitor.model import WatchKey
    from monitor.settings.records import Loaded, Settings
    from monitor.watch.index import Index

DELIVERY_LEASE = timedelta(seconds=120)  # longer than any one send may take
PARSE_WORKERS = 2
PAGE_WORKERS = 1  # apart from those for feeds: with what reads articles loaded, a process takes some 20 MB more
PAGE_DEADLINE_S = 20.0  # the first page of a process waits for what reads it to be loaded


@dataclass(slots=True)
class Works:
    """The open parts of a run. `live` is the one reference that a reload swaps."""

    database: Database
    writer: Writer
    poller: Poller
    reader: Reader
    courier: Courier
    live: Live
    tally: Tally
    templates: Templates
    clock: Callable[[], datetime]
    closing: AsyncExitStack
    lock: DaemonLock
    indexer: Indexer
    read_as: Mapping[str, bytes]  # what the settings files held just before they were read
    unseasoned: frozenset[WatchKey] = frozenset()  # watches that have not looked back over the whole archive yet
    reloading: asyncio.Lock = field(default_factory=asyncio.Lock)
    looking_back: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def look_back(self) -> int:
        """Let new and edited watches look back over the archive; return how many hits that recorded.

        One that is cut off leaves its watches to the next.
        """
        async with self.looking_back:
            live, keys = self.live, self.unseasoned
            if not keys:
                return 0
            count = await look_back(self.writer, self.database, live, keys, self.clock())
            now = self.live.rows
            self.unseasoned -= {key for key in keys if key not in now or now[key].revision == live.rows[key].revision}
            return count

    async def is_busy(self) -> bool:
        """Tell whether a message is on its way, or should be by now."""
        now = self.clock()

        def look(connection: Connection) -> bool:
            foremost = deliveries.oldest_due(connection)
            return bool(deliveries.counts(connection).get(DeliveryState.SENDING)) or (foremost is not None and foremost <= now)

        return await self.writer.run(look)

    def figures(self) -> dict[str, int]:
        """Count what the database holds, for a summary."""
        with self.database.read() as connection:
            held = deliveries.counts(connection)
            return {
                "sources": sum(state.enabled for state in sources.all_states(connection)),
                "items": items.count(connection),
                "hits": hits.count(connection),
                "stories": stories.count(connection),
                "messages": messages.count(connection),
                "delivered": held.get(DeliveryState.SENT, 0),
            }

    async def reload(self) -> None:
        """Read the settings again and put them in force, or keep what is in force: all of it, or nothing.

        Raises:
            MonitorError: nothing that can go live was found, files have vanished, or a secret is not set; nothing changed.
        """
        async with self.reloading:
            former = self.live.loaded
            loaded = await asyncio.to_thread(_acceptable, former.settings.folder, self.database)
            if (loaded.files, loaded.rejected) != (former.files, former.rejected):
                await self._go_live(loaded)
            self.tally.reload_ok = not loaded.rejected

    async def _go_live(self, loaded: Loaded) -> None:
        """Open what the settings ask for, store them, and swap everything only then."""
        former, settings, now = self.live.settings, loaded.settings, self.clock()
        async with AsyncExitStack() as opened:
            fetcher, channels = self.poller.fetcher, None
            if (settings.fetch, settings.contact) != (former.fetch, former.contact):
                fetcher = await opened.enter_async_context(fetcher_of(settings))
            if settings.senders != former.senders:
                channels = _channels(settings, self.clock)
            live = await self._swap(loaded, now)
            # The former fetcher may still be at work; it is closed with everything else.
            self.closing.push_async_callback(opened.pop_all().aclose)
        self.poller.fetcher, self.unseasoned = fetcher, unseasoned(live)
        if channels is not None:
            await self.courier.use(channels)
        event("settings.live", watches=len(live.rows), sources=len(settings.sources), rejected=",".join(loaded.rejected) or None)
        if (settings.database, settings.console) != (former.database, former.console):
            event("settings.need_restart", what="database or console")

    async def _swap(self, loaded: Loaded, now: datetime) -> Live:
        """Store what the settings say and put it in force within the same job, so that no page comes in between under the former ones."""
        former, index = self.live, await asyncio.to_thread(self.indexer.build, loaded.settings, now)

        def work(connection: Connection) -> Live:
            self.live = _put_live(connection, loaded, index, now)
            return self.live

        try:
            return await self.writer.run(work)
        except BaseException:
            self.live = former
            raise


@asynccontextmanager
async def open_works(folder: Path, settings: Settings, *, clock: Callable[[], datetime] = clocks.now) -> AsyncIterator[Works]:
    """Open the database (made or brought up to date if need be) and everything around it.

    Args:
        folder: the settings folder, read again here with the last good versions that the database holds.
        settings: a first reading of it, for the database's address.
        clock: tells the time.

    Raises:
        SettingsError: nothing that could go live.
        StoreError: the database cannot be used, or another daemon uses it.
    """
    async with AsyncExitStack() as closing:
        lock = closing.enter_context(DaemonLock(settings.database))
        await asyncio.to_thread(migrate.upgrade, settings.database)
        database = Database.open(settings.database)
        closing.callback(database.close)
        read_as = await asyncio.to_thread(fingerprint, folder)
        loaded = await asyncio.to_thread(_startable, folder, database)
        writer = Writer(database)
        closing.push_async_callback(asyncio.to_thread, writer.close)
        now, indexer = clock(), Indexer(database)
        index = await asyncio.to_thread(indexer.build, loaded.settings, now)
        live = await writer.run(lambda connection: _put_live(connection, loaded, index, now))
        if lock.is_exclusive:
            mended = await writer.run(lambda connection: _end_claims(connection, now, _longest_wait(live.settings)))
            if mended:
                event("clock.mended", sources=mended)
        works = await _assemble(closing, database, writer, live, clock, lock, indexer, read_as)
        works.unseasoned = unseasoned(live)
        yield works


def _startable(folder: Path, database: Database) -> Loaded:
    """Load the settings, with every secret that they name."""
    loaded = load_with_last_good(folder, database)
    if missing := missing_secrets(loaded):
        raise SettingsError(missing)
    return loaded


def _acceptable(folder: Path, database: Database) -> Loaded:
    """Load the settings for a daemon that runs: beside that, no kind of file may have gone altogether."""
    loaded = _startable(folder, database)
    refuse_vanished(loaded)
    return loaded


def _put_live(connection: Connection, loaded: Loaded, index: Index, now: datetime) -> Live:
    """Put loaded settings live; keep in mind which files were taken away on purpose, so that none of them comes back as a stand-in."""
    mark = sha256(GONE.encode()).digest()
    revisions.record(connection, [(name, mark, GONE) for name in taken_away(loaded)], now)
    return put_live(connection, loaded, index, now)


def _end_claims(connection: Connection, now: datetime, longest: timedelta) -> int:
    """End what a former daemon left claimed: no other one runs, so nobody is at work on it.

    Returns:
        How many sources, pages and hosts waited for a time that only a wrong clock can have set; they wait no more.
    """
    sources.release_all(connection)
    article_reads.release_all(connection)
    deliveries.lapse_all(connection, now)
    return sources.pull_back(connection, now, longest) + article_reads.pull_back(connection, now, longest)


def _longest_wait(settings: Settings) -> timedelta:
    """Tell how far ahead a poll can be due: by our rules, and by what the settings ask for."""
    asked = [source.poll for source in settings.sources.values() if source.poll is not None]
    return LONGEST_WAIT + max([settings.polling.slowest, *asked])


async def _assemble(  # noqa: PLR0913, PLR0917 the parts that everything else is made of
    closing: AsyncExitStack,
    database: Database,
    writer: Writer,
    live: Live,
    clock: Callable[[], datetime],
    lock: DaemonLock,
    indexer: Indexer,
    read_as: Mapping[str, bytes],
) -> Works:
    """Open what stands between the database and the world."""
    fetcher = await closing.enter_async_context(fetcher_of(live.settings))
    pool, page_pool = ParsePool(PARSE_WORKERS), ParsePool(PAGE_WORKERS, PAGE_DEADLINE_S)
    closing.push_async_callback(pool.close)
    closing.push_async_callback(page_pool.close)
    templates, tally = load_templates(), Tally(started_at=clock())
    box: list[Works] = []  # the parts ask for what is in force when they need it, since a reload swaps it
    courier = Courier(
        writer,
        channels=_channels(live.settings, clock),
        templates=templates,
        live=lambda: box[0].live,
        clock=clock,
        lease=DELIVERY_LEASE,
        tally=tally,
    )
    closing.push_async_callback(courier.close)
    robots = Robots(lambda: box[0].poller.fetcher, clock, held_until=lambda host: box[0].poller.held_until(host), gap=HOST_GAP)  # noqa: PLW0108 made below
    poller = Poller(fetcher, pool, writer, lambda: box[0].live, clock, robots=robots)
    reader = Reader(lambda: poller.fetcher, page_pool, writer, lambda: box[0].live, clock)
    box.append(Works(database, writer, poller, reader, courier, live, tally, templates, clock, closing, lock, indexer, read_as))
    return box[0]


def state_folder(settings: Settings) -> Path:
    """Find the folder for what outlives a run besides the database: that of a SQLite file, else $STATE_DIRECTORY, else ../var."""
    path = Database.path_of(settings.database)
    if path is not None:
        return path.parent
    return Path(os.environ.get("STATE_DIRECTORY", "").split(":")[0] or settings.folder.parent / "var")


def fetcher_of(settings: Settings) -> Fetcher:
    """Make the fetcher that the settings ask for.

    Raises:
        SecretError: the proxy names a secret that is not set.
    """
    fetch = settings.fetch
    contact = f" (+{settings.contact})" if settings.contact else ""
    return Fetcher(
        user_agent=f"Tocsin/{__version__}{contact}",
        timeout=fetch.timeout,
        max_body=fetch.max_body,
        allow_private_networks=fetch.allow_private_networks,
        proxy=expand(fetch.proxy) if fetch.proxy else None,
    )


def _channels(settings: Settings, clock: Callable[[], datetime]) -> Channels:
    return Channels(settings.senders, expand, home=state_folder(settings), clock=clock)
