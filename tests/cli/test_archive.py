from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest

from monitor.cli import archive
from monitor.errors import SettingsError, StoreError
from tests.cli.command import Terminal

if TYPE_CHECKING:
    from tests.daemon.house import House

ROWS = [("22 Nov 12:00", "Baykar", "A [bold]long[/bold] title \x1b[31mthat\nis\tfolded " * 3, "")]
COLUMNS = ("seen", "watch", "title", "told")


def test_a_row_is_a_line_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    archive.show_table(COLUMNS, ROWS)
    head, row = out.getvalue().splitlines()
    assert head.split() == ["seen", "watch", "title"]
    assert row == "22 Nov 12:00  Baykar  " + " ".join(["A [bold]long[/bold] title [31mthat is folded"] * 3)


def test_a_table_keeps_within_a_terminal_of_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    out = Terminal()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "dumb")
    archive.show_table(COLUMNS, ROWS)
    lines = out.getvalue().splitlines()
    assert len(lines) > 2
    assert max(map(len, lines)) <= 80
    assert lines[1].startswith("22 Nov 12:00  Baykar  A [bold]long[/bold]")


def test_things_are_counted_in_words() -> None:
    assert [archive.counted(n, "hit") for n in (0, 1, 2)] == ["0 hits", "1 hit", "2 hits"]
    assert archive.counted(2, "address", "addresses") == "2 addresses"


async def test_a_file_that_is_wrong_now_counts_as_it_was_last_live(home: House) -> None:
    await home.run()
    home.write("recipients.yaml", "desk: {to: [\n")
    assert {*archive.settings_in_force(home.folder).recipients} == {"desk", "legal", "ops"}


def test_what_was_never_live_is_refused(home: House) -> None:
    home.write("recipients.yaml", "desk: {to: [\n")
    with pytest.raises(SettingsError, match=r"recipients\.yaml:"):
        archive.settings_in_force(home.folder)
    (home.folder.parent / "var").mkdir()
    (home.folder.parent / "var" / "tocsin.db").write_bytes(b"")
    with pytest.raises(SettingsError, match=r"recipients\.yaml:"):
        archive.settings_in_force(home.folder)


def test_the_databases_address_needs_a_good_tocsin_yaml_alone(home: House) -> None:
    home.write("recipients.yaml", "desk: {to: [\n")
    assert archive.database_of(home.folder).endswith("/var/tocsin.db")
    home.write("tocsin.yaml", "database: 7\ntimezone: Mars\n")
    with pytest.raises(SettingsError) as refused:
        archive.database_of(home.folder)
    assert {problem.file for problem in refused.value.problems} == {"tocsin.yaml"}


def test_a_database_that_is_not_there_is_not_made(home: House) -> None:
    with pytest.raises(StoreError, match="tocsin db upgrade"), archive.opened(home.folder):
        pass
    assert not (home.folder.parent / "var").exists()
