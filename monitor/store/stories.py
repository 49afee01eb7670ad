"""Stories: which items tell the same thing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update

from monitor.errors import Missing
from monitor.model import ItemId, Kind, Relation, SourceKey, StoryId
from monitor.store.items import Event
from monitor.store.items.stored import outlet_of
from monitor.store.tables import item_events, items, sources, stories
from monitor.store.upsert import chunks

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row, Select


@dataclass(frozen=True, slots=True)
class Member:
    """An item of a story, without its text. `story` is the item's own, which may be merged into another."""

    id: ItemId
    story: StoryId
    title: str
    url: str | None
    source_key: SourceKey
    outlet: str
    seen_at: datetime
    kind: Kind
    lang: str | None
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story by itself. `lead` is the item that it began with; `merged_into` another story, if it is told there."""

    id: StoryId
    lead: ItemId
    first_seen_at: datetime
    last_seen_at: datetime
    merged_into: StoryId | None


@dataclass(frozen=True, slots=True)
class Fold:
    """How an item came into its story: `of` is the item that it repeats or goes with, and `because` says why, for people.

    `signal` names what showed it, and `share` by how much of 1; both are wanting where a key was enough.
    """

    relation: Relation
    of: ItemId | None
    signal: str
    share: float | None
    because: str


_MEMBER = [
    *(items.c[name] for name in ("id", "story_id", "title", "url", "outlet", "seen_at", "kind", "lang", "published_at")),
    sources.c.key.label("source_key"),
    sources.c.name.label("source_name"),
]  # all but the text: a story may have thousands of items


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
        select(*_MEMBER)
        .join_from(items, sources)
        .where(items.c.story_id.in_(family(connection, story)))
        .order_by(items.c.seen_at, items.c.id)
    )
    return [
        Member(
            id=ItemId(row.id),
            story=StoryId(row.story_id),
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


def get(connection: Connection, story: StoryId) -> StoryRow:
    """Read a story by itself, without what was merged with it.

    Raises:
        Missing: there is none of this number.
    """
    row = connection.execute(select(stories).where(stories.c.id == story)).one_or_none()
    if row is None:
        raise Missing(f"there is no story {story}; the stories of an item are shown by: tocsin story show ITEM")
    return _story_row(row)


def merge(connection: Connection, story: StoryId, into: StoryId) -> None:
    """Let a story be told with another, the older one, from now on; both are taken by their roots. What is one already stays as it is."""
    merged, whole = get(connection, root(connection, story)), get(connection, root(connection, into))
    if merged.id == whole.id:
        return
    connection.execute(update(stories).where(stories.c.id == merged.id).values(merged_into=whole.id))
    span = {
        "first_seen_at": min(merged.first_seen_at, whole.first_seen_at),
        "last_seen_at": max(merged.last_seen_at, whole.last_seen_at),
    }
    connection.execute(update(stories).where(stories.c.id == whole.id).values(**span))


def part(connection: Connection, story: StoryId) -> None:
    """Let a story that was merged into another stand by itself again, with all that had been merged into it."""
    connection.execute(update(stories).where(stories.c.id == story).values(merged_into=None))


def move(connection: Connection, leaving: Sequence[ItemId], now: datetime) -> StoryId:
    """Make a story of its own of items, the first of them its lead."""
    story = create(connection, leaving[0], now)
    for some in chunks(leaving):
        connection.execute(update(items).where(items.c.id.in_(some)).values(story_id=story))
    seen = connection.execute(select(func.min(items.c.seen_at), func.max(items.c.seen_at)).where(items.c.story_id == story)).one()
    connection.execute(update(stories).where(stories.c.id == story).values(first_seen_at=seen[0], last_seen_at=seen[1]))
    return story


def lead_with(connection: Connection, story: StoryId, lead: ItemId) -> None:
    """Let another item lead a story, since the one that it began with left it."""
    connection.execute(update(stories).where(stories.c.id == story).values(lead_item_id=lead))


def root(connection: Connection, story: StoryId) -> StoryId:
    """Find the story that this one was merged into in the end; itself if it never was."""
    seen = {story}
    while (into := connection.scalar(select(stories.c.merged_into).where(stories.c.id == story))) is not None and into not in seen:
        story = StoryId(into)
        seen.add(story)
    return story


def roots(connection: Connection, asked: Collection[StoryId]) -> dict[StoryId, StoryId]:
    """Find the root of each of these stories, as `root` does of one."""
    into: dict[StoryId, StoryId] = {}
    seen, found = set(asked), set(asked)
    while found:
        steps = select(stories.c.id, stories.c.merged_into).where(stories.c.merged_into.is_not(None))
        rows = chain.from_iterable(connection.execute(steps.where(stories.c.id.in_(some))) for some in chunks(sorted(found)))
        step = {StoryId(row.id): StoryId(row.merged_into) for row in rows}
        into |= step
        found = set(step.values()) - seen
        seen |= found
    return {story: _end(story, into) for story in asked}


def wholes(connection: Connection, own: Collection[StoryId]) -> dict[StoryId, StoryId]:
    """Name every story that was merged into one of these roots, and these themselves, each with its root."""
    root_of = {story: story for story in own}
    found = sorted(root_of)
    while found:
        below = select(stories.c.id, stories.c.merged_into)
        rows = chain.from_iterable(connection.execute(below.where(stories.c.merged_into.in_(some))) for some in chunks(found))
        step = {StoryId(row.id): root_of[row.merged_into] for row in rows if row.id not in root_of}
        root_of |= step
        found = sorted(step)
    return root_of


def family(connection: Connection, story: StoryId) -> Select[Any]:
    """Select the ids of a story's root and of every story merged into that."""
    return _with_merged(root(connection, story))


