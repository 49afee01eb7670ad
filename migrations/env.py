"""Runs migrations on the connection that `monitor.store.migrate` hands over, in its transaction."""

from __future__ import annotations

from alembic import context

from monitor.store.migrate import is_ours
from monitor.store.tables import metadata

connection = context.config.attributes.get("connection")
if connection is None:
    raise SystemExit("Migrations run through Tocsin: tocsin db upgrade")

context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    include_name=is_ours,
    compare_type=True,
    compare_server_default=True,
    transactional_ddl=True,  # on SQLite too: the transaction is begun by us, not by Python's driver
)
with context.begin_transaction():
    context.run_migrations()
