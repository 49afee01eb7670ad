"""How often the links of messages may be asked for: so often each, and so often together, in each minute."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

MINUTE = timedelta(minutes=1)


class Throttle:
    """Counts within one minute after the other. It remembers no more names than `in_all`, so it cannot be made to grow."""

    def __init__(self, each: int, in_all: int) -> None:
        self._each, self._in_all = each, in_all
        self._ends_at: datetime | None = None
        self._counts: dict[str, int] = {}
        self._total = 0

    def allows(self, name: str, now: datetime) -> bool:
        """Count one more, and tell whether it is within both measures."""
        if self._ends_at is None or not self._ends_at - MINUTE <= now < self._ends_at:
            self._ends_at, self._counts, self._total = now + MINUTE, {}, 0
        if self._total >= self._in_all:
            return False
        self._total += 1
        self._counts[name] = self._counts.get(name, 0) + 1
        return self._counts[name] <= self._each
