"""Warn of settings that let others read what is not for them: secrets written into a file, mail that leaves unencrypted."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

from monitor.settings import document
from monitor.settings.names import EACH, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.errors import Problem
    from monitor.settings.document import Document

_SECRETS = (
    ("console", "token"),
    *(("senders", EACH, word) for word in ("password", "token", "webhook")),
    *((kind, EACH, "password") for kind in ("feeds", "parliaments")),
)


def warnings(read: Document) -> Iterator[Problem]:
    """List what a file of settings exposes; never with the secret itself."""
    for path in _SECRETS:
        for place, text in texts(read.value, *path):
            if "${" not in text:
                word = path[-1]
                what = f"this {word} can be read by everybody who reads the file"
                remedy = f'write {word}: "${{env:NAME}}" or "${{file:/path}}", and the {word} there'
                yield read.problem(document.value_at(read.root, place), what, remedy, is_warning=True)
    servers = {place[:-1]: server for place, server in texts(read.value, "senders", EACH, "smtp")}
    for place, tls in texts(read.value, "senders", EACH, "tls"):
        server = servers.get(place[:-1], "")
        if tls == "none" and server and "${" not in server and not _is_here(server):
            what = f"mail to {server} can be read on its way, and so can the password: tls: none is for a server on this machine"
            yield read.problem(document.value_at(read.root, place), what, "leave tls: out, or write tls: starttls", is_warning=True)


def _is_here(server: str) -> bool:
    """Tell whether a server is on this machine."""
    try:
        return ip_address(server).is_loopback
    except ValueError:
        return server.lower() == "localhost"
