"""Try whether the database can be written: one row is written as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import column, table, update

if TYPE_CHECKING:
    from sqlalchemy import Connection

_SCHEMA = table("alembic_version", column("version_num"))  # the one row that every database of ours has


def write_nothing_new(connection: Connection) -> None:
    """Write a row as it stands: on the disk that is a write like any other, and it fails where any other would."""
    connection.execute(update(_SCHEMA).values(version_num=_SCHEMA.c.version_num))
