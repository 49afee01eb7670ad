"""A stand-in for Slack that enforces its documented limits and errors: chat.postMessage, chat.update, auth.test and an incoming webhook.

Limits: docs.slack.dev/reference/block-kit/blocks, .../methods/chat.postMessage, .../methods/chat.update, .../apis/web-api/rate-limits.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

TOKEN = "xoxb-1234-5678-slacksecrettoken"
HOOK = "/services/T1/B1/hooksecretpath"
ID = "C024BE91L"
CHANNELS = {"#arms-exports": ID, ID: ID}
ELSEWHERE = {"#strangers": "not_in_channel", "#past": "is_archived", "#press": "restricted_action"}
_TEXT_LIMITS = {"header": 150, "section": 3000}


@dataclass(slots=True)
class Workspace:
    """What was posted, and what goes wrong next: HTTP codes, Slack's words, "hang", "drop", "page" (of text) or "html".

    `updates` are the changes, `shown` what readers see by now. `is_strict`: a second message to a channel within a second is one too many.
    """

    url: str = ""
    posts: list[dict[str, Any]] = field(default_factory=list)
    updates: list[dict[str, Any]] = field(default_factory=list)
    shown: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    wait: str = "2"
    token: str = TOKEN
    is_strict: bool = False
    last_at: dict[str, float] = field(default_factory=dict)

    @property
    def hook(self) -> str:
        return self.url + HOOK

    async def post_message(self, request: web.Request) -> web.StreamResponse:
        post = await request.json()
        if self.faults:
            return await self.fault(request)
        error = self.refusal(request, post)
        if error:
            return web.json_response({"ok": False, "error": error})
        channel = CHANNELS[post["channel"]]
        if self.is_too_soon(channel):
            return self.too_many()
        self.posts.append(post)
        ts = f"1764075600.{len(self.posts):06d}"
        self.shown[ts] = post
        return web.json_response({"ok": True, "channel": channel, "ts": ts})

    async def update(self, request: web.Request) -> web.StreamResponse:
        post = await request.json()
        if self.faults:
            return await self.fault(request)
        error = "" if self.is_ours(request) else "invalid_auth"
        if post["channel"] != ID:  # it takes no names
            error = error or "channel_not_found"
        if post["ts"] not in self.shown:
            error = error or "message_not_found"
        error = error or limits(post)
        if error:
            return web.json_response({"ok": False, "error": error})
        self.updates.append(post)
        self.shown[post["ts"]] = post
        return web.json_response({"ok": True, "channel": ID, "ts": post["ts"], "text": post["text"]})

    def refusal(self, request: web.Request, post: dict[str, Any]) -> str:
        """Say in Slack's words why a message is not taken, in the order in which Slack looks."""
        if not self.is_ours(request):
            return "invalid_auth" if "Authorization" in request.headers else "not_authed"
        if post["channel"] not in CHANNELS:
            return ELSEWHERE.get(post["channel"], "channel_not_found")
        if post.get("thread_ts", next(iter(self.shown), "")) not in self.shown and "thread_ts" in post:
            return "thread_not_found"
        return limits(post)

    def is_ours(self, request: web.Request) -> bool:
        return request.headers.get("Authorization") == f"Bearer {self.token}"

    def is_too_soon(self, channel: str) -> bool:
        now = asyncio.get_running_loop().time()
        before, self.last_at[channel] = self.last_at.get(channel, float("-inf")), now
        return self.is_strict and now - before < 1

    def too_many(self) -> web.Response:
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": self.wait})

    async def auth_test(self, request: web.Request) -> web.StreamResponse:
        return web.json_response({"ok": True, "user": "tocsin"} if self.is_ours(request) else {"ok": False, "error": "invalid_auth"})

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
            return self.too_many()
        if what.isdigit():
            return web.Response(text="oops", status=int(what))
        return web.json_response({"ok": False, "error": what})


def limits(post: dict[str, Any]) -> str:
    """Say what Slack would refuse a message for."""
    blocks = post.get("blocks", [])
    if not post.get("text") and not blocks:
        return "no_text"
    if len(post.get("text", "")) > 40_000:
        return "msg_too_long"
    if not re.fullmatch(r"\d+\.\d+", post.get("thread_ts", "1.0")):
        return "invalid_arguments"
    is_good = len(blocks) <= 50 and all(_is_good(block) for block in blocks)
    return "" if is_good else "invalid_blocks"


def _is_good(block: dict[str, Any]) -> bool:
    kind = str(block["type"])
    if kind == "context":
        elements = block.get("elements", [])
        return 1 <= len(elements) <= 10 and all(1 <= len(each.get("text", "")) <= 3000 for each in elements)
    if kind == "actions":
        return 1 <= len(block.get("elements", [])) <= 25
    fields = block.get("fields", [])
    if len(fields) > 10 or any(len(each["text"]) > 2000 for each in fields if isinstance(each, dict)):
        return False
    if kind in _TEXT_LIMITS and "text" in block:
        text: str = block["text"]["text"]
        return 1 <= len(text) <= _TEXT_LIMITS[str(kind)]
    return kind != "header"


async def slack_server() -> tuple[TestServer, Workspace]:
    workspace = Workspace()
    app = web.Application()
    app.router.add_post("/api/chat.postMessage", workspace.post_message)
    app.router.add_post("/api/chat.update", workspace.update)
    app.router.add_post("/api/auth.test", workspace.auth_test)
    app.router.add_post("/services/{rest:.*}", workspace.webhook)
    server = TestServer(app)
    await server.start_server()
    workspace.url = str(server.make_url("")).rstrip("/")
    return server, workspace
