"""What every command shares: its options, its voice on standard error, its JSON on standard output."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", help="The settings folder; else $TOCSIN_CONFIG, ./config, /etc/tocsin.", show_default=False),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on standard output; everything else goes to standard error.")]


def config_folder(given: Path | None) -> Path:
    """Find the settings folder: the option, $TOCSIN_CONFIG, ./config, /etc/tocsin.

    Raises:
        UsageError: there is none.
    """
    named = given or (Path(os.environ["TOCSIN_CONFIG"]) if os.environ.get("TOCSIN_CONFIG") else None)
    if named is not None:
        if named.is_dir():
            return named
        raise UsageError(f"{named} is no folder; name the folder that holds tocsin.yaml, or make one: tocsin init {named}")
    for folder in (Path("config"), Path("/etc/tocsin")):
        if (folder / "tocsin.yaml").is_file():
            return folder
    raise UsageError("no settings here: neither ./config/tocsin.yaml nor /etc/tocsin/tocsin.yaml; make some with: tocsin init")


def complain(text: str) -> None:
    """Say something on standard error, for people."""
    sys.stderr.write(text.rstrip("\n") + "\n")


def emit(record: Mapping[str, object]) -> None:
    """Print one JSON object on a line of its own on standard output."""
    line = json.dumps(record, ensure_ascii=False, default=str)
    if any("\ud800" <= char <= "\udfff" for char in line):  # half a character, which no encoding can write
        line = json.dumps(record, default=str)
    sys.stdout.write(line + "\n")
