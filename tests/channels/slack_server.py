"""A stand-in for Slack that enforces its documented limits: chat.postMessage, auth.test and an incoming webhook."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

TOKEN = "xoxb-1234-5678-slacksecrettoken"
HOOK = "/services/T1/B1/hooksecretpath"


@dataclass(slots=True)
class Workspace:
    """What was posted, and what goes wrong next: HTTP codes, Slack's words, "hang", "drop" or "page"."""

    url: str = ""
    posts: list[dict[str, Any]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    wait: str = "2"

    @property
    def hook(self) -> str:
        return self.url + HOOK


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

    async def fault(request: web.Request) -> web.StreamResponse | None:
        what = workspace.faults.pop(0) if workspace.faults else ""
        if what == "hang":
            await asyncio.Event().wait()
        if what == "drop":
            assert request.transport is not None
            request.transport.abort()
        if what == "page":
            return web.Response(text="<html>please sign in to the airport's network</html>", content_type="text/plain")
        if what == "html":
            return web.Response(text="<html>moved</html>", content_type="text/html")
        if what.isdigit():
            body = {"ok": False, "error": "ratelimited"} if what == "429" else None
            headers = {"Retry-After": workspace.wait} if what == "429" else {}
            return web.json_response(body, status=int(what), headers=headers) if body else web.Response(text="oops", status=int(what))
        return web.json_response({"ok": False, "error": what}) if what else None

    async def post_message(request: web.Request) -> web.StreamResponse:
        post = await request.json()
        answer = await fault(request)
        if answer is not None:
            return answer
        known = {"#arms-exports", "C024BE91L"}
        error = limits(post) or ("" if post["channel"] in known else "channel_not_found")
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            error = "invalid_auth"
        if error:
            return web.json_response({"ok": False, "error": error})
        workspace.posts.append(post)
        return web.json_response({"ok": True, "channel": "C024BE91L", "ts": f"1764075600.{len(workspace.posts):06d}"})

    async def auth_test(request: web.Request) -> web.StreamResponse:
        is_known = request.headers.get("Authorization") == f"Bearer {TOKEN}"
        return web.json_response({"ok": True, "user": "tocsin"} if is_known else {"ok": False, "error": "invalid_auth"})

    async def hook(request: web.Request) -> web.StreamResponse:
        if request.path != HOOK:
            return web.Response(text="no_service", status=404)
        answer = await fault(request)
        if answer is not None:
            return answer
        post = await request.json()
        error = limits(post)
        if error:
            return web.Response(text=error, status=400)
        workspace.posts.append(post)
        return web.Response(text="ok")

    app = web.Application()
    app.router.add_post("/api/chat.postMessage", post_message)
    app.router.add_post("/api/auth.test", auth_test)
    app.router.add_post("/services/{rest:.*}", hook)
    server = TestServer(app)
    await server.start_server()
    workspace.url = str(server.make_url("")).rstrip("/")
    return server, workspace
