"""One daemon to a database; the lock ends with its process, however that ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from monitor.errors import StoreError
from monitor.store.lock import DaemonLock

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
