"""`demo`: the whole daemon, offline, over the sample press."""

from __future__ import annotations

import asyncio
import logging
import sys
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.terminal import plain
from monitor.cli.terminal import JsonOption, complain, emit
from monitor.errors import UsageError

if TYPE_CHECKING:
    from datetime import timedelta
    from email.message import EmailMessage

    from monitor.daemon.embedded import Engine
    from monitor.daemon.works import Works
    from monitor.demo.stage import Demo

LOOKS_EVERY_S = 0.2


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo")(demo)


def demo(
    *,
    for_: Annotated[str | None, typer.Option("--for", help="End after so long, such as 20s or 2m.", metavar="TIME")] = None,
    folder: Annotated[
        Path | None, typer.Option("--folder", help="Where its settings, database and mailbox go; else a temporary folder.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Run the whole daemon offline: a sample press on loopback, alerts to a local mailbox and to this terminal."""
    from monitor.daemon.events import set_up
    from monitor.settings.quantities import read_duration

    try:
        limit = read_duration(for_) if for_ else None
    except ValueError as error:
        raise UsageError(f"--for: {error}") from None
    set_up(logging.WARNING)
    asyncio.run(_demo(folder or Path(tempfile.mkdtemp(prefix="tocsin-demo-")), limit, as_json=as_json))


async def _demo(folder: Path, limit: timedelta | None, *, as_json: bool) -> None:
    from monitor.daemon.embedded import Engine
    from monitor.daemon.works import open_works
    from monitor.demo.stage import Demo
    from monitor.settings.load import load
    from monitor.web.server import Console

    async with AsyncExitStack() as closing:
        stage = await closing.enter_async_context(Demo(folder, on_mail=lambda mail: complain(shown(mail))))
        settings = load(stage.folder).settings
        console = closing.enter_context(Console.bind(settings.console.listen))
        works = await closing.enter_async_context(open_works(stage.folder, settings))
        engine = Engine(works, tick_s=0.25)
        _introduce(stage, console.url)
        ends = None if limit is None and sys.stderr.isatty() else limit
        await engine.run(
            lambda stop: console.serve(works, stop),
            lambda stop: _end_in_time(stage, works, engine, stop, ends, forever=limit is None and sys.stderr.isatty()),
        )
        _sum_up(stage, works, as_json=as_json)


async def _end_in_time(  # noqa: PLR0913 it watches all of these
    stage: Demo, works: Works, engine: Engine, stop: asyncio.Event, limit: timedelta | None, *, forever: bool
) -> None:
    """End the demo after its time, or when its last scripted item has been told; on a terminal never."""
    while not stop.is_set():
        is_over = works.clock() - works.tally.started_at >= limit if limit else works.clock() >= stage.ends_at and not await works.is_busy()
        if is_over and not forever:
            engine.stop()
        await asyncio.sleep(LOOKS_EVERY_S)
    await stop.wait()


def _introduce(stage: Demo, console: str) -> None:
    complain(
        f"The sample press is open: {len(stage.feeds)} feeds on this machine alone; the last article appears in {stage.lasts_s} s.\n"
        f"Settings, ordinary YAML files: {stage.folder}\n"
        f"Mailbox: {stage.mailbox.folder}\n"
        f"Console: {console}\n" + ("End with Ctrl-C.\n" if sys.stderr.isatty() else "")
    )


def shown(mail: EmailMessage) -> str:
    """Show an alert as a mail program would show its text, indented."""
    body = mail.get_body(("plain",))
    text = body.get_content() if body else ""
    lines = [f"✉ {mail['Subject']}", f"  to {mail['To']}", *(f"  {line}".rstrip() for line in text.strip().splitlines())]
    return plain("\n".join(lines)) + "\n"


def _sum_up(stage: Demo, works: Works, *, as_json: bool) -> None:
    tally = works.tally
    figures = works.figures()
    first = tally.first_sent_after.total_seconds() if tally.first_sent_after else None
    complain(
        f"{figures['items']} items from {figures['sources']} sources, {figures['hits']} hits, folded into {figures['stories']} stories; "
        f"{figures['delivered']} alerts delivered" + (f", the first after {first:.1f} s." if first is not None else ".")
    )
    complain(
        "Where to look next:\n"
        f"  the alerts, as mails      {stage.mailbox.folder}\n"
        f'  why an item was (not) told  tocsin why --config {stage.folder} "Baykar"\n'
        f"  the settings behind it    {stage.folder}/watchlists/\n"
        "  your own                  tocsin init config, then edit config/watchlists/*.yaml"
    )
    if as_json:
        emit({**figures, "first_alert_s": None if first is None else round(first, 2)})
