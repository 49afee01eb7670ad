"""The days on which a parliament sat, as far as items of a source tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from monitor.store.tables import items

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection


def sitting_days(connection: Connection, source_id: int, since: date) -> tuple[date, ...]:
    """List the days since then of which there are items of a source, in order; each once."""
    of_source = (items.c.source_id == source_id, items.c.sitting_date >= since)
    statement = select(items.c.sitting_date).where(*of_source).distinct().order_by(items.c.sitting_date)
    return tuple(connection.scalars(statement))
