"""Where the articles of a test lie: a host of its own on loopback, with a page for each path and a robots.txt."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from types import TracebackType


@dataclass(slots=True)
class Newsstand:
    """The pages of a test, open between `async with` and its end. `answers` replaces a page by whatever the test wants to be said."""

    pages: dict[str, bytes] = field(default_factory=dict)
    answers: dict[str, web.Response] = field(default_factory=dict)
    content_type: str = "text/html"
    robots: str | None = None
    asked: list[str] = field(default_factory=list)
    before_answer: Callable[[], Awaitable[None]] | None = None
    url: str = ""
    _runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        if self.before_answer is not None:
            await self.before_answer()
        if request.path == "/robots.txt":
            return web.Response(status=404) if self.robots is None else web.Response(text=self.robots)
        if request.path in self.answers:
            said = self.answers[request.path]
            return web.Response(status=said.status, headers=said.headers, body=said.body)
        if request.path not in self.pages:
            return web.Response(status=404)
        return web.Response(body=self.pages[request.path], headers={"Content-Type": self.content_type})
