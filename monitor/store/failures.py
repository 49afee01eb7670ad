"""What a failing database means in words: what happened, and what to do about it."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from monitor.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

# SQLite's own result codes (https://www.sqlite.org/rescode.html); the longer extended names start with these.
_SQLITE = {
    "SQLITE_BUSY": "is locked: another program has been changing it for some seconds; end that program, or try again when it is done",
    "SQLITE_LOCKED": "is locked: another program has been changing it for some seconds; end that program, or try again when it is done",
    "SQLITE_READONLY": "is read-only; let the user that runs Tocsin write to the file and to its folder",
    "SQLITE_FULL": "cannot grow: the disk is full; free some space, then start again. What could not be stored is fetched again",
    "SQLITE_NOTADB": "is no SQLite database; look at `database:` in tocsin.yaml, or bring a backup back: tocsin db restore FILE",
    "SQLITE_CORRUPT": "is damaged; bring a backup back: tocsin db restore FILE",
    "SQLITE_CANTOPEN": "cannot be opened; let the user that runs Tocsin read and write the file and its folder",
    "SQLITE_PERM": "cannot be opened; let the user that runs Tocsin read and write the file and its folder",
    "SQLITE_IOERR": "cannot be read or written: the disk reports an error; look at the disk, and at the space left on it",
}
# PostgreSQL's error codes (https://www.postgresql.org/docs/current/errcodes-appendix.html), by code or by class.
_POSTGRESQL = {
    "25006": "takes no changes now: it is read-only; point `database:` at the primary server",
    "28": "refuses this user or password; look at `database:` in tocsin.yaml",
    "3D000": "does not exist on its server; make it: createdb NAME",
    "40": "was busy with changes that exclude each other; try again",
    "42501": "does not allow this user to do that; grant the rights on the database and its schema",
    "42P01": "lacks tables; make them: tocsin db upgrade",
    "53100": "cannot grow: its disk is full; free some space. What could not be stored is fetched again",
    "53300": "has no connection free; raise max_connections, or end other programs",
    "55P03": "is locked by another program; try again when that is done",
    "57P": "is shutting down or starting; try again when it runs",
}
_NO_TABLE = "lacks tables; make them: tocsin db upgrade"


@contextmanager
def in_words(name: str) -> Iterator[None]:
    """Turn what the database's driver raises in this block into a StoreError that names the database.

    Raises:
        StoreError: the database cannot be used. Errors that are mistakes of ours pass as they are.
    """
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        told = words_for(error)
        if told is None:
            raise
        raise StoreError(f"the database {name} {told}") from error


def words_for(error: BaseException) -> str | None:
    """Find the words for an error, or for the one that it was raised in the wake of; None for a mistake of ours."""
    seen: BaseException | None = error
    while seen is not None:
        original = seen.orig if isinstance(seen, DBAPIError) else seen
        if original is not None and (told := _explain(original)):
            return told
        seen = seen.__context__
    return None


def _explain(error: BaseException) -> str | None:
    """Find the words for an error of a driver; None for one that is no matter of the database's state."""
    return _explain_sqlite(error) if isinstance(error, sqlite3.Error) else _explain_postgresql(error)


def _explain_sqlite(error: sqlite3.Error) -> str | None:
    name = getattr(error, "sqlite_errorname", None) or ""
    for start, told in _SQLITE.items():
        if name.startswith(start):
            return told
    return _NO_TABLE if str(error).startswith("no such table") else None


def _explain_postgresql(error: BaseException) -> str | None:
    code = getattr(error, "sqlstate", None)
    if code is None:
        return _explain_no_connection(error)
    for start in (code, code[:3], code[:2]):
        if start in _POSTGRESQL:
            return _POSTGRESQL[start]
    return None


def _explain_no_connection(error: BaseException) -> str | None:
    """Read the text: a refused connection bears no code."""
    text = str(error)
    if type(error).__name__ not in {"OperationalError", "ConnectionTimeout"}:
        return None
    if "does not exist" in text and "database" in text:
        return _POSTGRESQL["3D000"]
    if "password" in text or "authentication" in text or "role" in text:
        return _POSTGRESQL["28"]
    cause = text.strip().splitlines()[0].removeprefix("connection failed: ") if text.strip() else "no connection"
    return f"cannot be reached ({cause}); see that the PostgreSQL server runs and that `database:` names it right"
