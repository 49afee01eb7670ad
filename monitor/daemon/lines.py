"""Another report of a told story, listed in the message that still waits to tell of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.model import Cause
from monitor.store import claims, messages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from monitor.alerts.plan import Planned
    from monitor.model import ItemId, MessageId
    from monitor.store.claims import ClaimRow


def detail(because: str) -> dict[str, object]:
    """Say of an item that its claim lists it, and why it was folded."""
    return {"folded": because}


def fold(connection: Connection, made: Sequence[ClaimRow], item: ItemId, line: Planned, because: str) -> MessageId | None:
    """Let a claim of a waiting message take a line in; return the message, or None where none waits.

    It is a claim that tells of something for itself, on a watch that is in the item too: if that watch is called off or removed, the line
    goes with what it belongs to.

    Args:
        connection: within the items' transaction.
        made: the claims that stand on the story.
        item: what is listed.
        line: to whom, and by which watches it was found.
        because: why it was folded, for people.
    """
    mine = [row for row in made if row.recipient == line.recipient and row.watch in line.found_by and row.message is not None]
    begun = {row.watch: row.id for row in reversed(mine) if row.cause is Cause.FIRST}  # a younger one says nothing after a merge
    mine = [row for row in mine if row.cause is Cause.UPDATE or row.id == begun.get(row.watch)]
    told = claims.told_items(connection, [row.id for row in mine])
    telling = [row for row in mine if not all(told.get(row.id, {}).values())]
    message = messages.open_among(connection, line.recipient, {row.message for row in telling if row.message is not None})
    if message is None:
        return None
    foremost = min((row for row in telling if row.message == message), key=lambda row: line.found_by.index(row.watch))
    claims.tell_of(connection, [foremost.id], item, detail(because))
    return message
