"""Rows of the outbox: one delivery for each address of a recipient, under a key that no retry changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.model import Cause, DeliveryId, DeliveryState, MessageId, RecipientKey, digest
from monitor.store import claims, deliveries

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.daemon.live import Live


@dataclass(frozen=True, slots=True)
class Post:
    """A message for the outbox. `about` tells it from every other message decided at the same moment.

    One `in_threads_alone` says nothing but what a thread takes, and goes to the addresses that have threads.
    """

    message: MessageId
    recipient: RecipientKey
    about: tuple[str, ...]
    due_at: datetime
    in_threads_alone: bool = False


def post(connection: Connection, live: Live, item: Post, now: datetime) -> None:
    """Put a message into the outbox for every address of its recipient.

    The key is made of what the message is about and of the moment it was decided, so that a database made anew never reuses one.
    A message that gathers more goes to the addresses that its recipient has had since, too; not twice to any.
    """
    known = deliveries.addresses(connection, item.message)
    rows = [
        deliveries.NewDelivery(
            message=item.message,
            key=digest(*item.about, item.recipient, address.label, now.isoformat(), str(item.message)).hex(),
            channel=address.channel,
            account=address.sender or address.label,
            address=text,
            label=address.label,
            due_at=item.due_at,
        )
        for text, address in zip(live.settings.recipients[item.recipient].to, live.addresses[item.recipient], strict=True)
        if text not in known and (address.has_threads or not item.in_threads_alone)
    ]
    deliveries.create(connection, rows)


def readdress(connection: Connection, live: Live, now: datetime) -> list[DeliveryId]:
    """Bring what waits for its first try in line with the recipients' addresses: give up what left, add what came.

    Returns:
        What was given up because its address is no longer the recipient's.
    """
    waiting = deliveries.untried(connection)
    addresses = {key: set(recipient.to) for key, recipient in live.settings.recipients.items()}
    left = [row.id for row in waiting if row.recipient in addresses and row.address not in addresses[row.recipient]]
    deliveries.give_up(connection, left, "its address is no longer the recipient's", now)
    due = {row.message: row for row in waiting if row.recipient in addresses and row.state is DeliveryState.DUE}
    lists = claims.of_nothing_else(connection, list(due), Cause.LISTED)
    for message, row in due.items():
        post(connection, live, Post(message, row.recipient, ("readdressed",), row.due_at, in_threads_alone=message in lists), now)
    return left