def kin(connection: Connection, story: StoryId) -> list[StoryId]:
    """List a story's root and every story merged into that, the root first."""
    own = root(connection, story)
    return sorted((StoryId(each) for each in connection.scalars(_with_merged(own))), key=lambda each: (each != own, each))


def below(connection: Connection, story: StoryId) -> set[StoryId]:
    """Name a story and every story merged into it, without those that it was merged into itself."""
    return {StoryId(each) for each in connection.scalars(_with_merged(story))}


def merged(connection: Connection, story: StoryId) -> list[StoryRow]:
    """Read the stories that were merged with this one, its root not included, the oldest first."""
    others = kin(connection, story)[1:]
    rows = connection.execute(select(stories).where(stories.c.id.in_(others)).order_by(stories.c.id)) if others else ()
    return [_story_row(row) for row in rows]


def folds(connection: Connection, story: StoryId) -> dict[ItemId, Fold]:
    """Tell of each item of a story, and of those merged with it, how it was placed when last it was.

    That an item was edited later does not change what it is a copy of: an edit counts for what was never placed otherwise.
    """
    placed: dict[ItemId, Fold] = {}
    for item, event in events(connection, story, "story", [relation.value for relation in Relation]):
        if event.verdict != Relation.EDIT or item not in placed:
            placed[item] = _fold(event)
    return placed


def events(connection: Connection, story: StoryId, stage: str, verdicts: Collection[str]) -> list[tuple[ItemId, Event]]:
    """Read these verdicts of one stage in the histories of a story's items, those of merged stories too, oldest first."""
    chosen = _events(stage, verdicts).where(items.c.story_id.in_(family(connection, story)))
    return [_event(row) for row in connection.execute(chosen.order_by(item_events.c.id))]


def events_of_each(
    connection: Connection, told_in: Mapping[StoryId, StoryId], stage: str, verdicts: Collection[str]
) -> dict[StoryId, list[tuple[ItemId, Event]]]:
    """Read, by root, what `events` reads of one story; `told_in` are the `wholes`."""
    chosen = _events(stage, verdicts).add_columns(items.c.story_id)
    rows = chain.from_iterable(connection.execute(chosen.where(items.c.story_id.in_(some))) for some in chunks(sorted(told_in)))
    found: defaultdict[StoryId, list[tuple[ItemId, Event]]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.id):
        found[told_in[row.story_id]].append(_event(row))
    return found


def count(connection: Connection) -> int:
    """Count the stories, merged ones included."""
    return connection.scalar(select(func.count()).select_from(stories)) or 0


def _end(story: StoryId, into: Mapping[StoryId, StoryId]) -> StoryId:
    seen = {story}
    while (whole := into.get(story)) is not None and whole not in seen:
        story = whole
        seen.add(story)
    return story


def _events(stage: str, verdicts: Collection[str]) -> Select[Any]:
    chosen = select(item_events).join(items, items.c.id == item_events.c.item_id)
    return chosen.where(item_events.c.stage == stage, item_events.c.verdict.in_(list(verdicts)))


def _event(row: Row[Any]) -> tuple[ItemId, Event]:
    return ItemId(row.item_id), Event(row.at, row.stage, row.verdict, row.detail)


def _with_merged(story: StoryId) -> Select[Any]:
    whole = select(stories.c.id).where(stories.c.id == story).cte("family", recursive=True)
    whole = whole.union(select(stories.c.id).join(whole, stories.c.merged_into == whole.c.id))
    return select(whole.c.id)


def _story_row(row: Row[Any]) -> StoryRow:
    return StoryRow(
        id=StoryId(row.id),
        lead=ItemId(row.lead_item_id),
        first_seen_at=row.first_seen_at,
        last_seen_at=row.last_seen_at,
        merged_into=None if row.merged_into is None else StoryId(row.merged_into),
    )


def _fold(event: Event) -> Fold:
    of, share = event.detail.get("of"), event.detail.get("share")
    return Fold(
        relation=Relation(event.verdict),
        of=ItemId(of) if isinstance(of, int) else None,
        signal=str(event.detail.get("signal") or ""),
        share=float(share) if isinstance(share, int | float) else None,
        because=str(event.detail.get("because") or ""),
    )
