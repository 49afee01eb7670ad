"""The outbox keeps its order: when a letter may be tried again, what an account rests for, and which addresses refuse."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("not_before", sa.DateTime(timezone=True), nullable=True))
    op.add_column("deliveries", sa.Column("held_because", sa.Text(), nullable=True))
    op.create_index("ix_deliveries_account_state_due_at", "deliveries", ["account", "state", "due_at"])
    op.create_index("ix_deliveries_address_state", "deliveries", ["address", "state"])
    op.create_table(
        "failing_accounts",
        sa.Column("id", Id, nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rests_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("is_refused", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_failing_accounts"),
        sa.UniqueConstraint("account", name="uq_failing_accounts_account"),
    )
    op.create_table(
        "refused_addresses",
        sa.Column("id", Id, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refusals", sa.Integer(), server_default="0", nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_refused_addresses"),
        sa.UniqueConstraint("address", name="uq_refused_addresses_address"),
    )


def downgrade() -> None:
    # What waits for its next try waits until then in the way of the former revision, and nothing knows a disabled address there.
    op.execute("UPDATE deliveries SET due_at = not_before WHERE state = 'due' AND not_before > due_at")
    op.execute("UPDATE deliveries SET state = 'due' WHERE state = 'held' AND held_because IS NOT NULL")
    op.drop_table("refused_addresses")
    op.drop_table("failing_accounts")
    op.drop_index("ix_deliveries_address_state", table_name="deliveries")
    op.drop_index("ix_deliveries_account_state_due_at", table_name="deliveries")
    with op.batch_alter_table("deliveries") as table:
        table.drop_column("held_because")
        table.drop_column("not_before")
