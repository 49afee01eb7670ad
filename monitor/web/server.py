"""The console's server: one address, bound before anything else is opened, so that a port in use is said at once."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING

import uvicorn

from monitor.errors import MonitorError
from monitor.web.console import console_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.daemon.works import Works
    from monitor.web.links import Explain


@dataclass(frozen=True, slots=True)
class Console:
    """A bound address that will serve the console."""

    listener: socket.socket

    @classmethod
    @contextlib.contextmanager
    def bind(cls, listen: str) -> Iterator[Console]:
        """Take the address `host:port`; port 0 is any free one.

        Raises:
            MonitorError: the address is in use or not ours.
        """
        host, _, port = listen.rpartition(":")
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind((host.strip("[]"), int(port)))
            except OSError as error:
                reason = error.strerror or str(error)
                raise MonitorError(
                    f"the console cannot listen on {listen}: {reason}; end what uses that port, or set another in tocsin.yaml: "
                    "console: {listen: 127.0.0.1:8788}"
                ) from None
            listener.listen(64)
            listener.setblocking(False)
            yield cls(listener)

    @property
    def url(self) -> str:
        """The address to open in a browser."""
        host, port = self.listener.getsockname()[:2]
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 it is replaced
        return f"http://{f'[{host}]' if ':' in host else host}:{port}/"

    async def serve(self, works: Works, stop: asyncio.Event, explain: Explain | None = None) -> None:
        """Serve until `stop` is set. `explain` tells of an item what `tocsin why` does."""
        config = uvicorn.Config(
            console_app(works, explain), log_config=None, access_log=False, lifespan="off", server_header=False, timeout_graceful_shutdown=1
        )
        server = _Quiet(config)
        serving = asyncio.create_task(server.serve(sockets=[self.listener]))
        try:
            await stop.wait()
        finally:
            server.should_exit = True
            await serving


class _Quiet(uvicorn.Server):
    """Leaves the signals to the daemon, which stops us."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
