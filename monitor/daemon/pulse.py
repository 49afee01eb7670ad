"""The pulse of a run goes by a steady clock: it notices a wall clock that was set, and tells the service manager that we live.

The scheduler's triggers go by the wall clock, so one that is set back would silence them.
"""

from __future__ import annotations

import asyncio
import contextlib
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.daemon import systemd
from monitor.daemon.clock import JumpMeter
from monitor.daemon.clock import now as wall_clock  # which the scheduler goes by, whatever the clock of the works says
from monitor.daemon.events import warn
from monitor.errors import StoreError
from monitor.store import accounts, article_reads, deliveries, recounts, sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from apscheduler.job import Job
    from sqlalchemy import Connection

    from monitor.daemon.works import Works

TICK_IS_STALE_AFTER = timedelta(seconds=30)


class Pulse:
    """Beats every second for as long as a run lasts."""

    def __init__(self, works: Works, jobs: Callable[[], Iterable[Job]], store_failed: Callable[[StoreError], object]) -> None:
        self._works = works
        self._jobs = jobs
        self._store_failed = store_failed
        self._behind = timedelta()  # how far the clock was set back without the schedule following yet

    async def beat(self, stop: asyncio.Event) -> None:
        """Beat until the run ends."""
        meter = JumpMeter(self._works.clock)
        interval = systemd.watchdog_interval_s()
        while not stop.is_set():
            if moved := meter.jump():
                await self._after_jump(moved)
            elif self._behind:
                await self._follow()
            ticked = self._works.tally.ticked_at
            if interval and ticked and self._works.clock() - ticked < TICK_IS_STALE_AFTER:
                systemd.notify("WATCHDOG=1")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), min(1.0, interval or 1.0))

    async def _after_jump(self, moved: timedelta) -> None:
        """Start the ticks anew; after a step back, bring what was due then back into reach."""
        warn("clock.moved", seconds=int(moved.total_seconds()))
        now = wall_clock()
        for job in self._jobs():
            job.modify(next_run_time=now)
        self._behind = min(self._behind + moved, timedelta())
        if self._behind:
            await self._follow()

    async def _follow(self) -> None:
        """Set the schedule back as the clock was; if the database cannot be written, the next pulse tries again."""
        moved, now = self._behind, self._works.clock()
        try:
            await self._works.writer.run(lambda connection: _shift(connection, moved, now))
        except StoreError as error:
            self._store_failed(error)
        else:
            self._behind = timedelta()


def _shift(connection: Connection, moved: timedelta, now: datetime) -> None:
    sources.shift(connection, moved)
    article_reads.shift(connection, moved)
    deliveries.shift(connection, moved)
    recounts.shift(connection, moved)
    accounts.follow_clock(connection, now)
