"""What a broken connection means in words for people; never the exception's own text, which may hold an address that is a secret."""

from __future__ import annotations

import os
import socket
import ssl

import aiohttp

NO_IDEA = "the connection failed"
_WORDS: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    ((aiohttp.ClientConnectorDNSError, socket.gaierror), "its name is not known, which may be a slip, or the fault of the network"),
    ((ssl.SSLCertVerificationError, aiohttp.ClientConnectorCertificateError), "its certificate is not one to trust"),
    ((ssl.SSLError,), "it does not speak TLS there"),
    ((TimeoutError,), "it took too long to answer"),
    ((ConnectionRefusedError,), "it refuses connections there"),
    ((ConnectionResetError, BrokenPipeError, aiohttp.ServerDisconnectedError), "it broke the connection off"),
)


def in_words(error: BaseException) -> str:
    """Say why a server could not be talked to: a clause that goes on from its name, such as "it refuses connections"."""
    causes = _causes(error)
    for kinds, words in _WORDS:
        if any(isinstance(cause, kinds) for cause in causes):
            return words
    numbers = [cause.errno for cause in causes if isinstance(cause, OSError) and cause.errno]
    return os.strerror(numbers[0]).lower() if numbers else NO_IDEA


def _causes(error: BaseException) -> list[BaseException]:
    """List an exception and what led to it."""
    found: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in found:
        found.append(cause)
        cause = cause.__cause__ or cause.__context__
    return found
