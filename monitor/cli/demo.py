"""`demo`: the whole daemon, offline, over the sample press."""

from __future__ import annotations

import asyncio
import logging
import sys
import tempfile
from contextlib import AsyncExitStack
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.archive import counted
from monitor.cli.terminal import JsonOption, complain, emit, show_progress
from monitor.errors import MonitorError, UsageError

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
    for_: Annotated[str | None, typer.Option("--for", help="End after so long: 20s, 2m.", metavar="TIME")] = None,
    folder: Annotated[
        Path | None, typer.Option("--folder", help="An empty or new folder for its settings, database and mailbox; else a temporary one.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Run the whole daemon offline: a sample press and parliament on loopback, alerts to a local mailbox and to this terminal.

    On a terminal it runs until Ctrl-C; elsewhere it ends by itself after about a minute.
    """
    from monitor.daemon.events import set_up
    from monitor.settings.quantities import read_duration

    try:
        limit = read_duration(for_) if for_ else None
    except ValueError as error:
        raise UsageError(f"--for: {error}") from None
    set_up(logging.WARNING)
    asyncio.run(_demo(_stage_folder(folder), limit, as_json=as_json))


def _stage_folder(folder: Path | None) -> Path:
    """Find a folder for the demo; one that holds anything is left alone, its settings may be somebody's own.

    Raises:
        UsageError: it holds something.
        MonitorError: it cannot be made.
    """
    if folder is None:
        return Path(tempfile.mkdtemp(prefix="tocsin-demo-"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if next(folder.iterdir(), None) is None:
            return folder
    except OSError as error:
        raise MonitorError(f"{folder} cannot be used: {error.strerror}; name another folder") from None
    raise UsageError(f"{folder} is not empty; name a new folder, so that nothing of yours is overwritten")


async def _demo(folder: Path, limit: timedelta | None, *, as_json: bool) -> None:
    from monitor.daemon.embedded import Engine
    from monitor.daemon.opening import open_works
    from monitor.demo.stage import Demo
    from monitor.settings.load import load
    from monitor.web.server import Console

    async with AsyncExitStack() as closing:
        stage = await closing.enter_async_context(Demo(folder, on_mail=Alerts().show))
        settings = load(stage.folder).settings
        console = closing.enter_context(Console.bind(settings.console.listen))
        works = await closing.enter_async_context(open_works(stage.folder, settings))
        engine = Engine(works, tick_s=0.25)
        _introduce(stage, console.url)
        await engine.run(
            lambda stop: console.serve(works, stop),
            lambda stop: _end_in_time(stage, works, engine, stop, limit),
        )
        show_progress("")
        _sum_up(stage, works, as_json=as_json)


async def _end_in_time(stage: Demo, works: Works, engine: Engine, stop: asyncio.Event, limit: timedelta | None) -> None:
    """End the demo after its time, else when its last scripted item has been told; on a terminal it goes on until Ctrl-C."""
    while not stop.is_set():
        _show_standing(stage, works)
        if limit is not None:
            is_over = works.clock() - works.tally.started_at >= limit
        else:
            is_over = not sys.stderr.isatty() and works.clock() >= stage.ends_at and not await works.is_busy()
        if is_over:
            engine.stop()
        await asyncio.sleep(LOOKS_EVERY_S)
    await stop.wait()


def _show_standing(stage: Demo, works: Works) -> None:
    """Show on a terminal's last line what has happened so far, and what is to come."""
    tally, left = works.tally, round((stage.last_scripted_at - works.clock()).total_seconds())
    more = f"new articles for {left} s more" if left > 0 else "no new articles any more"
    show_progress(f"{sum(tally.polls.values())} polls, {tally.items} items, {counted(tally.sent, 'alert')}; {more}; Ctrl-C ends")


def _introduce(stage: Demo, console: str) -> None:
    complain(
        f"The sample press is open, and the parliaments: {len(stage.feeds)} feeds and {len(stage.chamber.homes)} records, "
        f"on this machine alone.\nNew articles and speeches appear for {stage.lasts_s} s.\n"
        "Tocsin polls them, and writes to the desks whose watchlists they meet.\n"
        f"  settings  {stage.folder}  (ordinary YAML files)\n"
        f"  mailbox   {stage.mailbox.folder}\n"
        f"  console   {console}\n" + ("End with Ctrl-C.\n" if sys.stderr.isatty() else "")
    )
    complain("")


class Alerts:
    """Shows the alerts on standard error as they arrive; what every one has at its foot, only once."""

    def __init__(self) -> None:
        self._shown = 0

    def show(self, mail: EmailMessage) -> None:
        """Show one alert."""
        show_progress("")
        complain(shown(mail, whole=self._shown == 0))
        complain("")
        self._shown += 1


def shown(mail: EmailMessage, *, whole: bool = True) -> str:
    """Show an alert as a mail program would show its text, indented; `whole` with what stands at its foot."""
    body = mail.get_body(("plain",))
    text = body.get_content() if body else ""
    lines = text.strip().splitlines()
    if not whole:
        lines = list(takewhile(lambda line: line.rstrip() != "--", lines))
    return "\n".join([f"✉ {mail['Subject']}", f"  to {mail['To']}", *(f"  {line}".rstrip() for line in lines)]).rstrip()


def _sum_up(stage: Demo, works: Works, *, as_json: bool) -> None:
    tally = works.tally
    figures = works.figures()
    first = tally.first_sent_after.total_seconds() if tally.first_sent_after is not None else None
    complain(
        f"{figures['items']} items from {figures['sources']} sources, {figures['hits']} hits, folded into {figures['stories']} stories;\n"
        f"{figures['delivered']} alerts delivered" + (f", the first after {first:.1f} s." if first is not None else ".")
    )
    complain(
        "\nWhere to look next:\n"
        f"  the alerts, as mails           {stage.mailbox.folder}\n"
        f"  the settings behind them       {stage.folder}/watchlists/\n"
        f"  what was found                 tocsin hits --config {stage.folder}\n"
        f"  why an item was told, or not   tocsin why --config {stage.folder} Baykar\n"
        f"  for the commands in the mails  export TOCSIN_CONFIG={stage.folder}\n"
        "  settings of your own           tocsin init"
    )
    if as_json:
        emit({**figures, "first_alert_s": None if first is None else round(first, 2)})
