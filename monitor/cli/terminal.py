"""What every command shares: its options, its voice on standard error, its JSON on standard output.

What feeds and servers carry is shown, and never acts: no control character of theirs reaches a terminal.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.channels.inert import inert
from monitor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

_TURNS = re.compile("[\u2066-\u2069]")  # isolates: one that is never closed turns what stands beside it
_ACTS = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")  # and half characters, which no encoding can write

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


def plain(text: str) -> str:
    """Make text from elsewhere inert on a terminal: no control characters, no turned direction; letters and newlines stay."""
    return _TURNS.sub("", inert(text).replace("\t", " "))


def complain(text: str) -> None:
    """Say something on standard error, for people."""
    sys.stderr.write(plain(text).rstrip("\n") + "\n")


def show_progress(text: str) -> None:
    """Show how far long work is, on one line that the next replaces; an empty text clears it. Elsewhere than on a terminal nothing."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K" + plain(text)[: shutil.get_terminal_size().columns - 1])
        sys.stderr.flush()


def emit(record: Mapping[str, object]) -> None:
    """Print one JSON object on a line of its own on standard output.

    What could act on a terminal, or cannot be written in its encoding, is written as JSON's own escapes: a reader gets it as it was.
    """
    is_unicode = (sys.stdout.encoding or "utf-8").lower().replace("-", "").startswith("utf8")
    line = json.dumps(record, ensure_ascii=not is_unicode, default=str)
    sys.stdout.write(_ACTS.sub(lambda found: f"\\u{ord(found[0]):04x}", line) + "\n")
