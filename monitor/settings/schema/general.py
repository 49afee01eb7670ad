"""`tocsin.yaml`: the administrator's settings."""

from __future__ import annotations

import difflib
import re
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from monitor.settings import records
from monitor.settings.schema.entry import Complaint, Duration, Entry, Rate, Size, Text
from monitor.settings.schema.senders import SenderEntry
from monitor.settings.schema.web_address import WebAddress
from monitor.stories.same_event import DEFAULT_THRESHOLD

FullText = Literal["auto", "always", "never"]


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


def _is_open_ended(text: str) -> str:
    if "?" in text or "#" in text:
        raise Complaint("links begin with this address, so nothing can stand behind a ? or #", f"write {re.split('[?#]', text)[0]}")
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


LinkBase = Annotated[WebAddress, AfterValidator(_is_open_ended)]
Zone = Annotated[ZoneInfo, BeforeValidator(read_zone, json_schema_input_type=str)]


class ConsoleEntry(Entry):
    """Where the console listens."""

    listen: Annotated[Text, AfterValidator(_listen)] = Field("127.0.0.1:8787", description="host:port of the console, health and metrics.")
    token: Text | None = Field(None, description="What a browser must know to open the console.", examples=["${env:TOCSIN_CONSOLE_TOKEN}"])
    public_url: LinkBase | None = Field(None, description="How readers reach the console; links in messages begin with it.")


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


class StoriesEntry(Entry):
    """How reports are folded into stories."""

    same_event: Annotated[float, Field(ge=0, le=1)] = Field(
        DEFAULT_THRESHOLD,
        description="How likely two reports in other words must tell of one event to be one story, 0 to 1. Nearer to 1: more alerts, "
        "fewer wrong folds; 1 folds copies only.",
        examples=[0.5, 0.9],
    )


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
