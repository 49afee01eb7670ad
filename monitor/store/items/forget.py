"""Forget what a source stopped listing long ago, so that the archive does not grow for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from monitor.store.tables import article_reads, hits, item_events, item_keys, item_versions, items
from monitor.store.upsert import chunks

if TYPE_CHECKING:
    from datetime import timedelta

    from sqlalchemy import Connection

AT_ONCE = 2_000  # items in one transaction: others want to write too


def forget(connection: Connection, unlisted_for: timedelta) -> int:
    """Delete items in which nothing was found and that their source has not listed for so long; return how many, 2,000 at most.

    What counts is how long the source went on listing other things without them: a feed that does not change lists what it listed,
    however old that is, and nothing of it is forgotten. What was found or told stays.
    """
    newest = connection.execute(select(items.c.source_id, func.max(items.c.listed_at).label("at")).group_by(items.c.source_id)).all()
    gone: list[int] = []
    for row in newest:
        unlisted = select(items.c.id).where(items.c.source_id == row.source_id, items.c.listed_at < row.at - unlisted_for)
        without_hits = unlisted.where(items.c.story_id.is_(None), ~select(hits.c.id).where(hits.c.item_id == items.c.id).exists())
        gone += connection.scalars(without_hits.order_by(items.c.listed_at).limit(AT_ONCE - len(gone))).all()
        if len(gone) >= AT_ONCE:
            break
    for some in chunks(gone):
        for table in (item_keys, item_events, item_versions, article_reads):
            connection.execute(delete(table).where(table.c.item_id.in_(some)))
        connection.execute(delete(items).where(items.c.id.in_(some)))
    return len(gone)
