"""Steer the outbox: hold, release, retry, give up, and bring it in line with a clock or with settings that changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, case, delete, or_, select, update

from monitor.model import DeliveryId, DeliveryState, MessageId, RecipientKey
from monitor.store.deliveries.look import Posted, posted
from monitor.store.tables import deliveries, delivery_attempts, messages
from monitor.store.upsert import chunks

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime, timedelta

    from sqlalchemy import ColumnElement, Connection


@dataclass(frozen=True, slots=True)
class Untried:
    """A delivery that waits for its first try, or that a disabled address holds."""

    id: DeliveryId
    message: MessageId
    recipient: RecipientKey
    kind: str
    address: str
    due_at: datetime
    state: DeliveryState
    held_because: str | None = None


_FAILED = [DeliveryState.DEAD, DeliveryState.REJECTED, DeliveryState.UNKNOWN]
_WAITING = [DeliveryState.DUE, DeliveryState.HELD]
_LEFT = "its address is no longer the recipient's"
_ANEW = {
    "state": DeliveryState.DUE,
    "attempts": 0,
    "lost_replies": 0,
    "first_tried_at": None,
    "not_before": None,
    "settled_at": None,
    "held_because": None,
}
_state, _due_at, _lease_until = deliveries.c.state, deliveries.c.due_at, deliveries.c.lease_until


def retry(connection: Connection, ids: Sequence[DeliveryId] | Sequence[int] | None, now: datetime) -> int:
    """Make failed deliveries due again, as if never tried: these, or all of them for None; return how many."""
    anew = _ANEW | {"due_at": now}
    if ids is None:
        return _change(connection, _state.in_(_FAILED), anew)
    return sum(_change(connection, and_(_state.in_(_FAILED), deliveries.c.id.in_(some)), anew) for some in chunks(list(ids)))


def hasten(connection: Connection, message: MessageId, due_at: datetime) -> int:
    """Let a message leave at `due_at` where it would wait longer; return how many of its deliveries that moved."""
    waits_longer = and_(deliveries.c.message_id == message, _state == DeliveryState.DUE, deliveries.c.attempts == 0, _due_at > due_at)
    return _change(connection, waits_longer, {"due_at": due_at})


def move(connection: Connection, message: MessageId, *, due_at: datetime, to: datetime) -> int:
    """Let a message that was not tried yet leave at another time than `due_at`; return how many of its deliveries were to leave then."""
    was_to_leave = and_(deliveries.c.message_id == message, _state == DeliveryState.DUE, deliveries.c.attempts == 0, _due_at == due_at)
    return _change(connection, was_to_leave, {"due_at": to})


def hold_before(connection: Connection, instant: datetime) -> int:
    """Hold what was due by an instant, or on its way: after a restore nobody knows whether it left; return how many."""
    was_due = or_(and_(_state == DeliveryState.DUE, _due_at <= instant), _state == DeliveryState.SENDING)
    lost = deliveries.c.lost_replies + case((and_(_state == DeliveryState.SENDING, deliveries.c.handed_over), 1), else_=0)
    return _change(connection, was_due, {"state": DeliveryState.HELD, "lease_until": None, "lost_replies": lost})


def release_held(connection: Connection, now: datetime) -> int:
    """Make what a restore holds due, at once or at its later hour; return how many."""
    later = case((_due_at > now, _due_at), else_=bindparam("now", now, _due_at.type))
    return _change(connection, _is_held_for_a_restore(), {"state": DeliveryState.DUE, "due_at": later})


def drop_held(connection: Connection, now: datetime | None = None) -> int:
    """Give up what a restore holds; return how many. `retry` brings it back."""
    dropped = {"state": DeliveryState.DEAD, "last_error": "held, then dropped by hand", "settled_at": now}
    return _change(connection, _is_held_for_a_restore(), dropped)


def _is_held_for_a_restore() -> ColumnElement[bool]:
    return and_(_state == DeliveryState.HELD, deliveries.c.held_because.is_(None))


def release_address(connection: Connection, address: str, since: datetime) -> int:
    """Let everything leave that a disabled address holds, in its place, and what it has refused since; return how many."""
    held = and_(deliveries.c.address == address, _state == DeliveryState.HELD, deliveries.c.held_because.is_not(None))
    refused = and_(deliveries.c.address == address, _state == DeliveryState.REJECTED, deliveries.c.settled_at >= since)
    return _change(connection, or_(held, refused), _ANEW)


def gone(connection: Connection, recipients_live: Collection[RecipientKey] | Collection[str], now: datetime) -> list[Posted]:
    """Give up what waits for recipients who left the settings; return it, for the operator."""
    absent = select(messages.c.id).where(messages.c.recipient.not_in(list(recipients_live)))
    waits = or_(_state.in_(_WAITING), and_(_state == DeliveryState.SENDING, _lease_until <= now))
    statement = (
        update(deliveries)
        .where(waits, deliveries.c.message_id.in_(absent))
        .values(state=DeliveryState.DEAD, lease_until=None, settled_at=now, last_error="its recipient is no longer in the settings")
    )
    return posted(connection, connection.scalars(statement.returning(deliveries.c.id)).all())


def untried(connection: Connection) -> list[Untried]:
    """List what waits and was not tried yet, held or due, with its recipient; and what a disabled address holds, tried before or not."""
    is_for_no_try = or_(deliveries.c.attempts == 0, and_(_state == DeliveryState.HELD, deliveries.c.held_because.is_not(None)))
    rows = connection.execute(
        select(
            *(deliveries.c.id, deliveries.c.message_id, deliveries.c.address, _due_at, _state, deliveries.c.held_because),
            *(messages.c.recipient, messages.c.kind),
        )
        .join_from(deliveries, messages, messages.c.id == deliveries.c.message_id)
        .where(_state.in_(_WAITING), is_for_no_try)
        .order_by(deliveries.c.id)
    )
    return [
        Untried(
            DeliveryId(row.id),
            MessageId(row.message_id),
            RecipientKey(row.recipient),
            row.kind,
            row.address,
            row.due_at,
            DeliveryState(row.state),
            row.held_because,
        )
        for row in rows
    ]


def give_up(connection: Connection, ids: Sequence[DeliveryId], now: datetime) -> int:
    """Give up deliveries that wait, and whose address is no longer their recipient's; return how many. `retry` brings them back."""
    values = {"state": DeliveryState.DEAD, "last_error": _LEFT, "settled_at": now}
    return sum(_change(connection, and_(_state.in_(_WAITING), deliveries.c.id.in_(some)), values) for some in chunks(list(ids)))


