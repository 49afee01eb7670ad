"""Accounts that cannot be used now: since when, and until when they rest. A row lasts as long as the trouble."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from monitor.store.tables import failing_accounts
from monitor.store.upsert import insert

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class FailingAccount:
    """An account that cannot be used. `failures` are the tries in a row that found that out; `is_refused` where a person must mend it.

    One without failures rests since its server asked for patience.
    """

    account: str
    since: datetime
    rests_until: datetime
    failures: int
    is_refused: bool
    reason: str


def failing(connection: Connection) -> list[FailingAccount]:
    """List the accounts that cannot be used, the longest first."""
    rows = connection.execute(select(failing_accounts).order_by(failing_accounts.c.since, failing_accounts.c.id))
    return [FailingAccount(row.account, row.since, row.rests_until, row.failures, row.is_refused, row.reason) for row in rows]


def find(connection: Connection, account: str) -> FailingAccount | None:
    """Find an account among those that cannot be used."""
    return next((each for each in failing(connection) if each.account == account), None)


def record(connection: Connection, failing: FailingAccount) -> None:
    """Note that an account cannot be used."""
    values = {name: getattr(failing, name) for name in ("since", "rests_until", "failures", "is_refused", "reason")}
    statement = insert(connection, failing_accounts).values(account=failing.account, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["account"], set_=values))


def recover(connection: Connection, account: str) -> bool:
    """Note that an account can be used; True if it could not before."""
    return connection.execute(delete(failing_accounts).where(failing_accounts.c.account == account)).rowcount > 0


def wake(connection: Connection, now: datetime) -> int:
    """End every rest, where something may have been mended; return how many accounts are tried sooner for that."""
    statement = update(failing_accounts).where(failing_accounts.c.rests_until > now).values(rests_until=now)
    return connection.execute(statement).rowcount


def follow_clock(connection: Connection, now: datetime) -> None:
    """End every rest, and let no trouble have begun later than now: the clock was set back."""
    wake(connection, now)
    connection.execute(update(failing_accounts).where(failing_accounts.c.since > now).values(since=now))
