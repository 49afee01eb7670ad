"""Words to systemd, when it listens: ready, stopping, alive. See sd_notify(3)."""

from __future__ import annotations

import os
import socket


def notify(message: str) -> None:
    """Send a state such as `READY=1` to the service manager; silently nothing where there is none."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        try:
            channel.sendto(message.encode(), "\0" + address[1:] if address.startswith("@") else address)
        except OSError:
            return  # the manager went away; a service does not die of that


def watchdog_interval_s() -> float | None:
    """Tell how often the service manager wants a sign of life: half of WATCHDOG_USEC; None when it does not watch."""
    period = os.environ.get("WATCHDOG_USEC", "")
    return int(period) / 2e6 if period.isdigit() and int(period) else None
