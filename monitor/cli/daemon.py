"""`run`, `once` and `health`: the daemon, one pass of it, and whether it lives."""

from __future__ import annotations

import asyncio
import http.client
import json
import logging
import sys
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.archive import counted, settings_in_force
from monitor.cli.terminal import ConfigOption, JsonOption, complain, config_folder, emit, show_progress
from monitor.errors import MonitorError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection

    from monitor.daemon.ingest import Report
    from monitor.daemon.tally import Tally
    from monitor.settings.records import Settings

MOST_OF_ANSWER = 100_000  # bytes of what the console says
VerboseOption = Annotated[bool, typer.Option("--verbose", help="Log what happens in detail.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("run")(run)
    app.command("once")(once)
    app.command("health")(health)


def run(*, config: ConfigOption = None, verbose: VerboseOption = False) -> None:
    """Run the daemon until it is told to stop."""
    from monitor.daemon.events import set_up

    set_up(logging.DEBUG if verbose else logging.INFO)
    asyncio.run(_run(config_folder(config)))


async def _run(folder: Path) -> None:
    from monitor.daemon.embedded import Engine
    from monitor.daemon.events import event
    from monitor.daemon.opening import open_works
    from monitor.web.server import Console

    settings = settings_in_force(folder)
    with Console.bind(settings.console.listen) as console:
        async with open_works(folder, settings) as works:
            event("console.open", url=console.url)
            await Engine(works).run(lambda stop: console.serve(works, stop))


def once(
    *,
    everything: Annotated[bool, typer.Option("--all", help="Poll every source that its server allows, due or not.")] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Poll what is due, send what is due, and end.

    Exit code 1 means that no source could be read.
    """
    from monitor.daemon.events import set_up

    # On a terminal the counter and the summary say it all; elsewhere each poll is a line.
    set_up(logging.DEBUG if verbose else logging.ERROR if sys.stderr.isatty() else logging.INFO)
    asyncio.run(_once(config_folder(config), everything=everything, as_json=as_json))


async def _once(folder: Path, *, everything: bool, as_json: bool) -> None:
    from monitor.daemon.once import run_once
    from monitor.daemon.opening import open_works
    from monitor.store import sources

    settings = settings_in_force(folder)
    async with open_works(folder, settings) as works:
        await works.answer_saves()
        reports = await run_once(works, everything=everything, progress=_progress())
        next_poll = await works.writer.run(sources.next_due)
        tally, rejected = works.tally, works.live.loaded.rejected
        is_all_dark = not reports or await works.writer.run(_is_nothing_read)
    show_progress("")
    if as_json:
        emit(
            {
                "polled": count_sources(reports),
                "read": count_sources([report for report in reports if report.error is None]),
                "failed": {report.source: report.error for report in reports if report.error},
                "items": tally.items,
                "archived": tally.archived,
                "hits": tally.hits,
                "messages": tally.messages,
                "sent": tally.sent,
                "not_sent": tally.failed,
                "rejected": list(rejected),
                "next_poll_at": next_poll.isoformat() if next_poll else None,
            }
        )
    else:
        _tell(reports, tally, settings, next_poll)
        for name in rejected:
            complain(f"{name} was not accepted, its last good version counts; what is wrong: tocsin check")
    if reports and is_all_dark and all(report.error for report in reports):
        raise MonitorError("nothing could be read: every source failed")


def count_sources(reports: list[Report]) -> int:
    """Count the sources of these polls; a parliament is polled document by document, many times in one pass."""
    return len({report.source for report in reports})


def _is_nothing_read(connection: Connection) -> bool:
    """Tell whether no source can be read; one that was not due may be well."""
    from monitor.store import sources

    return not any(state.enabled and state.last_ok_at and not state.failures for state in sources.all_states(connection))


def _tell(reports: list[Report], tally: Tally, settings: Settings, next_poll: datetime | None) -> None:
    """Say what a pass came to; after a first contact, that nothing was told on purpose."""
    from monitor.alerts.notice import starting_point

    at = f"the next poll is at {next_poll.astimezone(settings.zone):%H:%M:%S on %d %b}" if next_poll else "no source is enabled"
    for report in reports:
        if report.error and not logging.getLogger("tocsin").isEnabledFor(logging.WARNING):  # else the log has said it
            complain(f"{report.source}: {report.error}")
    if not reports:
        complain(f"No source was due; {at}. To poll all that their servers allow: tocsin once --all")
    elif any(report.is_first and report.error is None for report in reports):
        notice = starting_point(tally.archived, tally.messages, next_poll, settings.zone)
        complain("\n".join([notice.title + ".", *notice.lines]))
    else:
        polled, new = counted(count_sources(reports), "source"), counted(sum(report.new for report in reports), "new item")
        complain(f"{polled} polled: {new}, {counted(tally.messages, 'new message')}, {tally.sent} sent; {at}.")
    if tally.failed:
        complain(f"{counted(tally.failed, 'message')} could not be sent; why: tocsin deliveries")


def _progress() -> Callable[[Report], None]:
    """Count polls on a terminal; say nothing elsewhere, the log has a line for each."""
    count = 0

    def show(report: Report) -> None:
        nonlocal count
        count += 1
        show_progress(f"{count} polled, last {report.source}")

    return show


def health(*, config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Ask the running daemon whether it is well; exit 0 if it is."""
    listen = settings_in_force(config_folder(config)).console.listen
    answer = _ask(listen)
    if as_json:
        emit(answer)
    problems = answer.get("problems")
    if answer.get("status") != "ok":
        told = [str(problem) for problem in problems] if isinstance(problems, list) else []
        raise MonitorError("not well: " + ("; ".join(told) or "the daemon gave no reason"))
    if not as_json:
        complain("well: the daemon ticks, the database can be written")


def _ask(listen: str) -> dict[str, object]:
    """Read /healthz of the daemon that listens there, past any proxy.

    Raises:
        MonitorError: nobody answers there, or somebody else.
    """
    host, _, port = listen.rpartition(":")
    address = f"http://{_reachable(host)}:{port}/healthz"
    if port == "0":
        raise MonitorError("console.listen names port 0, any free one, so nobody knows where to ask; name a port: 127.0.0.1:8787")
    straight = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with straight.open(address, timeout=4) as response:
            body = response.read(MOST_OF_ANSWER)
    except urllib.error.HTTPError as error:  # 503 when it is not well
        body = error.read(MOST_OF_ANSWER)
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", error)
        told = getattr(reason, "strerror", None) or reason
        raise MonitorError(f"no daemon answers at {address} ({told}); start it with: tocsin run") from None
    try:
        answer = json.loads(body)
    except ValueError:
        answer = None
    if not isinstance(answer, dict) or "status" not in answer:
        raise MonitorError(f"something else than Tocsin answers at {address}; set another port in tocsin.yaml: console: {{listen: ...}}")
    return answer


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "[::]": "[::1]"}.get(host, host)  # noqa: S104 it is replaced
