"""Which messages are to be brought up to date where they were read, since other outlets carry their story, too."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recounts",
        sa.Column("delivery_id", Id, autoincrement=False, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("touches", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.ForeignKeyConstraint(["delivery_id"], ["deliveries.id"], name="fk_recounts_delivery_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("delivery_id", name="pk_recounts"),
    )
    op.create_index("ix_recounts_due_at", "recounts", ["due_at"])


def downgrade() -> None:
    op.drop_index("ix_recounts_due_at", table_name="recounts")
    op.drop_table("recounts")
