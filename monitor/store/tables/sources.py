"""What is polled, and which hosts wait."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Table

from monitor.store.columns import Hash, Json, Words, count, instant, metadata, own_id, words

sources = Table(
    "sources",
    metadata,
    own_id(),
    Column("key", Words, nullable=False, unique=True),
    words("kind"),
    words("name"),
    words("url"),  # as the settings have it
    words("effective_url"),  # as the server's permanent redirects have it
    words("host"),  # host:port
    Column("wanted", Boolean, nullable=False),  # what the settings say
    Column("enabled", Boolean, nullable=False),  # false also when its server said that it is gone for good
    instant("baseline_at", nullable=True),
    instant("next_poll_at"),
    instant("server_until", nullable=True),  # its server does not want to be asked before, whoever insists
    instant("lease_until", nullable=True),
    words("etag", nullable=True),
    words("last_modified", nullable=True),
    Column("body_hash", Hash),
    Column("cursor", Json, nullable=False),
    count("failures"),
    instant("last_ok_at", nullable=True),
    instant("last_new_at", nullable=True),
    words("last_error", nullable=True),
    Column("hints", Json, nullable=False),
    Index(None, "enabled", "next_poll_at"),
    Index(None, "host", "lease_until"),
)

hosts = Table("hosts", metadata, Column("host", Words, primary_key=True), instant("not_before"))
