"""Small files that belong to a database but stand beside it, carried inside its backup: one file is the whole backup."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from monitor.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TABLE = "files_beside"  # of backups alone: no migration knows it, and a restore takes it out


def put_in(backup: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a backup, by their names; the backup holds what they hold from then on, secrets too.

    Raises:
        StoreError: the backup cannot be written.
    """
    try:
        with closing(sqlite3.connect(backup)) as connection, connection:
            connection.execute(f"CREATE TABLE {TABLE} (name TEXT PRIMARY KEY, content BLOB NOT NULL)")
            connection.executemany(f"INSERT INTO {TABLE} VALUES (?, ?)", sorted(files.items()))  # noqa: S608 our own word
    except sqlite3.Error as error:
        raise StoreError(f"{backup} cannot be written ({error}); name another place") from None


def put_alone(backup: Path, files: Mapping[str, bytes]) -> None:
    """Write a backup that holds nothing else, readable by its owner alone; for a database that is copied by other means.

    Raises:
        StoreError: it is there already, or cannot be written.
    """
    try:
        os.close(os.open(backup, os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        raise StoreError(f"{backup} is there already; name a file that is not") from None
    except OSError as error:
        raise StoreError(f"{backup} cannot be written ({error.strerror}); name another place") from None
    put_in(backup, files)


def taken_out(backup: Path) -> dict[str, bytes]:
    """Read the files in a backup, none of one that has none.

    Raises:
        StoreError: it cannot be read.
    """
    try:
        with closing(sqlite3.connect(f"{backup.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (TABLE,)).fetchone():
                return {}
            return {str(name): bytes(content) for name, content in connection.execute(f"SELECT name, content FROM {TABLE}")}  # noqa: S608 likewise
    except sqlite3.Error as error:
        raise StoreError(f"{backup} cannot be read ({error}); name a file that `tocsin db backup` made") from None


def drop(database: Path) -> None:
    """Take the files out of a database that was made of a backup."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(f"DROP TABLE IF EXISTS {TABLE}")
