"""What was published, which story it tells, and what was found in it."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    UniqueConstraint,
    false,
)

from monitor.store.columns import Hash, Id, Json, Words, count, instant, link, metadata, own_id, words

stories = Table(
    "stories",
    metadata,
    own_id(),
    Column("lead_item_id", Id, nullable=False),  # no foreign key: items point here, and a circle cannot be created in order
    instant("first_seen_at"),
    instant("last_seen_at"),
    link("merged_into", "stories.id", nullable=True),
    Index(None, "last_seen_at"),
    Index(None, "merged_into"),
)

items = Table(
    "items",
    metadata,
    own_id(),
    link("source_id", "sources.id"),
    Column("key", Hash, nullable=False),
    words("declared_key"),
    words("url", nullable=True),
    Column("url_hash", Hash),  # of the address as it is written: an address may be longer than an index entry
    words("title"),
    words("title_folded"),  # case folded in Python: the databases disagree about letters beyond ASCII
    words("text"),
    words("kind"),
    words("lang", nullable=True),
    words("outlet", nullable=True),
    instant("published_at", nullable=True),
    instant("seen_at"),
    instant("listed_at"),
    Column("sitting_date", Date),
    Column("headings", Json, nullable=False),
    words("speaker_label", nullable=True),
    words("speaker_id", nullable=True),
    words("speaker_role", nullable=True),
    words("speaker_party", nullable=True),
    words("speaker_constituency", nullable=True),
    Column("speaker_is_chair", Boolean, nullable=False, server_default=false()),
    Column("speaker_is_witness", Boolean, nullable=False, server_default=false()),
    Column("variants", Json, nullable=False),
    words("status", nullable=True),
    words("original", nullable=True),
    words("page", nullable=True),
    Column("record", Json),
    Column("content_hash", Hash, nullable=False),
    link("story_id", "stories.id", nullable=True),
    Column("is_baseline", Boolean, nullable=False),
    words("fate_stage"),
    words("fate_reason"),
    UniqueConstraint("key", "source_id"),  # in this order it also finds a key in any source
    Index(None, "url_hash"),
    Index(None, "seen_at"),
    Index(None, "story_id"),
    Index(None, "source_id", "listed_at"),
    Index(None, "source_id", "sitting_date"),
)

item_versions = Table(
    "item_versions",
    metadata,
    own_id(),
    link("item_id", "items.id"),
    instant("at"),  # when the newer version took its place
    words("title"),
    words("text"),
    Column("content_hash", Hash, nullable=False),
    Index(None, "item_id", "id"),
)

item_events = Table(
    "item_events",
    metadata,
    own_id(),
    link("item_id", "items.id"),
    instant("at"),
    words("stage"),
    words("verdict"),
    Column("detail", Json, nullable=False),
    Index(None, "item_id", "id"),
)

article_reads = Table(
    "article_reads",
    metadata,
    Column("item_id", Id, ForeignKey("items.id"), primary_key=True, autoincrement=False),
    link("source_id", "sources.id"),
    words("url"),
    words("host"),
    words("state"),
    words("reason"),
    count("words"),
    count("attempts"),
    count("rounds"),
    instant("wanted_at"),
    instant("due_at"),
    instant("lease_until", nullable=True),
    instant("settled_at", nullable=True),
    Index(None, "state", "due_at"),
    Index(None, "host", "lease_until"),
    Index(None, "source_id", "settled_at"),
)

item_keys = Table(
    "item_keys",
    metadata,
    Column("kind", Words, primary_key=True),
    Column("hash", Hash, primary_key=True),
    Column("item_id", Id, ForeignKey("items.id"), primary_key=True),
    Index(None, "item_id"),
    sqlite_with_rowid=False,
)

# What is kept for a few days to find copies and other reports by. No foreign keys: rows go by their day, not with their item.
shingles = Table(
    "shingles",
    metadata,
    Column("hash", Integer, primary_key=True, autoincrement=False),  # of four words, or of a telling word
    Column("day", Integer, primary_key=True, autoincrement=False),  # days since 1970
    Column("item_id", Id, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

gists = Table(
    "gists",
    metadata,
    Column("item_id", Id, primary_key=True, autoincrement=False),
    Column("day", Integer, nullable=False),
    Column("packed", LargeBinary, nullable=False),
    Column("entities", LargeBinary, nullable=False),  # four bytes of hash for each watched thing that was found in it
)

story_rulings = Table(
    "story_rulings",
    metadata,
    own_id(),
    words("verdict"),
    link("item_id", "items.id"),
    link("other_id", "items.id"),
    words("author"),
    words("reason"),
    instant("at"),
    CheckConstraint("verdict IN ('apart', 'together')", name="verdict"),
    Index(None, "item_id"),
    Index(None, "other_id"),
)

hits = Table(
    "hits",
    metadata,
    own_id(),
    link("item_id", "items.id"),
    link("watch_id", "watches.id"),
    Column("revision", Integer, nullable=False),
    Column("evidence", Json, nullable=False),
    Column("score", Float, nullable=False),
    words("tier"),
    Column("is_baseline", Boolean, nullable=False),
    instant("found_at"),
    UniqueConstraint("item_id", "watch_id"),
    Index(None, "found_at"),
    Index(None, "watch_id", "found_at"),
)
