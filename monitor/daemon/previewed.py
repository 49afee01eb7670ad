"""What a message about stored items would say now, whether or not anybody was told of them; nothing is written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.alerts.excerpt import excerpts
from monitor.alerts.parts import MessagePart, ReportPart, StoryPart
from monitor.daemon.family import Family, links_of
from monitor.daemon.tale import story_part, watch_line
from monitor.model import Hit, Tier
from monitor.store import hits, items, stories
from monitor.stories.lineage import origins_of
from monitor.watch.fields import field_texts

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.model import ItemId, RecipientKey, WatchKey
    from monitor.store.items import StoredItem
    from monitor.store.stories import Member

KEY = "preview"  # stands where a message has its key
MOST_IN_DIGEST = 12
_LOOK_BACK = 400  # hits among which the latest of somebody's watches are looked for


def latest(connection: Connection, watches: Collection[WatchKey], number: int = 1) -> list[StoredItem]:
    """Read the items in which one of these watches was found last, the newest first, each story once."""
    rows = [row for row in hits.latest(connection, _LOOK_BACK, tier=Tier.SURE) if row.watch in watches]
    found = items.several(connection, list(dict.fromkeys(row.item for row in rows)))
    by_story: dict[object, StoredItem] = {}
    for row in rows:
        stored = found[row.item]
        by_story.setdefault(stored.story_id or stored.id, stored)
    return list(by_story.values())[:number]


def message_of(connection: Connection, chosen: Sequence[StoredItem], recipient: RecipientKey, at: datetime) -> MessagePart:
    """Put a message together that tells of these items for the first time."""
    told = tuple(part for stored in chosen if (part := _part(connection, stored)) is not None)
    return MessagePart(KEY, recipient, is_digest=False, is_update=False, stories=told, at=at)


def _part(connection: Connection, stored: StoredItem) -> StoryPart | None:
    """Tell of one item; None where no watch was found in it."""
    rows = hits.of_item(connection, stored.id)
    sure = [row for row in rows if row.tier is Tier.SURE] or rows
    if not sure:
        return None
    proof = excerpts(field_texts(stored.item), [Hit(row.watch, row.mentions) for row in sure])
    part = story_part(stored, [watch_line(row, row) for row in sure], proof)
    if stored.story_id is None:
        return part
    family = _family(connection, stored)
    return replace(part, also_in=family.others(stored.id), reports=tuple(_reports(family, stored.id)))


def _family(connection: Connection, stored: StoredItem) -> Family:
    assert stored.story_id is not None  # noqa: S101 asked for an item of a story
    story = stories.root(connection, stored.story_id)
    members = {member.id: member for member in stories.members(connection, story)}
    folds = stories.folds(connection, story)
    return Family(members, folds, origins_of(members, links_of(folds)))


def _reports(family: Family, told: ItemId) -> list[ReportPart]:
    """List the other texts of the story, each by its first copy."""
    first: dict[ItemId, Member] = {}
    for member in family.members.values():
        first.setdefault(family.origin(member.id), member)
    own = family.origin(told)
    return [
        ReportPart(one.title, one.outlet, one.url, family.because(one.id) or family.because(told), one.lang, family.others(one.id), one.id)
        for origin, one in first.items()
        if origin != own
    ]
