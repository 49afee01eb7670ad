"""The schema's versions: bring a database up to this Tocsin's, and refuse one that a newer Tocsin made."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from monitor.errors import StoreError
from monitor.files import free_name
from monitor.shipped import shipped
from monitor.store.database import Database, Turn, serialise
from monitor.store.snapshot import snapshot
from monitor.store.tables import metadata

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from pathlib import Path

    from sqlalchemy import Connection

UNMANAGED = ("search_", "procrastinate_")  # full-text search, written by hand for each database; another program's tables


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What an upgrade did. `before` is None for a database that had no tables; `backup` is the copy made first, if one was."""

    before: str | None
    after: str
    backup: Path | None

    @property
    def changed(self) -> bool:
        """Whether anything was done."""
        return self.before != self.after


def upgrade(url: str, *, copy_first: bool = True) -> Upgraded:
    """Make a database, or bring its schema up to this version's; all of it or nothing.

    A SQLite file that holds tables is copied beside itself first, unless `copy_first` says that it is a copy. PostgreSQL is yours
    to back up: pg_dump.

    Raises:
        StoreError: the database cannot be used, or a newer Tocsin made its schema.
    """
    database = Database.open(url, create=True)
    try:
        before = current_of(database)
        _refuse_newer(database, before)
        if before == newest():
            return Upgraded(before, before, None)
        backup = _copy_first(database) if copy_first and before is not None else None
        _run(database)
        return Upgraded(before, newest(), backup)
    finally:
        database.close()


def current(url: str) -> str | None:
    """Tell which revision a database's schema is of; None if it has no tables.

    Raises:
        StoreError: the database is not there or cannot be used.
    """
    database = Database.open(url)
    try:
        return current_of(database)
    finally:
        database.close()


def current_of(database: Database) -> str | None:
    """Tell which revision an open database's schema is of; None if it has no tables."""
    with database.read() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def check_schema(database: Database) -> None:
    """See that a database's schema is of this version.

    Raises:
        StoreError: it is older, newer, or there is none.
    """
    found = current_of(database)
    if found == newest():
        return
    _refuse_newer(database, found)
    state = "has no tables yet" if found is None else f"is of an older version (schema {found}, this Tocsin needs {newest()})"
    raise StoreError(f"the database {database.name} {state}; bring it up to date: tocsin db upgrade")


def newest() -> str:
    """Name the newest revision that this Tocsin knows."""
    head = _scripts().get_current_head()
    if head is None:
        raise StoreError(f"no migrations in {shipped('migrations')}; install Tocsin again")
    return head


def differences(connection: Connection) -> list[Any]:
    """Compare the tables in a database with those in `tables`; empty if they agree."""
    options = {"compare_type": True, "compare_server_default": True, "include_name": is_ours}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def is_ours(name: str | None, kind: str, _parents: MutableMapping[Any, Any]) -> bool:
    """Tell Alembic which names it looks after."""
    return kind != "table" or name is None or not name.startswith(UNMANAGED)


def _run(database: Database) -> None:
    config = _config()
    with database.rebuild() as connection:
        serialise(connection, Turn.SCHEMA)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@cache
def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(shipped("migrations")).replace("%", "%%"))
    return config


def _refuse_newer(database: Database, found: str | None) -> None:
    known = {script.revision for script in _scripts().walk_revisions()}
    if found is not None and found not in known:
        raise StoreError(
            f"the database {database.name} was made by a newer Tocsin (schema {found}, this one knows {newest()});"
            " install the newer Tocsin, or bring back a backup of before: tocsin db restore FILE"
        )


def _copy_first(database: Database) -> Path | None:
    """Copy a SQLite database beside itself, under the name of the revision that comes."""
    if database.path is None:
        return None
    copy = free_name(database.path, f"before-{newest()}")
    snapshot(database, copy)
    return copy
