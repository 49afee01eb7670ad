"""Look at the outbox: what people see of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select

from monitor.model import DeliveryId, DeliveryState, MessageId, RecipientKey
from monitor.store.tables import deliveries, delivery_attempts, items, message_claims, messages, stories

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row


@dataclass(frozen=True, slots=True)
class Posted:
    """A delivery as people see it.

    `subject` says what its message is about; `due_at` when it leaves or is tried again; `sent_at` is there once it certainly left.
    One that is held is held for a restore, or `held_because` of something else.
    """

    id: DeliveryId
    key: str
    message: MessageId
    recipient: RecipientKey
    kind: str
    subject: str
    channel: str
    label: str
    state: DeliveryState
    due_at: datetime
    sent_at: datetime | None
    attempts: int
    remote_ref: str | None
    last_error: str | None
    held_because: str | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try of a delivery: how it ended, what the other side said, and under which id it has the message."""

    at: datetime
    state: DeliveryState
    reason: str | None
    ref: str | None


def list_(connection: Connection, state: DeliveryState | None = None, limit: int = 50) -> list[Posted]:
    """List deliveries, those in one state or all, the newest first."""
    chosen = select(deliveries.c.id) if state is None else select(deliveries.c.id).where(deliveries.c.state == state)
    return posted(connection, connection.scalars(chosen.order_by(deliveries.c.id.desc()).limit(limit)).all())


def find(connection: Connection, delivery: DeliveryId) -> Posted | None:
    """Find one delivery."""
    return next(iter(posted(connection, [delivery])), None)


def of_messages(connection: Connection, asked: Sequence[MessageId]) -> list[Posted]:
    """Find the deliveries of these messages, the newest first."""
    return posted(connection, connection.scalars(select(deliveries.c.id).where(deliveries.c.message_id.in_(asked))).all())


def attempts(connection: Connection, delivery: DeliveryId) -> list[Attempt]:
    """List every try of a delivery, the first one first."""
    rows = connection.execute(select(delivery_attempts).where(delivery_attempts.c.delivery_id == delivery).order_by(delivery_attempts.c.id))
    return [Attempt(row.at, DeliveryState(row.state), row.reason, row.ref) for row in rows]


def counts(connection: Connection) -> dict[DeliveryState, int]:
    """Count the deliveries in every state that any is in."""
    rows = connection.execute(select(deliveries.c.state, func.count()).group_by(deliveries.c.state))
    return {DeliveryState(state): number for state, number in rows}


def oldest_due(connection: Connection) -> datetime | None:
    """Tell since when, or from when, the foremost delivery is due; None if none is."""
    found: datetime | None = connection.scalar(select(func.min(deliveries.c.due_at)).where(deliveries.c.state == DeliveryState.DUE))
    return found


def waiting_for(connection: Connection, account: str, now: datetime) -> int:
    """Count what is due and would leave by an account."""
    waits = and_(
        deliveries.c.account == account, deliveries.c.state.in_([DeliveryState.DUE, DeliveryState.SENDING]), deliveries.c.due_at <= now
    )
    return connection.scalar(select(func.count()).select_from(deliveries).where(waits)) or 0


def may_be_read(connection: Connection, message: MessageId) -> bool:
    """Tell whether a message left for any of its addresses, or may have."""
    has_left = deliveries.c.state.in_([DeliveryState.SENT, DeliveryState.UNKNOWN])
    is_in_air = and_(deliveries.c.state == DeliveryState.SENDING, deliveries.c.handed_over)
    asked = select(deliveries.c.id).where(deliveries.c.message_id == message, or_(has_left, is_in_air, deliveries.c.lost_replies > 0))
    return connection.scalar(asked.limit(1)) is not None


def is_being_sent(connection: Connection, message: MessageId) -> bool:
    """Tell whether a message is on its way to any of its addresses, in words that may be written already."""
    on_its_way = select(deliveries.c.id).where(deliveries.c.message_id == message, deliveries.c.state == DeliveryState.SENDING)
    return connection.scalar(on_its_way.limit(1)) is not None


def may_leave(connection: Connection, message: MessageId) -> bool:
    """Tell whether a message waits to leave for any of its addresses, or is on its way."""
    waits = deliveries.c.state.in_([DeliveryState.DUE, DeliveryState.HELD, DeliveryState.SENDING])
    return connection.scalar(select(deliveries.c.id).where(deliveries.c.message_id == message, waits).limit(1)) is not None


def posted(connection: Connection, ids: Sequence[int]) -> list[Posted]:
    """Read these deliveries, the newest first."""
    carried = select(func.count()).where(message_claims.c.message_id == messages.c.id).correlate(messages).scalar_subquery()
    statement = (
        select(deliveries, messages.c.recipient, messages.c.kind, messages.c.body, items.c.title, carried.label("carried"))
        .join_from(deliveries, messages, messages.c.id == deliveries.c.message_id)
        .outerjoin(stories, stories.c.id == messages.c.story_id)
        .outerjoin(items, items.c.id == stories.c.lead_item_id)
        .where(deliveries.c.id.in_(ids))
        .order_by(deliveries.c.id.desc())
    )
    return [_posted(row) for row in connection.execute(statement)]


def _posted(row: Row[Any]) -> Posted:
    state = DeliveryState(row.state)
    return Posted(
        id=DeliveryId(row.id),
        key=row.key,
        message=MessageId(row.message_id),
        recipient=RecipientKey(row.recipient),
        kind=row.kind,
        subject=_subject(row),
        channel=row.channel,
        label=row.label,
        state=state,
        due_at=row.due_at if row.not_before is None else max(row.due_at, row.not_before),
        sent_at=row.settled_at if state is DeliveryState.SENT else None,
        attempts=row.attempts,
        remote_ref=row.remote_ref,
        last_error=row.held_because or row.last_error,
        held_because=row.held_because,
    )


def _subject(row: Row[Any]) -> str:
    """Say in a line what a message is about: its own title, the story's first headline, or how much a digest holds."""
    if row.body and isinstance(row.body.get("title"), str):
        return str(row.body["title"])
    if row.kind == "digest":
        return f"digest of {row.carried} {'entry' if row.carried == 1 else 'entries'}"
    return str(row.title or row.kind)
