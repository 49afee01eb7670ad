"""What a message about stored items would say now, whether or not anybody was told of them; nothing is written.

It is put together from claims that nobody made, by what puts every message together.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.alerts.links import expiry
from monitor.alerts.parts import MessagePart
from monitor.daemon import listing
from monitor.daemon.called_off import Standing, Told
from monitor.daemon.chapters import chapters
from monitor.daemon.family import Family, untold
from monitor.daemon.offers import Offers
from monitor.model import Cause, StoryId, Tier
from monitor.store import hits, items, stories
from monitor.store.messages import ClaimContent
from monitor.store.stories import Member

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.alerts.parts import StoryPart
    from monitor.model import ItemId, RecipientKey, WatchKey
    from monitor.store.hits import StoryHit
    from monitor.store.items import StoredItem

KEY = "preview"  # stands where a message has its key
LINK_KEY = b"what a preview links to does nothing"  # no daemon signs with it, so that each link is refused
MOST_IN_DIGEST = 12
_LOOK_BACK = 400  # hits among which the latest of somebody's watches are looked for
_NO_STORY = StoryId(0)  # of what was archived before it was watched


def latest(connection: Connection, watches: Collection[WatchKey], number: int = 1) -> list[StoredItem]:
    """Read the items in which one of these watches was found last, the newest first, each story once."""
    rows = [row for row in hits.latest(connection, _LOOK_BACK, tier=Tier.SURE) if row.watch in watches]
    found = items.several(connection, list(dict.fromkeys(row.item for row in rows)))
    by_story: dict[object, StoredItem] = {}
    for row in rows:
        stored = found[row.item]
        by_story.setdefault(stored.story_id or stored.id, stored)
    return list(by_story.values())[:number]


def message_of(
    connection: Connection, chosen: Sequence[StoredItem], recipient: RecipientKey, at: datetime, public_url: str | None = None
) -> MessagePart:
    """Put a message together that tells of these items for the first time; its links look like those of a message, and do nothing."""
    offering = Offers(public_url, LINK_KEY, recipient, expiry(at)) if public_url else None
    told = tuple(part for stored in chosen for part in _parts(connection, stored, offering))
    return MessagePart(KEY, recipient, is_digest=False, is_update=False, stories=told, at=at, public_url=public_url)


def _parts(connection: Connection, stored: StoredItem, offering: Offers | None) -> list[StoryPart]:
    """Tell of one item, and list the other reports of its story; nothing where no watch was found in it."""
    found = hits.with_item(connection, stored.id)
    rows = [row for row in found if row.tier is Tier.SURE] or found
    story = stories.root(connection, stored.story_id) if stored.story_id is not None else _NO_STORY
    family = untold(connection, story) if stored.story_id is not None else _alone(connection, stored)
    others = [row for row in hits.of_story(connection, story, {row.watch for row in rows}) if row.item.id != stored.id]
    standing = Standing(story, [_told(row, others, story, family) for row in rows], [])
    written = chapters(standing, family)
    reports = listing.reports(standing, family, written, has_threads=True)
    parts = [offering.of_story(one.part, one.items[0], story) if offering else one.part for one in written]
    return [replace(part, reports=reports) for part in parts]


def _told(row: StoryHit, others: Iterable[StoryHit], story: StoryId, family: Family) -> Told:
    """Claim a watch in an item, and list beside it the other items of the story that have it."""
    listed = [other for other in others if other.watch == row.watch]
    because = {other.item.id: family.because(other.item.id) or family.because(row.item.id) for other in listed}
    details: Mapping[ItemId, Mapping[str, object]] = {row.item.id: {}} | {item: {"folded": why} for item, why in because.items()}
    claim = ClaimContent(0, row.watch, row.label, row.watchlist, row.watchlist_title, Cause.FIRST, story, row.item.seen_at, dict(details))
    return Told(claim, [row], listed)


def _alone(connection: Connection, stored: StoredItem) -> Family:
    """Make a family of an item that is of no story."""
    item = stored.item
    only = Member(
        stored.id,
        _NO_STORY,
        item.title,
        item.url,
        stored.source_key,
        stored.outlet,
        stored.seen_at,
        item.kind,
        item.lang,
        item.published_at,
    )
    return Family({stored.id: only}, {}, {stored.id: stored.id}, revised=items.revised(connection, [stored.id]))
