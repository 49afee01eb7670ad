"""One daemon to a database: a lock that ends with its process, however that ends."""

from __future__ import annotations

import fcntl
import os
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from monitor.errors import StoreError
from monitor.store.database import Database, Turn, name_of, read_url

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from sqlalchemy import URL, Connection

_HOLDER = text(
    "SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)"
    " WHERE locktype = 'advisory' AND granted AND (classid::bigint << 32) + objid::bigint = :number"
)
_IS_OURS = text(
    "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE pid = pg_backend_pid()"
    " AND locktype = 'advisory' AND granted AND (classid::bigint << 32) + objid::bigint = :number)"
)
_END_FORMER = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = :pid AND application_name = :name")
# A server that went away without a word is noticed within half a minute, not after the system's quarter of an hour.
_IMPATIENT = {"keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "3", "tcp_user_timeout": "20000"}


class PlaceTaken(StoreError):
    """Another daemon works on the database."""


class DaemonLock:
    """Holds the daemon's place at a database while it is entered.

    SQLite: a locked file beside the database, with the process id in it. PostgreSQL: a session's advisory lock, which is lost
    with the session: `keep` sees to that.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._held = ExitStack()
        self._is_held: Callable[[], bool] = _no
        self._backend: int | None = None  # the server's process for our session
        self._turn = threading.Lock()  # `keep` may still be at it in its thread when the place is left
        self.is_exclusive = False

    def __enter__(self) -> Self:
        self._take()
        self.is_exclusive = True
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.is_exclusive = False
        with self._turn:
            self._let_go()

    def keep(self) -> bool:
        """See that the place is still held, and take it again if its session was lost; tell whether it was.

        Talks to the database: not for an event loop.

        Raises:
            PlaceTaken: another daemon holds it now.
            StoreError: the database cannot be reached; the place is to be taken at a later call.
        """
        with self._turn:
            if not self.is_exclusive or self._is_held():
                return False
            self._let_go()
            self._take()
            return True

    def _take(self) -> None:
        place = read_url(self._url)
        with ExitStack() as taking:
            if place.get_backend_name() == "sqlite":
                taking.callback(os.close, _lock_file(place))
                self._is_held = _yes
            else:
                session = _lock_session(taking, place, self._backend)
                self._backend = session.scalar(select(func.pg_backend_pid()))
                self._is_held = lambda: _is_ours(session)
            self._held = taking.pop_all()

    def _let_go(self) -> None:
        self._is_held = _no
        self._held.close()


def _yes() -> bool:
    return True


def _no() -> bool:
    return False


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


def _lock_session(taking: ExitStack, place: URL, former: int | None) -> Connection:
    """Take an advisory lock on a connection of its own.

    A `former` session of ours may live on at a server that has not noticed yet that its line is cut: it is ended first.
    """
    impatient = place.update_query_dict({name: value for name, value in _IMPATIENT.items() if name not in place.query})
    database = Database.open(impatient.render_as_string(hide_password=False))
    taking.callback(database.close)
    connection = taking.enter_context(database.session())
    name = f"tocsin {os.uname().nodename} {os.getpid()}"
    connection.execute(text("SELECT set_config('application_name', :name, false)"), {"name": name})
    ends_former = former is not None and connection.scalar(_END_FORMER, {"pid": former, "name": name})
    if not _lock(connection, waits=bool(ends_former)):
        raise _taken(place, _holder(connection))
    return connection


def _lock(connection: Connection, *, waits: bool) -> bool:
    """Take the lock if it is free, or will be within the patience of a transaction; tell whether it was."""
    if not waits:
        return bool(connection.scalar(select(func.pg_try_advisory_lock(Turn.DAEMON.number))))
    try:
        connection.execute(select(func.pg_advisory_lock(Turn.DAEMON.number)))
    except DBAPIError:
        return False
    return True


def _is_ours(connection: Connection) -> bool:
    """Ask the session whether it holds the lock; one that is broken does not."""
    try:
        return bool(connection.scalar(_IS_OURS, {"number": Turn.DAEMON.number}))
    except SQLAlchemyError:
        return False


def _holder(connection: Connection) -> str:
    name = connection.scalar(_HOLDER, {"number": Turn.DAEMON.number}) or ""
    host, _, pid = name.removeprefix("tocsin ").rpartition(" ")
    return f"process {pid} on {host}" if host and pid.isdigit() else "another process"


def _taken(place: URL, who: str) -> PlaceTaken:
    return PlaceTaken(f"another Tocsin ({who}) works on {name_of(place)}; stop it first, or give this one a database of its own")
