"""`run`, `once` and `health`: the daemon, one pass of it, and whether it lives."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.terminal import ConfigOption, JsonOption, complain, config_folder, emit
from monitor.errors import MonitorError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from monitor.daemon.ingest import Report
    from monitor.daemon.tally import Tally
    from monitor.settings.records import Settings

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
    from monitor.daemon.works import open_works
    from monitor.web.server import Console

    settings = _settings(folder)
    with Console.bind(settings.console.listen) as console:
        async with open_works(folder, settings) as works:
            await Engine(works).run(lambda stop: console.serve(works, stop))


def once(
    *,
    everything: Annotated[bool, typer.Option("--all", help="Poll every source that its server allows, due or not.")] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Poll what is due, send what is due, and end."""
    from monitor.daemon.events import set_up

    set_up(logging.DEBUG if verbose else logging.INFO)
    asyncio.run(_once(config_folder(config), everything=everything, as_json=as_json))


async def _once(folder: Path, *, everything: bool, as_json: bool) -> None:
    from monitor.daemon.once import run_once
    from monitor.daemon.works import open_works
    from monitor.store import sources

    settings = _settings(folder)
    async with open_works(folder, settings) as works:
        reports = await run_once(works, everything=everything, progress=_progress())
        next_poll = await works.writer.run(sources.next_due)
        tally = works.tally
    if as_json:
        emit(
            {
                "polled": len(reports),
                "read": sum(report.error is None for report in reports),
                "failed": {report.source: report.error for report in reports if report.error},
                "items": tally.items,
                "archived": tally.archived,
                "hits": tally.hits,
                "messages": tally.messages,
                "sent": tally.sent,
                "next_poll_at": next_poll.isoformat() if next_poll else None,
            }
        )
    else:
        _tell(reports, tally, settings, next_poll)
    if reports and all(report.error for report in reports):
        raise MonitorError("nothing could be read: every source failed; `tocsin status` says why, one by one")


def _tell(reports: list[Report], tally: Tally, settings: Settings, next_poll: datetime | None) -> None:
    """Say what a pass came to; after a first contact, that nothing was told on purpose."""
    from monitor.alerts.notice import starting_point

    for report in reports:
        if report.error:
            complain(f"{report.source}: {report.error}")
    if not reports:
        complain(
            f"No source was due; the next poll is at {_local(settings, next_poll)}. To poll all that their servers allow: tocsin once --all"
        )
    elif any(report.is_first and report.error is None for report in reports):
        notice = starting_point(tally.archived, tally.messages, next_poll, settings.zone)
        complain("\n".join([notice.title + ".", *notice.lines]))
    else:
        new = sum(report.new for report in reports)
        complain(
            f"{len(reports)} sources polled: {new} new items, {tally.messages} new messages, {tally.sent} sent; "
            f"the next poll is at {_local(settings, next_poll)}."
        )


def _progress() -> Callable[[Report], None]:
    """Count polls on a terminal; say nothing elsewhere, the log has a line for each."""
    count = 0

    def show(report: Report) -> None:
        nonlocal count
        count += 1
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{count} polled, last {report.source[:60]}")
            sys.stderr.flush()

    return show


def _local(settings: Settings, moment: datetime | None) -> str:
    return f"{moment.astimezone(settings.zone):%H:%M:%S on %d %b}" if moment else "no time: no source is enabled"


def health(*, config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Ask the running daemon whether it is well; exit 0 if it is."""
    settings = _settings(config_folder(config))
    host, _, port = settings.console.listen.rpartition(":")
    address = f"http://{_reachable(host)}:{port}/healthz"
    try:
        with urllib.request.urlopen(address, timeout=4) as response:
            answer = json.load(response)
    except urllib.error.HTTPError as error:
        answer = json.loads(error.read() or b"{}")
    except (OSError, ValueError) as error:
        raise MonitorError(f"no daemon answers at {address} ({error}); start it with: tocsin run") from None
    if as_json:
        emit(answer)
    if answer.get("status") != "ok":
        raise MonitorError("not well: " + "; ".join(answer.get("problems", ["the daemon gave no reason"])))
    if not as_json:
        complain("well: the daemon ticks, the database can be written")


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "[::]": "[::1]"}.get(host, host)  # noqa: S104 it is replaced


def _settings(folder: Path) -> Settings:
    """Read the settings once without a database; problems that only warn are `check`'s affair."""
    from monitor.settings.load import load

    return load(folder).settings
