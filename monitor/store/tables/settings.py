"""What the settings were: their files, and the watches in them."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table

from monitor.store.columns import Hash, Words, count, instant, metadata, own_id, words

settings_revisions = Table(
    "settings_revisions",
    metadata,
    own_id(),
    words("file"),
    Column("sha256", Hash, nullable=False),
    words("body"),  # secrets unexpanded
    instant("loaded_at"),
    instant("answered_at", nullable=True),  # when the owner was told what it came to
    Index(None, "file", "id"),
)

watches = Table(
    "watches",
    metadata,
    own_id(),
    Column("key", Words, nullable=False, unique=True),
    words("label"),
    words("watchlist"),
    words("watchlist_title"),
    Column("fingerprint", Hash, nullable=False),
    Column("revision", Integer, nullable=False),
    instant("since"),
    count("looked_back"),  # the last revision that has gone through the archive
    instant("retired_at", nullable=True),
)
