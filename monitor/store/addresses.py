"""Addresses that refuse what is sent to them: how often in a row, and since when they are disabled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from monitor.store.tables import refused_addresses
from monitor.store.upsert import insert

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection, Row


@dataclass(frozen=True, slots=True)
class RefusedAddress:
    """An address that refused its last letters. `address` is as the settings have it, `label` bears no secret."""

    address: str
    label: str
    since: datetime
    refusals: int
    disabled_at: datetime | None
    reason: str


def refused(connection: Connection) -> list[RefusedAddress]:
    """List the addresses that refused their last letters, the longest first."""
    return [_row(row) for row in connection.execute(select(refused_addresses).order_by(refused_addresses.c.since, refused_addresses.c.id))]


def disabled(connection: Connection) -> list[RefusedAddress]:
    """List the addresses that nothing is sent to any more."""
    return [each for each in refused(connection) if each.disabled_at is not None]


def refuse(connection: Connection, address: str, label: str, reason: str, at: datetime) -> RefusedAddress:
    """Note that an address refused one more letter."""
    statement = insert(connection, refused_addresses).values(address=address, label=label, since=at, refusals=1, reason=reason)
    changed = {"label": label, "reason": reason, "refusals": refused_addresses.c.refusals + 1}
    statement = statement.on_conflict_do_update(index_elements=["address"], set_=changed)
    return _row(connection.execute(statement.returning(refused_addresses)).one())


def disable(connection: Connection, address: str, at: datetime) -> bool:
    """Send nothing to an address any more; True if it was in use until now."""
    is_in_use = (refused_addresses.c.address == address, refused_addresses.c.disabled_at.is_(None))
    return connection.execute(update(refused_addresses).where(*is_in_use).values(disabled_at=at)).rowcount > 0


def accept(connection: Connection, address: str) -> RefusedAddress | None:
    """Forget that an address refused anything; return what was known of it."""
    forgotten = delete(refused_addresses).where(refused_addresses.c.address == address).returning(refused_addresses)
    row = connection.execute(forgotten).one_or_none()
    return None if row is None else _row(row)


def absent(connection: Connection, present: Collection[str]) -> list[RefusedAddress]:
    """List the addresses among them that are none of those present."""
    return [each for each in refused(connection) if each.address not in present]


def _row(row: Row[Any]) -> RefusedAddress:
    return RefusedAddress(row.address, row.label, row.since, row.refusals, row.disabled_at, row.reason)
