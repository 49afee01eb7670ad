"""Conditions that the operator must know of: one message when one begins, one when it is over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from monitor.store.tables import conditions
from monitor.store.upsert import insert

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that is wrong, since when."""

    key: str
    subject: str
    opened_at: datetime


def open_(connection: Connection, key: str, subject: str, at: datetime) -> bool:
    """Note that a condition holds; True if it did not before."""
    statement = insert(connection, conditions).values(key=key, subject=subject, opened_at=at)
    statement = statement.on_conflict_do_update(
        index_elements=["key"],
        set_={"subject": subject, "opened_at": statement.excluded.opened_at, "closed_at": None},
        where=conditions.c.closed_at.is_not(None),
    )
    return connection.scalar(statement.returning(conditions.c.id)) is not None


def close(connection: Connection, key: str, at: datetime) -> bool:
    """Note that a condition is over; True if it held until now."""
    statement = update(conditions).where(conditions.c.key == key, conditions.c.closed_at.is_(None)).values(closed_at=at)
    return connection.execute(statement).rowcount > 0


def forget(connection: Connection, key: str) -> None:
    """Forget a condition whose key never comes again."""
    connection.execute(delete(conditions).where(conditions.c.key == key))


def open_now(connection: Connection) -> list[Condition]:
    """List the conditions that hold, the oldest first."""
    rows = connection.execute(select(conditions).where(conditions.c.closed_at.is_(None)).order_by(conditions.c.opened_at, conditions.c.id))
    return [Condition(row.key, row.subject, row.opened_at) for row in rows]
