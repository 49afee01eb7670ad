"""How much is read in a week, in words: a budget of false alarms a week is worth as much."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.store import items

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

LOOKED_BACK = timedelta(weeks=4)
FEWEST = timedelta(weeks=1)  # of reading: what a new database takes in on its first day tells nothing of a week
SAMPLE = 500  # items whose words are counted


def words_per_week(connection: Connection, now: datetime) -> float | None:
    """Estimate the words of the items first seen in a week, from those of the last four; None where less than a week was read.

    Words are what spaces part: scripts without spaces are not listened to.
    """
    since = now - LOOKED_BACK
    count, first = items.volume(connection, since)
    if first is None or now - first < FEWEST:
        return None
    sample = items.newest(connection, since=since, until=now, behind=None, limit=SAMPLE)
    words = sum(len(one.item.title.split()) + len(one.item.text.split()) for one in sample)
    weeks = (now - first) / timedelta(weeks=1)
    return words / len(sample) * count / weeks if sample else None
