"""Which signed links of messages were used, and what that did: a link acts once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from monitor.store.tables import used_links
from monitor.store.upsert import insert

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection


def note(connection: Connection, link: str, done: Mapping[str, object], at: datetime) -> bool:
    """Note what a link did; tell whether it had not been used before."""
    statement = insert(connection, used_links).values(link=link, at=at, done=dict(done)).on_conflict_do_nothing()
    return connection.scalar(statement.returning(used_links.c.link)) is not None


def done_by(connection: Connection, link: str) -> Mapping[str, object] | None:
    """Read what a link did; None if it was never used."""
    found: Mapping[str, object] | None = connection.scalar(select(used_links.c.done).where(used_links.c.link == link))
    return found


def forget(connection: Connection, before: datetime) -> None:
    """Forget links that were used before an instant: they have expired since."""
    connection.execute(delete(used_links).where(used_links.c.at < before))
