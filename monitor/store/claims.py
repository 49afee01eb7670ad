"""Claims: that a recipient is told of a watch in a story for a cause. Made in the items' own transaction, and never twice.

A claim knows of which items it tells, and what of them beside themselves: the words that changed, a former phase.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from monitor.model import Cause, ItemId, MessageId, RecipientKey, StoryId, WatchKey
from monitor.store.stories import family
from monitor.store.tables import claim_items, claims, message_claims
from monitor.store.upsert import chunks, insert

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

_ONCE = frozenset({Cause.FIRST, Cause.POSSIBLE})
NewClaim = tuple[RecipientKey, StoryId, WatchKey, Cause, "datetime"]


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim, and the message that carries it."""

    id: int
    recipient: RecipientKey
    watch: WatchKey
    cause: Cause
    at: datetime
    message: MessageId | None


def of_story(connection: Connection, story: StoryId) -> list[ClaimRow]:
    """List the claims on a story and on those merged into it, in the order they were made."""
    rows = connection.execute(
        select(claims, message_claims.c.message_id)
        .outerjoin(message_claims, message_claims.c.claim_id == claims.c.id)
        .where(claims.c.story_id.in_(family(connection, story)))
        .order_by(claims.c.id)
    )
    return [
        ClaimRow(
            id=row.id,
            recipient=RecipientKey(row.recipient),
            watch=WatchKey(row.watch),
            cause=Cause(row.cause),
            at=row.at,
            message=None if row.message_id is None else MessageId(row.message_id),
        )
        for row in rows
    ]


def tell_of(connection: Connection, claim_ids: Iterable[int], item: ItemId, detail: Mapping[str, object] | None = None) -> None:
    """Let claims tell of an item; one that they tell of already stays as it is. `detail` is what there is to say beside the item itself."""
    rows = [{"claim_id": claim, "item_id": item, "detail": None if detail is None else dict(detail)} for claim in claim_ids]
    if rows:
        connection.execute(insert(connection, claim_items).on_conflict_do_nothing(), rows)


def telling_of(connection: Connection, item: ItemId) -> set[int]:
    """Find the claims that tell of an item."""
    return set(connection.scalars(select(claim_items.c.claim_id).where(claim_items.c.item_id == item)))


def told_items(connection: Connection, claim_ids: Sequence[int]) -> dict[int, dict[ItemId, Mapping[str, object]]]:
    """Read of which items claims tell, in the order in which the items came, with the detail of each."""
    told: defaultdict[int, dict[ItemId, Mapping[str, object]]] = defaultdict(dict)
    for some in chunks(claim_ids):
        chosen = select(claim_items).where(claim_items.c.claim_id.in_(some)).order_by(claim_items.c.claim_id, claim_items.c.item_id)
        for row in connection.execute(chosen):
            told[row.claim_id][ItemId(row.item_id)] = row.detail or {}
    return told


def make(connection: Connection, rows: Sequence[NewClaim], void: Collection[int] = ()) -> list[tuple[int, int]]:
    """Claim (recipient, story, watch, cause, at); return (index of the row, id of the claim) for what was not claimed before.

    A recipient is told first of a watch in a story once, and shown once that it is possible; one does not keep the other back. Updates
    and revisions may follow one another: each gets the next number, and whether one is due is the plan's to say. The same row twice in
    one call is one claim. Claims that are `void`, since nothing came of them, keep no other back.
    """
    made: list[tuple[int, int]] = []
    stories = {row[1] for row in rows}
    told, came_to_nothing = _counts(connection, stories), _counts(connection, stories, void)
    for index, (recipient, story, watch, cause, at) in enumerate(rows):
        seq = (came_to_nothing if cause in _ONCE else told)[recipient, story, watch, cause]
        statement = insert(connection, claims).values(recipient=recipient, story_id=story, watch=watch, cause=cause.value, seq=seq, at=at)
        claim = connection.scalar(statement.on_conflict_do_nothing().returning(claims.c.id))
        if claim is not None:
            made.append((index, claim))
    return made


def _counts(
    connection: Connection, stories: Iterable[StoryId], only: Collection[int] | None = None
) -> Counter[tuple[RecipientKey, StoryId, WatchKey, Cause]]:
    """Count the claims on stories, all of them or `only` these."""
    rows = connection.execute(select(claims).where(claims.c.story_id.in_(list(stories))))
    counted = (row for row in rows if only is None or row.id in only)
    return Counter((RecipientKey(row.recipient), StoryId(row.story_id), WatchKey(row.watch), Cause(row.cause)) for row in counted)
