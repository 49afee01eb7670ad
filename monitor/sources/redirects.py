"""Redirects, followed by hand: where one leads, and whether it may be followed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from monitor.errors import FetchError
from monitor.sources.origin import site_of, split_credentials

PERMANENT = frozenset({301, 308})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
LONGEST_CHAIN = 5
_LONGEST_URL = 8_000
_BYTE = re.compile("[\udc80-\udcff]")  # a byte that was no UTF-8, as the HTTP client hands it on


@dataclass(frozen=True, slots=True)
class Trail:
    """The way from the address asked for to the one that answers. `permanent` is how far permanent redirects alone have led."""

    visited: tuple[str, ...]
    permanent: str | None = None
    is_permanent: bool = True

    @property
    def url(self) -> str:
        """Where the trail stands."""
        return self.visited[-1]

    def follow(self, status: int, location: str | None) -> Trail:
        """Take the next step.

        Raises:
            FetchError: the step leads nowhere, out of the web, from https to http, in a circle or one too far.
        """
        target = _target(self.url, status, location)
        if target in self.visited:
            raise FetchError(f"{site_of(target)} redirects in a circle; a browser may get through with cookies, which are not kept here")
        if len(self.visited) > LONGEST_CHAIN:
            raise FetchError(f"{site_of(self.visited[0])} redirects more than {LONGEST_CHAIN} times; enter the address it ends at")
        is_permanent = self.is_permanent and status in PERMANENT
        return replace(
            self, visited=(*self.visited, target), permanent=target if is_permanent else self.permanent, is_permanent=is_permanent
        )


def _target(current: str, status: int, location: str | None) -> str:
    here = site_of(current)
    if not location or not location.strip():
        raise FetchError(f"{here} answers {status}, a redirect that does not say where to")
    written = _BYTE.sub(lambda byte: f"%{ord(byte[0]) - 0xDC00:02X}", location.strip())
    try:
        target, _ = split_credentials(urljoin(current, written))
        parts = urlsplit(target)
        has_host = bool(parts.hostname)
    except ValueError:
        raise FetchError(f"{here} redirects to an address that cannot be read") from None
    if parts.scheme not in {"http", "https"} or not has_host or len(target) > _LONGEST_URL:
        raise FetchError(f"{here} redirects to something that is no web address ({parts.scheme[:20]}:); enter the feed's own address")
    if urlsplit(current).scheme == "https" and parts.scheme == "http":
        raise FetchError(
            f"{here} redirects from https to http, which anybody on the way could change; enter the http address if you accept that"
        )
    return target
