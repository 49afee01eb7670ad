"""Silences: for whom, who ended them, what each held back; and which signed links of messages were used."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("silences", sa.Column("recipient", sa.Text(), nullable=True))
    op.add_column("silences", sa.Column("ended_by", sa.Text(), nullable=True))
    op.create_table(
        "held_back",
        sa.Column("silence_id", Id, autoincrement=False, nullable=False),
        sa.Column("item_id", Id, autoincrement=False, nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("watch", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["silence_id"], ["silences.id"], name="fk_held_back_silence_id"),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name="fk_held_back_item_id"),
        sa.PrimaryKeyConstraint("silence_id", "item_id", "recipient", "watch", name="pk_held_back"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_held_back_item_id", "held_back", ["item_id"])
    op.create_index("ix_held_back_recipient_at", "held_back", ["recipient", "at"])
    op.create_table(
        "used_links",
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("link", name="pk_used_links"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_used_links_at", "used_links", ["at"])


def downgrade() -> None:
    op.drop_index("ix_used_links_at", table_name="used_links")
    op.drop_table("used_links")
    op.drop_index("ix_held_back_recipient_at", table_name="held_back")
    op.drop_index("ix_held_back_item_id", table_name="held_back")
    op.drop_table("held_back")
    op.drop_column("silences", "ended_by")
    op.drop_column("silences", "recipient")
