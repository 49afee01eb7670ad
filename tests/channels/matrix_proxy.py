"""Something between Tocsin and a real homeserver that fails where a test says so, and counts what passes."""

from __future__ import annotations

from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

STEPS = {
    "probe": "/state/m.room.encryption",
    "members": "/members",
    "query": "/keys/query",
    "claim": "/keys/claim",
    "upload": "/keys/upload",
    "hand out": "/sendToDevice/",
    "hear": "/sync",
    "whose": "/account/whoami",
    "send": "/send/",
}


@dataclass(slots=True)
class Proxy:
    """`faults` names a step and what is answered in its stead: a status and a body, or "drop"; "lost" passes on and drops the reply."""

    upstream: str
    url: str = ""
    faults: dict[str, tuple[int, object] | str] = field(default_factory=dict)
    passed: Counter[str] = field(default_factory=Counter)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        step = next((name for name, part in STEPS.items() if part in request.path), "else")
        fault = self.faults.get(step)
        if fault == "drop":
            return _cut(request)
        if fault is not None and not isinstance(fault, str):
            status, body = fault
            return web.json_response(body, status=status) if not isinstance(body, str) else web.Response(text=body, status=status)
        self.passed[step] += 1
        headers = {name: request.headers[name] for name in ("Authorization", "Content-Type") if name in request.headers}
        async with (
            ClientSession() as session,
            session.request(request.method, self.upstream + request.raw_path, data=await request.read(), headers=headers) as answer,
        ):
            body_read = await answer.read()
            if fault == "lost":
                return _cut(request)
            return web.Response(body=body_read, status=answer.status, headers={"Content-Type": answer.headers["Content-Type"]})


def _cut(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


@asynccontextmanager
async def matrix_proxy(upstream: str) -> AsyncIterator[Proxy]:
    proxy = Proxy(upstream)
    app = web.Application(client_max_size=10_000_000)
    app.router.add_route("*", "/{rest:.*}", proxy.serve)
    server = TestServer(app)
    await server.start_server()
    proxy.url = str(server.make_url("")).rstrip("/")
    try:
        yield proxy
    finally:
        await server.close()
