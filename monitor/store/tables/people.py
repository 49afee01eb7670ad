"""What people said, and what the operator must know."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Table, UniqueConstraint

from monitor.store.columns import Id, Json, Words, instant, link, metadata, own_id, words

silences = Table(
    "silences",
    metadata,
    own_id(),
    Column("matchers", Json, nullable=False),
    words("author"),
    words("reason"),
    instant("starts_at"),
    instant("ends_at"),  # brought forward when somebody ends it
    words("recipient", nullable=True),  # for everybody without one
    words("ended_by", nullable=True),
    Index(None, "ends_at"),
)

held_back = Table(
    "held_back",
    metadata,
    Column("silence_id", Id, ForeignKey("silences.id"), primary_key=True),
    Column("item_id", Id, ForeignKey("items.id"), primary_key=True),
    Column("recipient", Words, primary_key=True),
    Column("watch", Words, primary_key=True),
    instant("at"),
    Index(None, "item_id"),
    Index(None, "recipient", "at"),
    sqlite_with_rowid=False,
)

used_links = Table(
    "used_links",  # what signed links of messages did, so that none of them does it twice
    metadata,
    Column("link", Words, primary_key=True),
    instant("at"),
    Column("done", Json, nullable=False),
    Index(None, "at"),
    sqlite_with_rowid=False,
)

vetoes = Table(
    "vetoes",
    metadata,
    own_id(),
    link("item_id", "items.id"),
    link("watch_id", "watches.id"),
    words("author"),
    words("reason"),
    instant("at"),
    Column("forms", Json, nullable=False),  # the spellings that are not meant anywhere; without any, the item's story is not
    UniqueConstraint("item_id", "watch_id"),
    Index(None, "watch_id"),
)

audit = Table(
    "audit",
    metadata,
    own_id(),
    instant("at"),
    words("actor"),
    words("action"),
    words("subject"),
    Column("detail", Json, nullable=False),
    Index(None, "subject", "at"),
)

conditions = Table(
    "conditions",
    metadata,
    own_id(),
    Column("key", Words, nullable=False, unique=True),
    words("subject"),
    instant("opened_at"),
    instant("closed_at", nullable=True),
)
