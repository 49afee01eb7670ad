"""A stand-in homeserver for the faults that a real one does not have on demand."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

TOKEN = "syt_secret_matrix_token"


@dataclass(slots=True)
class Scripted:
    """Answers by what is asked ("login", "encryption", "directory", "send", "joined"): one after another, the last for ever."""

    url: str = ""
    events: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: dict[str, list[tuple[int, object] | str]] = field(default_factory=dict)
    logins: list[dict[str, Any]] = field(default_factory=list)

    def take(self, what: str) -> tuple[int, object] | str | None:
        waiting = self.answers.get(what)
        return None if not waiting else waiting.pop(0) if len(waiting) > 1 else waiting[0]


async def matrix_server() -> tuple[TestServer, Scripted]:
    scripted = Scripted()

    async def answer(request: web.Request, what: str, otherwise: tuple[int, object]) -> web.StreamResponse:
        said = scripted.take(what) or otherwise
        if said == "hang":
            await asyncio.Event().wait()
        if isinstance(said, str):
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        status, body = said
        if isinstance(body, bytes):
            return web.Response(body=body, status=status, content_type="application/json")
        return web.Response(text=body, status=status) if isinstance(body, str) else web.json_response(body, status=status)

    async def login(request: web.Request) -> web.StreamResponse:
        scripted.logins.append(await request.json())
        good = {"user_id": "@tocsin:test", "access_token": TOKEN, "device_id": scripted.logins[-1].get("device_id", "D")}
        return await answer(request, "login", (200, good))

    async def encryption(request: web.Request) -> web.StreamResponse:
        return await answer(request, "encryption", (404, {"errcode": "M_NOT_FOUND", "error": "Event not found."}))

    async def directory(request: web.Request) -> web.StreamResponse:
        return await answer(request, "directory", (200, {"room_id": "!room:test", "servers": ["test"]}))

    async def joined(request: web.Request) -> web.StreamResponse:
        return await answer(request, "joined", (200, {"joined_rooms": ["!room:test"]}))

    async def send(request: web.Request) -> web.StreamResponse:
        key = request.match_info["key"]
        scripted.events.setdefault(key, await request.json())
        return await answer(request, "send", (200, {"event_id": f"$event-{key}"}))

    app = web.Application(client_max_size=10_000_000)
    app.router.add_post("/_matrix/client/v3/login", login)
    app.router.add_get("/_matrix/client/v3/rooms/{room}/state/m.room.encryption{rest:.*}", encryption)
    app.router.add_get("/_matrix/client/v3/directory/room/{alias}", directory)
    app.router.add_get("/_matrix/client/v3/joined_rooms", joined)
    app.router.add_put("/_matrix/client/v3/rooms/{room}/send/m.room.message/{key}", send)
    server = TestServer(app)
    await server.start_server()
    scripted.url = str(server.make_url("")).rstrip("/")
    return server, scripted
