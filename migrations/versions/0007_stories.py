"""How stories are folded: what near copies and other reports are found by, and what people said of a fold."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("shingles")  # nothing was ever kept in it
    op.create_table(
        "shingles",
        sa.Column("hash", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("item_id", Id, nullable=False),
        sa.PrimaryKeyConstraint("hash", "day", "item_id", name="pk_shingles"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "gists",
        sa.Column("item_id", Id, nullable=False, autoincrement=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.Column("entities", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("item_id", name="pk_gists"),
    )
    op.create_table(
        "story_rulings",
        sa.Column("id", Id, nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("item_id", Id, nullable=False),
        sa.Column("other_id", Id, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("verdict IN ('apart', 'together')", name="ck_story_rulings_verdict"),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name="fk_story_rulings_item_id"),
        sa.ForeignKeyConstraint(["other_id"], ["items.id"], name="fk_story_rulings_other_id"),
        sa.PrimaryKeyConstraint("id", name="pk_story_rulings"),
    )
    op.create_index("ix_story_rulings_item_id", "story_rulings", ["item_id"])
    op.create_index("ix_story_rulings_other_id", "story_rulings", ["other_id"])


def downgrade() -> None:
    # These causes came with this revision.
    op.execute("DELETE FROM claim_items WHERE claim_id IN (SELECT id FROM claims WHERE cause IN ('listed', 'tail'))")
    op.execute("DELETE FROM message_claims WHERE claim_id IN (SELECT id FROM claims WHERE cause IN ('listed', 'tail'))")
    op.execute("DELETE FROM claims WHERE cause IN ('listed', 'tail')")
    op.drop_index("ix_story_rulings_other_id", table_name="story_rulings")
    op.drop_index("ix_story_rulings_item_id", table_name="story_rulings")
    op.drop_table("story_rulings")
    op.drop_table("gists")
    op.drop_table("shingles")
    op.create_table(
        "shingles",
        sa.Column("hash", Id, autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("item_id", Id, nullable=False),
        sa.PrimaryKeyConstraint("hash", "day", "item_id", name="pk_shingles"),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name="fk_shingles_item_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_shingles_item_id", "shingles", ["item_id"])
