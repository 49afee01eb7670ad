"""The days on which a parliament sat, as far as items of a source tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from monitor.store.tables import items

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class LatestSitting:
    """The newest day of which there are items of a source, with what the last of them says of its sitting and of its state."""

    day: date
    name: str
    status: str


def latest_sitting(connection: Connection, source_id: int, today: date) -> LatestSitting | None:
    """Find the newest sitting of a source, today's at the latest: a day in the future is a slip of the pen; None without any."""
    of_source = (items.c.source_id == source_id, items.c.sitting_date <= today)
    statement = select(items.c.sitting_date, items.c.record, items.c.status).where(*of_source)
    row = connection.execute(statement.order_by(items.c.sitting_date.desc(), items.c.id.desc()).limit(1)).first()
    if row is None:
        return None
    return LatestSitting(row.sitting_date, str((row.record or {}).get("sitting") or ""), row.status or "")


def sitting_days(connection: Connection, source_id: int, since: date) -> tuple[date, ...]:
    """List the days since then of which there are items of a source, in order; each once."""
    of_source = (items.c.source_id == source_id, items.c.sitting_date >= since)
    statement = select(items.c.sitting_date).where(*of_source).distinct().order_by(items.c.sitting_date)
    return tuple(connection.scalars(statement))
