"""A press for the tests: each feed is a host of its own on loopback, and says what the test wants it to say."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.utils import format_datetime
from hashlib import blake2b
from html import escape
from typing import TYPE_CHECKING, Self

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from types import TracebackType


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed."""

    guid: str
    title: str
    text: str = ""
    link: str = ""
    published: datetime | None = None

    def xml(self) -> str:
        date = f"<pubDate>{format_datetime(self.published)}</pubDate>" if self.published else ""
        guid = f"<guid isPermaLink='false'>{escape(self.guid)}</guid>" if self.guid else ""
        link = f"<link>{escape(self.link)}</link>" if self.link else ""
        return f"<item>{guid}<title>{escape(self.title)}</title>{link}{date}<description>{escape(self.text)}</description></item>"


@dataclass(slots=True)
class Feed:
    """A feed of the press. `status` other than 200, or `body`, replaces what it would say."""

    entries: list[Entry] = field(default_factory=list)
    status: int = 200
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    requests: list[Mapping[str, str]] = field(default_factory=list)
    url: str = ""
    lang: str = "en"

    def say(self, *entries: Entry) -> None:
        """Put entries on top."""
        self.entries = [*entries, *self.entries]

    def document(self) -> bytes:
        if self.body is not None:
            return self.body
        items = "".join(entry.xml() for entry in self.entries)
        lang = f"<language>{self.lang}</language>" if self.lang else ""
        return f"<rss version='2.0'><channel><title>A feed</title>{lang}{items}</channel></rss>".encode()

    async def answer(self, request: web.Request) -> web.Response:
        self.requests.append(dict(request.headers))
        if self.status != 200:
            return web.Response(status=self.status, headers=self.headers)
        body = self.document()
        etag = f'"{blake2b(body, digest_size=8).hexdigest()}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        return web.Response(body=body, headers={"ETag": etag, "Content-Type": "application/rss+xml", **self.headers})


class Press:
    """The feeds of a test, open between `async with` and its end."""

    def __init__(self, *names: str) -> None:
        self.feeds = {name: Feed() for name in names}
        self._runners: list[web.AppRunner] = []

    async def __aenter__(self) -> Self:
        for feed in self.feeds.values():
            app = web.Application()
            app.router.add_get("/{path:.*}", feed.answer)
            runner = web.AppRunner(app, access_log=None)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            feed.url = f"http://127.0.0.1:{runner.addresses[0][1]}/rss"
            self._runners.append(runner)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for runner in self._runners:
            await runner.cleanup()

    def __getitem__(self, name: str) -> Feed:
        return self.feeds[name]
