"""Insert unless it is there: the one statement that SQLAlchemy keeps apart by database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeVar

    from sqlalchemy import Connection, Table

    T = TypeVar("T")

CHUNK = 5_000  # values in one IN list; SQLite takes 32,766 parameters, PostgreSQL 65,535


def insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Begin an INSERT that knows ON CONFLICT."""
    return insert_for(connection.dialect.name, table)


def insert_for(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Begin such an INSERT for a dialect, so that it can be kept and used again."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut values into lists that one statement can carry."""
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]
