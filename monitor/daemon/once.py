"""One pass: poll what is due, read the pages that are due, send what is due, end. No retry within the pass."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import TYPE_CHECKING

from monitor.daemon import flooding
from monitor.daemon.ingest import HOST_GAP
from monitor.daemon.recount import recount_due
from monitor.model import SourceKey
from monitor.store import article_reads, sources

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.daemon.ingest import Report
    from monitor.daemon.pages import Told
    from monitor.daemon.works import Works
    from monitor.model import SourceState

AT_A_TIME = 50
PAGES_AT_A_TIME = 8
PAGES_WITHIN_S = 60.0  # what is left is read by the next pass


async def run_once(works: Works, *, everything: bool, progress: Callable[[Report], None]) -> list[Report]:
    """Poll each due source once, read the pages of articles for a minute at most, and deliver what is due.

    Args:
        works: the open works.
        everything: poll every source whose server allows it, due or not.
        progress: called after each poll.

    Returns:
        A report for each poll: one a source, and of a parliament's record one for each thing that was asked of it. A source that
        its server or host does not let be polled within a moment is left out.
    """
    await works.look_after_digests()
    wanted = await works.writer.run(lambda connection: _wanted(connection, works, everything=everything))
    reports: list[Report] = []
    polling: set[asyncio.Task[Report]] = set()
    while wanted or polling:
        claimed = await works.poller.claim(AT_A_TIME - len(polling), regardless=everything, only=tuple(wanted)) if wanted else []
        for state in claimed:
            wanted.discard(state.key)
            polling.add(asyncio.create_task(works.poller.poll(state)))
        if not claimed and not polling and not await _is_worth_waiting(works, wanted, everything=everything):
            break
        if polling:
            done, polling = await asyncio.wait(polling, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                reports.append(task.result())
                if reports[-1].has_more:
                    wanted.add(SourceKey(reports[-1].source))
                works.tally.count_poll(reports[-1])
                progress(reports[-1])
    await _finish(works)
    return reports


async def _finish(works: Works) -> None:
    """Do what follows the polls: read pages, look back, send what is due, and bring up to date what was sent."""
    await read_pages(works)
    await works.look_back()
    await works.writer.run(lambda connection: flooding.settle(connection, works.live, works.clock()))
    await works.look_after_digests(waits=False)
    await works.courier.deliver_due()
    await recount_due(works)


async def read_pages(works: Works, within_s: float = PAGES_WITHIN_S) -> int:
    """Read the pages that are due; return how many were asked for. No new one is begun after so many seconds."""
    until, count = monotonic() + within_s, 0
    reading: set[asyncio.Task[Told]] = set()
    while True:
        is_time = monotonic() < until
        claimed = await works.reader.claim(PAGES_AT_A_TIME) if is_time else []
        reading |= {asyncio.create_task(works.reader.read(each)) for each in claimed}
        count += len(claimed)
        if not reading and not (is_time and await _is_page_worth_waiting(works)):
            return count
        if reading:
            done, reading = await asyncio.wait(reading, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                works.tally.count_page(task.result())


async def _is_page_worth_waiting(works: Works) -> bool:
    """Wait out the short gap between two pages of one host; a clock that stands still is not waited for."""
    now = works.clock()

    def pauses(connection: Connection) -> list[float]:
        holds, due = sources.host_holds(connection), article_reads.waiting_hosts(connection, now)
        return [(holds[host] - now).total_seconds() for host in due if host in holds]

    short = [pause for pause in await works.writer.run(pauses) if 0 < pause <= HOST_GAP.total_seconds()]
    if not short:
        return False
    await asyncio.sleep(min(short))
    return works.clock() > now


def _wanted(connection: Connection, works: Works, *, everything: bool) -> set[SourceKey]:
    now = works.clock()
    return {state.key for state in sources.all_states(connection) if state.enabled and (everything or state.next_poll_at <= now)}


def _is_willing(state: SourceState, now: datetime) -> bool:
    return state.server_until is None or state.server_until <= now


async def _is_worth_waiting(works: Works, wanted: set[SourceKey], *, everything: bool = False) -> bool:
    """Wait out the short gap between two requests to one host, or of one record; a longer pause ends the pass for that host.

    A clock that stands still is not waited for.
    """
    now = works.clock()

    def pauses(connection: Connection) -> list[float]:
        holds = sources.host_holds(connection)
        states = [state for state in sources.all_states(connection) if state.key in wanted and _is_willing(state, now)]
        free = [(holds.get(state.host, now), state.next_poll_at) for state in states]
        return [((hold if everything else max(hold, due)) - now).total_seconds() for hold, due in free]

    short = [pause for pause in await works.writer.run(pauses) if 0 < pause <= HOST_GAP.total_seconds()]
    if not short:
        return False
    await works.poller.records.pause(min(short))
    return works.clock() > now
