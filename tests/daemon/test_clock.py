"""A clock that is set is noticed; one that merely runs is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.daemon.clock import JumpMeter, now, steady_s

START = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wall", "steady", "jump"),
    [
        (timedelta(seconds=60), 60.0, timedelta()),
        (timedelta(seconds=80), 60.0, timedelta()),
        (timedelta(hours=-1), 60.0, timedelta(hours=-1, seconds=-60)),
        (timedelta(days=365), 0.0, timedelta(days=365)),
    ],
)
def test_only_a_step_of_half_a_minute_is_a_jump(wall: timedelta, steady: float, jump: timedelta) -> None:
    moments = iter([START, START + wall])
    seconds = iter([0.0, steady])
    assert JumpMeter(lambda: next(moments), lambda: next(seconds)).jump() == jump


def test_a_jump_is_told_once() -> None:
    moments = iter([START, START - timedelta(hours=2), START - timedelta(hours=2)])
    meter = JumpMeter(lambda: next(moments), lambda: 0.0)
    assert meter.jump() == timedelta(hours=-2)
    assert meter.jump() == timedelta()


def test_the_real_clocks_agree_that_no_time_passes_backwards() -> None:
    assert now().tzinfo is UTC
    assert steady_s() <= steady_s()
