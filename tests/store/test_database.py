"""Transactions keep their word, and a database that cannot be used says so in words."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from monitor.errors import StoreError
from monitor.store import sources
from monitor.store.database import Database, Turn, savepoint, serialise
from monitor.store.tables import sources as sources_table
from tests.store.small_world import NOON, add_source, spec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

IMPATIENT = timedelta(milliseconds=50)
NOBODY = 65534


@contextmanager
def as_nobody(folder: Path) -> Iterator[None]:
    """Use a folder as a user who may only read it; root may always write, so root steps down for the while."""
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        folder.chmod(0o755)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Give a folder that every user may reach; pytest's own are closed."""
    with tempfile.TemporaryDirectory(prefix="tocsin-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_what_raises_in_a_transaction_leaves_nothing_behind(database: Database) -> None:
    def change() -> None:
        with database.write() as connection:
            add_source(connection)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change()
    with database.read() as connection:
        assert sources.all_states(connection) == []


def test_a_killed_transaction_leaves_nothing_behind(url: str) -> None:
    database = Database.open(url)
    context = database.write()
    connection = context.__enter__()
    add_source(connection)
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.close()  # as a killed process would leave it
    other = Database.open(url)
    with other.read() as reading:
        assert sources.all_states(reading) == []
    other.close()
    with pytest.raises((StoreError, DBAPIError)):
        context.__exit__(None, None, None)
    database.close()


def test_a_savepoint_undoes_its_own_block_alone(database: Database) -> None:
    def fail(connection: Connection) -> None:
        with savepoint(connection):
            add_source(connection, "undone")
            connection.execute(sources_table.insert().from_select(["key"], select(sources_table.c.key)))

    with database.write() as connection:
        add_source(connection, "kept")
        with pytest.raises(IntegrityError):
            fail(connection)
        add_source(connection, "kept too")
    with database.read() as connection:
        assert {state.key for state in sources.all_states(connection)} == {"kept", "kept too"}


def test_nothing_is_written_where_only_reading_was_meant(database: Database) -> None:
    with pytest.raises(StoreError, match="read-only"), database.read() as connection:
        add_source(connection)


def test_a_reader_sees_the_state_before_a_transaction_until_it_ends(database: Database) -> None:
    with database.write() as writing:
        add_source(writing)
        with database.read() as reading:
            assert sources.all_states(reading) == []
    with database.read() as reading:
        assert len(sources.all_states(reading)) == 1


def test_rows_must_point_at_rows(database: Database) -> None:
    with pytest.raises(IntegrityError), database.write() as connection:
        connection.execute(text("INSERT INTO item_events (item_id, at, stage, verdict, detail) VALUES (9, '2026-01-01', 'a', 'b', '{}')"))


def test_sqlite_waits_for_the_disk_and_keeps_a_write_ahead_log(sqlite_url: str) -> None:
    database = Database.open(sqlite_url)
    with database.session() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA cache_size").scalar() == -16_000
    database.close()


def test_turns_are_taken_one_transaction_at_a_time(database: Database) -> None:
    """Two threads read, then write what they read plus one; without turns, one of the two would be lost."""
    with database.write() as connection:
        add_source(connection)

    def add_one() -> None:
        for _ in range(10):
            with database.write() as connection:
                serialise(connection, Turn.ITEMS)
                failures = connection.scalar(select(sources_table.c.failures)) or 0
                connection.execute(sources_table.update().values(failures=failures + 1))

    threads = [Thread(target=add_one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as connection:
        assert connection.scalar(select(sources_table.c.failures)) == 20


def test_a_locked_database_is_named_with_the_remedy(sqlite_url: str) -> None:
    holder = Database.open(sqlite_url)
    waiting = Database.open(sqlite_url, patience=IMPATIENT)
    with holder.write(), pytest.raises(StoreError, match=r"tocsin.db is locked: another program.*end that program"), waiting.write():
        pass
    holder.close()
    waiting.close()


def test_postgresql_too_does_not_wait_for_ever(postgresql_url: str) -> None:
    holder = Database.open(postgresql_url)
    waiting = Database.open(postgresql_url, patience=IMPATIENT)
    with holder.write() as held:
        serialise(held)
        with pytest.raises(StoreError, match="is locked by another program"), waiting.write() as connection:
            serialise(connection)
    holder.close()
    waiting.close()


def test_a_full_disk_is_named_with_the_remedy_and_nothing_is_half_written(sqlite_url: str) -> None:
    database = Database.open(sqlite_url)

    def fill() -> None:
        with database.write() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")  # a disk without a free page
            sources.sync(connection, [spec(f"source-{number}", url="https://a.example/" + "x" * 500) for number in range(200)], NOON)

    with pytest.raises(StoreError, match="disk is full; free some space"):
        fill()
    with database.read() as connection:
        assert sources.all_states(connection) == []
    database.close()


def test_on_a_full_disk_no_part_of_a_group_is_taken_for_stored(sqlite_url: str) -> None:
    """SQLite undoes the whole transaction then, not just the savepoint; what came before and what comes after must hear of it."""
    database = Database.open(sqlite_url)
    told: list[str] = []

    def attempt(connection: Connection, number: int, size: int) -> None:
        try:
            with savepoint(connection):
                sources.sync(connection, [spec(f"source-{number}", url="https://a.example/" + "x" * size)], NOON)
        except StoreError as error:
            told.append(str(error).partition("tocsin.db ")[2].partition(";")[0])

    def store_all() -> None:
        with database.write() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 20}")
            for number, size in enumerate([10, 500_000, 10]):
                attempt(connection, number, size)

    with pytest.raises(StoreError, match="none of it was stored"):
        store_all()
    assert told == ["cannot grow: the disk is full", "undid this transaction after an error in it"]
    with database.read() as connection:
        assert sources.all_states(connection) == []
    database.close()


def test_a_read_only_file_is_named_with_the_remedy(open_folder: Path, sqlite_url: str) -> None:
    path = open_folder / "tocsin.db"
    _copy_without_log(sqlite_url, path)
    told = r"tocsin.db (is read-only|cannot be opened); let the user that runs Tocsin"
    with as_nobody(open_folder), pytest.raises(StoreError, match=told):
        _write_something(f"sqlite:///{path}")


def test_a_folder_that_cannot_be_made_is_named(open_folder: Path) -> None:
    with as_nobody(open_folder), pytest.raises(StoreError, match="cannot be made: Permission denied"):
        Database.open(f"sqlite:///{open_folder}/var/tocsin.db", create=True)


def test_a_file_that_is_no_database_is_named_with_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "tocsin.db"
    path.write_text("Dear diary, " * 200)
    with pytest.raises(StoreError, match="no SQLite database; look at `database:`"):
        Database.open(f"sqlite:///{path}")


def test_a_missing_database_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"there is no database .*tocsin db upgrade"):
        Database.open(f"sqlite:///{tmp_path}/tocsin.db")
    assert list(tmp_path.iterdir()) == []


def test_missing_tables_say_how_to_make_them(database: Database) -> None:
    with pytest.raises(StoreError, match="lacks tables; make them: tocsin db upgrade"), database.read() as connection:
        connection.execute(text("SELECT * FROM no_such_table"))


def test_an_unreachable_server_is_named_without_its_password() -> None:
    with pytest.raises(StoreError, match=r"cannot be reached.*see that the PostgreSQL server runs") as caught:
        Database.open("postgresql://tocsin:geheim@127.0.0.1:1/tocsin")
    assert "geheim" not in str(caught.value)
    assert "127.0.0.1:1" in str(caught.value)


def test_a_missing_postgresql_database_says_how_to_make_one(postgresql_server: str) -> None:
    with pytest.raises(StoreError, match="does not exist on its server; make it: createdb"):
        Database.open(postgresql_server.replace("/postgres?", "/nowhere?"))


def test_a_refused_user_is_told(postgresql_server: str) -> None:
    with pytest.raises(StoreError, match="refuses this user or password"):
        Database.open(postgresql_server.replace("postgres:@", "stranger:@"))


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("var/tocsin.db", "is no address; write sqlite:///"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("mysql://localhost/tocsin", "works on SQLite and PostgreSQL, not on mysql"),
    ],
)
def test_an_address_that_cannot_be_meant_is_refused(url: str, told: str) -> None:
    with pytest.raises(StoreError, match=told):
        Database.open(url)


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder; name a file in it"):
        Database.open(f"sqlite:///{tmp_path}", create=True)


def _copy_without_log(url: str, path: Path) -> None:
    source = sqlite3.connect(url.removeprefix("sqlite:///"))
    source.execute("VACUUM INTO ?", (str(path),))
    source.close()


def _write_something(url: str) -> None:
    database = Database.open(url)
    try:
        with database.write() as connection:
            add_source(connection)
    finally:
        database.close()
