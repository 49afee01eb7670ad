"""Stories: which items tell the same thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update

from monitor.model import ItemId, Kind, SourceKey, StoryId
from monitor.store.items import Event
from monitor.store.items.stored import outlet_of
from monitor.store.tables import item_events, items, sources, stories

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection, Select


@dataclass(frozen=True, slots=True)
class Member:
    """An item of a story, without its text."""

    id: ItemId
    title: str
    url: str | None
    source_key: SourceKey
    outlet: str
    seen_at: datetime
    kind: Kind
    lang: str | None
    published_at: datetime | None


def create(connection: Connection, lead: ItemId, now: datetime) -> StoryId:
    """Begin a story with an item, and place the item in it."""
    statement = stories.insert().values(lead_item_id=lead, first_seen_at=now, last_seen_at=now).returning(stories.c.id)
    story = StoryId(connection.execute(statement).scalar_one())
    connection.execute(update(items).where(items.c.id == lead).values(story_id=story))
    return story


def touch(connection: Connection, story: StoryId, now: datetime) -> None:
    """Note that a story was told again; an earlier instant changes nothing."""
    connection.execute(update(stories).where(stories.c.id == story, stories.c.last_seen_at < now).values(last_seen_at=now))


def members(connection: Connection, story: StoryId) -> list[Member]:
    """List the items of a story and of those merged into it, the first seen first."""
    rows = connection.execute(
        select(items, sources.c.key.label("source_key"), sources.c.name.label("source_name"))
        .join_from(items, sources)
        .where(items.c.story_id.in_(family(connection, story)))
        .order_by(items.c.seen_at, items.c.id)
    )
    return [
        Member(
            id=ItemId(row.id),
            title=row.title,
            url=row.url,
            source_key=SourceKey(row.source_key),
            outlet=outlet_of(row.outlet, row.source_name, row.source_key),
            seen_at=row.seen_at,
            kind=Kind(row.kind),
            lang=row.lang,
            published_at=row.published_at,
        )
        for row in rows
    ]


def root(connection: Connection, story: StoryId) -> StoryId:
    """Find the story that this one was merged into in the end; itself if it never was."""
    seen = {story}
    while (into := connection.scalar(select(stories.c.merged_into).where(stories.c.id == story))) is not None and into not in seen:
        story = StoryId(into)
        seen.add(story)
    return story


def family(connection: Connection, story: StoryId) -> Select[Any]:
    """Select the ids of a story's root and of every story merged into that."""
    whole = select(stories.c.id).where(stories.c.id == root(connection, story)).cte("family", recursive=True)
    whole = whole.union(select(stories.c.id).join(whole, stories.c.merged_into == whole.c.id))
    return select(whole.c.id)


def events(connection: Connection, story: StoryId, stage: str, verdicts: Collection[str]) -> list[tuple[ItemId, Event]]:
    """Read these verdicts of one stage in the histories of a story's items, those of merged stories too, oldest first."""
    of_story = items.c.story_id.in_(family(connection, story))
    chosen = select(item_events).join(items, items.c.id == item_events.c.item_id).where(of_story, item_events.c.stage == stage)
    chosen = chosen.where(item_events.c.verdict.in_(list(verdicts)))
    rows = connection.execute(chosen.order_by(item_events.c.id))
    return [(ItemId(row.item_id), Event(row.at, row.stage, row.verdict, row.detail)) for row in rows]


def count(connection: Connection) -> int:
    """Count the stories, merged ones included."""
    return connection.scalar(select(func.count()).select_from(stories)) or 0
