"""Copy a SQLite database while it is in use: one state of it, whole or not there at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from monitor.errors import StoreError
from monitor.files import sync
from monitor.store import beside

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from monitor.store.database import Database


def snapshot(database: Database, to: Path, files: Mapping[str, bytes] | None = None) -> None:
    """Write a copy of a SQLite database to a new file (VACUUM INTO: one transaction's view, without free pages).

    `files` are carried in it, by their names.

    Raises:
        StoreError: the file is there already, or cannot be written; nothing is left half-made.
    """
    if to.exists():
        raise StoreError(f"{to} is there already; name a file that is not")
    partial = to.with_name(f".{to.name}.{os.getpid()}.partial")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL, 0o600))
        _fill(partial, database, files)
        partial.rename(to)
        sync(to.parent)
    except OSError as error:
        raise StoreError(f"{to} cannot be written ({error.strerror}); name another place, or mend this one") from None


def _fill(partial: Path, database: Database, files: Mapping[str, bytes] | None) -> None:
    try:
        with database.session() as connection:
            connection.exec_driver_sql("VACUUM INTO ?", (str(partial),))
        if files:
            beside.put_in(partial, files)
        sync(partial)
    except StoreError as error:
        partial.unlink()
        raise StoreError(f"no copy could be made at {partial.parent}: {error}") from error
    except BaseException:
        partial.unlink()
        raise
