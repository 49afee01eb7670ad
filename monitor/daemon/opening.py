"""A run is opened: the database first, then what is in force, then all that stands between it and the world."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.alerts.render import load_templates
from monitor.daemon import clock as clocks
from monitor.daemon.deliver import Courier
from monitor.daemon.events import event
from monitor.daemon.indexing import Indexer
from monitor.daemon.ingest import HOST_GAP
from monitor.daemon.lookback import unseasoned
from monitor.daemon.outside import channels_of, fetcher_of
from monitor.daemon.own_words import OwnWords
from monitor.daemon.poll import Poller
from monitor.daemon.reader import Reader
from monitor.daemon.reload import startable, store_live
from monitor.daemon.tally import Tally
from monitor.daemon.works import Works
from monitor.daemon.writer import Writer
from monitor.settings.watching import fingerprint
from monitor.sources.conduct import LONGEST_WAIT
from monitor.sources.robots import Robots
from monitor.sources.workers import ParsePool
from monitor.store import article_reads, deliveries, migrate, sources
from monitor.store.database import Database
from monitor.store.lock import DaemonLock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection

    from monitor.daemon.live import Live
    from monitor.settings.records import Settings

DELIVERY_LEASE = timedelta(seconds=120)  # longer than any one send may take
PARSE_WORKERS = 2
PAGE_WORKERS = 1  # apart from those for feeds: with what reads articles loaded, a process takes some 20 MB more
PAGE_DEADLINE_S = 20.0  # the first page of a process waits for what reads it to be loaded


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
        loaded = await asyncio.to_thread(startable, folder, database)
        writer = Writer(database)
        closing.push_async_callback(asyncio.to_thread, writer.close)
        now, indexer = clock(), Indexer(database)
        index = await asyncio.to_thread(indexer.build, loaded.settings, now)
        live = await writer.run(lambda connection: store_live(connection, loaded, index, now))
        if lock.is_exclusive:
            mended = await writer.run(lambda connection: _end_claims(connection, now, _longest_wait(live.settings)))
            if mended:
                event("clock.mended", sources=mended)
        works = await _assemble(closing, database, writer, live, clock, lock, indexer, read_as)
        works.unseasoned = unseasoned(live)
        yield works


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
    words = OwnWords(load_templates(), writer, clock)
    closing.callback(words.close)
    tally = Tally(started_at=clock(), reload_ok=not live.loaded.rejected)
    box: list[Works] = []  # the parts ask for what is in force when they need it, since a reload swaps it
    courier = Courier(
        writer,
        channels=channels_of(live.settings, clock),
        words=words,
        live=lambda: box[0].live,
        clock=clock,
        lease=DELIVERY_LEASE,
        tally=tally,
    )
    closing.push_async_callback(courier.close)
    robots = Robots(lambda: box[0].poller.fetcher, clock, held_until=lambda host: box[0].poller.held_until(host), gap=HOST_GAP)  # noqa: PLW0108 made below
    poller = Poller(fetcher, pool, writer, lambda: box[0].live, clock, robots=robots)
    reader = Reader(lambda: poller.fetcher, page_pool, writer, lambda: box[0].live, clock)
    box.append(Works(database, writer, poller, reader, courier, live, tally, words, clock, closing, lock, indexer, read_as))
    return box[0]
