"""The settings as typed records, as the rest of the house reads them.

Secrets stay unexpanded text (`${env:X}`, `${file:/path}`): they are expanded where they are used, by `secrets.expand`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from monitor.model import EMPTY, SourceKey

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from monitor.alerts.recipient import Recipient
    from monitor.errors import Problem
    from monitor.model import RecipientKey
    from monitor.watch.spec import Watchlist

MEGABYTE = 1_000_000
EMPTY_SETS: Mapping[str, Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class EmailSender:
    """An account that sends email."""

    smtp: str
    port: int = 587
    user: str | None = None
    password: str | None = None
    from_: str = ""
    tls: Literal["starttls", "tls", "none"] = "starttls"


@dataclass(frozen=True, slots=True)
class SlackSender:
    """A Slack app: a bot token, or one incoming webhook. `api` is another base URL than Slack's own."""

    token: str | None = None
    webhook: str | None = None
    api: str | None = None


@dataclass(frozen=True, slots=True)
class MatrixSender:
    """A Matrix account, by password or by access token."""

    homeserver: str
    user: str = ""
    password: str | None = None
    token: str | None = None


SenderSettings = EmailSender | SlackSender | MatrixSender


@dataclass(frozen=True, slots=True)
class Console:
    """Where the console listens (`host:port`), and how links in messages reach it."""

    listen: str = "127.0.0.1:8787"
    token: str | None = None
    public_url: str | None = None


@dataclass(frozen=True, slots=True)
class Polling:
    """The bounds of the adaptive interval between two polls of a source."""

    fastest: timedelta = timedelta(minutes=15)
    slowest: timedelta = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Fetching:
    """How documents are fetched. `max_body` is in bytes."""

    timeout: timedelta = timedelta(seconds=30)
    max_body: int = 10 * MEGABYTE
    full_text: str = "auto"
    allow_private_networks: bool = False
    proxy: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """What is polled. `kind` is "feed", or the record's name for a parliament, whose own settings are in `options`.

    None means that the general setting holds (`poll`, `full_text`, `proxy`, `max_age`), or nothing at all (`backfill`, `user`).
    `url` is empty for a parliament's record: its module knows where to look.
    """

    key: SourceKey
    kind: str
    url: str
    name: str
    poll: timedelta | None = None
    full_text: str | None = None
    tags: frozenset[str] = frozenset()
    headers: Mapping[str, str] = field(default_factory=dict)
    enabled: bool = True
    backfill: timedelta | None = None
    max_age: timedelta | None = None
    user: str | None = None
    password: str | None = None
    proxy: str | None = None
    options: Mapping[str, object] = field(default_factory=lambda: EMPTY)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a run needs to know. `database` is an absolute URL; `zone` is the default time zone.

    From `same_event` on, 0 to 1, two reports are likely enough to be of one event. `flood` alerts an hour are told one by one, for each
    watch and recipient. `templates` holds those that recipients have of their own: texts by file name, by folder.
    """

    folder: Path
    database: str
    zone: ZoneInfo
    contact: str | None
    operator: RecipientKey | None
    heartbeat: str | None
    console: Console
    polling: Polling
    fetch: Fetching
    retention_texts: timedelta
    same_event: float
    senders: Mapping[str, SenderSettings]
    recipients: Mapping[RecipientKey, Recipient]
    sources: Mapping[SourceKey, Source]
    watchlists: Mapping[str, Watchlist]
    flood: int = 20
    templates: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: EMPTY_SETS)


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """One file of the settings as it is live: its path relative to the folder, its SHA-256, its text with secrets unexpanded."""

    name: str
    sha256: bytes
    body: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading gave: the settings that can go live, the files they came from, and everything that was wrong.

    `files` holds what is live, last good versions included; `rejected` names the files whose present version is not live;
    `missing` those that were live at last and are not in the folder.
    """

    settings: Settings
    files: tuple[SettingsFile, ...]
    problems: tuple[Problem, ...] = ()
    rejected: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
