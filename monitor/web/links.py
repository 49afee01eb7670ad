"""The pages behind the links of messages: asked for, one says what it would do and does nothing; told to, it acts, once.

A link is its own permission: no token of the console, no session. Whatever is wrong with one, the answer is the same words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, urlsplit

import anyio
import anyio.to_thread
from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from monitor.alerts.links import LASTS, PATH, Link, read, sign
from monitor.channels.inert import one_line
from monitor.daemon.link_key import link_key
from monitor.daemon.outside import state_folder
from monitor.errors import Missing, MonitorError, StoreError
from monitor.model import ItemId
from monitor.store import audit, items, used_links
from monitor.store.database import serialise
from monitor.web.browser import headers
from monitor.web.link_acts import Acts, Done, done_of, uses
from monitor.web.throttle import Throttle

if TYPE_CHECKING:
    from jinja2 import Environment
    from sqlalchemy import Connection
    from starlette.requests import Request

    from monitor.daemon.works import Works
    from monitor.settings.records import Settings
    from monitor.store.items import StoredItem

Explain = Callable[["Connection", "StoredItem", "Settings"], list[str]]
MOST_BODY = 4096  # bytes of a form: a name, a reason and a choice
MOST_FIELDS = 8
BODY_WITHIN_S = 10
MOST_LINES = 300  # of what became of an item, the last ones
LONGEST_LINE = 1000
EACH_A_MINUTE = 30
A_MINUTE = 600
GONE = "What this link is about is not here any more, or cannot be done any more."
REFUSED = "This link is not valid, or no longer. Links work for 14 days; a newer message has newer ones."
HEADERS = {**headers("self"), "X-Robots-Tag": "noindex, nofollow"}


class _Refusal(Exception):
    """An answer instead of the page: the status with words for the reader."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status, self.words = status, words


class _Used(NamedTuple):
    done: Done
    is_again: bool


def link_routes(works: Works, pages: Environment, explain: Explain | None) -> list[Route]:
    """Make the routes of links, also under the path of the public address, for a proxy that passes that on."""
    links = Links(works, pages, explain)
    prefix = urlsplit(works.live.settings.console.public_url or "").path.rstrip("/")
    return [Route(f"{base}/{PATH}/{{word}}", links.answer, methods=["GET", "POST"]) for base in dict.fromkeys(("", prefix))]


class Links:
    """Answers for a run. What is asked for with a good link and with a bad one is counted apart."""

    def __init__(self, works: Works, pages: Environment, explain: Explain | None) -> None:
        self._works, self._pages, self._explain = works, pages, explain
        self._good, self._bad = Throttle(EACH_A_MINUTE, A_MINUTE), Throttle(A_MINUTE, A_MINUTE)

    async def answer(self, request: Request) -> Response:
        """Answer one request. Nothing of what went wrong within is told to a stranger."""
        try:
            link = await self._link(request)
            if link.act == "why":
                return await self._why(link)
            if request.method != "POST":
                return await self._ask(link)
            return await self._act(link, await _form(request))
        except _Refusal as refusal:
            return self._page("refused.html", refusal.status, words=refusal.words)
        except (MonitorError, ValueError) as error:
            if isinstance(error, StoreError) and not isinstance(error, Missing):
                return self._page("refused.html", 503, words="Tocsin cannot do that just now. Try again in a minute.")
            return self._page("refused.html", 410, words=GONE)

    async def _link(self, request: Request) -> Link:
        now = self._works.clock()
        settings = self._works.live.settings
        word = request.path_params["word"]
        if settings.console.public_url:
            key = await anyio.to_thread.run_sync(_key, settings)
            link = None if key is None else read(word, key, now)
        else:
            link = None
        is_within = self._bad.allows("", now) if link is None else self._good.allows(link.name, now)
        if not is_within:
            raise _Refusal(429, "That was asked too often. Try again in a minute.")
        if link is None:
            raise _Refusal(403, REFUSED)
        return link

    async def _why(self, link: Link) -> Response:
        def look() -> tuple[str, list[str]]:
            settings = self._works.live.settings
            with self._works.database.read() as connection:
                item = items.get(connection, ItemId(int(link.about[0])))
                told = self._explain(connection, item, settings) if self._explain else [f"Ask: tocsin why {item.id}"]
                return one_line(item.item.title) or "(no title)", [one_line(line, LONGEST_LINE) for line in told[-MOST_LINES:]]

        title, lines = await anyio.to_thread.run_sync(look)
        return self._page("why.html", 200, title=title, lines=lines)

    async def _ask(self, link: Link) -> Response:
        def look() -> Response:
            with self._works.database.read() as connection:
                kept = [used_links.done_by(connection, use) for use in uses(link)]
                if (first := kept[0]) is not None and None not in kept:
                    return self._said(link, _Used(done_of(first, link), is_again=True))
                asked = self._acts().asks(connection, link)
                return self._page("question.html", 200, asked=asked)

        return await anyio.to_thread.run_sync(look)

    async def _act(self, link: Link, form: Mapping[str, str]) -> Response:
        use = next((one for one in uses(link) if one in {link.name, f"{link.name} {form.get('choice', '')}"}), None)
        if use is None:
            raise _Refusal(400, "Choose one of the buttons of the page. Open the link again.")

        def work(connection: Connection) -> _Used:
            serialise(connection)
            if (kept := used_links.done_by(connection, use)) is not None:
                return _Used(done_of(kept, link), is_again=True)
            done, now = self._acts().does(connection, link, form), self._works.clock()
            used_links.note(connection, use, done.kept, now)
            audit.note(connection, now, link.recipient, f"link {link.act}", done.said, {"link": link.name, "for": link.recipient})
            used_links.forget(connection, now - LASTS - timedelta(days=1))
            return _Used(done, is_again=False)

        used = await self._works.writer.run(work)
        return await anyio.to_thread.run_sync(self._said, link, used)

    def _acts(self) -> Acts:
        return Acts(self._works.live.settings, self._works.clock())

    def _said(self, link: Link, used: _Used) -> Response:
        undo = used.done.undo
        key = _key(self._works.live.settings) if undo else None
        word = sign(undo, key) if undo and key else ""
        return self._page("done.html", 200, done=used.done, is_again=used.is_again, undo=word, recipient=link.recipient)

    def _page(self, name: str, status: int, **values: object) -> Response:
        return HTMLResponse(self._pages.get_template(name).render(**values), status, headers=dict(HEADERS))


async def _form(request: Request) -> dict[str, str]:
    """Read a small form; one that is large, late or no text is refused."""
    body = b""
    try:
        with anyio.fail_after(BODY_WITHIN_S):
            async for piece in request.stream():
                body += piece
                if len(body) > MOST_BODY:
                    raise _Refusal(413, "That is more than this form holds.")
        return dict(parse_qsl(body.decode("utf-8"), max_num_fields=MOST_FIELDS))
    except (TimeoutError, ClientDisconnect):
        raise _Refusal(408, "The form did not arrive. Try again.") from None
    except ValueError:
        raise _Refusal(400, "That is no form of ours. Open the link again.") from None


def _key(settings: Settings) -> bytes | None:
    try:
        return link_key(state_folder(settings))
    except MonitorError:
        return None
