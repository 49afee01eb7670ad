"""A sign of life to somebody else's monitor, so that silence is noticed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.daemon.events import warn
from monitor.errors import FetchError, MonitorError
from monitor.settings.secrets import expand

if TYPE_CHECKING:
    from monitor.sources.fetch import Fetcher


async def beat(fetcher: Fetcher, address: str | None) -> None:
    """Fetch the heartbeat address of the settings; a failure is logged without the address, which may hold a secret."""
    if not address:
        return
    try:
        await fetcher.get(expand(address), accept="*/*")
    except FetchError:
        warn("heartbeat.failed", remedy="open the heartbeat address in a browser")
    except MonitorError as error:
        warn("heartbeat.failed", reason=error)
