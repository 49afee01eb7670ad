"""Failures that no loopback server can cause are told in words as well."""

from __future__ import annotations

import socket
import ssl

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey

from monitor.sources.complaints import explain

KEY = ConnectionKey("feeds.example", 443, is_ssl=True, ssl=True, proxy=None, proxy_auth=None, proxy_headers_hash=None)
EXPIRED = ssl.SSLCertVerificationError(1, "certificate verify failed")
EXPIRED.verify_message = "certificate has expired"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (aiohttp.ClientConnectorCertificateError(KEY, EXPIRED), "cannot prove that it is feeds.example: certificate has expired"),
        (aiohttp.ClientConnectorDNSError(KEY, socket.gaierror(socket.EAI_AGAIN, "again")), "cannot be looked up just now"),
        (aiohttp.ClientConnectorDNSError(KEY, socket.gaierror(socket.EAI_NONAME, "none")), "there is no server called feeds.example"),
        (aiohttp.ClientConnectorError(KEY, OSError(113, "No route to host")), "no connection to feeds.example: No route to host"),
        (aiohttp.ClientConnectorError(KEY, OSError("Multiple exceptions: a private or local address, x")), "private or local address"),
        (ssl.SSLError(1, "wrong version number"), "no secure connection with feeds.example: wrong version number"),
        (aiohttp.InvalidURL("http://x"), "cannot be read; check its spelling"),
        (aiohttp.ClientError(), "feeds.example cannot be read: ClientError"),
        (ConnectionResetError(), "hung up"),
    ],
)
def test_an_error_is_told_in_words(error: Exception, words: str) -> None:
    assert words in explain(error, "feeds.example")


def test_what_a_server_says_is_quoted_in_short() -> None:
    error = aiohttp.ClientConnectorError(KEY, OSError(1, "long \n words " * 100))
    assert len(explain(error, "feeds.example")) < 200
    assert "\n" not in explain(error, "feeds.example")
