"""Read Apprise URLs with Apprise's own parser.

`mailto(s)`, `slack` and `matrix(s)` become accounts of our own senders: Apprise's plugins carry no idempotency key, no thread and
no remote id, and its Matrix plugin loses messages. Everything else stays with Apprise. Texts of errors are free of secrets: what
Apprise says of an address is shown without the parts of that address.
"""

from __future__ import annotations

import logging
import re
import warnings
from difflib import get_close_matches
from email.utils import formataddr
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote

import apprise
from apprise.apprise import N_MGR
from apprise.common import OverflowMode
from apprise.exception import AppriseException
from apprise.plugins.matrix.base import NotifyMatrix
from apprise.plugins.slack import NotifySlack

from monitor.channels.inert import one_line
from monitor.channels.quiet_logs import hush
from monitor.channels.sender import ANSWER_S, CONNECT_S
from monitor.channels.url_account import AddressError, UnreadableError, UrlAccount
from monitor.settings.records import EmailSender, MatrixSender, SlackSender

with warnings.catch_warnings():  # Apprise's OpenPGP part, which we do not use, imports a module that Python 3.11 warns of
    warnings.simplefilter("ignore", DeprecationWarning)
    from apprise.plugins.email.base import NotifyEmail

if TYPE_CHECKING:
    from apprise.plugins.base import NotifyBase

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_TLS: dict[str, Literal["starttls", "tls", "none"]] = {"insecure": "none", "ssl": "tls", "starttls": "starttls"}
_SEPARATORS = re.compile(r"[:/@?&=#,\s]+")
_SHORTEST_SECRET = 3

hush("urllib3", "requests")
hush("apprise", level=logging.WARNING)  # its warnings are the only reasons it gives; we read them where we send


def read_url(url: str) -> UrlAccount:
    """Read a URL whose secrets are expanded.

    Raises:
        AddressError: Apprise does not know the scheme, cannot read the rest, or it names no target or several.
    """
    plugin = open_plugin(url)
    if isinstance(plugin, NotifyEmail):
        return _email(plugin)
    if isinstance(plugin, NotifySlack) and plugin.mode in {"bot", "hook", "gov-hook"}:
        return _slack(plugin)
    if isinstance(plugin, NotifyMatrix) and plugin.mode == "off":
        return _matrix(plugin)
    return UrlAccount("apprise", None, url)


def open_plugin(url: str) -> NotifyBase:
    """Make a fresh Apprise object for one send: no hidden retry, patient with an answer, long texts cut rather than split.

    Raises:
        AddressError: as `read_url`.
    """
    scheme = scheme_of(url)
    try:
        plugin = apprise.Apprise.instantiate(url, asset=apprise.AppriseAsset(app_id="Tocsin"), suppress_exceptions=False)
    except AppriseException as error:
        raise UnreadableError(f"{scheme}:// address: Apprise says: {without_parts(str(error), url)}") from None
    if plugin is None:
        raise UnreadableError(f"{scheme}:// address: Apprise cannot read it; compare it with https://appriseit.com/services/")
    plugin.retry = 0
    plugin.socket_connect_timeout = CONNECT_S
    # Apprise gives up on an answer after 4 s; a server that is slower than that has the message, and would get it twice.
    plugin.socket_read_timeout = ANSWER_S
    if plugin.overflow_mode == OverflowMode.SPLIT or "overflow=" not in url:
        plugin.overflow_mode = OverflowMode.TRUNCATE
    if len(plugin) > 1:
        raise AddressError(
            f"{scheme}:// address: it names {len(plugin)} targets; write one address for each, so that each has its own fate"
        )
    return plugin


def scheme_of(url: str) -> str:
    """Find the scheme, and make sure that Apprise knows it.

    Raises:
        AddressError: it does not.
    """
    scheme = url.split("://", 1)[0].strip().lower()
    known = sorted(N_MGR.schemas())  # type: ignore[no-untyped-call]
    if scheme in known:
        return scheme
    near = get_close_matches(scheme, known, 1)
    hint = f"did you mean {near[0]}://?" if near else "write name@example.org, sender/target, or a URL from https://appriseit.com/services/"
    raise AddressError(f"Apprise knows no service {one_line(scheme, 40)}://; {hint}")


def without_parts(message: str, url: str) -> str:
    """Show what a library says of a URL without the parts of that URL, any of which may be secret."""
    shown = one_line(message).replace(url, "…")
    rest = url.split("://", 1)[-1]
    parts = {part for piece in _SEPARATORS.split(rest) for part in (piece, unquote(piece)) if len(part) >= _SHORTEST_SECRET}
    for part in sorted(parts, key=len, reverse=True):
        shown = shown.replace(part, "…")
    return shown


def _email(plugin: NotifyEmail) -> UrlAccount:
    if plugin.cc or plugin.bcc or plugin.reply_to or plugin.headers or plugin.pgp_mode != "no":
        raise AddressError(
            "mailto:// address: cc, bcc, reply, pgp and headers of its own are not supported; write one address for each reader"
        )
    _require_certificates(plugin)
    if not plugin.targets:
        raise AddressError("mailto:// address: it names nobody; write mailtos://user:password@host/name@example.org")
    tls = _TLS[str(plugin.secure_mode)]
    if tls == "none" and plugin.password and plugin.smtp_host not in LOOPBACK:
        raise AddressError("mailto:// address: it would send its password unencrypted; write mailtos:// instead")
    name, address = (str(part or "") for part in plugin.from_addr)
    account = EmailSender(
        smtp=plugin.smtp_host,
        port=int(plugin.port or 0),
        user=plugin.user or None,
        password=plugin.password or None,
        from_=formataddr((name or "Tocsin", address)),
        tls=tls,
    )
    return UrlAccount("email", account, plugin.targets[0][1])


def _slack(plugin: NotifySlack) -> UrlAccount:
    channels = [channel for channel in plugin.channels if channel]
    channel = channels[0].removeprefix("#") if channels else ""
    if plugin.mode == "bot":
        return UrlAccount("slack", SlackSender(token=plugin.access_token), channel)
    base = plugin.webhook_gov_url if plugin.mode == "gov-hook" else plugin.webhook_url
    return UrlAccount("slack", SlackSender(webhook=f"{base}/{plugin.token_a}/{plugin.token_b}/{plugin.token_c}"), channel)


def _matrix(plugin: NotifyMatrix) -> UrlAccount:
    _require_certificates(plugin)
    if plugin.users or not plugin.rooms:
        raise AddressError("matrix:// address: it names no room; write matrixs://user:password@host/!room:example.org")
    scheme, port = ("https" if plugin.secure else "http"), (f":{plugin.port}" if plugin.port else "")
    homeserver = f"{scheme}://{plugin.host}{port}"
    if plugin.user:
        account = MatrixSender(homeserver, user=plugin.user, password=plugin.password)
    else:
        account = MatrixSender(homeserver, token=plugin.password)
    room = plugin.rooms[0]
    if room.startswith("!"):
        return UrlAccount("matrix", account, room)
    alias = "#" + room.removeprefix("#")
    return UrlAccount("matrix", account, alias if ":" in alias else f"{alias}:{plugin.host}")


def _require_certificates(plugin: NotifyBase) -> None:
    if not plugin.verify_certificate:
        raise AddressError("this address says verify=no; leave it out, and name your own authority's certificate in SSL_CERT_FILE instead")
