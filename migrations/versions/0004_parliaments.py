"""What a parliament's record says beside the text, and the text of an article's own page."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("items") as table:
        table.add_column(sa.Column("speaker_constituency", sa.Text(), nullable=True))
        table.add_column(sa.Column("speaker_is_chair", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("speaker_is_witness", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("page", sa.Text(), nullable=True))
        table.add_column(sa.Column("record", sa.JSON(), nullable=True))
        table.create_index("ix_items_source_id_sitting_date", ["source_id", "sitting_date"])


def downgrade() -> None:
    with op.batch_alter_table("items") as table:
        table.drop_index("ix_items_source_id_sitting_date")
        for name in ("record", "page", "speaker_is_witness", "speaker_is_chair", "speaker_constituency"):
            table.drop_column(name)
