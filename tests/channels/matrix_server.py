"""A stand-in homeserver for the faults that a real one does not have on demand."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

TOKEN = "syt_secret_matrix_token"
API = "/_matrix/client/v3"


@dataclass(slots=True)
class Scripted:
    """Answers by what is asked ("login", "encryption", "directory", "send", "joined"): one after another, the last for ever.

    An answer is a status and a body, "hang" or "drop".
    """

    url: str = ""
    events: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: dict[str, list[tuple[int, object] | str]] = field(default_factory=dict)
    logins: list[dict[str, Any]] = field(default_factory=list)

    async def answer(self, request: web.Request, what: str, status: int, body: object) -> web.StreamResponse:
        waiting = self.answers.get(what)
        said = (waiting.pop(0) if len(waiting) > 1 else waiting[0]) if waiting else (status, body)
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

    async def login(self, request: web.Request) -> web.StreamResponse:
        self.logins.append(await request.json())
        device = self.logins[-1].get("device_id", "D")
        return await self.answer(request, "login", 200, {"user_id": "@tocsin:test", "access_token": TOKEN, "device_id": device})

    async def encryption(self, request: web.Request) -> web.StreamResponse:
        return await self.answer(request, "encryption", 404, {"errcode": "M_NOT_FOUND", "error": "Event not found."})

    async def directory(self, request: web.Request) -> web.StreamResponse:
        return await self.answer(request, "directory", 200, {"room_id": "!room:test", "servers": ["test"]})

    async def joined(self, request: web.Request) -> web.StreamResponse:
        return await self.answer(request, "joined", 200, {"joined_rooms": ["!room:test"]})

    async def send(self, request: web.Request) -> web.StreamResponse:
        key = request.match_info["key"]
        self.events.setdefault(key, await request.json())
        return await self.answer(request, "send", 200, {"event_id": f"$event-{key}"})


async def matrix_server() -> tuple[TestServer, Scripted]:
    scripted = Scripted()
    app = web.Application(client_max_size=10_000_000)
    app.router.add_post(f"{API}/login", scripted.login)
    app.router.add_get(API + "/rooms/{room}/state/m.room.encryption{rest:.*}", scripted.encryption)
    app.router.add_get(API + "/directory/room/{alias}", scripted.directory)
    app.router.add_get(f"{API}/joined_rooms", scripted.joined)
    app.router.add_put(API + "/rooms/{room}/send/m.room.message/{key}", scripted.send)
    server = TestServer(app)
    await server.start_server()
    scripted.url = str(server.make_url("")).rstrip("/")
    return server, scripted
