"""Reading the pages of articles: claimed as they fall due, fetched as politely as feeds, matched, and stored in one transaction each."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from monitor.daemon import pages
from monitor.daemon.events import event
from monitor.daemon.ingest import HOST_GAP
from monitor.daemon.mistake import our_mistake
from monitor.daemon.pages import Done, PageDesk, Told
from monitor.errors import FetchError, ParseError, StoreError
from monitor.page_state import PageState
from monitor.settings.secrets import SecretError, expand
from monitor.sources import page_conduct as conduct
from monitor.sources.conduct import is_page
from monitor.sources.fetch import PAGE_ACCEPT, HostWaits
from monitor.sources.origin import host_of
from monitor.sources.page_conduct import Try
from monitor.sources.robots import Robots
from monitor.store import article_reads, items, sources
from monitor.store.database import serialise

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.daemon.live import Live
    from monitor.daemon.writer import Writer
    from monitor.model import Hit
    from monitor.settings.records import Source
    from monitor.sources.article import Article
    from monitor.sources.fetch import Fetcher
    from monitor.sources.page_conduct import Outcome
    from monitor.sources.workers import ParsePool
    from monitor.store.article_reads import Reading
    from monitor.store.items import StoredItem

LEASE_MARGIN = timedelta(seconds=90)  # beyond two fetches: the gap between them, a turn on the host, the parser's queue, the commit
ROBOTS_GAP = HOST_GAP  # between a site's robots.txt and the page that it allows
_LOG = logging.getLogger("tocsin")


@dataclass(frozen=True, slots=True)
class Claimed:
    """An entry whose page is to be read now."""

    entry: StoredItem
    reading: Reading


@dataclass(frozen=True, slots=True)
class _Read:
    """A page that was read and matched, under the settings in force then."""

    live: Live
    source: Source
    claimed: Claimed
    article: Article
    outcome: Outcome
    found: Sequence[Hit]


class Reader:
    """Reads pages for a run. `robots` is asked before every page; the pages of one host come one after the other."""

    def __init__(
        self,
        fetcher: Callable[[], Fetcher],
        pool: ParsePool,
        writer: Writer,
        live: Callable[[], Live],
        clock: Callable[[], datetime],
    ) -> None:
        self._fetcher = fetcher
        self._pool = pool
        self._writer = writer
        self._live = live
        self._clock = clock
        self._holds: dict[str, datetime] = {}
        self._at_work = 0
        self.robots = Robots(fetcher, clock, held_until=self._held_until, gap=ROBOTS_GAP)

    async def claim(self, at_once: int) -> list[Claimed]:
        """Claim entries whose pages are due, one of each host, so that no more than `at_once` are at work; each must then be read."""
        lease = 2 * self._live().settings.fetch.timeout + LEASE_MARGIN

        def work(connection: Connection) -> tuple[list[Claimed], dict[str, datetime]]:
            now = self._clock()
            claimed = [Claimed(items.get(connection, each.item), each) for each in article_reads.claim_due(connection, now, lease, room)]
            # The gap after every request is no wish of the host's; a redirect need not wait for it.
            return claimed, sources.host_holds(connection, now + HOST_GAP) if claimed else {}

        if (room := at_once - self._at_work) <= 0:
            return []
        claimed, holds = await self._writer.run(work)
        self._at_work += len(claimed)
        if claimed:
            self._holds = holds
        return claimed

    async def read(self, claimed: Claimed) -> Told:
        """Read the page of one claimed entry and store what it brings.

        Raises:
            StoreError: it could not be stored; the claim lapses and the page is read again.
        """
        began = self._clock()
        try:
            told = await self._attempt(claimed)
        finally:
            self._at_work -= 1
        ms = int((self._clock() - began).total_seconds() * 1000)
        if told.state is PageState.READ:
            event("page.read", source=told.source, url=told.url, words=told.words, hits=told.hits, messages=told.messages, ms=ms)
        else:
            event("page.not_read", source=told.source, url=told.url, state=told.state, reason=told.reason, ms=ms)
        return told

    async def _attempt(self, claimed: Claimed) -> Told:
        """Read a page; whatever goes wrong that nobody thought of is a failure of this page alone."""
        live = self._live()
        source = live.settings.sources.get(claimed.entry.source_key)
        if source is None or pages.setting_of(live, source) == "never":
            return await self._drop(claimed)
        try:
            return await self._ask(source, claimed)
        except HostWaits as wait:
            return await self._settle(claimed, conduct.after_waiting(self._try(claimed), str(wait), wait.until), has_asked=False)
        except (FetchError, ParseError, SecretError) as error:
            return await self._settle(claimed, conduct.after_failure(self._try(claimed), str(error)))
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 the outermost place of a reading, as in `poll`: one page must not stop the others
            _LOG.exception("page.mistake source=%s", claimed.entry.source_key)
            return await self._settle(claimed, conduct.after_failure(self._try(claimed), our_mistake(error)))

    async def _ask(self, source: Source, claimed: Claimed) -> Told:
        url = claimed.reading.url
        verdict = await self.robots.verdict(url)
        if verdict.reason is not None:
            return await self._settle(claimed, conduct.after_robots(self._try(claimed), verdict), has_asked=False)
        proxy = expand(source.proxy) if source.proxy is not None else None
        response = await self._fetcher().get(url, accept=PAGE_ACCEPT, proxy=proxy, held_until=self._held_until)
        if not is_page(response):
            return await self._settle(claimed, conduct.after_status(self._try(claimed), response))
        if host_of(response.url) != host_of(url) and (verdict := await self.robots.verdict(response.url)).reason is not None:
            return await self._settle(claimed, conduct.after_robots(self._try(claimed), verdict))
        article = await self._pool.read_article(response.body, response.content_type, response.url)
        outcome = conduct.after_article(self._try(claimed), article)
        if outcome.state is not PageState.READ:
            return await self._settle(claimed, outcome)
        return await self._store(claimed, article, outcome)

    async def _store(self, claimed: Claimed, article: Article, outcome: Outcome) -> Told:
        """Match and store a page as the settings in force want it; when they or the entry changed meanwhile, it is matched anew."""
        while True:
            live = self._live()
            source = live.settings.sources.get(claimed.entry.source_key)
            if source is None:
                return await self._drop(claimed)
            found = await asyncio.to_thread(live.index.match, pages.with_page(claimed.entry.item, article), source.key, source.tags)
            read = _Read(live, source, claimed, article, outcome, found)
            stored = await self._writer.run(partial(self._take_in, read=read))
            if isinstance(stored, Told):
                return stored
            claimed = replace(claimed, entry=stored)

    def _take_in(self, connection: Connection, read: _Read) -> Told | StoredItem:
        """Store a page; if the settings or the entry changed meanwhile, store nothing and give the entry as it is now."""
        serialise(connection)
        current = items.get(connection, read.claimed.entry.id)
        if self._live() is not read.live or current.content_hash != read.claimed.entry.content_hash:
            return current
        now, reading = self._clock(), read.claimed.reading
        told = pages.settle(connection, read.live, Done(read.source.key, reading, read.outcome, now, read.article.words))
        desk = PageDesk(connection, read.live, read.source, now)
        told.hits, told.messages = desk.take_in(current, read.article, read.found)
        sources.hold_host(connection, reading.host, now + HOST_GAP)
        return told

    async def _settle(self, claimed: Claimed, outcome: Outcome, *, has_asked: bool = True) -> Told:
        def work(connection: Connection) -> Told:
            now = self._clock()
            if has_asked:
                sources.hold_host(connection, claimed.reading.host, now + HOST_GAP)
            return pages.settle(connection, self._live(), Done(claimed.entry.source_key, claimed.reading, outcome, now))

        told = await self._writer.run(work)
        if outcome.host_hold is not None:
            self._holds[outcome.host] = max(outcome.host_hold, self._holds.get(outcome.host, outcome.host_hold))
        return told

    async def _drop(self, claimed: Claimed) -> Told:
        await self._writer.run(lambda connection: article_reads.drop(connection, claimed.entry.id))
        return Told(claimed.entry.source_key, claimed.reading.url, PageState.GIVEN_UP, "the settings do not want it any more")

    def _try(self, claimed: Claimed) -> Try:
        reading = claimed.reading
        return Try(reading.url, reading.attempts, reading.wanted_at, self._clock())

    def _held_until(self, host: str) -> datetime | None:
        until = self._holds.get(host)
        return until if until is not None and until > self._clock() else None
