"""Everything a run needs, opened together and closed together: database, writer, fetcher, parsers, channels, and what is in force."""

from __future__ import annotations

import asyncio
import os
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from monitor import __version__
from monitor.alerts.render import Templates, load_templates
from monitor.channels.dispatch import Channels
from monitor.daemon import clock as clocks
from monitor.daemon.deliver import Courier
from monitor.daemon.events import event
from monitor.daemon.lookback import changed_since, look_back
from monitor.daemon.poll import Poller
from monitor.daemon.reload import load_with_last_good, put_live
from monitor.daemon.tally import Tally
from monitor.daemon.writer import Writer
from monitor.errors import SettingsError
from monitor.model import DeliveryState
from monitor.settings.load import missing_secrets
from monitor.settings.secrets import expand
from monitor.settings.watching import fingerprint
from monitor.sources.fetch import Fetcher
from monitor.sources.workers import ParsePool
from monitor.store import deliveries, hits, items, messages, migrate, sources, stories
from monitor.store.database import Database
from monitor.store.lock import DaemonLock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.daemon.live import Live
    from monitor.model import WatchKey
    from monitor.settings.records import Settings

DELIVERY_LEASE = timedelta(seconds=120)  # longer than any one send may take
PARSE_WORKERS = 2


@dataclass(slots=True)
class Works:
    """The open parts of a run. `live` is the one reference that a reload swaps."""

    database: Database
    writer: Writer
    poller: Poller
    courier: Courier
    live: Live
    tally: Tally
    templates: Templates
    clock: Callable[[], datetime]
    closing: AsyncExitStack
    read_as: Mapping[str, bytes]  # what the settings files held just before they were read
    unseasoned: frozenset[WatchKey] = frozenset()  # watches that have not looked back over the archive yet

    async def look_back(self) -> int:
        """Let new and edited watches look back over the archive; return how many hits that recorded."""
        keys, self.unseasoned = self.unseasoned & self.live.rows.keys(), frozenset()
        return await look_back(self.writer, self.database, self.live, keys, self.clock()) if keys else 0

    async def is_busy(self) -> bool:
        """Tell whether a message is due or on its way."""
        counts = await self.writer.run(deliveries.counts)
        return bool(counts.get(DeliveryState.DUE) or counts.get(DeliveryState.SENDING))

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
        """Read the settings again and put them in force, or keep what is in force.

        Raises:
            MonitorError: nothing that can go live was found; nothing changed.
        """
        former = self.live.settings
        loaded = await asyncio.to_thread(load_with_last_good, former.folder, self.database)
        if loaded.files == self.live.loaded.files and loaded.rejected == self.live.loaded.rejected:
            return
        now = self.clock()
        self.live = await self.writer.run(lambda connection: put_live(connection, loaded, now))
        self.unseasoned |= changed_since(self.live, now)
        settings = self.live.settings
        if settings.senders != former.senders:
            await self.courier.use(_channels(settings, self.clock))
        if (settings.fetch, settings.contact) != (former.fetch, former.contact):
            # The former fetcher may still be at work; it is closed with everything else.
            self.poller.fetcher = await self.closing.enter_async_context(_fetcher(settings))
        self.tally.reload_ok = not loaded.rejected
        event("settings.live", watches=len(self.live.rows), sources=len(settings.sources), rejected=",".join(loaded.rejected) or None)
        if (settings.database, settings.console) != (former.database, former.console):
            event("settings.need_restart", what="database or console")


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
        loaded = await asyncio.to_thread(load_with_last_good, folder, database)
        if missing := missing_secrets(loaded):
            raise SettingsError(missing)
        writer = Writer(database)
        closing.push_async_callback(asyncio.to_thread, writer.close)
        now = clock()
        live = await writer.run(lambda connection: put_live(connection, loaded, now))
        if lock.is_exclusive:
            await writer.run(lambda connection: _end_claims(connection, now))
        works = await _assemble(closing, database, writer, live, clock, read_as)
        works.unseasoned = changed_since(live, now)
        yield works


def _end_claims(connection: Connection, now: datetime) -> None:
    """End what a former daemon left claimed: no other one runs, so nobody is at work on it."""
    sources.release_all(connection)
    deliveries.lapse_all(connection, now)


async def _assemble(  # noqa: PLR0913, PLR0917 the parts that everything else is made of
    closing: AsyncExitStack, database: Database, writer: Writer, live: Live, clock: Callable[[], datetime], read_as: Mapping[str, bytes]
) -> Works:
    """Open what stands between the database and the world."""
    fetcher = await closing.enter_async_context(_fetcher(live.settings))
    pool = ParsePool(PARSE_WORKERS)
    closing.push_async_callback(pool.close)
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
    poller = Poller(fetcher, pool, writer, lambda: box[0].live, clock)
    box.append(Works(database, writer, poller, courier, live, tally, templates, clock, closing, read_as))
    return box[0]


def state_folder(settings: Settings) -> Path:
    """Find the folder for what outlives a run besides the database: that of a SQLite file, else $STATE_DIRECTORY, else ../var."""
    path = Database.path_of(settings.database)
    if path is not None:
        return path.parent
    return Path(os.environ.get("STATE_DIRECTORY", "").split(":")[0] or settings.folder.parent / "var")


def _fetcher(settings: Settings) -> Fetcher:
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
