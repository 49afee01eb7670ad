"""Sources that are asked before a digest is due: brought forward where nobody objects, and waited for while they are on their way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, or_, select, update

from monitor.store.tables import hosts, sources
from monitor.store.upsert import chunks

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.model import SourceKey


def hasten(connection: Connection, times: Mapping[int, datetime], now: datetime) -> int:
    """Let sources, by number, be asked at these times where they would be asked later; return how many that moved.

    One that is being asked stays as it is, and one whose server or host wants to be left alone beyond its time.
    """
    if not times:
        return 0
    at, moment = bindparam("at", type_=sources.c.next_poll_at.type), bindparam("moment", now, sources.c.next_poll_at.type)
    held = select(hosts.c.host).where(hosts.c.host == sources.c.host, hosts.c.not_before > at).exists()
    statement = update(sources).where(
        sources.c.id == bindparam("number"),
        sources.c.enabled,
        sources.c.next_poll_at > at,
        or_(sources.c.lease_until.is_(None), sources.c.lease_until <= moment),
        or_(sources.c.server_until.is_(None), sources.c.server_until <= at),
        ~held,
    )
    wanted = [{"number": number, "at": when, "moment": now} for number, when in times.items()]
    return connection.execute(statement.values(next_poll_at=at), wanted).rowcount


def are_awaited(connection: Connection, keys: Collection[SourceKey], since: datetime, now: datetime) -> bool:
    """Tell whether any of these sources, not read since an instant, is being asked now or will be as soon as there is room."""
    is_asked = sources.c.lease_until > now
    held = select(hosts.c.host).where(hosts.c.host == sources.c.host, hosts.c.not_before > now).exists()
    is_next = (sources.c.next_poll_at <= now) & or_(sources.c.server_until.is_(None), sources.c.server_until <= now) & ~held
    unread = or_(sources.c.last_ok_at.is_(None), sources.c.last_ok_at < since)
    for some in chunks(list(keys)):
        awaited = select(func.count()).where(sources.c.key.in_(some), sources.c.enabled, unread, or_(is_asked, is_next))
        if connection.scalar(awaited):
            return True
    return False
