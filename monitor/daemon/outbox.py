"""Rows of the outbox: one delivery for each address of a recipient, under a key that no retry changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.model import MessageId, RecipientKey, digest
from monitor.store import deliveries

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.daemon.live import Live


def post(  # noqa: PLR0913 a row of the outbox says all of this
    connection: Connection, live: Live, message: MessageId, recipient: RecipientKey, stem: Sequence[str], due_at: datetime, now: datetime
) -> None:
    """Put a message into the outbox for every address of its recipient.

    The key is made of what the message is about and of the moment it was decided, so that a database made anew never reuses one.
    """
    rows = [
        deliveries.NewDelivery(
            message=message,
            key=digest(*stem, recipient, address.label, now.isoformat(), str(message)).hex(),
            channel=address.channel,
            address=text,
            label=address.label,
            due_at=due_at,
        )
        for text, address in zip(live.settings.recipients[recipient].to, live.addresses[recipient], strict=True)
    ]
    deliveries.create(connection, rows)
