"""Whether the owner of a settings file was told what came of a save; of what went live before, nobody is told any more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("settings_revisions", sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE settings_revisions SET answered_at = loaded_at")


def downgrade() -> None:
    with op.batch_alter_table("settings_revisions") as batch:
        batch.drop_column("answered_at")
