"""`tocsin.yaml`: the administrator's settings."""

from __future__ import annotations

import difflib
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, model_validator

from monitor.settings import records
from monitor.settings.schema.entry import Complaint, Duration, Entry, Rate, Size, Text
from monitor.stories.same_event import DEFAULT_THRESHOLD

FullText = Literal["auto", "always", "never"]
_PORTS = range(1, 65_536)
_TLS_PORT = 465  # RFC 8314: implicit TLS


def read_zone(text: object) -> object:
    """Find the IANA time zone with that name.

    Raises:
        Complaint: there is none.
    """
    if not isinstance(text, str):
        return text
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        near = difflib.get_close_matches(text, available_timezones(), 1, 0.5)
        guess = f"did you mean {near[0]}?" if near else "write a name such as America/Toronto or Europe/Berlin"
        raise Complaint(f"{text!r} is no time zone", guess) from None


def _listen(text: str) -> str:
    host, colon, port = text.rpartition(":")
    if not colon or not host or not port.isdecimal() or int(port) not in range(65_536):
        raise Complaint(f"{text!r} is no place to listen", "write host:port, such as 127.0.0.1:8787")
    return text


def _web_address(text: str) -> str:
    if not text.startswith(("http://", "https://", "${")):
        shown = "this" if "@" in text else repr(text)  # what stands before an @ may be a password
        raise Complaint(f"{shown} is no web address", "begin it with https://")
    return text


def _database(text: str) -> str:
    scheme, separator, rest = text.partition("://")
    if text.startswith("${"):
        return text
    name = scheme.partition("+")[0]
    if not separator or name not in {"sqlite", "postgresql", "postgres"}:
        raise Complaint(
            f"{text.partition('@')[2] or text!r} is no database that Tocsin uses",
            "write sqlite:///../var/tocsin.db, or postgresql+psycopg://...",
        )
    if name == "sqlite" and rest.partition("?")[0] in {"", "/", "/:memory:"}:
        raise Complaint("a database in memory forgets what was told", "write a file: sqlite:///../var/tocsin.db")
    return text


Zone = Annotated[ZoneInfo, BeforeValidator(read_zone, json_schema_input_type=str)]
WebAddress = Annotated[Text, AfterValidator(_web_address)]
Port = Annotated[int, Field(ge=_PORTS.start, lt=_PORTS.stop)]


class ConsoleEntry(Entry):
    """Where the console listens."""

    listen: Annotated[Text, AfterValidator(_listen)] = Field("127.0.0.1:8787", description="host:port of the console, health and metrics.")
    token: Text | None = Field(None, description="What a browser must know to open the console.", examples=["${env:TOCSIN_CONSOLE_TOKEN}"])
    public_url: WebAddress | None = Field(None, description="How readers reach the console; links in messages begin with it.")


class PollingEntry(Entry):
    """How often sources are asked; in between, each gets the interval that fits it."""

    fastest: Duration = Field(records.Polling().fastest, description="Never more often than this.", examples=["15m"])
    slowest: Duration = Field(records.Polling().slowest, description="At least this often.", examples=["6h"])

    @model_validator(mode="after")
    def _in_order(self) -> PollingEntry:
        if not self.fastest or self.fastest > self.slowest:
            raise Complaint("`fastest` must be more than nothing, and no longer than `slowest`", "write {fastest: 15m, slowest: 6h}")
        return self


class FetchEntry(Entry):
    """How documents are fetched."""

    timeout: Duration = Field(records.Fetching().timeout, description="The longest a whole request may take.", examples=["30s"])
    max_body: Size = Field(records.Fetching().max_body, description="The largest document that is read.", examples=["10MB"])
    full_text: FullText = Field("auto", description="Of which entries the article's page is read: short and cut off ones, all, none.")
    allow_private_networks: bool = Field(default=False, description="Whether sources may lie in your own network.")
    proxy: WebAddress | None = Field(None, description="The proxy for all sources.")


