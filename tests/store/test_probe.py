"""A write that changes nothing tells whether the database can be written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from monitor.errors import StoreError
from monitor.store import migrate
from monitor.store.probe import write_nothing_new

if TYPE_CHECKING:
    from monitor.store.database import Database


def test_it_changes_nothing(database: Database, url: str) -> None:
    with database.write() as connection:
        write_nothing_new(connection)
    assert migrate.current(url) == migrate.newest()


def test_it_fails_where_nothing_can_be_written(database: Database) -> None:
    with pytest.raises(StoreError, match="read-only"), database.read() as connection:
        write_nothing_new(connection)


def test_it_really_writes_to_the_disk(sqlite_database: Database) -> None:
    assert sqlite_database.path is not None
    log = sqlite_database.path.with_name(f"{sqlite_database.path.name}-wal")
    with sqlite_database.session() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    with sqlite_database.write() as connection:
        write_nothing_new(connection)
    assert log.stat().st_size > 0
