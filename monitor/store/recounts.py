"""Which sent messages are to be brought up to date: marked in the items' transaction, claimed like a delivery, done at most now and then.

A mark is a row for a delivery, however many copies came: the state that is shown in the end is the last one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, delete, or_, select, update

from monitor.model import Cause, DeliveryId, DeliveryState, MessageId, RecipientKey
from monitor.store import claims
from monitor.store.deliveries import order
from monitor.store.tables import deliveries, messages, recounts, refused_addresses
from monitor.store.upsert import insert

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.model import StoryId

CHANNEL = "slack"  # where what was posted can be changed
GATHERS = timedelta(minutes=3)  # copies of one story come in bursts; a message is brought up to date once in that time at most
TOO_OLD = timedelta(days=3)  # nobody scrolls back to count outlets
MOST_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Recount:
    """A message to bring up to date: which one, at which address, `ref` as the channel named it, `sent_at` when it left."""

    delivery: DeliveryId
    message: MessageId
    recipient: RecipientKey
    key: str
    address: str
    label: str
    ref: str
    sent_at: datetime
    touches: int
    attempts: int


def touch(connection: Connection, story: StoryId, now: datetime) -> None:
    """Mark the messages of `CHANNEL` that told of a story first, and not long ago: another outlet carries it now.

    A story is one with all that were merged with it.
    """
    told = {row.message for row in claims.of_story(connection, story) if row.cause is Cause.FIRST and row.message is not None}
    may_have_left = or_(deliveries.c.state == DeliveryState.SENT, deliveries.c.state == DeliveryState.SENDING)
    first = (
        select(deliveries.c.id)
        .join(messages, messages.c.id == deliveries.c.message_id)
        .where(messages.c.id.in_(told), messages.c.kind == "story", messages.c.replies_to.is_(None))
        .where(deliveries.c.channel == CHANNEL, may_have_left, deliveries.c.due_at > now - TOO_OLD)
    )
    rows = [{"delivery_id": id, "due_at": now + GATHERS, "touches": 1} for id in connection.scalars(first)]  # noqa: A001 the column's name
    if rows:
        statement = insert(connection, recounts).values(rows)
        more = {"touches": recounts.c.touches + 1}
        connection.execute(statement.on_conflict_do_update(index_elements=[recounts.c.delivery_id], set_=more))


def claim_one(connection: Connection, now: datetime, lease: timedelta) -> Recount | None:
    """Claim the mark that is due the longest, of a message that is there and whose account does not rest; None if none is."""
    free = or_(recounts.c.lease_until.is_(None), recounts.c.lease_until <= now)
    ready = (
        select(recounts.c.delivery_id)
        .join(deliveries, deliveries.c.id == recounts.c.delivery_id)
        .where(recounts.c.due_at <= now, free, deliveries.c.state == DeliveryState.SENT, deliveries.c.remote_ref.is_not(None))
        .where(~order.rests(deliveries, now))
        .order_by(recounts.c.due_at, recounts.c.delivery_id)
        .limit(1)
    )
    if connection.dialect.name == "postgresql":
        ready = ready.with_for_update(skip_locked=True, of=recounts)
    claimed = connection.scalar(
        update(recounts)
        .where(recounts.c.delivery_id.in_(ready))
        .values(lease_until=now + lease, attempts=recounts.c.attempts + 1)
        .returning(recounts.c.delivery_id)
    )
    return None if claimed is None else _read(connection, claimed)


def settle(connection: Connection, recount: Recount, now: datetime, *, again_at: datetime | None = None) -> None:
    """Write down how an update ended: done with, or to be tried again at a time; what came meanwhile is done later in any case."""
    mine = recounts.c.delivery_id == recount.delivery
    if again_at is not None and recount.attempts < MOST_ATTEMPTS:
        connection.execute(update(recounts).where(mine).values(lease_until=None, due_at=again_at))
        return
    connection.execute(delete(recounts).where(mine, recounts.c.touches == recount.touches))
    connection.execute(update(recounts).where(mine).values(lease_until=None, due_at=now + GATHERS, attempts=0))


def sweep(connection: Connection, now: datetime) -> None:
    """Drop marks of messages that never left, whose address is disabled, or that nobody could bring up to date for long."""
    disabled = select(refused_addresses.c.address).where(refused_addresses.c.disabled_at.is_not(None))
    never_left = deliveries.c.state.not_in([DeliveryState.SENT, DeliveryState.SENDING])
    over = select(deliveries.c.id).where(or_(never_left, deliveries.c.address.in_(disabled)))
    is_old = recounts.c.due_at <= now - TOO_OLD
    connection.execute(delete(recounts).where(or_(is_old, and_(recounts.c.due_at <= now, recounts.c.delivery_id.in_(over)))))


def shift(connection: Connection, moved: timedelta) -> None:
    """Move what is waited for by a jump of the clock."""
    rows = connection.execute(select(recounts.c.delivery_id, recounts.c.due_at, recounts.c.lease_until)).all()
    statement = update(recounts).where(recounts.c.delivery_id == bindparam("row"))
    statement = statement.values(due_at=bindparam("due"), lease_until=bindparam("lease"))
    values = [{"row": row.delivery_id, "due": row.due_at + moved, "lease": row.lease_until and row.lease_until + moved} for row in rows]
    if values:
        connection.execute(statement, values)


def _read(connection: Connection, delivery: int) -> Recount:
    statement = (
        select(deliveries, messages.c.recipient, recounts.c.touches, recounts.c.attempts.label("tries"))
        .join(messages, messages.c.id == deliveries.c.message_id)
        .join(recounts, recounts.c.delivery_id == deliveries.c.id)
        .where(deliveries.c.id == delivery)
    )
    row = connection.execute(statement).one()
    return Recount(
        delivery=DeliveryId(row.id),
        message=MessageId(row.message_id),
        recipient=RecipientKey(row.recipient),
        key=row.key,
        address=row.address,
        label=row.label,
        ref=row.remote_ref,
        sent_at=row.settled_at or row.due_at,
        touches=row.touches,
        attempts=row.tries,
    )
