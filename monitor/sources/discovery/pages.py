"""The pages that list documents, as the cursor remembers them: validators, since when they are known, and when another look is worth it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from monitor.sources.discovery.cursor import Reading

if TYPE_CHECKING:
    from monitor.sources.discovery.cursor import Cursor

MOST_PAGES = 300
_ENTRY = "pages"


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page that lists: what it answered last, since when it is known, and from when it is asked again."""

    reading: Reading
    since: datetime
    again: datetime


def recalled(cursor: Cursor, address: str) -> ListPage | None:
    """Give what is remembered of a page; None if nothing is, or nothing that can be read."""
    kept = _all(cursor).get(address)
    if not isinstance(kept, list):
        return None
    try:
        etag, last_modified, body_hash, since, again = kept
        reading = Reading(str(etag) if etag else None, str(last_modified) if last_modified else None, str(body_hash))
        return ListPage(reading, datetime.fromisoformat(str(since)), datetime.fromisoformat(str(again)))
    except ValueError:
        return None


def remembered(cursor: Cursor, address: str, page: ListPage) -> Cursor:
    """Remember a page; of too many those asked longest ago are forgotten."""
    kept = {name: each for name, each in _all(cursor).items() if name != address}
    reading = page.reading
    kept[address] = [reading.etag, reading.last_modified, reading.body_hash, page.since.isoformat(), page.again.isoformat()]
    return replace(cursor, place={**cursor.place, _ENTRY: dict(list(kept.items())[-MOST_PAGES:])})


def _all(cursor: Cursor) -> Mapping[str, object]:
    kept = cursor.place.get(_ENTRY)
    return kept if isinstance(kept, Mapping) else {}
