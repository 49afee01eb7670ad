"""The sample press on loopback: each outlet on a port of its own, as they are hosts of their own on the web.

Validators are honest: a feed that did not change since is answered with 304.
"""

from __future__ import annotations

from collections import Counter
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Self

from aiohttp import web

from monitor.demo.feeds import Addresses, Document, render_feed
from monitor.demo.loopback import LOOPBACK
from monitor.demo.pages import FEED_PATHS, article_page, front_page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from types import TracebackType

    from monitor.demo.press import Outlet, Press


class PressServer:
    """Serves the press as of now, between `async with` and its end. `answers` counts feed requests by outlet and status."""

    def __init__(self, press: Press, clock: Callable[[], datetime]) -> None:
        self._press = press
        self._clock = clock
        self._runners: list[web.AppRunner] = []
        self._homes: dict[str, str] = {}
        self._addresses = Addresses(home=lambda outlet: self._homes[outlet] + "/", article=self._article_address)
        self.answers: Counter[tuple[str, int]] = Counter()

    async def __aenter__(self) -> Self:
        for outlet in self._press.outlets.values():
            runner = web.AppRunner(self._application(outlet), access_log=None, shutdown_timeout=1.0)
            await runner.setup()
            self._runners.append(runner)
            await web.TCPSite(runner, LOOPBACK, 0).start()
            port = runner.addresses[0][1]
            self._homes[outlet.key] = f"http://{LOOPBACK}:{port}"
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for runner in self._runners:
            await runner.cleanup()

    @property
    def feeds(self) -> Mapping[str, str]:
        """The address of each outlet's feed, by the outlet's key."""
        return {key: self._homes[key] + FEED_PATHS[outlet.format] for key, outlet in self._press.outlets.items()}

    def document(self, outlet: str, now: datetime) -> Document:
        """Write an outlet's feed as it stands at a moment."""
        return render_feed(self._press.outlets[outlet], self._press.stories(outlet, now), self._addresses)

    def _article_address(self, outlet: str, key: str) -> str:
        return f"{self._homes[outlet]}/news/{key}"

    def _application(self, outlet: Outlet) -> web.Application:
        async def front(_: web.Request) -> web.Response:
            stories = self._press.stories(outlet.key, self._clock())
            return web.Response(text=front_page(outlet, stories, self._addresses), content_type="text/html")

        async def article(request: web.Request) -> web.Response:
            story = self._press.story(outlet.key, request.match_info["key"], self._clock())
            if story is None:
                raise web.HTTPNotFound(text="There is no such article, or not yet.")
            return web.Response(text=article_page(outlet, story, self._addresses), content_type="text/html")

        async def feed(request: web.Request) -> web.Response:
            response = self._feed(outlet, request)
            self.answers[outlet.key, response.status] += 1
            return response

        application = web.Application()
        application.add_routes([web.get("/", front), web.get("/news/{key}", article), web.get(FEED_PATHS[outlet.format], feed)])
        return application

    def _feed(self, outlet: Outlet, request: web.Request) -> web.Response:
        """Answer a poll (RFC 9110, section 13): the tag decides where one was sent, else the date."""
        now = self._clock()
        document = self.document(outlet.key, now)
        stories = self._press.stories(outlet.key, now)
        changed_at = max((story.updated_at for story in stories), default=self._press.started_at).replace(microsecond=0)
        tag = f'"{sha256(document.body).hexdigest()[:24]}"'
        headers = {"ETag": tag, "Last-Modified": format_datetime(changed_at, usegmt=True)}
        if _is_unchanged(request, tag, changed_at):
            return web.Response(status=304, headers=headers)
        return web.Response(body=document.body, headers={**headers, "Content-Type": document.content_type})


def _is_unchanged(request: web.Request, tag: str, changed_at: datetime) -> bool:
    known_tags = request.headers.get("If-None-Match")
    if known_tags is not None:
        return tag in (known.strip().removeprefix("W/") for known in known_tags.split(","))
    try:
        known_since = parsedate_to_datetime(request.headers["If-Modified-Since"])
    except (KeyError, ValueError):  # none sent, or no date
        return False
    return known_since.tzinfo is not None and changed_at <= known_since
