"""Rows of the outbox: one delivery for each address of a recipient, under a key that no retry changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.model import MessageId, RecipientKey, digest
from monitor.store import deliveries

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.daemon.live import Live


@dataclass(frozen=True, slots=True)
class Post:
    """A message for the outbox. `about` tells it from every other message decided at the same moment."""

    message: MessageId
    recipient: RecipientKey
    about: tuple[str, ...]
    due_at: datetime


def post(connection: Connection, live: Live, item: Post, now: datetime) -> None:
    """Put a message into the outbox for every address of its recipient.

    The key is made of what the message is about and of the moment it was decided, so that a database made anew never reuses one.
    """
    rows = [
        deliveries.NewDelivery(
            message=item.message,
            key=digest(*item.about, item.recipient, address.label, now.isoformat(), str(item.message)).hex(),
            channel=address.channel,
            address=text,
            label=address.label,
            due_at=item.due_at,
        )
        for text, address in zip(live.settings.recipients[item.recipient].to, live.addresses[item.recipient], strict=True)
    ]
    deliveries.create(connection, rows)
