"""A small world to store: a noon, a source, an item, a watch, a told recipient; each with what matters to its test given by name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from monitor.model import (
    Digest,
    Hit,
    How,
    Item,
    ItemId,
    Mention,
    MessageId,
    RecipientKey,
    SourceKey,
    SourceState,
    StoryId,
    Tier,
    WatchKey,
    digest,
)
from monitor.store import deliveries, hits, items, messages, sources, stories, watches
from monitor.store.sources import SourceSpec
from monitor.store.watches import WatchSpec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from monitor.store.messages import MessageKind

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DESK = RecipientKey("desk")


def spec(key: str, url: str | None = None, *, host: str | None = None, enabled: bool = True) -> SourceSpec:
    return SourceSpec(SourceKey(key), "feed", url or f"https://{key}.example/feed", host or f"{key}.example:443", enabled, f"The {key}")


def add_source(connection: Connection, key: str = "wire") -> SourceState:
    kept = [spec(state.key) for state in sources.all_states(connection) if state.key != key]
    sources.sync(connection, [*kept, spec(key)], NOON)
    return state_of(connection, key)


def state_of(connection: Connection, key: str) -> SourceState:
    return next(state for state in sources.all_states(connection) if state.key == key)


def new_item(source_id: int, item: Item | str, *, seen_at: datetime = NOON, is_baseline: bool = False) -> items.NewItem:
    told = (
        item
        if isinstance(item, Item)
        else Item(key=item, title=f"Title of {item}", text=f"Text of {item}", url=f"https://a.example/{item}")
    )
    return items.NewItem(
        item=told,
        source_id=source_id,
        key=digest(told.key),
        content_hash=digest(told.title, told.text),
        seen_at=seen_at,
        fate_stage="matching",
        fate_reason="no watch was found in it",
        story_id=None,
        is_baseline=is_baseline,
    )


def add_item(connection: Connection, item: Item | str = "one", *, source: str = "wire", seen_at: datetime = NOON) -> ItemId:
    known = {state.key for state in sources.all_states(connection)}
    state = state_of(connection, source) if source in known else add_source(connection, source)
    (id_,) = items.insert(connection, [new_item(state.id, item, seen_at=seen_at)]).values()
    return id_


def add_story(connection: Connection, item: Item | str = "one") -> StoryId:
    return stories.create(connection, add_item(connection, item), NOON)


def watch(key: str = "arms/baykar", fingerprint: Digest | None = None, label: str = "Baykar") -> WatchSpec:
    return WatchSpec(WatchKey(key), label, key.partition("/")[0], "Arms exports", fingerprint or digest(key))


def mention(matched: str = "Baykar", *, score: float = 1.0, tier: Tier = Tier.SURE, field: str = "text") -> Mention:
    return Mention(field=field, start=3, end=3 + len(matched), matched=matched, how=How.EXACT, tier=tier, score=score, why="as written")


def add_hit(connection: Connection, item: ItemId, key: str = "arms/baykar", *, at: datetime = NOON, is_baseline: bool = False) -> None:
    rows = watches.live(connection)
    if key not in rows:
        rows = watches.sync(connection, [*(watch(each) for each in rows), watch(key)], NOON)
    row = rows[WatchKey(key)]
    found = Hit(WatchKey(key), (mention(),))
    hits.record(connection, [hits.NewHit(item, row.id, found, row.revision, is_baseline, at)])


def add_message(  # noqa: PLR0913 each by its name
    connection: Connection,
    *,
    recipient: str = DESK,
    kind: MessageKind = "notice",
    story: StoryId | None = None,
    due_at: datetime = NOON,
    replies_to: MessageId | None = None,
    flood: str | None = None,
) -> MessageId:
    body = {"title": "Something is wrong", "lines": ["a line"]} if kind == "notice" else None
    return messages.create(
        connection,
        recipient=RecipientKey(recipient),
        kind=kind,
        story=story,
        due_at=due_at,
        now=NOON,
        replies_to=replies_to,
        body=body,
        flood=flood,
    )


def post(
    connection: Connection, message: MessageId, addresses: Sequence[str] = ("desk@example.org",), *, due_at: datetime = NOON
) -> list[str]:
    rows = [
        deliveries.NewDelivery(
            message=message,
            key=f"{message}/{address}",
            channel="matrix" if address.startswith("matrix") else "email",
            account="matrix" if address.startswith("matrix") else address.rpartition("@")[2],
            address=address,
            label=address,
            due_at=due_at,
        )
        for address in addresses
    ]
    deliveries.create(connection, rows)
    return [row.key for row in rows]
