"""Whom an address belongs to: its host, and the credentials that may not leave it."""

from __future__ import annotations

from base64 import b64encode
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}


def host_of(url: str) -> str:
    """Name the server of an address as `host:port`, in lower case and Punycode: what politeness counts by.

    An address that has no readable host gives the address without its path, so that it still is one server.
    """
    parts = _split(url)
    host, port = _host_and_port(parts)
    return f"{host}:{port}" if host else parts.netloc.rpartition("@")[2].lower()


def site_of(url: str) -> str:
    """Name the server of an address for people: its host, and its port only if that is an unusual one."""
    return host_of(url).removesuffix(f":{_DEFAULT_PORTS.get(_split(url).scheme, 0)}")


def same_origin(first: str, second: str) -> bool:
    """Tell whether both addresses are one server: scheme, host and port, or the step from http to https on its usual ports."""
    one, other = _split(first), _split(second)
    if _host_and_port(one)[0] != _host_and_port(other)[0]:
        return False
    ports = (_host_and_port(one)[1], _host_and_port(other)[1])
    return (one.scheme == other.scheme and ports[0] == ports[1]) or (
        one.scheme == "http" and other.scheme == "https" and ports == (80, 443)
    )


def split_credentials(url: str) -> tuple[str, str | None]:
    """Take `user:password@` out of an address: the bare address, and the Authorization header that says the same (None without any)."""
    parts = _split(url)
    credentials, at, place = parts.netloc.rpartition("@")
    if not at:
        return url, None
    user, _, password = credentials.partition(":")
    return urlunsplit(parts._replace(netloc=place)), basic(unquote(user), unquote(password))


def basic(user: str, password: str) -> str:
    """Write the Authorization header of a user and password (RFC 7617, in UTF-8)."""
    return "Basic " + b64encode(f"{user}:{password}".encode()).decode("ascii")


def holds_secret(url: str) -> bool:
    """Tell whether an address as written in the settings carries credentials or a reference to a secret."""
    return "${" in url or "@" in _split(url).netloc


def _split(url: str) -> SplitResult:
    """Take an address apart; one with brackets that no address may hold has no parts."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", url, "", "")


def _host_and_port(parts: SplitResult) -> tuple[str, int]:
    try:
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)
    except ValueError:  # the port is no number
        return "", 0
    host = (parts.hostname or "").rstrip(".")
    try:
        return host.encode("idna").decode("ascii"), port
    except UnicodeError:
        return host, port
