"""What libraries log of secrets reaches no handler of ours."""

from __future__ import annotations

import logging

import pytest

from monitor.channels.quiet_logs import hush, silent_logger


def test_a_hushed_library_is_not_heard_at_any_level(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    hush("noisy", "noisy")
    logging.getLogger("noisy").critical("token=secret")
    logging.getLogger("noisy.below").debug("token=secret")
    assert "secret" not in caplog.text
    assert len(logging.getLogger("noisy").handlers) == 1


def test_a_silent_logger_writes_nothing(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    silent_logger().critical("token=secret")
    assert caplog.text == ""
