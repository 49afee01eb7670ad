"""The words of the domain as frozen records. Imports nothing of ours.

Instants are aware and in UTC. Offsets count code points. Digests are 16 bytes of BLAKE2b.
"""

from __future__ import annotations

import copyreg
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NewType

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

SourceKey = NewType("SourceKey", str)  # stable name of a source: its `name:` folded to a slug, else the key of its URL
WatchKey = NewType("WatchKey", str)  # "<file stem>/<id or folded entity>"
RecipientKey = NewType("RecipientKey", str)  # as written in recipients.yaml
ItemId = NewType("ItemId", int)
StoryId = NewType("StoryId", int)
MessageId = NewType("MessageId", int)
DeliveryId = NewType("DeliveryId", int)
Digest = NewType("Digest", bytes)  # 16 bytes

EMPTY: Mapping[str, object] = MappingProxyType({})


def read_only(entries: Mapping[object, object]) -> MappingProxyType[object, object]:
    """Wrap a mapping so that nobody changes it; by this name, read-only mappings cross to worker processes and back."""
    return MappingProxyType(dict(entries))


copyreg.pickle(MappingProxyType, lambda proxy: (read_only, (dict(proxy),)))


def digest(*parts: str) -> Digest:
    """Hash text to 16 bytes; parts are kept apart, so ("ab", "c") and ("a", "bc") differ."""
    state = blake2b(digest_size=16)
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        state.update(len(raw).to_bytes(8, "big") + raw)
    return Digest(state.digest())


class Kind(StrEnum):
    """What an item is."""

    ARTICLE = "article"
    SPEECH = "speech"
    QUESTION = "question"
    ANSWER = "answer"
    TESTIMONY = "testimony"
    STATEMENT = "statement"
    BILL_EVENT = "bill_event"
    PROCEDURAL = "procedural"
    INTERJECTION = "interjection"


class Priority(StrEnum):
    """How soon a watch wants to be heard of."""

    LOW = "low"
    NORMAL = "normal"
    URGENT = "urgent"


class How(StrEnum):
    """Whether a mention is written as the watch writes it."""

    EXACT = "exact"
    VARIANT = "variant"


class Tier(StrEnum):
    """Whether a mention alerts as the recipient asked, or waits for the daily section."""

    SURE = "sure"
    POSSIBLE = "possible"


class Relation(StrEnum):
    """How an item stands to what was seen before."""

    NEW = "new"
    EDIT = "edit"
    DUPLICATE = "duplicate"
    SAME_STORY = "same_story"


class Cause(StrEnum):
    """Why a recipient is told of a watch in a story."""

    FIRST = "first"
    UPDATE = "update"
    REVISION = "revision"
    POSSIBLE = "possible"  # no first word: a later certainty is still told
    LISTED = "listed"  # another report of what was told, named in its thread
    TAIL = "tail"  # the same in the daily message, where there is no thread

    @property
    def is_certain(self) -> bool:
        """Whether it tells of the watch for sure and for itself: what is only possible, or only listed, is no word of it."""
        return self in {Cause.FIRST, Cause.UPDATE, Cause.REVISION}

    @property
    def is_line(self) -> bool:
        """Whether it only lists another report of what was told."""
        return self in {Cause.LISTED, Cause.TAIL}


