"""Claims: that a recipient is told of a watch in a story for a cause. Made in the items' own transaction, and never twice.

A claim knows of which items it tells, and what of them beside themselves: the words that changed, a former phase, why it is only listed.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from monitor.model import Cause, ItemId, Kind, MessageId, RecipientKey, SourceKey, StoryId, WatchKey
from monitor.store.stories import family, root
from monitor.store.tables import claim_items, claims, deliveries, items, message_claims, messages, sources
from monitor.store.upsert import chunks, insert

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row, Select

_ONCE = frozenset({Cause.FIRST, Cause.POSSIBLE})
_CERTAIN = [cause.value for cause in Cause if cause.is_certain]
NewClaim = tuple[RecipientKey, StoryId, WatchKey, Cause, "datetime"]
_About = tuple[RecipientKey, StoryId, WatchKey, Cause]


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim, and the message that carries it, with when that is due."""

    id: int
    recipient: RecipientKey
    watch: WatchKey
    cause: Cause
    at: datetime
    message: MessageId | None
    due_at: datetime | None = None


def of_story(connection: Connection, story: StoryId) -> list[ClaimRow]:
    """List the claims on a story and on those merged into it, in the order they were made."""
    rows = connection.execute(_with_messages().where(claims.c.story_id.in_(family(connection, story))).order_by(claims.c.id))
    return [_row(row) for row in rows]


