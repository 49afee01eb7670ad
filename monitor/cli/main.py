"""The command `tocsin`: gathers the command groups, and turns errors into words and exit codes."""

from __future__ import annotations

import io
import os
import sys
import traceback
from typing import TYPE_CHECKING, Annotated

import typer

from monitor import __version__
from monitor.cli import (
    backtest,
    daemon,
    database,
    demo,
    feedback,
    look,
    match,
    outbox,
    parse,
    preview,
    search,
    settings,
    silence,
    sources,
    stories,
    story,
    terminal,
    why,
)
from monitor.errors import MonitorError

if TYPE_CHECKING:
    from collections.abc import Sequence

# What `tocsin --help` shows: the commands in groups, each on one line of 80 columns.
SUMMARIES = {
    "Begin": {
        "init": "Write starter settings into a new folder.",
        "check": "Find everything that is wrong with the settings.",
        "schema": "Print the JSON Schema of the settings, for editors.",
        "demo": "See it work: the whole daemon, offline, over a sample press.",
    },
    "Run": {
        "run": "Run the daemon until it is told to stop.",
        "once": "Poll what is due, send what is due, and end.",
        "health": "Ask the running daemon whether it is well.",
    },
    "Look": {
        "status": "How the sources, the outbox and the settings stand.",
        "hits": "The latest hits.",
        "search": "Search the archive in the watch language.",
        "why": "Why an item was told, or was not.",
        "deliveries": "The outbox: what was sent to whom, and what failed.",
        "preview": "A message as its recipient would read it.",
    },
    "Act": {
        "not-this": "Say that a hit is wrong: teach a watch what it does not mean.",
        "silence": "Mute something for a while, and see what that held back.",
        "story": "See how a story was folded; split it, or join two.",
        "retry": "Send again what failed for good.",
        "test-alert": "Send a test message to a recipient.",
        "sources": "List, find, add, import and export what is polled.",
        "db": "Upgrade, check, back up and restore the database.",
    },
    "Try": {
        "backtest": "What watches would have found in the archive, and what changes.",
        "match": "Show what a text would hit.",
        "parse": "Show what documents of a source yield.",
        "stories": "Show which items of a stream tell the same story.",
    },
}

app = typer.Typer(
    name="tocsin",
    help="Watch feeds and parliamentary records for names and terms; tell the right people once.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"tocsin {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and end.", callback=lambda v: _show_version(wanted=v), is_eager=True)
    ] = False,
) -> None:
    """Tocsin."""


for _group in (
    settings,
    demo,
    daemon,
    look,
    why,
    search,
    feedback,
    silence,
    story,
    outbox,
    preview,
    sources,
    database,
    backtest,
    match,
    parse,
    stories,
):
    _group.register(app)
for _panel, _summaries in SUMMARIES.items():
    for _command in app.registered_commands:
        if (_name := _command.name or getattr(_command.callback, "__name__", "")) in _summaries:
            _command.rich_help_panel, _command.short_help = _panel, _summaries[_name]
    for _commands in app.registered_groups:
        if _commands.name in _summaries:
            _commands.rich_help_panel, _commands.short_help = _panel, _summaries[_commands.name]


def main() -> None:
    """Run the command; end with 0, 1, 2 or 78 as the documentation says, and never with a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that cannot show a letter shows its number
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run the command that the arguments name; return its exit code, with what went wrong said on standard error."""
    try:
        code = _call(arguments)
        sys.stdout.flush()
    except MonitorError as error:
        terminal.complain(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # nobody reads on, as in `tocsin hits | head`; Python must not find that out again at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        what = f"{error.filename} cannot be used" if error.filename else "the system does not let Tocsin do that"
        _complain_of(error, f"{what}: {error.strerror or error}; look at its rights, and at the space left on the disk")
        return 1
    except Exception as error:  # noqa: BLE001 the outermost place: a user gets words, whatever happened
        told = f"{type(error).__name__}: {error}".strip(" :")
        _complain_of(error, f"this is a mistake of Tocsin's own ({told}); please report it, with what TOCSIN_DEBUG=1 shows")
        return 1
    return code


def _call(arguments: Sequence[str]) -> int:
    try:
        app(arguments)
    except SystemExit as ending:
        if isinstance(ending.__context__, BrokenPipeError):
            raise BrokenPipeError from None
        return ending.code if isinstance(ending.code, int) else int(ending.code is not None)
    return 0


def _complain_of(error: BaseException, words: str) -> None:
    """Say it in words; with TOCSIN_DEBUG set, show before that where it happened."""
    if os.environ.get("TOCSIN_DEBUG"):
        terminal.complain("".join(traceback.format_exception(error)))
    terminal.complain(words)
