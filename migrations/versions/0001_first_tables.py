"""The first tables: what is polled, what the settings were, what was published."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Utc = sa.DateTime(timezone=True)


def upgrade() -> None:
    _what_is_polled()
    _what_the_settings_were()
    _what_was_published()


def downgrade() -> None:
    for name in (
        "hits",
        "shingles",
        "item_keys",
        "item_events",
        "item_versions",
        "items",
        "stories",
        "watches",
        "settings_revisions",
        "hosts",
        "sources",
    ):
        op.drop_table(name)


def _what_is_polled() -> None:
    op.create_table(
        "sources",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("effective_url", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("baseline_at", Utc, nullable=True),
        sa.Column("next_poll_at", Utc, nullable=False),
        sa.Column("server_until", Utc, nullable=True),
        sa.Column("lease_until", Utc, nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("body_hash", sa.LargeBinary(), nullable=True),
        sa.Column("cursor", sa.JSON(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("last_ok_at", Utc, nullable=True),
        sa.Column("last_new_at", Utc, nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("hints", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sources"),
        sa.UniqueConstraint("key", name="uq_sources_key"),
    )
    op.create_index("ix_sources_enabled_next_poll_at", "sources", ["enabled", "next_poll_at"])
    op.create_index("ix_sources_host_lease_until", "sources", ["host", "lease_until"])
    op.create_table(
        "hosts",
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("not_before", Utc, nullable=False),
        sa.PrimaryKeyConstraint("host", name="pk_hosts"),
    )


def _what_the_settings_were() -> None:
    op.create_table(
        "settings_revisions",
        sa.Column("id", Id, nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("loaded_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_settings_revisions"),
    )
    op.create_index("ix_settings_revisions_file_id", "settings_revisions", ["file", "id"])
    op.create_table(
        "watches",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("watchlist", sa.Text(), nullable=False),
        sa.Column("watchlist_title", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("since", Utc, nullable=False),
        sa.Column("looked_back", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("retired_at", Utc, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_watches"),
        sa.UniqueConstraint("key", name="uq_watches_key"),
    )


def _what_was_published() -> None:
    op.create_table(
        "stories",
        sa.Column("id", Id, nullable=False),
        sa.Column("lead_item_id", Id, nullable=False),
        sa.Column("first_seen_at", Utc, nullable=False),
        sa.Column("last_seen_at", Utc, nullable=False),
        sa.Column("merged_into", Id, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_stories"),
        sa.ForeignKeyConstraint(["merged_into"], ["stories.id"], name="fk_stories_merged_into"),
    )
    op.create_index("ix_stories_last_seen_at", "stories", ["last_seen_at"])
    op.create_index("ix_stories_merged_into", "stories", ["merged_into"])
    op.create_table(
        "items",
        sa.Column("id", Id, nullable=False),
        sa.Column("source_id", Id, nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("declared_key", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("url_hash", sa.LargeBinary(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_folded", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("lang", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("published_at", Utc, nullable=True),
        sa.Column("seen_at", Utc, nullable=False),
        sa.Column("listed_at", Utc, nullable=False),
        sa.Column("sitting_date", sa.Date(), nullable=True),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.Column("speaker_label", sa.Text(), nullable=True),
        sa.Column("speaker_id", sa.Text(), nullable=True),
        sa.Column("speaker_role", sa.Text(), nullable=True),
        sa.Column("speaker_party", sa.Text(), nullable=True),
        sa.Column("variants", sa.JSON(), nullable=False),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("original", sa.Text(), nullable=True),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column("story_id", Id, nullable=True),
        sa.Column("is_baseline", sa.Boolean(), nullable=False),
        sa.Column("fate_stage", sa.Text(), nullable=False),
        sa.Column("fate_reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_items_source_id"),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name="fk_items_story_id"),
        sa.UniqueConstraint("key", "source_id", name="uq_items_key_source_id"),
    )
    op.create_index("ix_items_seen_at", "items", ["seen_at"])
    op.create_index("ix_items_source_id_listed_at", "items", ["source_id", "listed_at"])
    op.create_index("ix_items_story_id", "items", ["story_id"])
    op.create_index("ix_items_url_hash", "items", ["url_hash"])
    op.create_table(
        "item_versions",
        sa.Column("id", Id, nullable=False),
        sa.Column("item_id", Id, nullable=False),
        sa.Column("at", Utc, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_item_versions"),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name="fk_item_versions_item_id"),
    )
    op.create_index("ix_item_versions_item_id_id", "item_versions", ["item_id", "id"])
    op.create_table(
        "item_events",
        sa.Column("id", Id, nullable=False),
        sa.Column("item_id", Id, nullable=False),
        sa.Column("at", Utc, nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_item_events"),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name="fk_item_events_item_id"),
    )
    op.create_index("ix_item_events_item_id_id", "item_events", ["item_id", "id"])
    op.create_table(
        "item_keys",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("item_id", Id, nullable=False),
        sa.PrimaryKeyConstraint("kind", "hash", "item_id", name="pk_item_keys"),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name="fk_item_keys_item_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_item_keys_item_id", "item_keys", ["item_id"])
    op.create_table(
        "shingles",
        sa.Column("hash", Id, nullable=False, autoincrement=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("item_id", Id, nullable=False),
        sa.PrimaryKeyConstraint("hash", "day", "item_id", name="pk_shingles"),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name="fk_shingles_item_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_shingles_item_id", "shingles", ["item_id"])
    op.create_table(
        "hits",
        sa.Column("id", Id, nullable=False),
        sa.Column("item_id", Id, nullable=False),
        sa.Column("watch_id", Id, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("is_baseline", sa.Boolean(), nullable=False),
        sa.Column("found_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_hits"),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name="fk_hits_item_id"),
        sa.ForeignKeyConstraint(["watch_id"], ["watches.id"], name="fk_hits_watch_id"),
        sa.UniqueConstraint("item_id", "watch_id", name="uq_hits_item_id_watch_id"),
    )
    op.create_index("ix_hits_found_at", "hits", ["found_at"])
    op.create_index("ix_hits_watch_id_found_at", "hits", ["watch_id", "found_at"])
