"""What people said, and what the operator must know."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table, UniqueConstraint

from monitor.store.columns import Json, Words, instant, link, metadata, own_id, words

silences = Table(
    "silences",
    metadata,
    own_id(),
    Column("matchers", Json, nullable=False),
    words("author"),
    words("reason"),
    instant("starts_at"),
    instant("ends_at"),
    Index(None, "ends_at"),
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
