"""The console: how it stands, in one page; health for containers; metrics for Prometheus."""

from __future__ import annotations

import hmac
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import anyio.to_thread
from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from monitor.alerts.direction import in_html, isolated_runs, without_isolates
from monitor.errors import MonitorError
from monitor.settings.secrets import expand
from monitor.web.browser import headers
from monitor.web.health import problems_of
from monitor.web.links import link_routes
from monitor.web.metrics import Metrics
from monitor.web.overview import overview

if TYPE_CHECKING:
    from starlette.requests import Request

    from monitor.daemon.works import Works
    from monitor.web.links import Explain

HEADERS = headers("none")
LOOPBACK = frozenset({"127.0.0.1", "::1"})


def console_app(works: Works, explain: Explain | None = None) -> Starlette:
    """Make the application for a run. `explain` tells of an item what `tocsin why` does."""
    pages = Environment(loader=FunctionLoader(_page), autoescape=True, undefined=StrictUndefined)
    pages.filters["kept_apart"] = kept_apart
    registry = CollectorRegistry()
    registry.register(Metrics(works))
    routes = [
        Route("/healthz", partial(_health, works)),
        Route("/metrics", partial(_metrics, works, registry)),
        Route("/", partial(_overview, works, pages)),
        *link_routes(works, pages, explain),
    ]
    return Starlette(routes=routes, exception_handlers={MonitorError: _unwell})


def kept_apart(sentence: str) -> Markup:
    """Write a sentence of ours so that a name in it that runs from right to left does not turn the rest round."""
    return Markup(in_html(str(escape(isolated_runs(without_isolates(sentence))))))  # noqa: S704 it is escaped first


def _page(name: str) -> str:
    return files("monitor.web").joinpath("pages", name).read_text(encoding="utf-8")


async def _health(works: Works, _request: Request) -> Response:
    problems = problems_of(works.tally, works.clock())
    return JSONResponse({"status": "failing" if problems else "ok", "problems": problems}, 503 if problems else 200, headers=dict(HEADERS))


async def _metrics(works: Works, registry: CollectorRegistry, request: Request) -> Response:
    if refused := _refusal(works, request):
        return refused
    body = await anyio.to_thread.run_sync(generate_latest, registry)
    return Response(body, headers=dict(HEADERS), media_type=CONTENT_TYPE_LATEST)


async def _overview(works: Works, pages: Environment, request: Request) -> Response:
    if refused := _refusal(works, request):
        return refused
    shown = await anyio.to_thread.run_sync(overview, works)
    return HTMLResponse(pages.get_template("overview.html").render(shown=shown), headers=dict(HEADERS))


async def _unwell(_request: Request, error: Exception) -> Response:
    """Say in words what keeps the page from being shown: a database that is locked, a secret that is not set."""
    return PlainTextResponse(f"{error}\n", 503, headers=dict(HEADERS))


def _refusal(works: Works, request: Request) -> Response | None:
    """Let in who shows the token; without one in the settings, who sits at this machine and asks for it by its own name."""
    token = works.live.settings.console.token
    if token:
        known, given = expand(token).strip(), _given(request)
        if known and hmac.compare_digest(given.encode(), known.encode()):  # a secret that is empty lets nobody in
            return None
        return PlainTextResponse("Open this page as /?token=... with the console's token.\n", 401, headers=dict(HEADERS))
    client = request.client.host if request.client else ""
    if client in LOOPBACK and _host(request) in {*LOOPBACK, "localhost"}:  # a page elsewhere may have its name lead here
        return None
    return PlainTextResponse("Set console.token in tocsin.yaml to open this page from another machine.\n", 403, headers=dict(HEADERS))


def _given(request: Request) -> str:
    scheme, _, credentials = request.headers.get("authorization", "").partition(" ")
    return credentials.strip() if scheme.lower() == "bearer" else request.query_params.get("token", "")


def _host(request: Request) -> str | None:
    try:
        return urlsplit(f"//{request.headers.get('host', '')}").hostname
    except ValueError:
        return None
