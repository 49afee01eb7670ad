"""The pages of articles that feeds give in part: which are to be read, and what came of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "article_reads",
        sa.Column("item_id", _ID, nullable=False, autoincrement=False),
        sa.Column("source_id", _ID, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("words", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("rounds", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_article_reads_item_id_items")),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name=op.f("fk_article_reads_source_id_sources")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_article_reads")),
    )
    op.create_index(op.f("ix_article_reads_state_due_at"), "article_reads", ["state", "due_at"])
    op.create_index(op.f("ix_article_reads_host_lease_until"), "article_reads", ["host", "lease_until"])
    op.create_index(op.f("ix_article_reads_source_id_settled_at"), "article_reads", ["source_id", "settled_at"])


def downgrade() -> None:
    op.drop_table("article_reads")
