"""Where the demonstration lives: on this machine alone."""

from __future__ import annotations

import socket

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """Find a port that nobody listens on. Somebody may take it before it is used; then who uses it says so."""
    with socket.create_server((LOOPBACK, 0)) as listening:
        port: int = listening.getsockname()[1]
        return port
