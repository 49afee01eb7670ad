"""A backup carries what stands beside its database, and a restored database has no trace of it."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import inspect

from monitor.errors import StoreError
from monitor.store import backup, beside
from monitor.store.database import Database

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
FILES = {"matrix-1.keys": b"\x00secret\xff", "matrix-1.device": b"TOCSIN1"}


def test_files_beside_a_database_come_back_out_of_its_backup(sqlite_url: str, tmp_path: Path) -> None:
    copy = backup.backup(sqlite_url, tmp_path / "copy.db", FILES)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert beside.taken_out(copy) == FILES
    assert backup.restore(sqlite_url, copy, NOW).files == FILES
    database = Database.open(sqlite_url)
    with database.read() as connection:
        assert beside.TABLE not in inspect(connection).get_table_names()
    database.close()


def test_a_backup_without_such_files_is_as_it_was(sqlite_url: str, tmp_path: Path) -> None:
    copy = backup.backup(sqlite_url, tmp_path / "copy.db")
    assert beside.taken_out(copy) == {}
    assert backup.restore(sqlite_url, copy, NOW).files == {}
    assert backup.restore_beside(sqlite_url, copy) == {}


def test_of_a_database_on_postgresql_the_files_are_kept_and_the_rest_is_told(postgresql_url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"matrix-1\.device, matrix-1\.keys are in .*copy-beside\.db; .*run: pg_dump"):
        backup.backup(postgresql_url, tmp_path / "copy.dump", FILES)
    made = tmp_path / "copy-beside.db"
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert backup.restore_beside(postgresql_url, made) == FILES
    with pytest.raises(StoreError, match="is there already"):
        backup.backup(postgresql_url, tmp_path / "copy.dump", FILES)
    (tmp_path / "other.dump").write_bytes(b"PGDMP")
    assert backup.restore_beside(postgresql_url, tmp_path / "other.dump") == {}


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        beside.put_alone(tmp_path / "no" / "copy.db", FILES)
    with pytest.raises(StoreError, match="cannot be written"):
        beside.put_in(tmp_path, FILES)
