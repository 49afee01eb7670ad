"""What recipients were told of a story that falls apart: each claim goes with the items that it tells of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update

from monitor.model import Cause, ItemId, MessageId, RecipientKey, StoryId, WatchKey
from monitor.store import deliveries as outbox
from monitor.store.claims import is_listed, told_items
from monitor.store.stories import kin
from monitor.store.tables import claim_items, claims, deliveries, message_claims, messages

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class _Claim:
    """A claim as it stands: of which items it tells, which it only lists as further reports, and which of the two stories has it."""

    id: int
    recipient: RecipientKey
    watch: WatchKey
    cause: Cause
    message: MessageId | None
    tells: frozenset[ItemId]
    lists: frozenset[ItemId]
    is_new: bool


class Parting:
    """The claims of a story that was cut in two: the one that is `left`, and the `new` one, to which the items that `left_it` belong."""

    def __init__(self, connection: Connection, left: StoryId, new: StoryId, leaving: Collection[ItemId]) -> None:
        self._connection, self._left, self._new, self._leaving = connection, left, new, frozenset(leaving)
        self._claims = self._read()
        self._taken: Counter[tuple[StoryId, RecipientKey, WatchKey, Cause]] = Counter()

    def settle(self) -> None:
        """Let each claim go with its items; one that tells of items of both stories becomes two, in the same message.

        A claim that came to nothing, since another of the whole story had told of its watch, stays with that other: of its own items
        nobody was told. A message that waits lists no more what is no report of its story any more; what was listed was not told.
        """
        for claim in self._claims:
            mine, others = claim.tells & self._leaving, claim.tells - self._leaving
            is_new = claim.is_new
            if mine and others:
                self._divide(claim, others if is_new else mine)
            elif claim.tells and self._belongs(claim, to_new=bool(mine)) != is_new:
                self._move(claim)
                is_new = not is_new
            self._forget(claim, claim.lists - self._leaving if is_new else claim.lists & self._leaving)
        self._move_messages()

    def _read(self) -> list[_Claim]:
        new = kin(self._connection, self._new)
        both = [*kin(self._connection, self._left), *new]
        rows = self._connection.execute(
            select(claims, message_claims.c.message_id)
            .outerjoin(message_claims, message_claims.c.claim_id == claims.c.id)
            .where(claims.c.story_id.in_(both))
            .order_by(claims.c.id)
        ).all()
        told = told_items(self._connection, [row.id for row in rows])
        return [
            _Claim(
                id=row.id,
                recipient=RecipientKey(row.recipient),
                watch=WatchKey(row.watch),
                cause=Cause(row.cause),
                message=None if row.message_id is None else MessageId(row.message_id),
                tells=frozenset(item for item, detail in told.get(row.id, {}).items() if not is_listed(detail)),
                lists=frozenset(item for item, detail in told.get(row.id, {}).items() if is_listed(detail)),
                is_new=row.story_id in new,
            )
            for row in rows
        ]

    def _belongs(self, claim: _Claim, *, to_new: bool) -> bool:
        """Tell whether a claim belongs to the new story: with its items, unless it came to nothing because of one that does not."""
        if self._came_to_something(claim):
            return to_new
        same = (
            each
            for each in self._claims
            if (each.recipient, each.watch) == (claim.recipient, claim.watch) and each.tells and each.id != claim.id
        )
        is_told_there = any(self._came_to_something(each) and bool(each.tells & self._leaving) != to_new for each in same)
        return to_new != is_told_there

    def _came_to_something(self, claim: _Claim) -> bool:
        message = claim.message
        return message is not None and (outbox.may_be_read(self._connection, message) or outbox.may_leave(self._connection, message))

    def _waits(self, message: MessageId) -> bool:
        return outbox.may_leave(self._connection, message) and not (
            outbox.is_being_sent(self._connection, message) or outbox.may_be_read(self._connection, message)
        )

    def _move(self, claim: _Claim) -> None:
        place = self._place(claim)
        self._connection.execute(update(claims).where(claims.c.id == claim.id).values(**place))

    def _divide(self, claim: _Claim, going: frozenset[ItemId]) -> None:
        """Leave a claim where it is with some of its items, and let a second one of the same message tell of the others."""
        at = self._connection.execute(select(claims.c.at).where(claims.c.id == claim.id)).scalar_one()
        values = {"recipient": claim.recipient, "watch": claim.watch, "cause": claim.cause.value, "at": at, **self._place(claim)}
        second = self._connection.execute(claims.insert().values(**values).returning(claims.c.id)).scalar_one()
        moved = claim_items.c.claim_id == claim.id, claim_items.c.item_id.in_(going)
        self._connection.execute(update(claim_items).where(*moved).values(claim_id=second))
        if claim.message is not None:
            self._connection.execute(message_claims.insert().values(message_id=claim.message, claim_id=second))

    def _place(self, claim: _Claim) -> dict[str, object]:
        """Give a claim a place in the story that it is not of yet: behind those of its kind that are there."""
        story = self._left if claim.is_new else self._new
        kind = (story, claim.recipient, claim.watch, claim.cause)
        if kind not in self._taken:
            same = (
                claims.c.story_id == story,
                claims.c.recipient == claim.recipient,
                claims.c.watch == claim.watch,
                claims.c.cause == claim.cause.value,
            )
            last = self._connection.scalar(select(func.max(claims.c.seq)).where(*same))
            self._taken[kind] = 0 if last is None else last + 1
        seq = self._taken[kind]
        self._taken[kind] += 1
        return {"story_id": story, "seq": seq}

    def _forget(self, claim: _Claim, gone: frozenset[ItemId]) -> None:
        """Take items from a list that waits; a claim that names nothing any more goes, and with it a message that says nothing else."""
        if not gone or claim.message is None or not self._waits(claim.message):
            return
        run = self._connection.execute
        run(delete(claim_items).where(claim_items.c.claim_id == claim.id, claim_items.c.item_id.in_(gone)))
        if claim.tells or claim.lists - gone:
            return
        run(delete(message_claims).where(message_claims.c.claim_id == claim.id))
        run(delete(claims).where(claims.c.id == claim.id))
        if not self._connection.scalar(select(func.count()).where(message_claims.c.message_id == claim.message)):
            for delivery in self._connection.scalars(select(deliveries.c.id).where(deliveries.c.message_id == claim.message)).all():
                outbox.withdraw(self._connection, delivery)

    def _move_messages(self) -> None:
        """Let a message about one story be a message of the story that all its claims are of now."""
        carried = {claim.message for claim in self._claims if claim.message is not None}
        of = select(message_claims.c.message_id, claims.c.story_id).join(claims, claims.c.id == message_claims.c.claim_id)
        stories_of: dict[MessageId, set[StoryId]] = {}
        for row in self._connection.execute(of.where(message_claims.c.message_id.in_(carried))):
            stories_of.setdefault(MessageId(row.message_id), set()).add(StoryId(row.story_id))
        new = set(kin(self._connection, self._new))
        for message, of_stories in stories_of.items():
            story = self._new if of_stories <= new else self._left
            is_of_one = of_stories <= new or not of_stories & new
            if is_of_one:
                same_message = messages.c.id == message, messages.c.story_id.is_not(None)
                self._connection.execute(update(messages).where(*same_message).values(story_id=story))
