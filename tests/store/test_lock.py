"""One daemon to a database; the lock ends with its process, however that ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from monitor.errors import StoreError
from monitor.store.database import Database
from monitor.store.lock import DaemonLock, PlaceTaken

if TYPE_CHECKING:
    from pathlib import Path

HOLDER = """
import sys, time
from monitor.store.lock import DaemonLock
with DaemonLock(sys.argv[1]):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_daemon_is_told_which_process_works_there(url: str) -> None:
    lock = DaemonLock(url)
    with lock:
        assert lock.is_exclusive
        with pytest.raises(StoreError, match=rf"another Tocsin \(process {os.getpid()}.*stop it first"), DaemonLock(url):
            pass
    with DaemonLock(url) as second:
        assert (lock.is_exclusive, second.is_exclusive) == (False, True)


def test_a_killed_daemon_leaves_no_lock(url: str) -> None:
    process = subprocess.Popen([sys.executable, "-c", HOLDER, url], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    with pytest.raises(StoreError, match=rf"process {process.pid}"), DaemonLock(url):
        pass
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    with DaemonLock(url):
        pass


def test_the_lock_may_come_before_the_database(tmp_path: Path) -> None:
    with DaemonLock(f"sqlite:///{tmp_path}/var/tocsin.db"):
        assert (tmp_path / "var" / "tocsin.db.lock").read_text() == f"{os.getpid()}\n"


def test_a_lock_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with (
        pytest.raises(StoreError, match=r"tocsin.db.lock cannot be written \(Not a directory\)|File exists"),
        DaemonLock(f"sqlite:///{tmp_path}/file/tocsin.db"),
    ):
        pass


def end_its_session(url: str) -> None:
    """End the session that holds the lock, as a restart of the server or a failover does."""
    database = Database.open(url)
    with database.session() as connection:
        connection.execute(text("SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory' AND granted"))
    database.close()


def test_a_place_that_is_held_is_kept_as_it_is(url: str) -> None:
    lock = DaemonLock(url)
    with lock:
        assert not lock.keep()
        with pytest.raises(PlaceTaken), DaemonLock(url):
            pass
    assert not lock.keep()  # whoever has left takes no place
    with DaemonLock(url):
        pass


def test_a_place_whose_session_ended_is_taken_again(postgresql_url: str) -> None:
    with DaemonLock(postgresql_url) as lock:
        end_its_session(postgresql_url)
        assert lock.keep()
        assert not lock.keep()
        with pytest.raises(PlaceTaken, match=f"process {os.getpid()}"), DaemonLock(postgresql_url):
            pass


def test_a_place_that_another_has_taken_meanwhile_is_lost_with_words(postgresql_url: str) -> None:
    with DaemonLock(postgresql_url) as first:
        end_its_session(postgresql_url)
        with DaemonLock(postgresql_url):
            for _ in range(2):
                with pytest.raises(PlaceTaken, match=rf"another Tocsin \(process {os.getpid()}.*stop it first"):
                    first.keep()
        assert first.keep()


def test_a_place_is_taken_again_when_the_server_is_back(postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_url: str) -> Database:
        raise StoreError("the server is away")

    with DaemonLock(postgresql_url) as lock:
        end_its_session(postgresql_url)
        with monkeypatch.context() as planted:
            planted.setattr(Database, "open", away)
            for _ in range(2):
                with pytest.raises(StoreError, match="away"):
                    lock.keep()
        assert lock.keep()


def test_a_session_that_only_the_server_still_believes_in_is_ended(postgresql_url: str) -> None:
    with DaemonLock(postgresql_url) as lock:
        cut_off, lock._held, lock._is_held = lock._held, ExitStack(), lambda: False
        assert lock.keep()
        assert not lock.keep()
        cut_off.close()
        assert not lock.keep()


def test_a_daemon_whose_session_ended_leaves_in_peace(postgresql_url: str) -> None:
    with DaemonLock(postgresql_url):
        end_its_session(postgresql_url)
    with DaemonLock(postgresql_url):
        pass
