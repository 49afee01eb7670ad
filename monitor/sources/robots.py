"""Whether a site's robots.txt lets us read a page: asked once a day for each host, through the fetcher of everything else (RFC 9309).

Feeds and published interfaces are made for programs and are not asked about; pages are.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from weakref import WeakValueDictionary

from monitor.errors import FetchError
from monitor.sources.caching import retry_after
from monitor.sources.fetch import HostWaits
from monitor.sources.origin import host_of, site_of
from monitor.sources.robots_rules import Rules, deciding_rule, read_rules
from monitor.sources.statuses import describe

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from monitor.sources.fetch import Fetcher
    from monitor.sources.response import Response

PRODUCT = "Tocsin"  # by this name a robots.txt speaks of us
GOOD_FOR = timedelta(hours=24)  # RFC 9309, section 2.4
ASKED_AGAIN_AFTER = timedelta(hours=1)  # where it could not be read
_ACCEPT = "text/plain, */*;q=0.1"
_MOST_READ = 5_000_000  # bytes; a larger one is not a robots.txt
_MOST_HOSTS = 5_000
_SERVER_ERROR, _TOO_MANY, _CLIENT_ERROR = 500, 429, 400


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an address may be read: `reason` says why not, for people, None if it may. `until` is set where that is only for now."""

    reason: str | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of one host until then. `trouble` says why its rules could not be read; `rules` are the last that could."""

    until: datetime
    rules: Rules | None
    trouble: str = ""


class Robots:
    """The robots.txt of every host that was asked about.

    `fetcher` gives the fetcher in force. `held_until` is that of `Fetcher.get`. After a robots.txt was fetched, `gap` passes before the
    answer, so that the request which it allows is not upon its heels.
    """

    def __init__(
        self,
        fetcher: Callable[[], Fetcher],
        clock: Callable[[], datetime],
        *,
        held_until: Callable[[str], datetime | None] = lambda _host: None,
        gap: timedelta = timedelta(seconds=1),
    ) -> None:
        self._fetcher = fetcher
        self._clock = clock
        self._held_until = held_until
        self._gap = gap
        self._hosts: dict[str, _Known] = {}
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def refusal(self, url: str) -> str | None:
        """Say why an address may not be read, in a sentence for people; None if it may.

        Raises:
            HostWaits: its host must be left alone for now, also with this question.
        """
        return (await self.verdict(url)).reason

    async def verdict(self, url: str) -> Verdict:
        """Tell whether an address may be read, and if not, whether that may change soon.

        Raises:
            HostWaits: its host must be left alone for now, also with this question.
        """
        async with self._turns.setdefault(host_of(url), asyncio.Lock()):
            known = self._hosts.get(host_of(url))
            if known is None or known.until <= self._clock() or known.until > self._clock() + GOOD_FOR:  # the clock may be set back
                known = await self._ask(url, known)
        return _judge(known, url)

    async def _ask(self, url: str, former: _Known | None) -> _Known:
        parts = urlsplit(url)
        address = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/robots.txt"
        response, trouble = None, ""
        try:
            response = await self._fetcher().get(address, accept=_ACCEPT, max_body=_MOST_READ, held_until=self._held_until)
        except HostWaits:
            raise
        except FetchError as error:
            trouble = str(error)
        known = self._learn(response, trouble, former.rules if former else None)
        if len(self._hosts) >= _MOST_HOSTS:
            self._hosts.pop(next(iter(self._hosts)))
        self._hosts[host_of(url)] = known
        await asyncio.sleep(self._gap.total_seconds())
        return known

    def _learn(self, response: Response | None, trouble: str, last: Rules | None) -> _Known:
        """Take what a host answered: rules, none at all (4xx), or trouble, in which the last rules that were read go on to hold."""
        now = self._clock()
        if response is None:
            return _Known(now + ASKED_AGAIN_AFTER, last, trouble)
        if response.status >= _SERVER_ERROR or response.status == _TOO_MANY:
            wait = max(ASKED_AGAIN_AFTER, retry_after(response.headers, now) or ASKED_AGAIN_AFTER)
            return _Known(now + min(wait, GOOD_FOR), last, describe(response.status))
        rules = () if response.status >= _CLIENT_ERROR else read_rules(response.body, PRODUCT)
        return _Known(now + GOOD_FOR, rules)


def _judge(known: _Known, url: str) -> Verdict:
    if known.rules is None:
        reason = f"the robots.txt of {site_of(url)} cannot be read ({known.trouble}); until it can, its pages are left alone"
        return Verdict(reason, known.until)
    rule = deciding_rule(known.rules, url)
    if rule is None or rule.is_allowed:
        return Verdict()
    return Verdict(f"the robots.txt of {site_of(url)} asks programs not to read this page (Disallow: {rule.pattern[:80]})")
