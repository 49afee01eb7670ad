"""What is wrong with the monitoring itself: the operator hears of each condition once, and once when it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.daemon.events import warn
from monitor.daemon.outbox import post
from monitor.model import RecipientKey
from monitor.store import conditions as condition_rows
from monitor.store import audit, messages

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.daemon.live import Live
    from monitor.sources.conduct import Notice


def apply(connection: Connection, live: Live, notice: Notice, now: datetime) -> None:
    """Open or close a condition; tell the operator if that changed anything."""
    if notice.is_audit:
        audit.note(connection, now, "tocsin", notice.condition, notice.subject, {"lines": list(notice.lines)})
        return
    if notice.is_over:
        changed = condition_rows.close(connection, notice.condition, now)
    else:
        changed = condition_rows.open_(connection, notice.condition, notice.subject, now)
    if changed:
        tell_operator(connection, live, notice.subject, notice.lines, now)


def tell_operator(connection: Connection, live: Live, subject: str, lines: Sequence[str], now: datetime) -> None:
    """Write to the operator; without one the log has to do."""
    warn("operator.notice", subject=subject)
    if live.settings.operator is not None:
        tell(connection, live, live.settings.operator, subject, lines, now)


def tell(connection: Connection, live: Live, recipient: RecipientKey, subject: str, lines: Sequence[str], now: datetime) -> None:  # noqa: PLR0913 a letter has these parts
    """Write a plain notice to a recipient."""
    if recipient not in live.addresses:
        return
    message = messages.create(
        connection,
        recipient=recipient,
        kind="notice",
        story=None,
        due_at=now,
        now=now,
        replies_to=None,
        body={"title": subject, "lines": list(lines)},
    )
    post(connection, live, message, recipient, ("notice", subject), now, now)


def open_under(connection: Connection, prefix: str) -> list[str]:
    """List the open conditions whose key begins so."""
    return [row.key for row in condition_rows.open_now(connection) if row.key.startswith(prefix)]


def open_quietly(connection: Connection, key: str, subject: str, now: datetime) -> bool:
    """Open a condition whose telling is the caller's affair; False if it was open."""
    return condition_rows.open_(connection, key, subject, now)


def close_quietly(connection: Connection, key: str, now: datetime) -> None:
    """Close a condition without a word."""
    condition_rows.close(connection, key, now)
