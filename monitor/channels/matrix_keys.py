"""The keys that a Matrix device encrypts with, kept on disk beside the device's name.

matrix-nio's Olm machine holds them: the device's own keys, its sessions with other devices, and which rooms were encrypted. A device
that comes back without them is another one to its readers, so the file is part of a backup. Whoever reads the file can write in the
device's name: it is its owner's alone. Two processes may work with one file (`tocsin test-alert` beside the daemon): each takes its
turn, and reads the file anew when the other wrote, for a session's key must never be used twice.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import sqlite3
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from monitor.channels.quiet_logs import hush
from monitor.errors import Rejected, Retry, SendError
from monitor.model import digest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from nio.crypto import Olm

ENDING = ".keys"
LOOKS_AGAIN_AFTER_S = 0.05
_PICKLE_KEY = "tocsin"  # guards nothing, as it would stand beside what it guards; the file's mode does

hush("nio", "peewee")  # peewee writes every statement with its values at DEBUG, and these values are keys


@dataclass(frozen=True, slots=True)
class Device:
    """A device of an account: what signed in, with the server's own names for it."""

    homeserver: str
    user_id: str
    device_id: str


class KeyStore:
    """The keys of one device; made when they are first asked for."""

    def __init__(self, home: Path, device: Device) -> None:
        mark = digest(device.homeserver, device.user_id, device.device_id).hex()[:16]
        self.path = home / f"matrix-{mark}{ENDING}"
        self.device = device
        self._turn = asyncio.Lock()
        self._olm: Olm | None = None
        self._version = 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[Olm]:
        """Work with the keys, nobody else doing so meanwhile.

        Raises:
            Retry: the file cannot be written now.
            Rejected: it is damaged, or what encrypts is not installed.
        """
        async with self._turn, self._alone():
            with _told(self.path):
                try:
                    yield self._opened()
                except SendError:
                    raise
                except BaseException:
                    self.close()  # what is on disk holds, not what was half done in memory
                    raise

    def close(self) -> None:
        """Close the file; the next turn opens it again."""
        if self._olm is not None:
            self._olm.store.database.close()
            self._olm = None

    def rooms(self) -> frozenset[str]:
        """Tell the rooms that were encrypted when something was sent there."""
        if not self.path.exists():
            return frozenset()
        with suppress(sqlite3.Error), closing(sqlite3.connect(f"{self.path.as_uri()}?mode=ro", uri=True)) as connection:
            return frozenset(str(room) for (room,) in connection.execute("SELECT room_id FROM encryptedrooms"))
        return frozenset()

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[None]:
        """Keep other processes out; not by a lock on the file itself, which SQLite's own would be lost with."""
        handle = _made(self.path.with_suffix(".lock"))
        try:
            while not _is_locked(handle):  # noqa: ASYNC110 the system tells nobody when a lock is free
                await asyncio.sleep(LOOKS_AGAIN_AFTER_S)
            yield
        finally:
            os.close(handle)

    def _opened(self) -> Olm:
        if self._olm is not None and _version(self._olm) == self._version:
            return self._olm
        self.close()
        self._olm = _open(self.path, self.device)
        self._version = _version(self._olm)
        return self._olm


def start_sessions_anew(path: Path) -> None:
    """Forget the sessions with other devices in a key file that comes out of a backup.

    Their keys went on after the backup was made; what is encrypted with the old ones nobody can read. New ones are agreed on when the
    next message is sent.

    Raises:
        sqlite3.Error: it is no such file.
    """
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM olmsessions")


def _open(path: Path, device: Device) -> Olm:
    try:
        import vodozemac  # noqa: F401 without it nio is there, and encrypts nothing
        from nio.crypto import Olm
        from nio.store import SqliteStore
    except ImportError:
        raise Rejected("what encrypts Matrix messages is not installed; run: pip install 'matrix-nio[e2e]'") from None
    os.close(_made(path))
    store = SqliteStore(device.user_id, device.device_id, str(path.parent), _PICKLE_KEY, path.name)
    return Olm(device.user_id, device.device_id, store)


def _version(olm: Any) -> int:
    """Tell SQLite's count of what others wrote: it changes when another connection commits, and never by our own doing."""
    return int(olm.store.database.execute_sql("PRAGMA data_version").fetchone()[0])


def _made(path: Path) -> int:
    """Open a file that only its owner can read, making it where there is none."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise Retry(f"{path}: the Matrix keys cannot be kept there: {error.strerror}; make the folder writable") from None


def _is_locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Say in words what ails the file."""
    try:
        yield
    except SendError:
        raise
    except _unusable() as error:
        raise Retry(f"{path}: the Matrix keys cannot be read or written: {error}; nothing is sent into encrypted rooms") from None
    except _damaged() as error:
        raise Rejected(f"{path}: the Matrix keys are damaged ({error}); put the file back from a backup; {ANEW}") from None


def _unusable() -> tuple[type[Exception], ...]:
    """Name what sqlite3, and peewee in its place, raise where a file cannot be used now."""
    from peewee import OperationalError  # type: ignore[import-untyped] # it comes with no types

    return sqlite3.OperationalError, OperationalError


def _damaged() -> tuple[type[Exception], ...]:
    """Name what they, and what encrypts, raise of a file that is none of theirs, or not any more."""
    from peewee import DatabaseError
    from vodozemac import LibolmPickleException, PickleException

    return sqlite3.DatabaseError, DatabaseError, LibolmPickleException, PickleException


ANEW = "or delete this file and the .device file beside it: Tocsin then signs in as a new device, which its readers see as unverified"
