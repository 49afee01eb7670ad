"""What libraries log of secrets reaches no handler of ours."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from monitor.channels.quiet_logs import hush, silent_logger

if TYPE_CHECKING:
    import pytest


def test_a_hushed_library_is_not_heard_at_any_level(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    hush("noisy", "noisy")
    logging.getLogger("noisy").critical("token=secret")
    logging.getLogger("noisy.below").debug("token=secret")
    assert "secret" not in caplog.text
    assert len(logging.getLogger("noisy").handlers) == 1


def test_what_is_asked_of_a_library_can_still_be_heard_by_who_listens_to_it_alone(caplog: pytest.LogCaptureFixture) -> None:
    heard: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: heard.append(record.getMessage())  # type: ignore[method-assign]
    hush("outspoken", level=logging.WARNING)
    logging.getLogger("outspoken").addHandler(handler)
    logging.getLogger("outspoken").debug("secret")
    logging.getLogger("outspoken").warning("reason")
    assert heard == ["reason"]
    assert caplog.text == ""


def test_a_silent_logger_writes_nothing(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    silent_logger().critical("token=secret")
    assert caplog.text == ""