class RetentionEntry(Entry):
    """How long things are kept."""

    texts: Duration = Field("180d", validate_default=True, description="How long the texts of items are kept.", examples=["180d"])


class EmailEntry(Entry):
    """An account that sends email."""

    smtp: Text = Field(description="The mail server.", examples=["mail.example.org"])
    port: Port = Field(587, description="Its port: 587 for STARTTLS, 465 for TLS from the start.")
    user: Text | None = None
    password: Text | None = Field(None, examples=["${env:SMTP_PASSWORD}", "${file:/run/secrets/smtp}"])
    from_: Text = Field(alias="from", description="Who the mail is from.", examples=["Tocsin <alerts@example.org>"])
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


class StoriesEntry(Entry):
    """How reports are folded into stories."""

    same_event: Annotated[float, Field(ge=0, le=1)] = Field(
        DEFAULT_THRESHOLD,
        description="How likely two reports in other words must tell of one event to be one story, 0 to 1. Nearer to 1: more alerts, "
        "fewer wrong folds; 1 folds copies only.",
        examples=[0.5, 0.9],
    )


def _sender_kind(value: object) -> str:
    """Tell a sender's kind by the setting that only it has; what has none is taken for Slack only with Slack's words."""
    keys = set(value) if isinstance(value, dict) else set()
    if "homeserver" in keys:
        return "<matrix>"
    return "<slack>" if keys & {"webhook", "api"} or ("token" in keys and "smtp" not in keys) else "<email>"


SenderEntry = Annotated[
    Annotated[EmailEntry, Tag("<email>")] | Annotated[SlackEntry, Tag("<slack>")] | Annotated[MatrixEntry, Tag("<matrix>")],
    Discriminator(_sender_kind),
]


class General(Entry):
    """Settings of `tocsin.yaml`."""

    database: Annotated[Text, AfterValidator(_database)] = Field(
        "sqlite:///../var/tocsin.db",
        description="Where everything is kept. A SQLite path is relative to this folder.",
        examples=["sqlite:///../var/tocsin.db", "postgresql+psycopg://tocsin@localhost/tocsin"],
    )
    timezone: Zone = Field("UTC", validate_default=True, description="The zone of recipients that name none.", examples=["America/Toronto"])
    contact: Text | None = Field(None, description="An email or web address that the servers you read can reach you at.")
    operator: Text | None = Field(None, description="The recipient who is told when something is wrong with the monitoring itself.")
    heartbeat: WebAddress | None = Field(None, description="An address that is fetched after each healthy cycle.")
    console: ConsoleEntry = Field(default_factory=ConsoleEntry)
    polling: PollingEntry = Field(default_factory=PollingEntry)
    fetch: FetchEntry = Field(default_factory=FetchEntry)
    retention: RetentionEntry = Field(default_factory=RetentionEntry)
    stories: StoriesEntry = Field(default_factory=StoriesEntry)
    flood: Rate = Field(
        "20 per hour",
        validate_default=True,
        description="How many alerts of one watch a recipient gets one by one; what comes beyond is gathered into one message an hour.",
        examples=["20 per hour"],
    )
    senders: dict[str, SenderEntry] = Field(default_factory=dict, description="The accounts that send, each under a name of yours.")


def sender(entry: EmailEntry | SlackEntry | MatrixEntry) -> records.SenderSettings:
    """Make the sender's record."""
    if isinstance(entry, EmailEntry):
        tls = entry.tls or ("tls" if entry.port == _TLS_PORT else "starttls")
        return records.EmailSender(entry.smtp, entry.port, entry.user, entry.password, entry.from_, tls)
    if isinstance(entry, SlackEntry):
        return records.SlackSender(entry.token, entry.webhook, entry.api)
    return records.MatrixSender(entry.homeserver, entry.user, entry.password, entry.token)
