"""`check --online`: do the accounts let us in, are the feeds there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from monitor import __version__
from monitor.channels.dispatch import Channels
from monitor.daemon.clock import now
from monitor.daemon.poll import request_headers
from monitor.daemon.works import state_folder
from monitor.errors import MonitorError, Problem
from monitor.settings.secrets import expand
from monitor.sources.fetch import Fetcher
from monitor.sources.workers import ParsePool

if TYPE_CHECKING:
    from monitor.settings.records import Loaded, Settings, Source

AT_ONCE = 10


def check_online(loaded: Loaded) -> list[Problem]:
    """Log in to every account and read every feed once; sends nothing to anybody."""
    return asyncio.run(_check(loaded.settings))


async def _check(settings: Settings) -> list[Problem]:
    accounts, feeds = await asyncio.gather(_accounts(settings), _feeds(settings))
    return [*accounts, *feeds]


async def _accounts(settings: Settings) -> list[Problem]:
    channels = Channels(settings.senders, expand, home=state_folder(settings), clock=now)
    try:
        found = [(name, await channels.check(name)) for name in settings.senders]
    finally:
        await channels.close()
    return [
        Problem("tocsin.yaml", 0, 0, f"sender {name}: {complaint}", "mend the account, or what is written of it under senders:")
        for name, complaint in found
        if complaint
    ]


async def _feeds(settings: Settings) -> list[Problem]:
    fetch = settings.fetch
    turns = asyncio.Semaphore(AT_ONCE)
    pool = ParsePool(1)
    agent = f"Tocsin/{__version__}" + (f" (+{settings.contact})" if settings.contact else "")
    async with Fetcher(agent, fetch.timeout, fetch.max_body, allow_private_networks=fetch.allow_private_networks) as fetcher:

        async def one(source: Source) -> Problem | None:
            async with turns:
                complaint = await _complaint(source, fetcher, pool)
            remedy = "open the address in a browser; correct it, or set enabled: false"
            return Problem("sources.yaml", 0, 0, f"{source.url}: {complaint}", remedy, is_warning=True) if complaint else None

        try:
            found = await asyncio.gather(*(one(source) for source in settings.sources.values() if source.kind == "feed" and source.enabled))
        finally:
            await pool.close()
    return [problem for problem in found if problem is not None]


async def _complaint(source: Source, fetcher: Fetcher, pool: ParsePool) -> str | None:
    try:
        response = await fetcher.get(source.url, headers=request_headers(source))
        if response.status != 200:  # noqa: PLR2004 the status that a feed is served with
            return f"the server answers {response.status}"
        await pool.parse("feed", response.body, response.content_type, response.url)
    except MonitorError as error:
        return str(error)
    return None
