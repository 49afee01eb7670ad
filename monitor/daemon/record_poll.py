"""One poll of a parliament's record: one thing is asked, and what it brings is stored with the cursor that has moved on.

A poll asks for one list, one part of an answer, or one document in its languages. While there is more to ask the source is due again as
soon as the host's gap is over. So a round goes on through restarts, other sources of the same host get their turn, and a claim is short.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.daemon.events import warn
from monitor.daemon.ingest import HOST_GAP, Report, ingest, read_page, record_state
from monitor.daemon.record_answers import RECORD_ACCEPT, AskedTooOften, Heard, Listener
from monitor.settings.secrets import expand
from monitor.sources import conduct
from monitor.sources.discovery import progress as going
from monitor.sources.discovery import settling
from monitor.sources.discovery.ask import PACE
from monitor.sources.discovery.troubles import notices_of
from monitor.sources.expectations import SITTINGS_FOR, watch_over
from monitor.sources.fetch import HostWaits
from monitor.sources.origin import same_origin
from monitor.store import sources
from monitor.store.items.sittings import sitting_days

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import date, datetime

    from sqlalchemy import Connection

    from monitor.catalogue.record import CatalogueRecord
    from monitor.daemon.live import Live
    from monitor.daemon.poll import Poller
    from monitor.daemon.record_answers import Robots
    from monitor.model import SourceState
    from monitor.settings.records import Source
    from monitor.sources.conduct import Settled
    from monitor.sources.discovery.ask import Ask, Plan
    from monitor.sources.discovery.cursor import Reading
    from monitor.sources.discovery.progress import Progress
    from monitor.sources.response import Response
    from monitor.sources.workers import ParsePool

LONGEST_READING = timedelta(seconds=60)  # of one document in the parse worker, an archive's deadline and a turn in its queue


@dataclass(frozen=True, slots=True)
class _Step:
    """One ask of one poll, with all that it was asked for."""

    record: CatalogueRecord
    plans: tuple[Plan, ...]
    plan: Plan
    ask: Ask
    stored: Progress
    before: Progress


def longest_step(record: CatalogueRecord, timeout: timedelta) -> timedelta:
    """Tell how long one poll of a record may ask and read: each language twice, once conditionally and once in full, and a robots.txt."""
    is_by_language = any("{lang" in each.url for each in record.discoveries)
    languages = max(len(record.languages), 1) if is_by_language else 1
    return (2 * languages + 1) * (timeout + HOST_GAP) + languages * LONGEST_READING


class RecordPoller:
    """Polls the records of parliaments for a run."""

    def __init__(
        self,
        poller: Poller,
        pool: ParsePool,
        *,
        robots: Robots | None = None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._poller = poller
        self._pool = pool
        self.robots = robots
        self.pause = pause

    async def poll(self, live: Live, source: Source, state: SourceState, record: CatalogueRecord) -> Report:
        """Ask what is next of a claimed record, and store what it brings.

        Raises:
            StoreError: it could not be stored; the claim lapses and the same is asked again.
        """
        policy, now = live.policy(source), self._poller.clock()
        plans = going.plans_of(record, min(policy.poll or policy.fastest, PACE))
        stored = going.read_progress(state.cursor)
        progress = going.open_rounds(plans, stored, now)
        poll = conduct.Poll(state, policy, now)
        found = going.next_ask(plans, progress)
        if found is None:
            closed = going.close_rounds(plans, progress)
            notices = notices_of(state.key, stored.cursors, closed.cursors, (), poll.policy.zone)
            settled = settling.settle_round(poll, closed, state.effective_url, 0, notices, record.requests_per_day)
            return await self._poller.record(live, settled, outcome="unchanged")
        plan, ask = found
        if not going.may_ask(progress, ask, record.requests_per_day, now):
            return await self._poller.record(live, settling.settle_short(poll, stored, record.requests_per_day), outcome="waiting")
        return await self._take(live, source, state, _Step(record, plans, plan, ask, stored, progress))

    async def _take(self, live: Live, source: Source, state: SourceState, step: _Step) -> Report:
        """Ask, and store the answer; a server that wants to be left alone is, and the same is asked later."""
        heard = Heard()
        listener = Listener(
            record=step.record,
            pool=self._pool,
            get=lambda address, reading: self._get(live, source, step, address, reading),
            robots=self.robots,
            pause=self.pause,
            now=self._poller.clock,
        )
        try:
            await listener.hear(step.ask, heard)
        except (HostWaits, AskedTooOften) as wait:
            now = self._poller.clock()
            progress = going.spent(step.stored, heard.requests, now)
            poll = conduct.Poll(state, live.policy(source), now)
            if isinstance(wait, AskedTooOften):
                return await self._poller.record(live, settling.settle_pause(poll, progress, wait.response), outcome="failed")
            poll = replace(poll, state=replace(state, cursor=going.write_progress(progress)))
            return await self._poller.record(live, conduct.settle_waiting(poll, wait.until), outcome="waiting")
        return await self._keep(live, state, step, heard)

    async def _get(self, live: Live, source: Source, step: _Step, address: str, reading: Reading | None) -> Response:
        """Make one request. The source's own headers go to the servers that its record names, and to none that a page has linked."""
        url = expand(address, percent_encode=True)
        is_ours = any(same_origin(expand(plan.discovery.url, percent_encode=True), url) for plan in step.plans)
        return await self._poller.get(
            source if is_ours else replace(source, headers={}, user=None, password=None),
            url,
            etag=reading.etag if reading is not None else None,
            last_modified=reading.last_modified if reading is not None else None,
            accept=step.record.accept or RECORD_ACCEPT,
            max_body=max(step.record.max_body, live.settings.fetch.max_body),
        )

    async def _keep(self, live: Live, state: SourceState, step: _Step, heard: Heard) -> Report:
        """Store what came, as the settings in force want it; of a record that they changed meanwhile nothing is stored."""
        now, answer = self._poller.clock(), heard.answer
        spent = going.spent(step.before, heard.requests, now)
        progress = await asyncio.to_thread(going.after, spent, step.plan, step.ask, answer, now)
        if answer.reason and progress.of(step.plan).failed != step.before.of(step.plan).failed:
            warn("document.failed", source=state.key, document=step.ask.name, reason=answer.reason)
        while (report := await self._store(live, state, step, heard, progress)) is None:
            live = self._poller.live()
            if live.records.get(state.key) != step.record:
                await self._poller.writer.run(lambda connection: sources.release(connection, state.id))
                return Report(source=state.key, outcome="removed")
        return report

    async def _store(self, live: Live, state: SourceState, step: _Step, heard: Heard, progress: Progress) -> Report | None:
        """Store a page and the cursor in one transaction; None, and nothing stored, if these settings are in force no more."""
        source, now = live.settings.sources[state.key], self._poller.clock()
        poll = conduct.Poll(state, live.policy(source), now)
        read = None
        if heard.page is not None:
            read = await asyncio.to_thread(
                read_page, heard.page, live, aged(source, step.record), fated(state, now, is_old=step.ask.is_old)
            )

        def work(connection: Connection) -> Report | None:
            if self._poller.live() is not live:
                return None
            days = sitting_days(connection, state.id, (now - SITTINGS_FOR).date()) if _ends_round(step, progress) else None
            left: list[SourceState] = []

            def settle(fresh: int) -> Settled:
                settled = _watched(_settled(poll, step, heard, progress, fresh), step, days)
                left.append(settled.state)
                return settled

            if read is not None:
                report = ingest(connection, live, read, settle, now)
            else:
                record_state(connection, live, settle(0), now)
                report = Report(source=state.key, outcome=_outcome(heard))
            report.is_first = state.baseline_at is None and left[0].baseline_at is not None
            report.error = left[0].last_error
            report.has_more = left[0].next_poll_at <= now + HOST_GAP
            return report

        return await self._poller.writer.run(work)


