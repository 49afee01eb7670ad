"""The engine for one machine: APScheduler ticks over the database's own schedule.

The scheduler keeps a handful of ticks and no state: what is due stands in the tables. Its triggers go by the wall clock; when that is
set, the pulse starts them anew.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
from datetime import timedelta
from typing import TYPE_CHECKING

from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from monitor.alerts.notice import starting_point
from monitor.daemon import flooding, heartbeat, systemd
from monitor.daemon.clock import now as wall_clock  # which the scheduler goes by, whatever the clock of the works says
from monitor.daemon.events import broke, event, warn
from monitor.daemon.place import keep_place
from monitor.daemon.pulse import Pulse
from monitor.daemon.recount import recount_due
from monitor.daemon.retention import retain
from monitor.errors import MonitorError, StoreError
from monitor.settings.watching import changes
from monitor.store import sources
from monitor.store.probe import write_nothing_new

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from monitor.daemon.reader import Claimed
    from monitor.daemon.works import Works
    from monitor.model import SourceState

POLLS_AT_ONCE = 50
PAGES_AT_ONCE = 8
STOPS_WITHIN_S = 4.0
FOLDER_LOOK = timedelta(seconds=30)
PLACE_LOOK = timedelta(seconds=10)
DIGEST_LOOK_S = 5.0


class Engine:
    """Runs the works until it is told to stop."""

    def __init__(self, works: Works, *, tick_s: float = 1.0) -> None:
        self._works = works
        self._tick_s = tick_s
        self._stop = asyncio.Event()
        self._busy: set[asyncio.Task[None]] = set()
        self._polling: set[int] = set()
        self._claiming = asyncio.Lock()
        self._may_be_more = False  # the last claim got all that it asked for
        self._scheduler = AsyncIOScheduler(
            executors={"default": AsyncIOExecutor()},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone="UTC",
        )

    def stop(self) -> None:
        """Ask the engine to end."""
        self._stop.set()

    async def run(self, *companions: Callable[[asyncio.Event], Awaitable[None]]) -> None:
        """Run until `stop`, SIGTERM or SIGINT; then finish what is in the air, for four seconds at most.

        Args:
            companions: coroutines that live beside the daemon (the console); each gets the event that is set at the end.
        """
        self._on_signals()
        self._add_ticks()
        pulse = Pulse(self._works, self._scheduler.get_jobs, self._store_failed)
        self._scheduler.start()
        systemd.notify("READY=1")
        event("daemon.started", sources=len(self._works.live.settings.sources), watches=len(self._works.live.rows))
        beside = [asyncio.create_task(self._watch_settings()), asyncio.create_task(pulse.beat(self._stop))]
        beside += [asyncio.create_task(keep_place(self._works.lock, self._stop, PLACE_LOOK))]
        beside += [asyncio.create_task(_as_coroutine(companion(self._stop))) for companion in companions]
        try:
            await self._stop_or_failure(beside)
        finally:
            await self._wind_down(beside)

    async def _stop_or_failure(self, beside: list[asyncio.Task[None]]) -> None:
        stopping = asyncio.create_task(self._stop.wait())
        done, _ = await asyncio.wait({stopping, *beside}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        for task in done:
            if task is not stopping:
                task.result()

    async def _wind_down(self, beside: list[asyncio.Task[None]]) -> None:
        systemd.notify("STOPPING=1")
        self._stop.set()
        self._works.courier.stop()
        self._scheduler.pause()
        await self._finish()
        late = [*self._busy, *beside]
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        self._scheduler.shutdown(wait=False)
        event("daemon.stopped")

    async def _finish(self) -> None:
        """Let what is in the air end, and what comes of it, within the time that a stop may take."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(STOPS_WITHIN_S):
                while self._busy:
                    await asyncio.wait(set(self._busy))

    def _on_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stop.set)
        loop.add_signal_handler(signal.SIGHUP, lambda: self._start(self._reload()))

    def _add_ticks(self) -> None:
        for name, work, seconds in (
            ("poll", self.tick_polls, self._tick_s),
            ("read", self.tick_pages, self._tick_s),
            ("deliver", self.tick_deliveries, self._tick_s),
            ("recount", self.tick_recounts, 30.0),
            ("digests", self.tick_digests, DIGEST_LOOK_S),
            ("heartbeat", self._heartbeat, 60.0),
            ("look_back", self.tick_look_back, 60.0),
            ("answer", self.tick_saves, 60.0),
            ("floods", self._settle_floods, 60.0),
            ("retention", self._retain, 6 * 3600.0),
        ):
            self._scheduler.add_job(self._guarded(work), "interval", seconds=seconds, id=name, next_run_time=wall_clock())

    def _guarded(self, work: Callable[[], Coroutine[None, None, None]]) -> Callable[[], Coroutine[None, None, None]]:
        """A tick begins nothing at a stop, which waits for it as for all work; whatever becomes of it, it is there again the next time."""

        async def tick() -> None:
            if not self._stop.is_set():
                await asyncio.wait({self._start(work())})

        return tick

    async def tick_polls(self) -> None:
        """Start the polls that are due, as many as there is room for; none while the database cannot be written."""
        self._works.tally.ticked_at = self._works.clock()
        if self._works.tally.store_error is not None:
            await self._works.writer.run(write_nothing_new)
            self._works.tally.forget_store_error()
            event("store.mended")
        await self._claim()

    async def _claim(self) -> None:
        """Claim and start polls; while a claim is on its way there is no second one, since the polls that it starts ask again."""
        if self._claiming.locked():
            return
        async with self._claiming:
            room, self._may_be_more = POLLS_AT_ONCE - len(self._polling), False
            if room <= 0 or self._stop.is_set():
                return
            states = await self._works.poller.claim(room)
            self._may_be_more = len(states) == room
            if self._stop.is_set():
                return  # the next start ends the claim
            for state in states:
                if state.id not in self._polling:
                    self._polling.add(state.id)
                    self._start(self._poll(state))

    async def tick_pages(self) -> None:
        """Start reading the pages that are due, a few at once; none while the database cannot be written."""
        if not self._stop.is_set() and self._works.tally.store_error is None:
            pages = await self._works.reader.claim(PAGES_AT_ONCE)
            for claimed in pages if not self._stop.is_set() else ():
                self._start(self._read(claimed))

    async def _read(self, claimed: Claimed) -> None:
        told = await self._works.reader.read(claimed)
        self._works.tally.count_page(told)
        if told.messages:
            await self.tick_deliveries()

    async def tick_look_back(self) -> None:
        """Let the watches that have not gone through the archive do so."""
        if self._works.unseasoned and not self._works.looking_back.locked():
            self._start(self._look_back())

    async def tick_saves(self) -> None:
        """Answer what was saved; one answer after the other, since each goes through the archive."""
        if not self._works.answering.locked():
            self._start(self._answer_saves())

    async def tick_deliveries(self) -> None:
        """Send what is due; accounts that are still at work go on with theirs."""
        self._start(self._works.courier.deliver_due())

    async def tick_recounts(self) -> None:
        """Bring messages up to date that others carry the story of by now; one run after the other, as Slack counts changes together."""
        if not self._works.recounting.locked():
            self._start(recount_due(self._works))

    async def tick_digests(self) -> None:
        """Look after the digests that leave soon; none while the database cannot be written."""
        if not self._stop.is_set() and self._works.tally.store_error is None:
            await self._works.look_after_digests()

    async def _poll(self, state: SourceState) -> None:
        try:
            report = await self._works.poller.poll(state)
            self._works.tally.count_poll(report)
        finally:
            self._polling.discard(state.id)
        if report.messages:
            await self.tick_deliveries()
        if self._may_be_more:
            await self._claim()
        if report.is_first and not self._polling:
            await self._report_first_contact()

    async def _report_first_contact(self) -> None:
        """Say that a silence after the first polls is meant."""
        tally = self._works.tally
        next_poll = await self._works.writer.run(sources.next_due)
        notice = starting_point(tally.archived, tally.messages, next_poll, self._works.live.settings.zone)
        event("first_contact.done", summary=notice.title)

    def _start(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._busy.add(task)
        task.add_done_callback(self._finished)
        return task

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._busy.discard(task)
        if task.cancelled() or (error := task.exception()) is None:
            return
        if isinstance(error, StoreError):
            self._store_failed(error)
        elif isinstance(error, MonitorError):
            warn("task.failed", reason=error)
        else:
            broke("task.broke", error)

    def _store_failed(self, error: StoreError) -> None:
        if self._works.tally.count_store_error(error):
            warn("store.failed", reason=error)

    async def _heartbeat(self) -> None:
        if self._works.tally.store_error is None:
            await heartbeat.beat(self._works.poller.fetcher, self._works.live.settings.heartbeat)

    async def _settle_floods(self) -> None:
        await self._works.writer.run(lambda connection: flooding.settle(connection, self._works.live, self._works.clock()))

    async def _retain(self) -> None:
        await retain(self._works.writer, self._works.live.settings.retention_texts, self._works.clock())

    async def _watch_settings(self) -> None:
        async for _ in changes(self._works.live.settings.folder, FOLDER_LOOK, self._works.read_as):
            await self._reload()

    async def _reload(self) -> None:
        try:
            await self._works.reload()
            self._start(self._look_back())
            await self.tick_saves()
        except MonitorError as error:
            self._works.tally.reload_ok = False
            warn("settings.rejected", reason=error)

    async def _look_back(self) -> None:
        await self._works.look_back()

    async def _answer_saves(self) -> None:
        """Answer what was saved; a stop does not wait for the archive, and the next start answers."""
        answering, stopping = asyncio.create_task(self._works.answer_saves()), asyncio.create_task(self._stop.wait())
        await asyncio.wait({answering, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if answering.done() and answering.result():
            await self.tick_deliveries()
        answering.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await answering


async def _as_coroutine(work: Awaitable[None]) -> None:
    await work
