"""What a veto teaches: the spellings that a watch does not mean."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("vetoes") as table:
        table.add_column(sa.Column("forms", sa.JSON(), nullable=True))
    vetoes = sa.table("vetoes", sa.column("forms", sa.JSON()))
    op.execute(vetoes.update().values(forms=[]))
    with op.batch_alter_table("vetoes") as table:
        table.alter_column("forms", existing_type=sa.JSON(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("vetoes") as table:
        table.drop_column("forms")