def of_each_story(connection: Connection, told_in: Mapping[StoryId, StoryId]) -> dict[StoryId, list[ClaimRow]]:
    """List, by root, what `of_story` lists of one story; `told_in` tells of every story its root, as `stories.wholes` does."""
    chosen = _with_messages()
    rows = chain.from_iterable(connection.execute(chosen.where(claims.c.story_id.in_(some))) for some in chunks(sorted(told_in)))
    found: defaultdict[StoryId, list[ClaimRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.id):
        found[told_in[row.story_id]].append(_row(row))
    return found


def tell_of(connection: Connection, claim_ids: Iterable[int], item: ItemId, detail: Mapping[str, object] | None = None) -> None:
    """Let claims tell of an item; one that they tell of already stays as it is. `detail` is what there is to say beside the item itself."""
    rows = [{"claim_id": claim, "item_id": item, "detail": None if detail is None else dict(detail)} for claim in claim_ids]
    if rows:
        connection.execute(insert(connection, claim_items).on_conflict_do_nothing(), rows)


def telling_of(connection: Connection, item: ItemId) -> set[int]:
    """Find the claims that tell of an item, be it in a line of a list."""
    return set(connection.scalars(select(claim_items.c.claim_id).where(claim_items.c.item_id == item)))


def listing(connection: Connection, item: ItemId) -> set[int]:
    """Find the claims that only list an item as another report of their story: whoever reads them saw nothing of its words."""
    rows = connection.execute(select(claim_items.c.claim_id, claim_items.c.detail).where(claim_items.c.item_id == item))
    return {row.claim_id for row in rows if is_listed(row.detail or {})}


def is_listed(detail: Mapping[str, object]) -> bool:
    """Tell by the detail of an item whether its claim only lists it."""
    return "folded" in detail


def told_officially(connection: Connection, story: StoryId, official: Collection[SourceKey]) -> set[int]:
    """Find the claims on a story that tell of what a parliament published, or one of the `official` sources."""
    says = or_(items.c.kind != Kind.ARTICLE.value, sources.c.key.in_(list(official)))
    told = select(claim_items.c.claim_id).join(claims, claims.c.id == claim_items.c.claim_id)
    told = told.join(items, items.c.id == claim_items.c.item_id).join(sources, sources.c.id == items.c.source_id)
    return set(connection.scalars(told.where(claims.c.story_id.in_(family(connection, story)), says)))


def of_nothing_else(connection: Connection, message_ids: Sequence[MessageId], cause: Cause) -> set[MessageId]:
    """Find which of these messages carry claims of one cause, and no other."""
    causes: defaultdict[MessageId, set[str]] = defaultdict(set)
    for some in chunks(message_ids):
        carried = select(message_claims.c.message_id, claims.c.cause).join(claims, claims.c.id == message_claims.c.claim_id)
        for row in connection.execute(carried.where(message_claims.c.message_id.in_(some))):
            causes[MessageId(row.message_id)].add(row.cause)
    return {message for message, found in causes.items() if found == {cause.value}}


def told_items(connection: Connection, claim_ids: Sequence[int]) -> dict[int, dict[ItemId, Mapping[str, object]]]:
    """Read of which items claims tell, in the order in which the items came, with the detail of each."""
    told: defaultdict[int, dict[ItemId, Mapping[str, object]]] = defaultdict(dict)
    for some in chunks(claim_ids):
        chosen = select(claim_items).where(claim_items.c.claim_id.in_(some)).order_by(claim_items.c.claim_id, claim_items.c.item_id)
        for row in connection.execute(chosen):
            told[row.claim_id][ItemId(row.item_id)] = row.detail or {}
    return told


def alerts(
    connection: Connection, recipient: RecipientKey, watches: Collection[WatchKey], since: datetime
) -> dict[WatchKey, tuple[int, int]]:
    """Count of which watches a recipient was alerted after an instant, and how many of these alerts went into the summary of a flood.

    An alert is a claim in a message of its own, or in such a summary; what waits in a digest, or goes to nobody, is none.
    """
    is_posted = select(deliveries.c.id).where(deliveries.c.message_id == messages.c.id).exists()
    counted = (
        select(claims.c.watch, func.count().label("alerts"), func.count(messages.c.flood).label("gathered"))
        .join(message_claims, message_claims.c.claim_id == claims.c.id)
        .join(messages, messages.c.id == message_claims.c.message_id)
        .where(claims.c.recipient == recipient, claims.c.watch.in_(list(watches)), claims.c.at > since, claims.c.cause.in_(_CERTAIN))
        .where(or_(messages.c.kind == "story", messages.c.flood.is_not(None)), is_posted)
        .group_by(claims.c.watch)
    )
    return {WatchKey(row.watch): (row.alerts, row.gathered) for row in connection.execute(counted)}


def is_flooding(connection: Connection, watch: WatchKey, since: datetime) -> bool:
    """Tell whether alerts of a watch went into the summary of a flood after an instant."""
    found = (
        select(claims.c.id)
        .join(message_claims, message_claims.c.claim_id == claims.c.id)
        .join(messages, messages.c.id == message_claims.c.message_id)
        .where(claims.c.watch == watch, claims.c.at > since, messages.c.flood.is_not(None))
    )
    return connection.execute(found.limit(1)).first() is not None


def make(connection: Connection, rows: Sequence[NewClaim], void: Collection[int] = ()) -> list[tuple[int, int]]:
    """Claim (recipient, story, watch, cause, at); return (index of the row, id of the claim) for what was not claimed before.

    A recipient is told first of a watch in a story once, and shown once that it is possible; one does not keep the other back. What else
    is said may follow itself: each gets the next number, and whether it is due is the plan's to say. A story is one with all that were
    merged with it. The same row twice in one call is one claim. Claims that are `void`, since nothing came of them, keep no other back.
    """
    made: list[tuple[int, int]] = []
    roots = {story: root(connection, story) for story in {row[1] for row in rows}}
    before = {about: claimed for story in set(roots.values()) for about, claimed in _claimed(connection, story).items()}
    taken: set[_About] = set()
    for index, (recipient, story, watch, cause, at) in enumerate(rows):
        about = recipient, roots[story], watch, cause
        claimed = before.get(about, {})
        if about in taken or (cause in _ONCE and not claimed.keys() <= set(void)):
            continue
        taken.add(about)
        seq = max(claimed.values(), default=-1) + 1
        statement = insert(connection, claims).values(recipient=recipient, story_id=story, watch=watch, cause=cause.value, seq=seq, at=at)
        claim = connection.scalar(statement.on_conflict_do_nothing().returning(claims.c.id))
        if claim is not None:
            made.append((index, claim))
    return made


def _with_messages() -> Select[Any]:
    return (
        select(claims, message_claims.c.message_id, messages.c.due_at)
        .outerjoin(message_claims, message_claims.c.claim_id == claims.c.id)
        .outerjoin(messages, messages.c.id == message_claims.c.message_id)
    )


def _row(row: Row[Any]) -> ClaimRow:
    return ClaimRow(
        id=row.id,
        recipient=RecipientKey(row.recipient),
        watch=WatchKey(row.watch),
        cause=Cause(row.cause),
        at=row.at,
        message=None if row.message_id is None else MessageId(row.message_id),
        due_at=row.due_at,
    )


def _claimed(connection: Connection, story: StoryId) -> dict[_About, dict[int, int]]:
    """Read which claims stand on a whole story, with the number of each."""
    claimed: defaultdict[_About, dict[int, int]] = defaultdict(dict)
    for row in connection.execute(select(claims).where(claims.c.story_id.in_(family(connection, story)))):
        claimed[RecipientKey(row.recipient), story, WatchKey(row.watch), Cause(row.cause)][row.id] = row.seq
    return claimed
