"""A courier in a process of its own that kills itself between "the server took it" and "we wrote that down".

Run as `python -m tests.end_to_end.fault_point FOLDER [STOP]`: with STOP the process ends, as by `kill -9`, when so many messages have
been taken; without it everything is sent. The product knows nothing of it: what stops is a wrapper around the channels.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from monitor.store import deliveries
from monitor.store.database import Database
from tests.daemon.post_office import PostOffice, live_of, office_of

if TYPE_CHECKING:
    from monitor.channels.address import Address
    from monitor.channels.dispatch import Channels
    from monitor.model import Rendered, Sent


class _Sends(Protocol):
    async def __call__(self, address: Address, message: Rendered, key: str, thread: str | None = None) -> Sent: ...


def stop_after(channels: Channels, taken: int) -> None:
    """Let the process die when so many messages have been taken, before anything of the last is written down."""
    send: _Sends = channels.send
    left = [taken]

    async def send_and_die(address: Address, message: Rendered, key: str, thread: str | None = None) -> Sent:
        sent = await send(address, message, key, thread)
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return sent

    channels.send = send_and_die  # type: ignore[method-assign] # the fault point, and the only one


async def main(folder: Path, taken: int) -> None:
    live = live_of(folder / "config")
    database = Database.open(live.settings.database)
    office = office_of(database, live, folder / "var")
    if taken:
        stop_after(office.channels, taken)
    with database.write() as connection:
        deliveries.lapse_all(connection, office.now)  # as a daemon does when it starts alone
    await run_out(office)
    await office.courier.close()
    office.writer.close()
    database.close()


async def run_out(office: PostOffice) -> None:
    """Send everything that is due."""
    while any(row.state in {"due", "sending"} for row in office.rows()):
        await office.courier.deliver_due()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0))
