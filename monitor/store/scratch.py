"""A database in memory, with all tables, for work that leaves nothing behind."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import create_engine

from monitor.store.columns import to_json
from monitor.store.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection


@contextmanager
def scratch() -> Iterator[Connection]:
    """Lend a connection within one transaction, which is never committed."""
    engine = create_engine("sqlite://", json_serializer=to_json)
    try:
        with engine.connect() as connection:
            metadata.create_all(connection)
            yield connection
            connection.rollback()
    finally:
        engine.dispose()
