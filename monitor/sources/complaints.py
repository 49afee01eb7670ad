"""What went wrong on the way to a server, in words for people. Never the whole address: it may hold a secret."""

from __future__ import annotations

import socket
import ssl

import aiohttp

from monitor.sources.guard import REFUSED, REMEDY

_LONGEST_QUOTE = 120


def explain(error: Exception, host: str) -> str:
    """Say what an error of the HTTP client means. `host` is how people call the server that was asked."""
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return f"the proxy refuses to lead to {host}: it answers {error.status}; check the proxy setting and its password"
    if isinstance(error, aiohttp.ClientProxyConnectionError):
        return f"the proxy cannot be reached ({_reason(error.os_error)}); check the proxy setting"
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return (
            f"{host} cannot prove that it is {host}: {_certificate(error)}; open it in a browser to see what is wrong with its certificate"
        )
    if isinstance(error, aiohttp.ClientSSLError | ssl.SSLError):
        return f"no secure connection with {host}: {_reason(error)}"
    if isinstance(error, aiohttp.ClientConnectorError):
        return _no_connection(error, host)
    return _broken_talk(error, host)


def _no_connection(error: aiohttp.ClientConnectorError, host: str) -> str:
    cause = error.os_error
    if REFUSED in str(cause):
        return f"{host} leads to {REFUSED}, which is not fetched; {REMEDY}"
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        if getattr(cause, "errno", None) == socket.EAI_AGAIN:
            return f"the name of {host} cannot be looked up just now; check this machine's network and name servers"
        return f"there is no server called {host}; check the spelling of the address, and this machine's network"
    if isinstance(cause, ConnectionRefusedError):
        return f"{host} refuses connections; nothing answers at that port"
    return f"no connection to {host}: {_reason(cause)}"


def _broken_talk(error: Exception, host: str) -> str:
    if isinstance(error, aiohttp.ClientPayloadError):
        return f"the answer of {host} broke off or cannot be decompressed"
    if isinstance(error, aiohttp.ClientResponseError):
        return f"{host} does not speak proper HTTP: {_quote(error.message)}"
    if isinstance(error, aiohttp.ServerDisconnectedError | ConnectionError | aiohttp.ClientOSError):
        return f"{host} hung up before it had answered"
    if isinstance(error, aiohttp.InvalidURL):
        return f"the address of {host} cannot be read; check its spelling"
    return f"{host} cannot be read: {type(error).__name__}"


def _certificate(error: aiohttp.ClientConnectorCertificateError) -> str:
    inner = error.certificate_error
    return _quote(inner.verify_message if isinstance(inner, ssl.SSLCertVerificationError) else str(inner))


def _reason(error: OSError) -> str:
    if isinstance(error, aiohttp.ClientSSLError):
        error = error.os_error
    return _quote(getattr(error, "reason", None) or error.strerror or str(error) or type(error).__name__)


def _quote(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_QUOTE]
