"""A stand-in for Slack that enforces its documented limits: chat.postMessage, auth.test and an incoming webhook."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

TOKEN = "xoxb-1234-5678-slacksecrettoken"
HOOK = "/services/T1/B1/hooksecretpath"
CHANNELS = {"#arms-exports", "C024BE91L"}


@dataclass(slots=True)
class Workspace:
    """What was posted, and what goes wrong next: HTTP codes, Slack's words, "hang", "drop", "page" (of text) or "html"."""

    url: str = ""
    posts: list[dict[str, Any]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    wait: str = "2"

    @property
    def hook(self) -> str:
        return self.url + HOOK

    async def post_message(self, request: web.Request) -> web.StreamResponse:
        post = await request.json()
        if self.faults:
            return await self.fault(request)
        error = limits(post) or ("" if post["channel"] in CHANNELS else "channel_not_found")
        if not is_ours(request):
            error = "invalid_auth"
        if error:
            return web.json_response({"ok": False, "error": error})
        self.posts.append(post)
        return web.json_response({"ok": True, "channel": "C024BE91L", "ts": f"1764075600.{len(self.posts):06d}"})

    async def auth_test(self, request: web.Request) -> web.StreamResponse:
        return web.json_response({"ok": True, "user": "tocsin"} if is_ours(request) else {"ok": False, "error": "invalid_auth"})

    async def webhook(self, request: web.Request) -> web.StreamResponse:
        if request.path != HOOK:
            return web.Response(text="no_service", status=404)
        post = await request.json()
        if self.faults:
            return await self.fault(request)
        error = limits(post)
        if error:
            return web.Response(text=error, status=400)
        self.posts.append(post)
        return web.Response(text="ok")

    async def fault(self, request: web.Request) -> web.StreamResponse:
        what = self.faults.pop(0)
        if what == "hang":
            await asyncio.Event().wait()
        if what == "drop":
            assert request.transport is not None
            request.transport.abort()
        if what in {"page", "html"}:
            kind = "text/plain" if what == "page" else "text/html"
            return web.Response(text="<html>please sign in to the airport's network</html>", content_type=kind)
        if what == "429":
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": self.wait})
        if what.isdigit():
            return web.Response(text="oops", status=int(what))
        return web.json_response({"ok": False, "error": what})


def is_ours(request: web.Request) -> bool:
    return request.headers.get("Authorization") == f"Bearer {TOKEN}"


def limits(post: dict[str, Any]) -> str:
    """Say what Slack would refuse a message for."""
    blocks = post.get("blocks", [])
    if not post.get("text") and not blocks:
        return "no_text"
    if len(post.get("text", "")) > 40_000:
        return "msg_too_long"
    if len(blocks) > 50:
        return "invalid_blocks"
    for block in blocks:
        size = len(block["text"]["text"]) if "text" in block else 0
        if (block["type"] == "header" and not 1 <= size <= 150) or (block["type"] == "section" and not 1 <= size <= 3000):
            return "invalid_blocks"
    return ""


async def slack_server() -> tuple[TestServer, Workspace]:
    workspace = Workspace()
    app = web.Application()
    app.router.add_post("/api/chat.postMessage", workspace.post_message)
    app.router.add_post("/api/auth.test", workspace.auth_test)
    app.router.add_post("/services/{rest:.*}", workspace.webhook)
    server = TestServer(app)
    await server.start_server()
    workspace.url = str(server.make_url("")).rstrip("/")
    return server, workspace
