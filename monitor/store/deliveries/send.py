"""The way of a delivery: put into the outbox, claimed for a try, settled by what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, or_, select, update

from monitor.model import DeliveryId, DeliveryState, MessageId, RecipientKey
from monitor.store.tables import deliveries, delivery_attempts, messages

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

    from sqlalchemy import ColumnElement, Connection, Row, Select

_OVER = frozenset({DeliveryState.SENT, DeliveryState.UNKNOWN, DeliveryState.REJECTED, DeliveryState.DEAD})


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A message for one address. `key` is the same on every try; `address` is as the settings have it, `label` bears no secret.

    `account` is what sends it: letters of one account leave one after another, those of another do not wait for them.
    """

    message: MessageId
    key: str
    channel: str
    account: str
    address: str
    label: str
    due_at: datetime
    state: DeliveryState = DeliveryState.DUE


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A delivery claimed for a try. `attempts` counts this one too; `thread` is what a reply at this address refers to."""

    id: DeliveryId
    key: str
    message: MessageId
    recipient: RecipientKey
    kind: str
    channel: str
    account: str
    address: str
    label: str
    attempts: int
    lost_replies: int
    first_tried_at: datetime
    thread: str | None

    @property
    def reply_lost(self) -> bool:
        """Whether an earlier try may have arrived: whoever made it never said how it ended."""
        return self.lost_replies > 0


def create(connection: Connection, rows: Sequence[NewDelivery]) -> None:
    """Put deliveries into the outbox."""
    if rows:
        connection.execute(deliveries.insert(), [_columns(row) for row in rows])


def due_accounts(connection: Connection, now: datetime) -> list[tuple[str, str]]:
    """List the accounts that have something to send, as (channel, account)."""
    rows = connection.execute(_ready(now, None).with_only_columns(_READY.c.channel, _READY.c.account).order_by(None).distinct())
    return sorted((row.channel, row.account) for row in rows)


def claim_due(  # noqa: PLR0913 each is a condition of the claim
    connection: Connection,
    now: datetime,
    lease: timedelta,
    limit: int,
    *,
    channel: str | None = None,
    account: str | None = None,
) -> list[DeliveryRow]:
    """Claim deliveries for a try, of one channel and account or of all: those due, and those whose claim lapsed; the longest due first.

    A reply waits while the message that it replies to is on its way to the same address, so that it can refer to it;
    it does not wait for one that is held for a later hour.
    """
    ready = _ready(now, channel, account).limit(limit)
    if connection.dialect.name == "postgresql":
        ready = ready.with_for_update(skip_locked=True, of=_READY)
    was_in_air = and_(deliveries.c.state == DeliveryState.SENDING, deliveries.c.handed_over)
    lapsed = case((was_in_air, 1), else_=0)
    statement = (
        update(deliveries)
        .where(deliveries.c.id.in_(ready))
        .values(
            state=DeliveryState.SENDING,
            lease_until=now + lease,
            first_tried_at=func.coalesce(deliveries.c.first_tried_at, now),
            attempts=deliveries.c.attempts + 1,
            handed_over=False,
            lost_replies=deliveries.c.lost_replies + lapsed,
        )
    )
    claimed = connection.scalars(statement.returning(deliveries.c.id)).all()
    return _rows(connection, claimed)


def hand_over(connection: Connection, id: DeliveryId) -> None:  # noqa: A002 the column's name
    """Note that a claimed delivery is about to leave: if nobody settles it now, its reply is lost; before this, nothing is."""
    connection.execute(update(deliveries).where(deliveries.c.id == id).values(handed_over=True))


def settle(  # noqa: PLR0913 an attempt has these outcomes
    connection: Connection,
    id: DeliveryId,  # noqa: A002 the column's name
    *,
    state: DeliveryState,
    at: datetime,
    reason: str | None = None,
    ref: str | None = None,
    thread: str | None = None,
    due_at: datetime | None = None,
    lost: bool = False,
) -> bool:
    """Write down how a try ended; False if the delivery was known to be sent already, which nothing undoes.

    Args:
        connection: within a transaction.
        id: the delivery.
        state: due for another try, or sent, unknown, rejected, dead.
        at: when the try ended.
        reason: what went wrong, for people.
        ref: the remote id.
        thread: what a later reply refers to.
        due_at: when to try again; as before if not given.
        lost: whether nobody knows if this try arrived.
    """
    connection.execute(delivery_attempts.insert().values(delivery_id=id, at=at, state=state, reason=reason, ref=ref))
    changed: dict[str, Any] = {"state": state, "lease_until": None, "last_error": reason, "settled_at": at if state in _OVER else None}
    changed |= {"lost_replies": deliveries.c.lost_replies + 1} if lost else {}
    changed |= {name: value for name, value in (("remote_ref", ref), ("thread_ref", thread), ("due_at", due_at)) if value is not None}
    statement = update(deliveries).where(deliveries.c.id == id, deliveries.c.state != DeliveryState.SENT).values(**changed)
    return connection.execute(statement).rowcount > 0


_READY = deliveries.alias("ready")
_FIRST = deliveries.alias("first")


def _ready(now: datetime, channel: str | None, account: str | None = None) -> Select[Any]:
    is_due = and_(_READY.c.state == DeliveryState.DUE, _READY.c.due_at <= now)
    is_lapsed = and_(_READY.c.state == DeliveryState.SENDING, _READY.c.lease_until <= now)
    statement = (
        select(_READY.c.id)
        .join(messages, messages.c.id == _READY.c.message_id)
        .where(or_(is_due, is_lapsed), ~_waits_for_first(now))
        .order_by(_READY.c.due_at, _READY.c.id)
    )
    statement = statement if channel is None else statement.where(_READY.c.channel == channel)
    return statement if account is None else statement.where(_READY.c.account == account)


def _waits_for_first(now: datetime) -> ColumnElement[bool]:
    """Tell whether the message that this one replies to is on its way to the same address."""
    on_its_way = or_(
        _FIRST.c.state == DeliveryState.SENDING,
        and_(_FIRST.c.state == DeliveryState.DUE, or_(_FIRST.c.due_at <= now, _FIRST.c.attempts > 0)),
    )
    same = and_(_FIRST.c.message_id == messages.c.replies_to, _FIRST.c.address == _READY.c.address)
    return select(_FIRST.c.id).where(same, on_its_way).correlate(messages, _READY).exists()


def _rows(connection: Connection, ids: Sequence[int]) -> list[DeliveryRow]:
    """Read claimed deliveries, each with the thread of the message it replies to."""
    sent = and_(
        _FIRST.c.message_id == messages.c.replies_to, _FIRST.c.address == deliveries.c.address, _FIRST.c.state == DeliveryState.SENT
    )
    statement = (
        select(deliveries, messages.c.recipient, messages.c.kind, _FIRST.c.thread_ref.label("first_thread"))
        .join_from(deliveries, messages, messages.c.id == deliveries.c.message_id)
        .outerjoin(_FIRST, sent)
        .where(deliveries.c.id.in_(ids))
        .order_by(deliveries.c.due_at, deliveries.c.id)
    )
    return list({row.id: _row(row) for row in connection.execute(statement)}.values())


def _row(row: Row[Any]) -> DeliveryRow:
    return DeliveryRow(
        id=DeliveryId(row.id),
        key=row.key,
        message=MessageId(row.message_id),
        recipient=RecipientKey(row.recipient),
        kind=row.kind,
        channel=row.channel,
        account=row.account,
        address=row.address,
        label=row.label,
        attempts=row.attempts,
        lost_replies=row.lost_replies,
        first_tried_at=row.first_tried_at,
        thread=row.first_thread,
    )


def _columns(row: NewDelivery) -> dict[str, Any]:
    return {
        "message_id": row.message,
        "key": row.key,
        "channel": row.channel,
        "account": row.account,
        "address": row.address,
        "label": row.label,
        "due_at": row.due_at,
        "state": row.state,
    }
