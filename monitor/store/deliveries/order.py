"""Who leaves before whom: at one address as they became due, within a thread without exception.

One letter is in the air to an address at a time. A younger one waits while an older one waits for its second try, or an outage would
shuffle them: but not for long, as what a server does not take now may be the letter's own fault. Within a thread it waits until the
older one has left or has failed for good, for a reply makes no sense before what it replies to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select, tuple_

from monitor.model import DeliveryState
from monitor.store.tables import deliveries, failing_accounts, messages

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Tuple
    from sqlalchemy.sql.selectable import FromClause

PATIENCE = 3  # tries of an older letter that others at its address wait for: two minutes about

ELDER, _ELDERS = deliveries.alias("elder"), messages.alias("elders")
_STUCK, _STUCKS = deliveries.alias("stuck"), messages.alias("stucks")
_ROOT = deliveries.alias("root")
_BUSY = (DeliveryState.DUE, DeliveryState.SENDING)


def may_leave(row: FromClause, message: FromClause, now: datetime) -> ColumnElement[bool]:
    """Tell whether a letter that is due is the next one at its address."""
    return and_(~_has_elder(row, message, now), ~_waits_for_root(row, message, now))


def rests(row: FromClause, now: datetime) -> ColumnElement[bool]:
    """Tell whether the account of a letter rests."""
    return select(failing_accounts.c.id).where(failing_accounts.c.account == row.c.account, failing_accounts.c.rests_until > now).exists()


def elders_of(row: FromClause) -> ColumnElement[bool]:
    """Tell what stands before a letter at the same address, whatever its thread."""
    return and_(_is_at_the_address_of(ELDER, row), ELDER.c.state.in_(_BUSY), _place(ELDER) < _place(row))


def _has_elder(row: FromClause, message: FromClause, now: datetime) -> ColumnElement[bool]:
    is_of_the_thread = and_(_thread(_ELDERS) == _thread(message), message.c.replies_to.is_not(None))
    blocks = or_(
        ELDER.c.state == DeliveryState.SENDING,
        is_of_the_thread,
        and_(~_is_passed_over(now), ~_waits_for_root(ELDER, _ELDERS, now)),
    )
    elder = select(ELDER.c.id).join(_ELDERS, _ELDERS.c.id == ELDER.c.message_id).where(elders_of(row), blocks)
    return elder.correlate(row, message).exists()


def _is_passed_over(now: datetime) -> ColumnElement[bool]:
    """Tell whether others need not wait for the elder: it, or one of its thread before it, was tried often enough, and waits."""
    stuck = (
        select(_STUCK.c.id)
        .join(_STUCKS, _STUCKS.c.id == _STUCK.c.message_id)
        .where(
            _is_at_the_address_of(_STUCK, ELDER),
            _STUCK.c.state == DeliveryState.DUE,
            _STUCK.c.not_before > now,
            _STUCK.c.attempts >= PATIENCE,
            _thread(_STUCKS) == _thread(_ELDERS),
            _place(_STUCK) <= _place(ELDER),
        )
    )
    return stuck.correlate(ELDER, _ELDERS).exists()


def _waits_for_root(row: FromClause, message: FromClause, now: datetime) -> ColumnElement[bool]:
    """Tell whether a reply became due before the message that it replies to, and that one is on its way now.

    It lets that one pass, and stands in nobody's way. What is held for a later hour is not waited for.
    """
    is_on_its_way = or_(_ROOT.c.state == DeliveryState.SENDING, and_(_ROOT.c.state == DeliveryState.DUE, _ROOT.c.due_at <= now))
    root = select(_ROOT.c.id).where(
        _ROOT.c.message_id == message.c.replies_to, _is_at_the_address_of(_ROOT, row), is_on_its_way, _place(_ROOT) > _place(row)
    )
    return root.correlate(row, message).exists()


def _is_at_the_address_of(one: FromClause, other: FromClause) -> ColumnElement[bool]:
    return and_(one.c.address == other.c.address, one.c.account == other.c.account)


def _thread(message: FromClause) -> ColumnElement[int]:
    return func.coalesce(message.c.replies_to, message.c.id)


def _place(row: FromClause) -> Tuple:
    return tuple_(row.c.due_at, row.c.id)
