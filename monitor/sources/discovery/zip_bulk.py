"""`zip_bulk`: an archive holds all documents, and is made anew as a whole; members that were read and have not changed are passed over.

What was read is known by marks of the members' names and checksums. Where many members changed the archive is read in several goes; at
first contact its latest members are read, and the rest counts as seen.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.sources.discovery.ask import Answer, Ask, Verdict
from monitor.sources.discovery.booking import booked, forgotten, opened, queued_first
from monitor.sources.discovery.cursor import Wanted

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.catalogue.discovery import ZipBulk
    from monitor.sources.discovery.ask import Plan
    from monitor.sources.discovery.cursor import Cursor


def begin(plan: Plan, bulk: ZipBulk, cursor: Cursor, now: datetime) -> Cursor:
    """Begin a round with the archive."""
    return opened(forgotten(plan, cursor, now, keep=[bulk.url]), now, [Wanted(bulk.url)])


def archive_ask(bulk: ZipBulk, cursor: Cursor) -> Ask:
    """Ask for the archive, and say which of its members were read."""
    known = cursor.known.get(bulk.url)
    seen = str(cursor.place.get("seen", ""))
    readings = known.readings if known is not None and not cursor.place.get("is_partly_read") else {}
    return Ask("document", bulk.url, {"": bulk.url}, readings, "archive", bulk.member, seen, is_old=not cursor.has_begun, is_bulk=True)


def read(cursor: Cursor, ask: Ask, answer: Answer, now: datetime) -> Cursor:
    """Keep what was read; ask again at once while members wait."""
    cursor = booked(cursor, ask, answer, now)
    if answer.verdict is not Verdict.HERE:
        return cursor
    place = {**cursor.place, "seen": answer.seen or ask.seen, "is_partly_read": answer.is_partly_read}
    cursor = replace(cursor, place=place)
    return queued_first(cursor, [Wanted(ask.name)]) if answer.is_partly_read else cursor
