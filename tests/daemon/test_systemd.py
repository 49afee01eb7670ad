"""The service manager hears of us when it listens, and is not missed when it does not."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from monitor.daemon.systemd import notify, watchdog_interval_s

if TYPE_CHECKING:
    from pathlib import Path


def test_a_listening_manager_gets_the_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(path))
        monkeypatch.setenv("NOTIFY_SOCKET", str(path))
        notify("READY=1")
        assert manager.recv(64) == b"READY=1"


@pytest.mark.parametrize("address", ["", "/nowhere/notify", "@tocsin-nobody-listens"])
def test_without_a_manager_nothing_happens(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", address)
    notify("READY=1")


@pytest.mark.parametrize(("given", "interval"), [("60000000", 30.0), ("0", None), ("", None), ("soon", None)])
def test_the_watchdog_is_fed_twice_in_its_time(given: str, interval: float | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", given)
    assert watchdog_interval_s() == interval
