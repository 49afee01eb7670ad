"""Which set times of recipients were looked after: each once, whoever does it, also after a restart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from monitor.model import RecipientKey
from monitor.store.tables import digest_hours
from monitor.store.upsert import insert

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class DigestHour:
    """Until which set time a recipient's digests of a schedule were looked after, and when the last one was."""

    schedule: str
    until: datetime
    opened_at: datetime


def load(connection: Connection) -> dict[RecipientKey, DigestHour]:
    """Read how far each recipient's digests were looked after."""
    rows = connection.execute(select(digest_hours))
    return {RecipientKey(row.recipient): DigestHour(row.schedule, row.until, row.opened_at) for row in rows}


def begin(connection: Connection, recipient: RecipientKey, schedule: str, now: datetime) -> None:
    """Let a schedule count from now on: what was missed before it was asked for was not missed."""
    statement = insert(connection, digest_hours).values(recipient=recipient, schedule=schedule, until=now, opened_at=now)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["recipient"],
            set_={"schedule": schedule, "until": now, "opened_at": now},
        )
    )


def claim(connection: Connection, recipient: RecipientKey, schedule: str, until: datetime, now: datetime) -> bool:
    """Take it on to look after a set time, and with it all before; False if somebody did already."""
    statement = update(digest_hours).where(
        digest_hours.c.recipient == recipient, digest_hours.c.schedule == schedule, digest_hours.c.until < until
    )
    return connection.execute(statement.values(until=until, opened_at=now)).rowcount > 0


def forget_all_but(connection: Connection, recipients: Collection[RecipientKey]) -> None:
    """Forget those who have no set times any more: if they have some again, these count from then on."""
    gone = delete(digest_hours).where(digest_hours.c.recipient.not_in(list(recipients)))
    connection.execute(gone)
