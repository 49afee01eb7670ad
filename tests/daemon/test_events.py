"""The log is one event a line, with fields that a machine can read."""

from __future__ import annotations

import logging

import pytest

from monitor.daemon import events


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    seen: list[str] = []
    handler = logging.Handler()
    monkeypatch.setattr(handler, "emit", lambda record: seen.append(f"{record.levelname} {record.getMessage()}"))
    log = logging.getLogger("tocsin")
    monkeypatch.setattr(log, "handlers", [handler])
    log.setLevel(logging.INFO)
    return seen


def test_an_event_is_its_name_and_its_fields(lines: list[str]) -> None:
    events.event("poll.done", source="a", new=3, archived=None)
    events.warn("poll.failed", source="a", reason="no such host")
    assert lines == ["INFO poll.done source=a new=3", 'WARNING poll.failed source=a reason="no such host"']


def test_a_feed_cannot_write_a_line_of_its_own(lines: list[str]) -> None:
    events.event("poll.failed", reason="x\n2026 ERROR forged\r")
    assert lines == ['INFO poll.failed reason="x 2026 ERROR forged "']


def test_only_our_own_details_are_logged(capsys: pytest.CaptureFixture[str]) -> None:
    events.set_up(logging.DEBUG)
    logging.getLogger("apscheduler").warning("chatter")
    events.event("daemon.started", level=logging.DEBUG, sources=1)
    heard = capsys.readouterr().err
    assert "daemon.started sources=1" in heard
    assert "chatter" not in heard
