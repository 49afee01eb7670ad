"""Whether a run is well. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.daemon.tally import Tally

TICK_IS_LATE_AFTER = timedelta(seconds=30)


def problems_of(tally: Tally, now: datetime) -> list[str]:
    """List what is wrong with the daemon itself, in words; failing sources are not: they are its daily work."""
    problems = []
    ticked = tally.ticked_at or tally.started_at
    if now - ticked > TICK_IS_LATE_AFTER:
        problems.append(f"no tick for {int((now - ticked).total_seconds())} s")
    if tally.store_error:
        problems.append(tally.store_error)
    return problems
