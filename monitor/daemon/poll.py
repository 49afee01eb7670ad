"""One poll of one source: fetch, parse, match, then one transaction for all of it."""

from __future__ import annotations

import asyncio
import base64
import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.daemon.events import event, warn
from monitor.daemon.ingest import HOST_GAP, Report, ingest, read_page, record_state
from monitor.daemon.mistake import our_mistake
from monitor.daemon.record_poll import RecordPoller, longest_step
from monitor.errors import FetchError, ParseError, StoreError
from monitor.settings.secrets import SecretError, expand
from monitor.sources import conduct
from monitor.sources.fetch import FEED_ACCEPT, HostWaits
from monitor.store import sources

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.daemon.live import Live
    from monitor.daemon.record_answers import Robots
    from monitor.daemon.writer import Writer
    from monitor.model import Page, SourceKey, SourceState
    from monitor.settings.records import Source
    from monitor.sources.conduct import Settled
    from monitor.sources.fetch import Fetcher, Response
    from monitor.sources.workers import ParsePool

LEASE_MARGIN = timedelta(seconds=60)  # beyond the fetch: a turn on the host, the parser's queue, the commit
_LOG = logging.getLogger("tocsin")


class Poller:
    """Polls sources for a run. `robots` knows what sites forbid; it is asked about records that are no published interfaces."""

    def __init__(  # noqa: PLR0913 the parts that it works with
        self,
        fetcher: Fetcher,
        pool: ParsePool,
        writer: Writer,
        live: Callable[[], Live],
        clock: Callable[[], datetime],
        *,
        robots: Robots | None = None,
    ) -> None:
        self.fetcher = fetcher
        self.writer = writer
        self.live = live
        self.clock = clock
        self._pool = pool
        self.records = RecordPoller(self, pool, robots=robots)
        self._holds: dict[str, datetime] = {}  # hosts that asked for a pause: read with each claim, added to by each poll

    async def claim(self, limit: int, *, regardless: bool = False, only: Sequence[SourceKey] = ()) -> list[SourceState]:
        """Claim the sources that are due; `regardless` takes others too, but never against what their servers ask."""
        timeout = self.live().settings.fetch.timeout
        lease = timeout + LEASE_MARGIN

        def work(connection: Connection) -> tuple[list[SourceState], dict[str, datetime]]:
            now, listed = self.clock(), self.live().settings.sources
            claimed = sources.claim_due(connection, now, lease, limit, regardless=regardless, only=only)
            for state in claimed:
                if state.key not in listed:
                    sources.release(connection, state.id)
                elif (record := self.live().records.get(state.key)) is not None:
                    sources.extend_claim(connection, state.id, now + longest_step(record, timeout) + LEASE_MARGIN)
            # The gap after every request is no wish of the host's; a redirect need not wait for it.
            holds = sources.host_holds(connection, now + HOST_GAP) if claimed else {}
            return [state for state in claimed if state.key in listed], holds

        claimed, holds = await self.writer.run(work)
        if claimed:
            self._holds = holds
        return claimed

    async def poll(self, state: SourceState) -> Report:
        """Poll one claimed source and store what it brings; one that has left the settings meanwhile is let go.

        Raises:
            StoreError: it could not be stored; the claim lapses and the source is polled again.
        """
        began = self.clock()
        report = await self._attempt(state)
        ms = int((self.clock() - began).total_seconds() * 1000)
        if report.error:
            warn("poll.failed", source=state.key, reason=report.error, ms=ms)
        else:
            event(
                "poll.done",
                source=state.key,
                outcome=report.outcome,
                new=report.new,
                archived=report.archived or None,
                edited=report.edited or None,
                hits=report.hits,
                messages=report.messages,
                ms=ms,
            )
        return report

    async def _attempt(self, state: SourceState) -> Report:
        """Poll; whatever goes wrong that nobody thought of is a failure of this source alone, with its back-off and its notice."""
        live = self.live()
        source = live.settings.sources.get(state.key)
        if source is None:
            return await self._let_go(state)
        record = live.records.get(state.key)
        try:
            if record is not None:
                return await self.records.poll(live, source, state, record)
            return await self._ask(live, source, state)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 the outermost place of a poll: a page must not bring back the same mistake each minute
            _LOG.exception("poll.mistake source=%s", state.key)
            settled = conduct.settle_failure(self._poll(live, source, state), our_mistake(error))
            return await self.record(live, settled, outcome="failed")

    async def _ask(self, live: Live, source: Source, state: SourceState) -> Report:
        response: Response | None = None
        try:
            response = await self._fetch(source, state)
            if conduct.is_page(response) and not conduct.is_unchanged(state, response):
                return await self._read(live, source, state, response)
        except HostWaits as wait:
            return await self.record(live, conduct.settle_waiting(self._poll(live, source, state), wait.until), outcome="waiting")
        except (FetchError, ParseError, SecretError) as error:
            settled = conduct.settle_failure(self._poll(live, source, state), str(error), response)
            return await self.record(live, settled, outcome="failed")
        poll = self._poll(live, source, state)
        if conduct.is_unchanged(state, response):
            return await self.record(live, conduct.settle_unchanged(poll, response), outcome="unchanged")
        return await self.record(live, conduct.settle_failure(poll, "", response), outcome="failed")

    async def _fetch(self, source: Source, state: SourceState) -> Response:
        return await self.get(source, expand(state.effective_url, percent_encode=True), **conduct.request_validators(state))

    async def get(  # noqa: PLR0913 what one request can differ in, each by its name
        self,
        source: Source,
        url: str,
        *,
        etag: str | None,
        last_modified: str | None,
        accept: str = FEED_ACCEPT,
        max_body: int | None = None,
    ) -> Response:
        """Make one request for a source, with its own headers and proxy, past no host that wants to be left alone.

        Raises:
            FetchError: no answer; HostWaits if the host must be left alone.
            SecretError: a secret of the source's is not set.
        """
        return await self.fetcher.get(
            url,
            etag=etag,
            last_modified=last_modified,
            headers=request_headers(source),
            proxy=_proxy(source),
            accept=accept,
            max_body=max_body,
            held_until=self.held_until,
        )

    def held_until(self, host: str) -> datetime | None:
        """Tell until when a host asked to be left alone, None if it did not."""
        until = self._holds.get(host)
        return until if until is not None and until > self.clock() else None

    async def _read(self, live: Live, source: Source, state: SourceState, response: Response) -> Report:
        """Read a page and store it as the settings in force want it: when they changed while it was on its way, it is matched anew."""
        page = await self._pool.parse(source.kind, response.body, response.content_type, response.url)
        while (report := await self._store(live, source, state, response, page)) is None:
            live = self.live()
            listed = live.settings.sources.get(state.key)
            if listed is None:
                return await self._let_go(state)
            source = listed
        return report

    async def _store(self, live: Live, source: Source, state: SourceState, response: Response, page: Page) -> Report | None:
        """Match a page and store what it brings; None, and nothing stored, if these settings are in force no more."""
        read = await asyncio.to_thread(read_page, page, live, source, state)
        poll = self._poll(live, source, state)

        def work(connection: Connection) -> Report | None:
            if self.live() is not live:
                return None
            return ingest(connection, live, read, lambda fresh: conduct.settle_page(poll, response, page, fresh), poll.now)

        return await self.writer.run(work)

    async def record(self, live: Live, settled: Settled, *, outcome: str) -> Report:
        """Store a source's next state, where its poll brought no items."""
        await self.writer.run(lambda connection: record_state(connection, live, settled, self.clock()))
        if settled.host_hold is not None:
            self._holds[settled.host] = max(settled.host_hold, self._holds.get(settled.host, settled.host_hold))
        return Report(source=settled.state.key, outcome=outcome, error=settled.state.last_error if outcome == "failed" else None)

    async def _let_go(self, state: SourceState) -> Report:
        await self.writer.run(lambda connection: sources.release(connection, state.id))
        return Report(source=state.key, outcome="removed")

    def _poll(self, live: Live, source: Source, state: SourceState) -> conduct.Poll:
        return conduct.Poll(state, live.policy(source), self.clock())


def request_headers(source: Source) -> dict[str, str]:
    """Expand the source's own headers and credentials for one request.

    Raises:
        SettingsError: a variable or file that they name is not there.
    """
    headers = {name: expand(value) for name, value in source.headers.items()}
    if source.user is not None:
        pair = f"{expand(source.user)}:{expand(source.password or '')}"
        headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode("ascii")
    return headers


def _proxy(source: Source) -> str | None:
    return expand(source.proxy) if source.proxy is not None else None
