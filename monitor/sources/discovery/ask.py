"""What is asked, and what came back: the words that the kinds of discovery and the poller share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, timedelta, tzinfo
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from monitor.catalogue.discovery import Discovery
    from monitor.sources.discovery.cursor import Reading

NO_READINGS: Mapping[str, Reading] = MappingProxyType({})


PACE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Plan:
    """One discovery of a record, with what the record says of all of them. `key` names it in the source's state.

    `revisit` is how long a document is read again for revisions; `zone` that of the record's days. `pace` is the least time between two
    looks for a document that is waited for; one that is there is looked at half as often.
    """

    key: str
    discovery: Discovery
    languages: tuple[str, ...] = ("",)
    revisit: timedelta = timedelta(days=14)
    zone: tzinfo = UTC
    pace: timedelta = PACE


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing to ask: a `listing`, a `document`, a `part` of an interface's answer, or a `probe` that only asks whether there is one.

    `addresses` are by language, unexpanded. `wants` says what a good answer looks like. `member` and `seen` are for archives: which members
    count, and the marks of those that were read. `is_old` tells that what it brings stood there at first contact,
    `is_bulk` that an archive holds many documents, which need not be read in one go. `pace` is the plan's.
    """

    kind: Literal["listing", "document", "part", "probe"]
    name: str
    addresses: Mapping[str, str]
    readings: Mapping[str, Reading] = field(default_factory=lambda: NO_READINGS)
    wants: Literal["page", "data", "archive", "any"] = "data"
    member: str | None = None
    seen: str = ""
    mark: str = ""
    level: int = 0
    is_old: bool = False
    is_bulk: bool = False
    pace: timedelta = PACE


class Verdict(StrEnum):
    """What an answer says of a document: there and new to us, there and the same, not there, a page that stands for "not there", broken."""

    HERE = "here"
    SAME = "same"
    ABSENT = "absent"
    SOFT = "soft"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Answer:
    """What an ask came to, over all its languages.

    `reason` is set if anything was wrong, also with one language only; `is_servers` if that looks like the server's state and not the
    document's. `readings` are of the languages that were there. `body` and `url` are of a listing or part. `entries` counts what a part
    held, `newest` is the latest day in a document. `seen` are an archive's marks after it, `is_partly_read` that more members wait.
    """

    verdict: Verdict
    reason: str = ""
    is_servers: bool = False
    readings: Mapping[str, Reading] = field(default_factory=lambda: NO_READINGS)
    body: bytes = b""
    url: str = ""
    entries: int | None = None
    newest: date | None = None
    fresh_for: timedelta = timedelta(0)
    is_faulty: bool = False
    seen: str = ""
    is_partly_read: bool = False
