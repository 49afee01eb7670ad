"""Fetching over HTTP: conditional, polite, bounded in time and size, and guarded against addresses inside.

One session without cookies, environment or Referer. Redirects are followed by hand, so that credentials stay with the host
they are for, and every answer tells how far permanent redirects have led.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping  # noqa: TC003 also read at run time by those who inspect signatures
from dataclasses import dataclass
from datetime import timedelta
from time import perf_counter
from typing import TYPE_CHECKING, Self
from weakref import WeakValueDictionary

import aiohttp
from yarl import URL

from monitor.errors import FetchError
from monitor.sources.complaints import explain
from monitor.sources.guard import REFUSED, REMEDY, guarded_socket, leads_inside
from monitor.sources.origin import host_of, same_origin, site_of, split_credentials
from monitor.sources.redirects import REDIRECTS, Trail
from monitor.sources.response import NO_HEADERS, Response

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from types import TracebackType

__all__ = ["FEED_ACCEPT", "PAGE_ACCEPT", "Fetcher", "HostWaits", "Response", "TooLarge"]

FEED_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1"
)
PAGE_ACCEPT = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
_ENCODINGS = frozenset({"", "identity", "gzip", "deflate"})  # those whose decompression is bounded
_WITH_BODY = frozenset({200, 203, 226})
_OURS = frozenset(  # what a source's own headers may not set: the connection's affair, and the conditional request's
    [
        "accept-encoding",
        "connection",
        "content-length",
        "host",
        "if-modified-since",
        "if-none-match",
        "referer",
        "te",
        "transfer-encoding",
        "upgrade",
    ]
)
_PLAIN_URL = re.compile(r"https?://[\w.~:/?#\[\]@!$&'()*+,;=%-]+", re.ASCII | re.IGNORECASE)
_CHUNK = 64 * 1024
_AT_ONCE = 50
_LONGEST_HEADER = 32 * 1024
_MOST_HEADERS = 128


class HostWaits(FetchError):
    """A host on the way wants to be left alone `until` then; it was not asked."""

    def __init__(self, host: str, until: datetime) -> None:
        self.until = until
        super().__init__(f"{host} asked not to be asked again before {until:%Y-%m-%d %H:%M} UTC")


class TooLarge(FetchError):
    """A document is larger than it may be; nothing else is wrong with its server."""


class Fetcher:
    """An HTTP client for feeds and articles; enter it before use.

    `user_agent` names the product and whom to reach. `timeout` bounds one fetch as a whole, redirects included; `max_body` is in bytes,
    after decompression. Through a `proxy` (http://[user:password@]host:port) only the proxy sees where names lead: it has to guard.
    """

    def __init__(
        self,
        user_agent: str,
        timeout: timedelta = timedelta(seconds=30),
        max_body: int = 10_000_000,
        *,
        allow_private_networks: bool = False,
        proxy: str | None = None,
    ) -> None:
        self._user_agent = user_agent
        self._timeout_s = timeout.total_seconds()
        self._max_body = max_body
        self._allow_private_networks = allow_private_networks
        self._proxy = proxy
        self._sessions: dict[bool, aiohttp.ClientSession] = {}  # by whether a proxy is between
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection. A later `get` opens new ones."""
        sessions, self._sessions = list(self._sessions.values()), {}
        for session in sessions:
            await session.close()

    async def get(  # noqa: PLR0913 what one request can differ in, each by its name
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        headers: Mapping[str, str] = NO_HEADERS,
        proxy: str | None = None,
        accept: str = FEED_ACCEPT,
        max_body: int | None = None,
        held_until: Callable[[str], datetime | None] = lambda _host: None,
    ) -> Response:
        """Fetch an address, following at most five redirects; a request at a time to each host.

        `etag` and `last_modified` go out exactly as given. `headers` are the source's own: they, and credentials in the address,
        never leave its host. `proxy` overrides the fetcher's; "" means none. Statuses of 400 and above are answers, not errors.
        `held_until` tells until when a host (`host:port`) must be left alone, None if it need not; it is asked before every step.

        Raises:
            HostWaits: a host on the way must be left alone for now.
            FetchError: no answer, a refused address or redirect, too slow, too large; the text is for people and holds no secret.
        """
        bare, private = _private(url, headers)
        common = {"User-Agent": self._user_agent, "Accept": accept, "Accept-Encoding": "gzip, deflate"}
        common |= _conditional(etag, last_modified, is_feed=accept == FEED_ACCEPT)
        via = (self._proxy if proxy is None else proxy) or None
        cap = self._max_body if max_body is None else max_body
        trail, used_s = Trail((bare,)), 0.0
        while True:
            sent = _merged(common, private) if same_origin(bare, trail.url) else common
            raw, body, took_s = await self._in_turn(_Request(trail.url, sent, via, cap), self._timeout_s - used_s, held_until)
            used_s += took_s
            if raw.status not in REDIRECTS:
                return _response(raw, body, trail, round(used_s * 1000))
            trail = trail.follow(raw.status, raw.headers.get("Location"))

    async def _in_turn(
        self, request: _Request, seconds: float, held_until: Callable[[str], datetime | None]
    ) -> tuple[aiohttp.ClientResponse, bytes, float]:
        """Wait for the host's turn and make one request, unless the host wants to be left alone; tell how many seconds the server took."""
        host = host_of(request.url)
        async with self._turns.setdefault(host, asyncio.Lock()):
            if (until := held_until(host)) is not None:
                raise HostWaits(site_of(request.url), until)
            began = perf_counter()  # waiting for a turn is not the server's fault
            raw, body = await self._ask(request, seconds)
            return raw, body, perf_counter() - began

    async def _ask(self, request: _Request, seconds: float) -> tuple[aiohttp.ClientResponse, bytes]:
        """Make one request; the body is read when the status says that it is the document."""
        host = site_of(request.url)
        try:
            target = _exact(request.url)
            if not self._allow_private_networks and leads_inside(target.host or ""):
                raise FetchError(f"{host} leads to {REFUSED}, which is not fetched; {REMEDY}")
            async with (
                asyncio.timeout(seconds),
                self._session(request.proxy is not None).get(
                    target, headers=request.headers, proxy=request.proxy, allow_redirects=False
                ) as raw,
            ):
                return raw, await _read(raw, request.cap, host) if raw.status in _WITH_BODY else b""
        except TimeoutError:
            raise FetchError(f"{host} gave no complete answer within {self._timeout_s:g} s") from None
        except (aiohttp.ClientError, OSError) as error:
            raise FetchError(explain(error, host)) from error
        except ValueError:  # a line break in a header, a proxy that is no address
            raise FetchError(f"the request to {host} cannot be written; check the address, headers and proxy of this source") from None

    def _session(self, is_proxied: bool) -> aiohttp.ClientSession:  # noqa: FBT001 the key of a table
        """Open the session for direct or for proxied requests: a proxy's own address is the administrator's choice, hence not guarded."""
        if is_proxied not in self._sessions:
            is_open = is_proxied or self._allow_private_networks
            self._sessions[is_proxied] = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=_AT_ONCE, socket_factory=None if is_open else guarded_socket),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
                max_line_size=_LONGEST_HEADER,
                max_field_size=_LONGEST_HEADER,
                max_headers=_MOST_HEADERS,
                trust_env=False,
            )
        return self._sessions[is_proxied]


