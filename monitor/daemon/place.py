"""Hold the daemon's place at its database for as long as it runs: a PostgreSQL session can end, and its lock with it."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Protocol

from monitor.daemon.events import event, warn
from monitor.errors import StoreError
from monitor.store.lock import PlaceTaken

if TYPE_CHECKING:
    from datetime import timedelta


class Place(Protocol):
    """The daemon's place at a database."""

    def keep(self) -> bool:
        """See that it is held; tell whether it had to be taken again."""
        ...


async def keep_place(place: Place, stop: asyncio.Event, every: timedelta) -> None:
    """Look again and again that the place is held, until `stop` is set; a database that cannot be reached is asked again.

    Raises:
        PlaceTaken: another daemon has it now: this one must end.
    """
    told: str | None = None
    while not stop.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), every.total_seconds())
            return
        try:
            if await asyncio.to_thread(place.keep):
                event("lock.taken_again", what="its session had ended")
            told = None
        except PlaceTaken:
            raise
        except StoreError as error:
            if told != str(error):
                warn("lock.lost", reason=error)
            told = str(error)
