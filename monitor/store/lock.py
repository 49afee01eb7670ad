"""One daemon to a database: a lock that ends with its process, however that ends."""

from __future__ import annotations

import fcntl
import os
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sqlalchemy import func, select, text

from monitor.errors import StoreError
from monitor.store.database import Database, Turn, name_of, read_url

if TYPE_CHECKING:
    from types import TracebackType

    from sqlalchemy import URL, Connection

_HOLDER = text(
    "SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)"
    " WHERE locktype = 'advisory' AND granted AND (classid::bigint << 32) + objid::bigint = :number"
)


class DaemonLock:
    """Holds the daemon's place at a database while it is entered.

    SQLite: a locked file beside the database, with the process id in it. PostgreSQL: a session's advisory lock.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._held = ExitStack()
        self.is_exclusive = False

    def __enter__(self) -> Self:
        place = read_url(self._url)
        with ExitStack() as taking:
            if place.get_backend_name() == "sqlite":
                taking.callback(os.close, _lock_file(place))
            else:
                _lock_session(taking, self._url, place)
            self._held = taking.pop_all()
        self.is_exclusive = True
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.is_exclusive = False
        self._held.close()


def _lock_file(place: URL) -> int:
    """Lock the file beside the database; the system lets go of it when the process ends. The file itself stays: removing it would race."""
    path = Path(f"{place.database}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise StoreError(f"{path} cannot be written ({error.strerror}); let the user that runs Tocsin write to its folder") from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        pid = os.pread(handle, 20, 0).decode("ascii", "replace").strip()
        os.close(handle)
        raise _taken(place, f"process {pid}" if pid else "another process") from None
    os.ftruncate(handle, 0)
    os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
    return handle


def _lock_session(taking: ExitStack, url: str, place: URL) -> None:
    """Take an advisory lock on a connection of its own."""
    database = Database.open(url)
    taking.callback(database.close)
    connection = taking.enter_context(database.session())
    connection.execute(text("SELECT set_config('application_name', :name, false)"), {"name": f"tocsin {os.uname().nodename} {os.getpid()}"})
    if not connection.scalar(select(func.pg_try_advisory_lock(Turn.DAEMON.number))):
        raise _taken(place, _holder(connection))


def _holder(connection: Connection) -> str:
    name = connection.scalar(_HOLDER, {"number": Turn.DAEMON.number}) or ""
    host, _, pid = name.removeprefix("tocsin ").rpartition(" ")
    return f"process {pid} on {host}" if host and pid.isdigit() else "another process"


def _taken(place: URL, who: str) -> StoreError:
    return StoreError(f"another Tocsin ({who}) works on {name_of(place)}; stop it first, or give this one a database of its own")
