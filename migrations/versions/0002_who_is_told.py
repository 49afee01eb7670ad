"""Who is told, what people said, and what the operator must know."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Utc = sa.DateTime(timezone=True)


def upgrade() -> None:
    _who_is_told()
    _what_people_said()


def downgrade() -> None:
    for name in ("conditions", "audit", "vetoes", "silences", "delivery_attempts", "deliveries", "message_claims", "messages", "claims"):
        op.drop_table(name)


def _who_is_told() -> None:
    op.create_table(
        "claims",
        sa.Column("id", Id, nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("story_id", Id, nullable=False),
        sa.Column("watch", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_claims"),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name="fk_claims_story_id"),
        sa.UniqueConstraint("recipient", "story_id", "watch", "cause", "seq", name="uq_claims_recipient_story_id_watch_cause_seq"),
    )
    op.create_index("ix_claims_story_id", "claims", ["story_id"])
    op.create_table(
        "messages",
        sa.Column("id", Id, nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("story_id", Id, nullable=True),
        sa.Column("replies_to", Id, nullable=True),
        sa.Column("due_at", Utc, nullable=False),
        sa.Column("created_at", Utc, nullable=False),
        sa.Column("body", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.ForeignKeyConstraint(["replies_to"], ["messages.id"], name="fk_messages_replies_to"),
        sa.ForeignKeyConstraint(["story_id"], ["stories.id"], name="fk_messages_story_id"),
        sa.CheckConstraint("kind IN ('story', 'digest', 'notice', 'test')", name=op.f("ck_messages_kind")),
    )
    op.create_index("ix_messages_recipient_due_at", "messages", ["recipient", "due_at"])
    op.create_index("ix_messages_story_id", "messages", ["story_id"])
    op.create_table(
        "message_claims",
        sa.Column("message_id", Id, nullable=False),
        sa.Column("claim_id", Id, nullable=False),
        sa.PrimaryKeyConstraint("message_id", "claim_id", name="pk_message_claims"),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_message_claims_claim_id"),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name="fk_message_claims_message_id"),
        sa.UniqueConstraint("claim_id", name="uq_message_claims_claim_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "deliveries",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("message_id", Id, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", Utc, nullable=False),
        sa.Column("lease_until", Utc, nullable=True),
        sa.Column("first_tried_at", Utc, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("handed_over", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("lost_replies", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("remote_ref", sa.Text(), nullable=True),
        sa.Column("thread_ref", sa.Text(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("settled_at", Utc, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name="fk_deliveries_message_id"),
        sa.UniqueConstraint("key", name="uq_deliveries_key"),
        sa.CheckConstraint("state IN ('due', 'held', 'sending', 'sent', 'unknown', 'rejected', 'dead')", name=op.f("ck_deliveries_state")),
    )
    op.create_index("ix_deliveries_message_id_state", "deliveries", ["message_id", "state"])
    op.create_index("ix_deliveries_state_due_at", "deliveries", ["state", "due_at"])
    op.create_table(
        "delivery_attempts",
        sa.Column("id", Id, nullable=False),
        sa.Column("delivery_id", Id, nullable=False),
        sa.Column("at", Utc, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("ref", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_delivery_attempts"),
        sa.ForeignKeyConstraint(["delivery_id"], ["deliveries.id"], name="fk_delivery_attempts_delivery_id"),
    )
    op.create_index("ix_delivery_attempts_delivery_id_id", "delivery_attempts", ["delivery_id", "id"])


def _what_people_said() -> None:
    op.create_table(
        "silences",
        sa.Column("id", Id, nullable=False),
        sa.Column("matchers", sa.JSON(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("starts_at", Utc, nullable=False),
        sa.Column("ends_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_silences"),
    )
    op.create_index("ix_silences_ends_at", "silences", ["ends_at"])
    op.create_table(
        "vetoes",
        sa.Column("id", Id, nullable=False),
        sa.Column("item_id", Id, nullable=False),
        sa.Column("watch_id", Id, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_vetoes"),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name="fk_vetoes_item_id"),
        sa.ForeignKeyConstraint(["watch_id"], ["watches.id"], name="fk_vetoes_watch_id"),
        sa.UniqueConstraint("item_id", "watch_id", name="uq_vetoes_item_id_watch_id"),
    )
    op.create_index("ix_vetoes_watch_id", "vetoes", ["watch_id"])
    op.create_table(
        "audit",
        sa.Column("id", Id, nullable=False),
        sa.Column("at", Utc, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_subject_at", "audit", ["subject", "at"])
    op.create_table(
        "conditions",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("opened_at", Utc, nullable=False),
        sa.Column("closed_at", Utc, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_conditions"),
        sa.UniqueConstraint("key", name="uq_conditions_key"),
    )
