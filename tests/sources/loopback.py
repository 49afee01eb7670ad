"""A server on 127.0.0.1 that answers byte for byte what a test wants, and keeps every request as it came."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self, cast

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping


USER_AGENT = "Tocsin/1.0 (+mailto:desk@example.org)"


@dataclass(frozen=True, slots=True)
class Request:
    """One request: its target and headers (lower-case names), bytes kept as they came."""

    target: str
    headers: dict[str, bytes]


def answer(status: int = 200, body: bytes = b"", headers: Mapping[str, str | bytes] | None = None) -> bytes:
    """Write an HTTP answer."""
    lines = [f"HTTP/1.1 {status} Whatever".encode(), b"Connection: close"]
    if status not in {204, 304}:
        lines.append(b"Content-Length: %d" % len(body))
    for name, value in (headers or {}).items():
        lines.append(name.encode() + b": " + (value if isinstance(value, bytes) else value.encode()))
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


@dataclass(slots=True)
class Loopback:
    """The server: `answers` maps a path to bytes, to a function of the request, or to an endless stream."""

    answers: dict[str, bytes | Callable[[Request], bytes] | Callable[[Request], AsyncIterator[bytes]]] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    port: int = 0
    _server: asyncio.Server | None = None
    _talks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._talks:
            task.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._talks.add(cast("asyncio.Task[None]", asyncio.current_task()))
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await self._talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client has had enough, or the test has
        finally:
            self.at_once -= 1
            writer.transport.abort() if writer.transport.get_write_buffer_size() else writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = await reader.readexactly(1)
        if first == b"\x16":  # somebody speaks TLS; we do not
            writer.write(answer(400))
            return
        request = _read(first + await reader.readuntil(b"\r\n\r\n"))
        self.requests.append(request)
        found = self.answers.get(request.target.partition("?")[0], answer(404))
        reply = found if isinstance(found, bytes) else found(request)
        if isinstance(reply, bytes):
            writer.write(reply)
        else:
            async for piece in reply:
                writer.write(piece)
                await writer.drain()
        await writer.drain()


def _read(raw: bytes) -> Request:
    first, *lines = raw.rstrip(b"\r\n").split(b"\r\n")
    pairs = (line.partition(b": ") for line in lines)
    return Request(first.split(b" ")[1].decode(), {name.decode().lower(): value for name, _, value in pairs})


def closed_port() -> int:
    """Find a port at which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
