from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import typer

from monitor import __version__
from monitor.cli import main
from monitor.errors import MonitorError, Problem, SettingsError, UsageError
from tests.cli.command import Told, tocsin
from tests.end_to_end.daemon_process import TOCSIN


def ending_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> Told:
    """Run a command that ends with this."""
    app = typer.Typer(pretty_exceptions_enable=False)

    @app.command()
    def fail() -> None:
        raise error

    monkeypatch.setattr(main, "app", app)
    return tocsin()


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (MonitorError("the far side is away"), 1, "the far side is away"),
        (UsageError("name a folder"), 2, "name a folder"),
        (SettingsError([Problem("tocsin.yaml", 3, 5, "no such zone", "write UTC")]), 78, "tocsin.yaml:3:5: no such zone; write UTC"),
    ],
)
def test_an_error_is_words_and_its_exit_code(monkeypatch: pytest.MonkeyPatch, error: MonitorError, code: int, words: str) -> None:
    assert ending_with(monkeypatch, error) == Told(code, "", f"{words}\n")


def test_a_mistake_of_our_own_is_one_line_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TOCSIN_DEBUG", raising=False)
    told = ending_with(monkeypatch, TypeError("NoneType has no \x1b[31mlen()"))
    assert told.code == 1
    assert told.complaints == (
        "this is a mistake of Tocsin's own (TypeError: NoneType has no [31mlen()); please report it, with what TOCSIN_DEBUG=1 shows\n"
    )


def test_a_mistake_of_our_own_shows_its_place_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_DEBUG", "1")
    told = ending_with(monkeypatch, AssertionError())
    assert "Traceback" in told.complaints
    assert told.complaints.splitlines()[-1].startswith("this is a mistake of Tocsin's own (AssertionError); please report it")


def test_what_the_system_refuses_is_no_mistake_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    denied = ending_with(monkeypatch, PermissionError(13, "Permission denied", "/srv/x"))
    full = ending_with(monkeypatch, OSError(28, "No space left on device"))
    assert denied == Told(1, "", "/srv/x cannot be used: Permission denied; look at its rights, and at the space left on the disk\n")
    assert "No space left on device" in full.complaints


def test_control_c_ends_quietly_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ending_with(monkeypatch, KeyboardInterrupt()) == Told(130, "", "")


@pytest.mark.parametrize("read", [0, 100])
def test_a_reader_that_goes_away_is_no_error(read: int) -> None:
    with subprocess.Popen([TOCSIN, "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(read)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_an_output_that_is_full_is_said_in_words() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([TOCSIN, "schema"], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert b"No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr


def test_the_version_is_shown() -> None:
    assert tocsin("--version") == Told(0, f"tocsin {__version__}\n", "")


def test_help_shows_every_command_in_a_group_on_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    told = tocsin("--help")
    assert told.code == 0
    listed = dict(re.findall(r"^│ ([a-z-]+) {2,}(.+?) +│$", told.out, re.MULTILINE))
    named = {command.name or getattr(command.callback, "__name__", "") for command in main.app.registered_commands}
    named |= {group.name for group in main.app.registered_groups if group.name}
    assert named == {name for names in main.SUMMARIES.values() for name in names}
    for panel, summaries in main.SUMMARIES.items():
        assert f" {panel} " in told.out
        assert {name: listed[name] for name in summaries} == summaries


@pytest.mark.parametrize("words", [("no-such-command",), ("why",), ("db", "held", "keep"), ("hits", "--limit", "0")])
def test_wrong_usage_ends_with_2(words: tuple[str, ...]) -> None:
    assert tocsin(*words).code == 2
