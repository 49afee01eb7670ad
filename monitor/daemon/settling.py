"""How a try ended is written down, with all that follows from it: for the letter, its account, its address and the operator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.alerts.notice import not_delivered
from monitor.daemon import accounts, conditions
from monitor.model import DeliveryState
from monitor.store import deliveries

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.daemon.fates import Fate
    from monitor.daemon.live import Live
    from monitor.store.deliveries import DeliveryRow


def settle(connection: Connection, live: Live, row: DeliveryRow, fate: Fate, now: datetime) -> None:
    """Write down how a try ended, in one transaction with what the operator is told of it."""
    if fate.is_moot:
        deliveries.withdraw(connection, row.id)
        return
    deliveries.settle(
        connection,
        row.id,
        state=fate.state,
        at=now,
        reason=fate.reason,
        ref=fate.ref,
        thread=fate.thread,
        due_at=_again_at(connection, row, fate, now),
        lost=fate.is_lost,
        counts=fate.trouble is None,
    )
    if fate.state is DeliveryState.SENT:
        accounts.note_success(connection, live, row.account, row.address, now)
    if fate.trouble is not None:
        accounts.note_trouble(connection, live, row.account, fate.trouble, now)
    if fate.tells_operator:
        _report(connection, live, row, fate, now)
    if fate.is_refused_there:
        accounts.note_refusal(connection, live, row.address, row.label, fate.reason or "nothing", now)


def _again_at(connection: Connection, row: DeliveryRow, fate: Fate, now: datetime) -> datetime | None:
    """Tell when a letter is tried again: not before those that wait before it at its address."""
    if fate.due_at is None:
        return None
    return max(fate.due_at, deliveries.waits_until(connection, row.id) or now)


def _report(connection: Connection, live: Live, row: DeliveryRow, fate: Fate, now: datetime) -> None:
    if row.recipient == live.settings.operator and row.kind == "notice":
        return  # a notice about a notice would chase its own tail; `status` and the log show it
    conditions.tell_operator(connection, live, not_delivered(row.label, row.id, fate.state, fate.reason or "nothing"), now)