def aged(source: Source, record: CatalogueRecord) -> Source:
    """Give a source the age from which its record's items are no news, unless its entry says one."""
    return source if source.max_age is not None else replace(source, max_age=record.max_age)


def fated(state: SourceState, now: datetime, *, is_old: bool) -> SourceState:
    """Let what a document brings be news or not, whatever was read before: each discovery of a record has its own first contact."""
    return replace(state, baseline_at=None if is_old else state.baseline_at or now)


def _settled(poll: conduct.Poll, step: _Step, heard: Heard, progress: Progress, fresh: int) -> Settled:
    """Work out what a poll comes to, once it is known how many items were fresh."""
    warnings = heard.page.warnings if heard.page is not None else ()
    notices = notices_of(poll.state.key, step.stored.cursors, progress.cursors, warnings, poll.policy.zone)
    url = heard.response.url if heard.response is not None else poll.state.effective_url
    reason = going.trouble(step.plans, progress)
    if reason is not None:
        return settling.settle_trouble(poll, going.after_trouble(step.plans, progress), reason, heard.response, notices)
    if going.next_ask(step.plans, progress) is not None:
        return settling.settle_step(poll, progress, url, fresh, notices, HOST_GAP)
    closed = going.close_rounds(step.plans, progress)
    return settling.settle_round(poll, closed, url, fresh, notices, step.record.requests_per_day)


def _ends_round(step: _Step, progress: Progress) -> bool:
    return going.trouble(step.plans, progress) is None and going.next_ask(step.plans, progress) is None


def _watched(settled: Settled, step: _Step, sittings: Sequence[date] | None) -> Settled:
    """Say at the end of a round whether the record is silent; `sittings` are None while it goes on."""
    if sittings is None or settled.state.last_ok_at is None:
        return settled
    state, notices = watch_over(step.record, settled.state, sittings, settled.state.last_ok_at)
    return replace(settled, state=state, notices=(*settled.notices, *notices))


def _outcome(heard: Heard) -> str:
    return {"here": "read", "same": "unchanged", "broken": "failed"}.get(heard.answer.verdict, "unchanged")
