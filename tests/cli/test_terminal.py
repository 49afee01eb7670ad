from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest

from monitor.cli import terminal
from monitor.errors import UsageError
from tests.cli.command import Terminal

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "a\x1b[31m\x9b2J\r\nb\x07\u202ec\u2066d\ud800\te"


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TOCSIN_CONFIG", raising=False)
    return tmp_path


def test_the_folder_that_is_named_is_taken(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_CONFIG", "/elsewhere")
    assert terminal.config_folder(nowhere) == nowhere


def test_the_variable_names_a_folder_too(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_CONFIG", str(nowhere))
    assert terminal.config_folder(None) == nowhere


def test_a_folder_that_is_not_there_is_refused_with_the_remedy(nowhere: Path) -> None:
    with pytest.raises(UsageError, match=r"gone is no folder.*tocsin init"):
        terminal.config_folder(nowhere / "gone")


@pytest.mark.usefixtures("nowhere")
def test_without_any_settings_it_says_how_to_make_some() -> None:
    with pytest.raises(UsageError, match="tocsin init"):
        terminal.config_folder(None)


def test_text_from_elsewhere_cannot_drive_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.complain(HOSTILE)
    assert capsys.readouterr().err == "a[31m2J\nbcd e\n"


def test_letters_that_join_and_both_directions_stay() -> None:
    told = "\u0645\u06cc\u200c\u062e بايك «Ö» 👩\u200d🔬 ✉"
    assert terminal.plain(told) == told


def test_json_keeps_every_character_and_shows_none_that_acts(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.emit({"title": HOSTILE, "lang": "فارسی"})
    printed = capsys.readouterr().out
    assert json.loads(printed) == {"title": HOSTILE, "lang": "فارسی"}
    assert not [char for char in printed if char != "\n" and not char.isprintable()]
    assert "فارسی" in printed


def test_json_is_whole_where_the_output_has_few_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii", errors="backslashreplace", write_through=True))
    terminal.emit({"title": "Норвик 😀"})
    assert json.loads(raw.getvalue()) == {"title": "Норвик 😀"}


def test_progress_is_one_line_on_a_terminal_and_nothing_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    seen, piped = Terminal(), io.StringIO()
    monkeypatch.setenv("COLUMNS", "20")
    monkeypatch.setattr(sys, "stderr", seen)
    terminal.show_progress("12 polled, last \x1b[31m" + "x" * 50)
    terminal.show_progress("")
    monkeypatch.setattr(sys, "stderr", piped)
    terminal.show_progress("12 polled")
    assert (seen.getvalue(), piped.getvalue()) == ("\r\x1b[K12 polled, last [31\r\x1b[K", "")
