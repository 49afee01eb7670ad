"""`date_walk`: a document a day, at most. A day without one may yet get one, and is asked for again within the revisit window."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from monitor.sources.discovery.addresses import fill
from monitor.sources.discovery.booking import due_again, forgotten, opened, to_revisit
from monitor.sources.discovery.cursor import Wanted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from monitor.catalogue.discovery import DateWalk
    from monitor.sources.discovery.ask import Plan
    from monitor.sources.discovery.cursor import Cursor

MOST_DAYS = 400  # of a backlog that one round takes on
_DAY = timedelta(days=1)


def of_day(walk: DateWalk, day: date) -> str:
    """Give the name of a day's document."""
    return fill(walk.url.replace("{date}", f"{{date:{walk.day_format}}}"), {"date": day})


def begin(plan: Plan, walk: DateWalk, cursor: Cursor, now: datetime) -> Cursor:
    """Begin a round: what failed, then the days since the last one in order, then revisits, the newest first."""
    cursor = forgotten(plan, cursor, now)
    days = list(_new_days(plan, walk, cursor, now))[:MOST_DAYS]
    fresh = [Wanted(of_day(walk, day)) for day in days]
    place = {**cursor.place, "day": days[-1].isoformat()} if days else cursor.place
    queue = dict.fromkeys([*due_again(cursor, now), *fresh, *to_revisit(cursor, now)])
    return opened(replace(cursor, place=place), now, queue)


def _new_days(plan: Plan, walk: DateWalk, cursor: Cursor, now: datetime) -> Iterator[date]:
    today = now.astimezone(plan.zone).date()
    last = cursor.place.get("day")
    day = date.fromisoformat(str(last)) + _DAY if last else max(today - plan.revisit, walk.since or date.min)
    while day <= today:
        yield day
        day += _DAY
