"""Clocks: the wall's, and how far the wall's jumped."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

NOTABLE = timedelta(seconds=30)


def now() -> datetime:
    """Tell the time, aware, in UTC."""
    return datetime.now(UTC)


def steady_s() -> float:
    """Seconds that nobody can set back; where the system has it, a suspended machine's sleep counts."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class JumpMeter:
    """Notices when the wall clock was set."""

    def __init__(self, wall: Callable[[], datetime] = now, steady: Callable[[], float] = steady_s) -> None:
        self._wall, self._steady = wall, steady
        self._last = (wall(), steady())

    def jump(self) -> timedelta:
        """Tell how far the clock was moved since the last call; zero for less than half a minute."""
        wall, steady = self._wall(), self._steady()
        moved = (wall - self._last[0]) - timedelta(seconds=steady - self._last[1])
        self._last = (wall, steady)
        return moved if abs(moved) >= NOTABLE else timedelta()
