"""The sample parliament on loopback: its records at the addresses where the parliaments that it resembles keep theirs."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Self

from aiohttp import web

from monitor.demo.hansards import SESSION, akoma_ntoso, canadian, written_questions
from monitor.demo.loopback import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime
    from types import TracebackType

    from monitor.demo.feeds import Document
    from monitor.demo.sittings import Parliament

FRENCH_LAGS = timedelta(seconds=2)  # as translations do; the English record is there first
RECORDS = ("ca-hansard", "ie-dail", "uk-questions")


class ParliamentServer:
    """Serves the records as of now, between `async with` and its end, each on a port of its own. What is not printed yet is a 404.

    `homes` has the address of each record's site, by the name of the record in the catalogue.
    """

    def __init__(self, parliament: Parliament, clock: Callable[[], datetime]) -> None:
        self._parliament = parliament
        self._clock = clock
        self._runner: web.AppRunner | None = None
        self.homes: dict[str, str] = {}

    async def __aenter__(self) -> Self:
        application = web.Application()
        parliament, session = SESSION
        application.add_routes(
            [
                web.get(f"/Content/House/{parliament}{session}/Debates/{{number:\\d+}}/HAN{{again:\\d+}}-{{lang:[EF]}}.XML", self._hansard),
                web.get("/akn/ie/debateRecord/dail/{day}/debate/mul@/main.xml", self._assembly),
                web.get("/api/writtenquestions/questions", self._questions),
            ]
        )
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        for _ in RECORDS:
            await web.TCPSite(self._runner, LOOPBACK, 0).start()
        self.homes = {record: f"http://{LOOPBACK}:{address[1]}" for record, address in zip(RECORDS, self._runner.addresses, strict=True)}
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _hansard(self, request: web.Request) -> web.Response:
        number = int(request.match_info["number"])
        now = self._clock() - (FRENCH_LAGS if request.match_info["lang"] == "F" else timedelta(0))
        house, sitting = self._parliament.houses["commons"], self._parliament.sitting("commons", number, now)
        if sitting is None:
            raise web.HTTPNotFound(text="There is no such sitting, or it is not printed yet.")
        lang = {"E": "en", "F": "fr"}[request.match_info["lang"]]
        return _answer(request, canadian(house, sitting, self._day(sitting.days_ago), lang))

    async def _assembly(self, request: web.Request) -> web.Response:
        house = self._parliament.houses["assembly"]
        for each in house.sittings:
            sitting = self._parliament.sitting("assembly", each.number, self._clock())
            if sitting is not None and f"{self._day(sitting.days_ago)}" == request.match_info["day"]:
                return _answer(request, akoma_ntoso(house, sitting, self._day(sitting.days_ago)))
        raise web.HTTPNotFound(text="The house did not sit on that day, or it is not printed yet.")

    async def _questions(self, request: web.Request) -> web.Response:
        return _answer(request, written_questions(self._parliament, self._clock()))

    def _day(self, days_ago: int) -> date:
        return (self._parliament.started_at - timedelta(days=days_ago)).date()


def _answer(request: web.Request, document: Document) -> web.Response:
    """Answer conditionally (RFC 9110, section 13.1.2)."""
    tag = f'"{sha256(document.body).hexdigest()[:24]}"'
    if request.headers.get("If-None-Match") == tag:
        return web.Response(status=304, headers={"ETag": tag})
    return web.Response(body=document.body, headers={"ETag": tag, "Content-Type": document.content_type})
