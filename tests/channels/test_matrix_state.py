"""Devices and keys of Matrix go into a backup whole, and come out of it as their owner's alone."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from monitor.channels.matrix_state import copies, put_back
from monitor.errors import MonitorError

if TYPE_CHECKING:
    from pathlib import Path

KEYS, DEVICE = "matrix-0123456789abcdef.keys", "matrix-0123456789abcdef.device"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with closing(sqlite3.connect(tmp_path / KEYS)) as connection, connection:
        connection.execute("CREATE TABLE olmsessions (sender_key TEXT)")
        connection.execute("INSERT INTO olmsessions VALUES ('used since')")
        connection.execute("CREATE TABLE accounts (account BLOB)")
        connection.execute("INSERT INTO accounts VALUES ('the keys')")
    (tmp_path / DEVICE).write_text("TOCSIN0123456789AB")
    (tmp_path / "matrix-0123456789abcdef.lock").touch()
    (tmp_path / "tocsin.db").touch()
    return tmp_path


def rows(path: Path, table: str) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [str(row[0]) for row in connection.execute(f"SELECT * FROM {table}")]  # noqa: S608 the test's own words


def test_devices_and_keys_are_copied_and_nothing_else(home: Path, tmp_path: Path) -> None:
    taken = copies(home)
    assert set(taken) == {KEYS, DEVICE}
    assert taken[DEVICE] == b"TOCSIN0123456789AB"
    placed = put_back(tmp_path / "new", taken)
    assert [path.name for path in placed] == [DEVICE, KEYS]
    assert [stat.S_IMODE(path.stat().st_mode) for path in placed] == [0o600, 0o600]
    assert rows(placed[1], "accounts") == ["the keys"]
    assert rows(placed[1], "olmsessions") == []  # they went on after the backup was made


def test_keys_are_copied_as_they_were_last_whole_while_they_are_written(home: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(home / KEYS)) as connection:
        connection.execute("INSERT INTO accounts VALUES ('half done')")
        taken = copies(home)
    put_back(tmp_path / "new", taken)
    assert rows(tmp_path / "new" / KEYS, "accounts") == ["the keys"]


def test_what_is_replaced_is_kept_beside_and_its_journal_is_not_played_into_the_new(home: Path) -> None:
    taken = copies(home)
    (home / DEVICE).write_text("TOCSINBA9876543210")
    (home / f"{KEYS}-journal").write_bytes(b"of the former")
    put_back(home, taken)
    assert (home / f"{DEVICE}.before-restore").read_text() == "TOCSINBA9876543210"
    assert not (home / f"{KEYS}-journal").exists()
    assert set(copies(home)) == {KEYS, DEVICE}


def test_damaged_keys_are_copied_as_they_are(home: Path, tmp_path: Path) -> None:
    (home / KEYS).write_bytes(b"no database" * 100)
    assert put_back(tmp_path / "new", copies(home))[1].read_bytes() == b"no database" * 100


def test_names_that_are_none_of_ours_are_not_written(tmp_path: Path) -> None:
    assert put_back(tmp_path, {"../evil": b"", "matrix-0123456789abcdef.keys/../../x": b"", "tocsin.yaml": b""}) == []


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(MonitorError, match="cannot be written"):
        put_back(tmp_path / "file", {DEVICE: b""})
    (tmp_path / DEVICE).mkdir()
    with pytest.raises(MonitorError, match="cannot be read"):
        copies(tmp_path)


def test_whoever_restores_twice_finds_the_first_files_still_there(home: Path) -> None:
    taken = copies(home)
    (home / DEVICE).write_text("TOCSIN-OF-TODAY")
    for _ in range(2):
        put_back(home, taken)
    assert (home / f"{DEVICE}.before-restore").read_text() == "TOCSIN-OF-TODAY"
    assert (home / f"{DEVICE}.before-restore-2").read_bytes() == taken[DEVICE]
