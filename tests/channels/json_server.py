"""A service that Apprise knows: JSON posted to an address whose path is its secret."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

PATH = "hooksecretpath"


@dataclass(slots=True)
class Service:
    port: int = 0
    posts: list[dict[str, Any]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    asked: int = 0
    is_over: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"json://127.0.0.1:{self.port}/{PATH}"


async def json_server() -> tuple[TestServer, Service]:
    service = Service()

    async def take(request: web.Request) -> web.Response:
        service.asked += 1
        fault = service.faults.pop(0) if service.faults else ""
        service.posts.append(await request.json())
        if fault == "hang":
            await service.is_over.wait()
        return web.Response(status=int(fault or 200), text=PATH)

    app = web.Application()
    app.router.add_post("/{rest:.*}", take)
    server = TestServer(app)
    await server.start_server()
    service.port = server.port or 0
    return server, service
