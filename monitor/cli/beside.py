"""The database that stands beside some settings, for commands that do well without one: `check` needs no network and no secrets."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from monitor.errors import MonitorError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection


@contextmanager
def reading_beside(folder: Path | None) -> Iterator[Connection | None]:
    """Open the database of a settings folder to read; None if there is none that can be read from here.

    Only a database in a file is looked at, and it is not changed.
    """
    from monitor.store.database import Database
    from monitor.store.migrate import check_schema

    database = None
    try:
        url = _database_of(folder) if folder is not None else ""
        path = Database.path_of(url) if url.startswith("sqlite") else None
        if path is not None and path.exists():
            database = Database.open(url)
            check_schema(database)
    except MonitorError:  # what is wrong with the settings, `check` says itself; the database is not its subject
        if database is not None:
            database.close()
        database = None
    if database is None:
        yield None
        return
    try:
        with database.read() as connection:
            yield connection
    finally:
        database.close()


def _database_of(folder: Path) -> str:
    """Find the database's address in `tocsin.yaml` alone: to read large watchlists a second time would be felt."""
    from monitor.settings import kinds
    from monitor.settings.gathering import read_path
    from monitor.settings.load import absolute_database
    from monitor.settings.schema.general import General

    with kinds.in_words(folder):
        files = [(name, path) for name, path in kinds.files_of(folder) if kinds.kind_of(name) is kinds.GENERAL]
    for name, path in files[:1]:
        model = read_path(kinds.GENERAL, path, name).model
        if isinstance(model, General):
            return absolute_database(model.database, folder)
    return ""
