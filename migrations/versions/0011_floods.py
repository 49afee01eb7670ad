"""Floods: the summaries that gather the further alerts of an hour, and the count of claims that tells of one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("messages", sa.Column("flood", sa.Text(), nullable=True))
    op.create_index("ix_claims_watch_recipient_at", "claims", ["watch", "recipient", "at"])


def downgrade() -> None:
    op.drop_index("ix_claims_watch_recipient_at", table_name="claims")
    op.drop_column("messages", "flood")
