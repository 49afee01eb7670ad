"""The command `tocsin`: gathers the command groups, and turns errors into words and exit codes."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from monitor import __version__
from monitor.cli import daemon, database, demo, look, match, outbox, parse, settings, sources, stories, terminal
from monitor.errors import MonitorError

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


for _group in (settings, demo, daemon, look, outbox, match, parse, stories, sources, database):
    _group.register(app)


def main() -> None:
    """Run the command; end with 0, 1, 2 or 78 as the documentation says, and never with a traceback."""
    try:
        app()
    except MonitorError as error:
        terminal.complain(str(error))
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)