@dataclass(frozen=True, slots=True)
class _Request:
    url: str
    headers: Mapping[str, str]
    proxy: str | None
    cap: int


def _private(url: str, headers: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Part an address from its credentials; give it bare, with the headers that are for its own host alone."""
    bare, authorization = split_credentials(url)
    private = {"Authorization": authorization} if authorization else {}
    return bare, private | {name: value for name, value in headers.items() if name.lower() not in _OURS}


def _conditional(etag: str | None, last_modified: str | None, *, is_feed: bool) -> dict[str, str]:
    """Ask for changes only. With an ETag a feed may also answer with its new entries alone (226, RFC 3229)."""
    asked = {"If-None-Match": etag, "If-Modified-Since": last_modified, "A-IM": "feed" if etag and is_feed else None}
    return {name: value for name, value in asked.items() if value}


def _merged(common: Mapping[str, str], private: Mapping[str, str]) -> dict[str, str]:
    """Let a source's own headers stand in for ours, whatever the case of their names."""
    theirs = {name.lower() for name in private}
    return {name: value for name, value in common.items() if name.lower() not in theirs} | dict(private)


def _exact(url: str) -> URL:
    """Take an address as it is written: re-quoting would change what some servers signed. Only one that HTTP could not carry is quoted."""
    return URL(url, encoded=_PLAIN_URL.fullmatch(url) is not None)


async def _read(raw: aiohttp.ClientResponse, cap: int, host: str) -> bytes:
    """Read a body chunk by chunk, decompressed, up to the cap; a bomb is left where it is."""
    encoding = raw.headers.get("Content-Encoding", "").strip().lower()
    if encoding not in _ENCODINGS:
        raise FetchError(f"{host} answers in an encoding that was not asked for ({encoding[:20]})")
    chunks, size = [], raw.content_length or 0
    if size <= cap:
        size = 0
        async for chunk in raw.content.iter_chunked(_CHUNK):
            size += len(chunk)
            if size > cap:
                break
            chunks.append(chunk)
    if size > cap:
        limit = f"{cap / 1e6:g} MB" if cap >= 1e6 else f"{cap} bytes"  # noqa: PLR2004 a million
        raise TooLarge(f"the document of {host} is larger than {limit}; if it is right, raise max_body under fetch: in tocsin.yaml")
    return b"".join(chunks)


def _response(raw: aiohttp.ClientResponse, body: bytes, trail: Trail, elapsed_ms: int) -> Response:
    return Response(
        status=raw.status,
        url=trail.url,
        permanent_url=trail.permanent,
        headers=_headers(raw),
        body=body,
        charset=raw.charset,
        content_type=raw.headers.get("Content-Type", ""),
        elapsed_ms=elapsed_ms,
    )


def _headers(raw: aiohttp.ClientResponse) -> dict[str, str]:
    """Collect the headers by lower-case name: the first of each, Cache-Control joined. Bytes that are no UTF-8 become U+FFFD."""
    found: dict[str, str] = {}
    for name, value in raw.headers.items():
        clean = value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        key = name.lower()
        if key == "cache-control" and key in found:
            found[key] += f", {clean}"
        else:
            found.setdefault(key, clean)
    return found
