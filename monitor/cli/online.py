"""`check --online`: do the accounts let us in, are the feeds there."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from typing import TYPE_CHECKING

from monitor.channels.address import read_address
from monitor.cli.terminal import show_progress
from monitor.daemon.clock import now
from monitor.daemon.outside import channels_of, fetcher_of
from monitor.daemon.poll import request_headers
from monitor.errors import MonitorError, Problem
from monitor.settings.secrets import expand
from monitor.sources.fetch import Fetcher
from monitor.sources.origin import host_of
from monitor.sources.workers import ParsePool

if TYPE_CHECKING:
    from monitor.settings.records import Loaded, Source

AT_ONCE = 10


def check_online(loaded: Loaded) -> list[Problem]:
    """Log in to every account, look at every address and read every feed once; sends nothing to anybody."""
    return asyncio.run(_check(loaded))


async def _check(loaded: Loaded) -> list[Problem]:
    try:
        accounts, feeds = await asyncio.gather(_accounts(loaded), _feeds(loaded))
    finally:
        show_progress("")
    return [*accounts, *feeds]


async def _accounts(loaded: Loaded) -> list[Problem]:
    """Try the accounts, and what recipients have beyond them: rooms, channels and addresses of other services."""
    settings, found = loaded.settings, []
    channels = channels_of(settings, now)
    bad = set()
    try:
        for name in settings.senders:
            if complaint := await channels.check(name):
                bad.add(name)
                found.append(_problem(loaded, "tocsin", rf"(?<![\w-]){re.escape(name)}['\"]?\s*:", f"sender {name}: {complaint}"))
        for text in dict.fromkeys(text for recipient in settings.recipients.values() for text in recipient.to):
            address = read_address(text, settings.senders)
            is_tried = address.sender in bad or (address.channel == "email" and address.sender is not None)  # with its account, above
            if not is_tried and (complaint := await channels.check(address)):
                found.append(_problem(loaded, "recipients", re.escape(text), f"{address.label}: {complaint}"))
    finally:
        await channels.close()
    return found


async def _feeds(loaded: Loaded) -> list[Problem]:
    settings = loaded.settings
    feeds = [source for source in settings.sources.values() if source.kind == "feed" and source.enabled]
    turns, hosts = asyncio.Semaphore(AT_ONCE), defaultdict[str, asyncio.Lock](asyncio.Lock)
    pool, done = ParsePool(1), 0

    async with fetcher_of(settings) as fetcher:

        async def one(source: Source) -> Problem | None:
            nonlocal done
            async with hosts[host_of(source.url)], turns:  # one request to a host at a time, as the daemon does
                complaint = await _complaint(source, fetcher, pool)
            done += 1
            show_progress(f"{done} of {len(feeds)} feeds read")
            if complaint is None:
                return None
            remedy = "" if ";" in complaint else "open the address in a browser; correct it, or set enabled: false"
            return _problem(loaded, "sources", re.escape(source.url), f"{source.url}: {complaint}", remedy, is_warning=True)

        try:
            found = await asyncio.gather(*(one(source) for source in feeds))
        finally:
            await pool.close()
    return [problem for problem in found if problem is not None]


def _problem(loaded: Loaded, kind: str, pattern: str, what: str, remedy: str = "", *, is_warning: bool = False) -> Problem:  # noqa: PLR0913
    """Place a problem where the settings first write what it is about."""
    for file in loaded.files:
        if file.name.startswith(kind):
            for number, line in enumerate(file.body.splitlines(), 1):
                if (found := re.search(pattern, line)) and not line.lstrip().startswith("#"):
                    return Problem(file.name, number, found.start() + 1, what, remedy, is_warning=is_warning)
    return Problem(f"{kind}.yaml", 0, 0, what, remedy, is_warning=is_warning)


async def _complaint(source: Source, fetcher: Fetcher, pool: ParsePool) -> str | None:
    try:
        response = await fetcher.get(
            expand(source.url, percent_encode=True), headers=request_headers(source), proxy=expand(source.proxy) if source.proxy else None
        )
        if response.status != 200:  # noqa: PLR2004 the status that a feed is served with
            return f"the server answers {response.status}"
        await pool.parse("feed", response.body, response.content_type, response.url)
    except MonitorError as error:
        return str(error)
    return None
