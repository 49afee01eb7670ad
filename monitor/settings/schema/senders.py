"""The accounts that send, each under a name of the user's: email, Slack, Matrix."""

from __future__ import annotations

import re
from difflib import get_close_matches
from email.utils import getaddresses
from ipaddress import ip_address
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, model_validator

from monitor.settings import records
from monitor.settings.schema.entry import Complaint, Entry, Text
from monitor.settings.schema.web_address import WebAddress

SenderKind = Literal["email", "slack", "matrix"]
PORTS = range(1, 65_536)
_TLS_PORT = 465  # RFC 8314: implicit TLS
_TELLING: MappingProxyType[str, SenderKind] = MappingProxyType(
    {"homeserver": "matrix", "smtp": "email", "token": "slack", "webhook": "slack", "api": "slack"}
)
_NOT_IN_A_HOST = re.compile(r"[^\w.-]")
_HOST = re.compile(r"(?:[a-z]+://)?(?P<host>[\w.-]+)(?::(?P<port>\d+))?/?")
_ORIGIN = re.compile(r"[^\s@<>\"(),:;\\\[\]]+@[^\s@<>\"(),:;\\\[\]]+")


def _mail_server(text: str) -> str:
    if "${" in text or not _NOT_IN_A_HOST.search(text) or _is_ip_address(text):
        return text
    meant = _HOST.fullmatch(text)
    if meant is None:
        shown = "this" if "@" in text else repr(text)  # what stands before an @ may be a password
        raise Complaint(f"{shown} is no mail server", "write its name alone, such as mail.example.org")
    port = f" and port: {meant['port']}" if meant["port"] else ""
    raise Complaint(f"{text!r} is more than the name of a mail server", f"write smtp: {meant['host']}{port}")


def _is_ip_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _origin(text: str) -> str:
    if "${" in text:
        return text
    found = [address for _name, address in getaddresses([text])]
    if len(found) != 1 or _ORIGIN.fullmatch(found[0]) is None:
        raise Complaint(f"{text!r} is not one email address", 'write Tocsin <alerts@example.org>, or "News, Tocsin" <...>')
    return text


MailServer = Annotated[Text, AfterValidator(_mail_server)]
Origin = Annotated[Text, AfterValidator(_origin)]
Port = Annotated[int, Field(ge=PORTS.start, lt=PORTS.stop)]


class EmailEntry(Entry):
    """An account that sends email."""

    smtp: MailServer = Field(description="The mail server.", examples=["mail.example.org"])
    port: Port = Field(587, description="Its port: 587 for STARTTLS, 465 for TLS from the start.")
    user: Text | None = None
    password: Text | None = Field(None, examples=["${env:SMTP_PASSWORD}", "${file:/run/secrets/smtp}"])
    from_: Origin = Field(alias="from", description="Who the mail is from.", examples=["Tocsin <alerts@example.org>"])
    tls: Literal["starttls", "tls", "none"] | None = Field(None, description="starttls unless the port is 465; none on this machine only.")


class SlackEntry(Entry):
    """A Slack app."""

    token: Text | None = Field(None, description="The bot token, xoxb-...", examples=["${env:SLACK_TOKEN}"])
    webhook: Text | None = Field(None, description="Or an incoming webhook: one channel.", examples=["${env:SLACK_WEBHOOK}"])
    api: WebAddress | None = Field(None, description="Another address than Slack's own.")

    @model_validator(mode="after")
    def _one_way_in(self) -> SlackEntry:
        if (self.token is None) == (self.webhook is None):
            raise Complaint("a Slack sender has either a `token` or a `webhook`", 'write slack: {token: "${env:SLACK_TOKEN}"}')
        return self


class MatrixEntry(Entry):
    """A Matrix account."""

    homeserver: WebAddress = Field(description="The homeserver's address.", examples=["https://chat.example.org"])
    user: Text = Field(description="The account's name.", examples=["tocsin"])
    password: Text | None = Field(None, examples=["${env:MATRIX_PASSWORD}"])
    token: Text | None = Field(None, description="An access token instead of the password.")

    @model_validator(mode="after")
    def _one_key(self) -> MatrixEntry:
        if self.password is None and self.token is None:
            raise Complaint("a Matrix sender needs a `password` or a `token`", 'write password: "${env:MATRIX_PASSWORD}"')
        return self


def sender_kind(entry: object) -> SenderKind:
    """Tell a sender's kind by the setting that only it has, be it misspelt; one that has none is taken for email."""
    keys = [str(key).lower() for key in entry] if isinstance(entry, dict) else []
    found = {_TELLING[word] for key in keys for word in get_close_matches(key, _TELLING, 1, 0.7)}
    return next((kind for kind in ("matrix", "email", "slack") if kind in found), "email")


def _not_empty(value: object) -> object:
    if not value:
        remedy = "write smtp: and from: for email, token: or webhook: for Slack, homeserver: and user: for Matrix"
        raise Complaint("this sender has no settings", remedy)
    return value


SenderEntry = Annotated[
    Annotated[
        Annotated[EmailEntry, Tag("<email>")] | Annotated[SlackEntry, Tag("<slack>")] | Annotated[MatrixEntry, Tag("<matrix>")],
        Discriminator(lambda value: f"<{sender_kind(value)}>"),
    ],
    BeforeValidator(_not_empty),
]


def sender(entry: EmailEntry | SlackEntry | MatrixEntry) -> records.SenderSettings:
    """Make the sender's record."""
    if isinstance(entry, EmailEntry):
        tls = entry.tls or ("tls" if entry.port == _TLS_PORT else "starttls")
        return records.EmailSender(entry.smtp, entry.port, entry.user, entry.password, entry.from_, tls)
    if isinstance(entry, SlackEntry):
        return records.SlackSender(entry.token, entry.webhook, entry.api)
    return records.MatrixSender(entry.homeserver, entry.user, entry.password, entry.token)
