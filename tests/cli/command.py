"""Call `tocsin` within the test's own process, as a shell would: words in; exit code, output and complaints out."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from monitor.cli.main import run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest


@dataclass(frozen=True, slots=True)
class Told:
    code: int
    out: str
    complaints: str

    @property
    def records(self) -> list[dict[str, Any]]:
        """The output read back as JSON, one record a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def words(self) -> str:
        """Everything that was said, on one line."""
        return " ".join(f"{self.out} {self.complaints}".split())


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def tocsin(*words: str | Path | int, on_terminal: bool = False) -> Told:
    """Run a command to its end."""
    out, complaints = (Terminal(), Terminal()) if on_terminal else (io.StringIO(), io.StringIO())
    with _own_log(), contextlib.redirect_stdout(out), contextlib.redirect_stderr(complaints):
        code = run([str(word) for word in words])
    return Told(code, out.getvalue(), complaints.getvalue())


async def run_beside(*words: str | Path | int, on_terminal: bool = False) -> Told:
    """Run a command while the test's servers go on in this loop."""
    return await asyncio.to_thread(tocsin, *words, on_terminal=on_terminal)


def answer_with(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    """Sit at the terminal and type these lines."""
    typed = Terminal("".join(f"{answer}\n" for answer in answers))
    monkeypatch.setattr("sys.stdin", typed)


@contextlib.contextmanager
def _own_log() -> Iterator[None]:
    """Give the log back as it was: a command sets it up for its process."""
    log = logging.getLogger("tocsin")
    before = (log.handlers[:], log.level, log.propagate)
    try:
        yield
    finally:
        log.handlers[:], log.level, log.propagate = before
