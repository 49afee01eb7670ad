"""The way of a delivery: put into the outbox, claimed for a try, settled by what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, or_, select, update

from monitor.model import DeliveryId, DeliveryState, MessageId, RecipientKey
from monitor.store.deliveries import order
from monitor.store.tables import deliveries, delivery_attempts, failing_accounts, messages, refused_addresses

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
    """List the accounts that have something to send and do not rest, as (channel, account)."""
    is_lapsed = and_(_READY.c.state == DeliveryState.SENDING, _READY.c.lease_until <= now)
    statement = select(_READY.c.channel, _READY.c.account).where(or_(_is_due(now), is_lapsed), ~order.rests(_READY, now)).distinct()
    return sorted((row.channel, row.account) for row in connection.execute(statement))


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

    Of one address the foremost alone: `order` says which that is. Of an account that failed the last time a single one, and none
    while it rests. What is due at a disabled address is held instead.
    """
    _end_lapsed(connection, now)
    _hold_refused(connection, now)
    if account is not None and connection.scalar(select(failing_accounts.c.id).where(failing_accounts.c.account == account)):
        limit = 1
    ready = _ready(now, channel, account).limit(limit)
    if connection.dialect.name == "postgresql":
        ready = ready.with_for_update(skip_locked=True, of=_READY)
    statement = (
        update(deliveries)
        .where(deliveries.c.id.in_(ready))
        .values(
            state=DeliveryState.SENDING,
            lease_until=now + lease,
            first_tried_at=func.coalesce(deliveries.c.first_tried_at, now),
            attempts=deliveries.c.attempts + 1,
            handed_over=False,
        )
    )
    claimed = connection.scalars(statement.returning(deliveries.c.id)).all()
    return _rows(connection, claimed)


def give_back(connection: Connection, row: DeliveryRow) -> bool:
    """Let go of a claim that nothing came of, as if it had not been made; False if it is somebody else's by now, or left."""
    is_mine = and_(_is_claim_of(row.id, row.attempts), deliveries.c.handed_over.is_(False))
    changed = _UNCOUNTED | {"state": DeliveryState.DUE, "lease_until": None}
    return connection.execute(update(deliveries).where(is_mine).values(**changed)).rowcount > 0


def hand_over(connection: Connection, id: DeliveryId, lease_until: datetime | None = None, attempts: int | None = None) -> bool:  # noqa: A002 the column's name
    """Note that a claimed delivery is about to leave: if nobody settles it now, its reply is lost; before this, nothing is.

    Args:
        connection: within a transaction.
        id: the delivery.
        lease_until: until when the claim holds from now on; as before if not given.
        attempts: the number that the try had when it was claimed.

    Returns:
        False if somebody else claimed it meanwhile, so that it must not leave.
    """
    changed = {"handed_over": True} | ({} if lease_until is None else {"lease_until": lease_until})
    return connection.execute(update(deliveries).where(_is_claim_of(id, attempts)).values(**changed)).rowcount > 0


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
    counts: bool = True,
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
        due_at: when to try again at the earliest; it keeps its place in the order of its address.
        lost: whether nobody knows if this try arrived.
        counts: whether it was a try of this letter; where the account itself failed, none was.
    """
    connection.execute(delivery_attempts.insert().values(delivery_id=id, at=at, state=state, reason=reason, ref=ref))
    changed: dict[str, Any] = {"state": state, "lease_until": None, "last_error": reason, "settled_at": at if state in _OVER else None}
    changed |= {"lost_replies": deliveries.c.lost_replies + 1} if lost else {}
    changed |= {name: value for name, value in (("remote_ref", ref), ("thread_ref", thread)) if value is not None}
    changed |= {"not_before": due_at} | ({} if counts else _UNCOUNTED)
    statement = update(deliveries).where(deliveries.c.id == id, deliveries.c.state != DeliveryState.SENT).values(**changed)
    return connection.execute(statement).rowcount > 0


def waits_until(connection: Connection, id: DeliveryId) -> datetime | None:  # noqa: A002 the column's name
    """Tell until when the letters before this one at its address wait for their next try; None if none of them waits.

    A letter that fails while others wait before it fares as they do: it is tried after them, or an outage would turn them round.
    """
    elders = select(func.max(order.ELDER.c.not_before)).where(
        _READY.c.id == id, order.elders_of(_READY), order.ELDER.c.state == DeliveryState.DUE
    )
    found: datetime | None = connection.scalar(elders)
    return found


_READY = deliveries.alias("letter")
_FIRST = deliveries.alias("first")
_UNCOUNTED: dict[str, Any] = {
    "attempts": case((deliveries.c.attempts > 0, deliveries.c.attempts - 1), else_=0),
    "first_tried_at": None,  # three days are counted from a try that an account was there for
}
NOT_WRITTEN_DOWN = "nobody wrote down how this try ended; it may have arrived"


def _is_claim_of(id: DeliveryId, attempts: int | None) -> ColumnElement[bool]:  # noqa: A002 the column's name
    is_claimed = and_(deliveries.c.id == id, deliveries.c.state == DeliveryState.SENDING)
    return is_claimed if attempts is None else and_(is_claimed, deliveries.c.attempts == attempts)


def _is_due(now: datetime) -> ColumnElement[bool]:
    return and_(_READY.c.state == DeliveryState.DUE, _READY.c.due_at <= now, or_(_READY.c.not_before.is_(None), _READY.c.not_before <= now))


def _ready(now: datetime, channel: str | None, account: str | None = None) -> Select[Any]:
    statement = (
        select(_READY.c.id)
        .join(messages, messages.c.id == _READY.c.message_id)
        .where(_is_due(now), ~order.rests(_READY, now), order.may_leave(_READY, messages, now))
        .order_by(_READY.c.due_at, _READY.c.id)
    )
    statement = statement if channel is None else statement.where(_READY.c.channel == channel)
    return statement if account is None else statement.where(_READY.c.account == account)


def _end_lapsed(connection: Connection, now: datetime) -> None:
    """Make due again what was claimed by somebody who is gone; what had left by then may have arrived."""
    is_lapsed = and_(deliveries.c.state == DeliveryState.SENDING, deliveries.c.lease_until <= now)
    may_have_left = connection.scalars(select(deliveries.c.id).where(is_lapsed, deliveries.c.handed_over)).all()
    lost = case((deliveries.c.handed_over, 1), else_=0)
    changed = {"state": DeliveryState.DUE, "lease_until": None, "handed_over": False, "lost_replies": deliveries.c.lost_replies + lost}
    connection.execute(update(deliveries).where(is_lapsed).values(**changed))
    if may_have_left:
        tries = [{"delivery_id": row, "at": now, "state": DeliveryState.UNKNOWN, "reason": NOT_WRITTEN_DOWN} for row in may_have_left]
        connection.execute(delivery_attempts.insert(), tries)


def _hold_refused(connection: Connection, now: datetime) -> None:
    """Hold what is due at a disabled address, and say why."""
    disabled = select(refused_addresses.c.address, refused_addresses.c.reason).where(refused_addresses.c.disabled_at.is_not(None))
    for row in connection.execute(disabled):
        is_due = and_(deliveries.c.address == row.address, deliveries.c.state == DeliveryState.DUE, deliveries.c.due_at <= now)
        because = f"its address is disabled: {row.reason}"
        connection.execute(update(deliveries).where(is_due).values(state=DeliveryState.HELD, held_because=because))


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
