"""A backup carries what stands beside its database, and a restored database has no trace of it."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import inspect

from monitor.errors import MonitorError, StoreError
from monitor.store import backup, beside
from monitor.store.database import Database

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
FILES = {"matrix-1.keys": b"\x00secret\xff", "matrix-1.device": b"TOCSIN1"}


def test_files_beside_a_database_come_back_out_of_its_backup(sqlite_url: str, tmp_path: Path) -> None:
    copy = backup.backup(sqlite_url, tmp_path / "copy.db", FILES)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert beside.taken_out(copy) == FILES
    put: list[Mapping[str, bytes]] = []
    backup.restore(sqlite_url, copy, NOW, put.append)
    assert put == [FILES]
    database = Database.open(sqlite_url)
    with database.read() as connection:
        assert beside.TABLE not in inspect(connection).get_table_names()
    database.close()


def test_a_backup_without_such_files_is_as_it_was(sqlite_url: str, tmp_path: Path) -> None:
    copy = backup.backup(sqlite_url, tmp_path / "copy.db")
    assert beside.taken_out(copy) == {}
    put: list[Mapping[str, bytes]] = []
    backup.restore(sqlite_url, copy, NOW, put.append)
    assert put == [{}]
    assert not backup.restore_beside(sqlite_url, copy, put.append)


def test_of_a_database_on_postgresql_the_files_are_kept_and_the_rest_is_told(postgresql_url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"matrix-1\.device, matrix-1\.keys are in .*copy-beside\.db; .*run: pg_dump"):
        backup.backup(postgresql_url, tmp_path / "copy.dump", FILES)
    made = tmp_path / "copy-beside.db"
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    put: list[Mapping[str, bytes]] = []
    assert backup.restore_beside(postgresql_url, made, put.append)
    assert put == [FILES]
    with pytest.raises(StoreError, match="is there already"):
        backup.backup(postgresql_url, tmp_path / "copy.dump", FILES)
    (tmp_path / "other.dump").write_bytes(b"PGDMP")
    assert not backup.restore_beside(postgresql_url, tmp_path / "other.dump", put.append)


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        beside.put_alone(tmp_path / "no" / "copy.db", FILES)
    with pytest.raises(StoreError, match="cannot be written"):
        beside.put_in(tmp_path, FILES)


def test_files_that_cannot_be_put_back_leave_the_database_as_it_was(sqlite_url: str, tmp_path: Path) -> None:
    def refuses(_files: Mapping[str, bytes]) -> None:
        raise MonitorError("the folder is not ours")

    copy = backup.backup(sqlite_url, tmp_path / "copy.db", FILES)
    place = tmp_path / sqlite_url.rpartition("/")[2]
    before = place.read_bytes()
    with pytest.raises(MonitorError, match="not ours"):
        backup.restore(sqlite_url, copy, NOW, refuses)
    assert place.read_bytes() == before
