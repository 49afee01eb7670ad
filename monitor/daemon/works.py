"""Everything a run needs, opened together and closed together: database, writer, fetcher, parsers, channels, and what is in force."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.daemon.deliver import Courier
from monitor.daemon.digests import look_after
from monitor.daemon.events import event
from monitor.daemon.indexing import Indexer
from monitor.daemon.lookback import look_back, unseasoned
from monitor.daemon.outside import channels_of, fetcher_of
from monitor.daemon.own_words import OwnWords
from monitor.daemon.poll import Poller
from monitor.daemon.reader import Reader
from monitor.daemon.reload import acceptable, store_live
from monitor.daemon.saves import answer_saves
from monitor.daemon.tally import Tally
from monitor.daemon.writer import Writer
from monitor.model import DeliveryState
from monitor.store import deliveries, hits, items, messages, sources, stories
from monitor.store.database import Database
from monitor.store.lock import DaemonLock

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.daemon.live import Live
    from monitor.model import WatchKey
    from monitor.settings.records import Loaded


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
    words: OwnWords
    clock: Callable[[], datetime]
    closing: AsyncExitStack
    lock: DaemonLock
    indexer: Indexer
    read_as: Mapping[str, bytes]  # what the settings files held just before they were read
    unseasoned: frozenset[WatchKey] = frozenset()  # watches that have not looked back over the whole archive yet
    reloading: asyncio.Lock = field(default_factory=asyncio.Lock)
    looking_back: asyncio.Lock = field(default_factory=asyncio.Lock)
    answering: asyncio.Lock = field(default_factory=asyncio.Lock)
    recounting: asyncio.Lock = field(default_factory=asyncio.Lock)

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

    async def answer_saves(self) -> int:
        """Tell the owners of saved watchlists what came of it; return how many lists were answered for."""
        async with self.answering:
            return await answer_saves(self.writer, lambda: self.live, self.clock)

    async def look_after_digests(self, *, waits: bool = True) -> None:
        """Open the digests that leave soon, and have their sources asked; `waits` unless no poll follows."""
        await self.writer.run(lambda connection: look_after(connection, self.live, self.clock(), waits=waits))

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
            loaded = await asyncio.to_thread(acceptable, former.settings.folder, self.database)
            if (loaded.files, loaded.rejected, loaded.problems) != (former.files, former.rejected, former.problems):
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
                channels = channels_of(settings, self.clock)
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
            self.live = store_live(connection, loaded, index, now)
            return self.live

        try:
            return await self.writer.run(work)
        except BaseException:
            self.live = former
            raise
