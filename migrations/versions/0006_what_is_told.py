"""Of which items a claim tells, and what of them: every speech of a debate, the words that a record says no more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "claim_items",
        sa.Column("claim_id", Id, nullable=False),
        sa.Column("item_id", Id, nullable=False),
        sa.Column("detail", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["claim_id"], ["claims.id"], name="fk_claim_items_claim_id"),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name="fk_claim_items_item_id"),
        sa.PrimaryKeyConstraint("claim_id", "item_id", name="pk_claim_items"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_claim_items_item_id", "claim_items", ["item_id"])
    # What was told before is told by the item that its story began with.
    op.execute(
        "INSERT INTO claim_items (claim_id, item_id) SELECT claims.id, stories.lead_item_id FROM claims"
        " JOIN stories ON stories.id = claims.story_id JOIN items ON items.id = stories.lead_item_id"
    )


def downgrade() -> None:
    op.drop_index("ix_claim_items_item_id", table_name="claim_items")
    op.drop_table("claim_items")