class DeliveryState(StrEnum):
    """Where a delivery stands. `sending` with a lapsed lease means that its reply was lost."""

    DUE = "due"
    HELD = "held"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    REJECTED = "rejected"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, as the record says it; `label` stands before the speech, `id` may be of the person or of the person in a role."""

    label: str
    id: str | None = None
    role: str | None = None
    party: str | None = None
    constituency: str | None = None
    is_chair: bool = False
    is_witness: bool = False


@dataclass(frozen=True, slots=True)
class Variant:
    """The same item in another language."""

    text: str
    url: str | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What a parliament's record says of an item, beyond what every item has.

    `house` is a lower-case word such as `commons`; `sitting` the sitting's own number or name. `native_id` is the record's own name for
    the item. `time_precision` says how far `published_at` can be trusted: to the second, to the last time that was written down, or
    to the sitting's beginning. Items of one source with the same `debate` are one debate; empty, the item stands alone. A thing that goes
    on under one key, a written question or a bill, is in a `phase`: tabled, answered, a stage. `asked` is the question that is answered.
    """

    house: str = ""
    sitting: str | None = None
    native_id: str | None = None
    time_precision: Literal["exact", "minutes", "sitting"] | None = None
    debate: str = ""
    phase: str = ""
    asked: str = ""
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One thing published, as its source tells it. `title` and `text` are plain text, never markup.

    `key` is stable within the source: never a position. `outlet` is who published it, where the source names somebody else.
    `original` is the address that a copy names as its source, read from the markup before its links are lost. `page` is the text of the
    article's own page, where the entry gives less. `record` is set for what a parliament published.
    """

    key: str
    title: str
    text: str
    kind: Kind = Kind.ARTICLE
    url: str | None = None
    published_at: datetime | None = None
    lang: str | None = None
    outlet: str | None = None
    sitting_date: date | None = None
    headings: tuple[str, ...] = ()
    speaker: Speaker | None = None
    variants: Mapping[str, Variant] = field(default_factory=lambda: MappingProxyType({}))
    status: str | None = None
    original: str | None = None
    page: str = ""
    record: Record | None = None

    @property
    def debate(self) -> str:
        """The debate that it belongs to; empty when it stands alone."""
        return self.record.debate if self.record else ""

    @property
    def phase(self) -> str:
        """The phase it is in; empty when it has none."""
        return self.record.phase if self.record else ""


@dataclass(frozen=True, slots=True)
class Mention:
    """One place in an item where a watch was found. `start` and `end` are offsets into the field as it was given."""

    field: str
    start: int
    end: int
    matched: str
    how: How
    tier: Tier
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A watch found in an item, with its mentions in reading order, the title first."""

    watch: WatchKey
    mentions: tuple[Mention, ...]

    @property
    def score(self) -> float:
        """The best mention's score, 0 to 1."""
        return max(mention.score for mention in self.mentions)

    @property
    def tier(self) -> Tier:
        """Sure if any mention is."""
        return Tier.SURE if any(mention.tier is Tier.SURE for mention in self.mentions) else Tier.POSSIBLE


@dataclass(frozen=True, slots=True)
class SourceState:
    """What the database knows of a source: its conduct so far and what is due.

    Before `server_until` its server does not want it asked again, also not by hand. `body_hash` is of the last good body;
    `failures` counts failed polls in a row; `cursor` is the discovery's own;
    `hints` holds what the server and the document asked for, and what the conduct must remember between polls.
    """

    id: int
    key: SourceKey
    kind: str
    url: str
    effective_url: str
    host: str
    enabled: bool
    next_poll_at: datetime
    server_until: datetime | None = None
    baseline_at: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: bytes | None = None
    cursor: Mapping[str, object] = field(default_factory=lambda: EMPTY)
    failures: int = 0
    last_ok_at: datetime | None = None
    last_new_at: datetime | None = None
    last_error: str | None = None
    hints: Mapping[str, object] = field(default_factory=lambda: EMPTY)


@dataclass(frozen=True, slots=True)
class Page:
    """What one document of a source yields. `hints` are the document's own wishes for polling, in seconds or hours as named.

    `declared` counts the entries that the raw document opens; fewer items than that is an alarm. `warnings` are for the operator.
    A page that is not `is_whole` broke off: there may be more in it than came.
    """

    items: tuple[Item, ...]
    title: str = ""
    lang: str | None = None
    declared: int = 0
    hints: Mapping[str, object] = field(default_factory=lambda: EMPTY)
    warnings: tuple[str, ...] = ()
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message ready to leave. `subject` is one line; `text` stands alone; `html` and `blocks` are for who can show them."""

    subject: str
    text: str
    html: str = ""
    blocks: tuple[Mapping[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that certainly left. `ref` is the remote id (Message-ID, event id, ts); `thread` what a reply refers to."""

    ref: str
    thread: str | None = None