def withdraw(connection: Connection, delivery: DeliveryId) -> None:
    """Take a delivery out of the outbox, tries and all: its message has nothing to say any more."""
    connection.execute(delete(delivery_attempts).where(delivery_attempts.c.delivery_id == delivery))
    connection.execute(delete(deliveries).where(deliveries.c.id == delivery))


def addresses(connection: Connection, message: MessageId) -> dict[str, DeliveryId | None]:
    """Tell to which addresses a message goes or went, as the settings had them; of one that left before, which delivery was given up."""
    has_left = and_(_state == DeliveryState.DEAD, deliveries.c.last_error == _LEFT)
    statement = select(deliveries.c.address, case((has_left, deliveries.c.id))).where(deliveries.c.message_id == message)
    return {address: None if left is None else DeliveryId(left) for address, left in connection.execute(statement)}


def take_up(connection: Connection, delivery: DeliveryId, due_at: datetime) -> None:
    """Let a delivery leave after all whose address came back."""
    _change(connection, deliveries.c.id == delivery, {**_ANEW, "due_at": due_at, "last_error": None})


def lapse_all(connection: Connection, now: datetime) -> int:
    """End every claim: whoever made them is gone, so their replies are lost; return how many."""
    return _change(connection, and_(_state == DeliveryState.SENDING, _lease_until > now), {"lease_until": now})


def shift(connection: Connection, moved: timedelta) -> None:
    """Move what was worked out from the present by a jump of the clock: second tries, claims, messages due at once.

    A digest not yet tried keeps its hour: that is the hour people asked for.
    """
    was_reckoned = or_(_state == DeliveryState.SENDING, deliveries.c.attempts > 0, messages.c.kind != "digest")
    rows = connection.execute(
        select(deliveries.c.id, _due_at, _lease_until, deliveries.c.not_before)
        .join(messages, messages.c.id == deliveries.c.message_id)
        .where(_state.in_([*_WAITING, DeliveryState.SENDING]), was_reckoned)
    ).all()
    statement = update(deliveries).where(deliveries.c.id == bindparam("row"))
    statement = statement.values(due_at=bindparam("due"), lease_until=bindparam("lease"), not_before=bindparam("again"))
    values = [
        {
            "row": row.id,
            "due": row.due_at + moved,
            "lease": row.lease_until and row.lease_until + moved,
            "again": row.not_before and row.not_before + moved,
        }
        for row in rows
    ]
    if values:
        connection.execute(statement, values)


def _change(connection: Connection, condition: ColumnElement[bool], values: dict[str, Any]) -> int:
    return connection.execute(update(deliveries).where(condition).values(**values)).rowcount
