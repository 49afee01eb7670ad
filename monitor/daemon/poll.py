"""One poll of one source: fetch, parse, match, then one transaction for all of it."""

from __future__ import annotations

import asyncio
import base64
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.daemon.events import event, warn
from monitor.daemon.ingest import Report, ingest, read_page, record_state
from monitor.errors import FetchError, MonitorError, ParseError
from monitor.settings.secrets import expand
from monitor.sources import conduct
from monitor.store import sources

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.daemon.live import Live
    from monitor.daemon.writer import Writer
    from monitor.model import SourceKey, SourceState
    from monitor.settings.records import Source
    from monitor.sources.conduct import Settled
    from monitor.sources.fetch import Fetcher, Response
    from monitor.sources.workers import ParsePool

LEASE_MARGIN = timedelta(seconds=60)  # beyond the fetch: a turn on the host, the parser's queue, the commit


class Poller:
    """Polls sources for a run."""

    def __init__(self, fetcher: Fetcher, pool: ParsePool, writer: Writer, live: Callable[[], Live], clock: Callable[[], datetime]) -> None:
        self.fetcher = fetcher
        self._pool = pool
        self._writer = writer
        self._live = live
        self._clock = clock

    async def claim(self, limit: int, *, regardless: bool = False, only: Sequence[SourceKey] = ()) -> list[SourceState]:
        """Claim the sources that are due; `regardless` takes others too, but never against what their servers ask."""
        lease = self._live().settings.fetch.timeout + LEASE_MARGIN

        def work(connection: Connection) -> list[SourceState]:
            claimed = sources.claim_due(connection, self._clock(), lease, limit, regardless=regardless, only=only)
            return [state for state in claimed if self._may(connection, state)]

        return await self._writer.run(work)

    def _may(self, connection: Connection, state: SourceState) -> bool:
        """Give back what cannot be polled: a source that left the settings, or whose server wants to be left alone for now."""
        allowed = conduct.allowed_at(state)
        if state.key in self._live().settings.sources and (allowed is None or allowed <= self._clock()):
            return True
        sources.release(connection, state.id)
        return False

    async def poll(self, state: SourceState) -> Report:
        """Poll one claimed source and store what it brings.

        Raises:
            StoreError: it could not be stored; the claim lapses and the source is polled again.
        """
        live = self._live()
        source = live.settings.sources[state.key]
        began = self._clock()
        report = await self._settle(live, source, state)
        ms = int((self._clock() - began).total_seconds() * 1000)
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

    async def _settle(self, live: Live, source: Source, state: SourceState) -> Report:
        response: Response | None = None
        try:
            known = conduct.request_validators(state)
            response = await self.fetcher.get(
                expand(state.effective_url, percent_encode=True),
                etag=known["etag"],
                last_modified=known["last_modified"],
                headers=request_headers(source),
                proxy=_proxy(source),
            )
            poll = self._poll(live, source, state)
            if conduct.is_unchanged(state, response):
                return await self._record(live, source, conduct.settle_unchanged(poll, response), outcome="unchanged")
            if not conduct.is_page(response):
                return await self._record(live, source, conduct.settle_failure(poll, "", response), outcome="failed")
            return await self._read(live, source, state, response)
        except (FetchError, ParseError) as error:
            settled = conduct.settle_failure(self._poll(live, source, state), str(error), response)
        except MonitorError as error:  # a secret that is not set
            settled = conduct.settle_failure(self._poll(live, source, state), str(error))
        return await self._record(live, source, settled, outcome="failed")

    async def _read(self, live: Live, source: Source, state: SourceState, response: Response) -> Report:
        page = await self._pool.parse(source.kind, response.body, response.content_type, response.url)
        read = await asyncio.to_thread(read_page, page, live, source, state)
        poll = self._poll(live, source, state)
        return await self._writer.run(
            lambda connection: ingest(connection, live, read, lambda fresh: conduct.settle_page(poll, response, page, fresh), poll.now)
        )

    async def _record(self, live: Live, source: Source, settled: Settled, *, outcome: str) -> Report:
        await self._writer.run(lambda connection: record_state(connection, live, settled, self._clock()))
        return Report(source=source.key, outcome=outcome, error=settled.state.last_error)

    def _poll(self, live: Live, source: Source, state: SourceState) -> conduct.Poll:
        return conduct.Poll(state, live.policy(source), self._clock())


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
