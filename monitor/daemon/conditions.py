"""What is wrong with the monitoring itself: the operator hears of each condition once, and once when it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.alerts.notice import Notice
from monitor.daemon.events import warn
from monitor.daemon.outbox import Post, post
from monitor.model import RecipientKey
from monitor.store import audit, messages
from monitor.store import conditions as condition_rows

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.daemon.live import Live
    from monitor.sources.conduct import Notice as SourceNotice


def apply(connection: Connection, live: Live, found: SourceNotice, now: datetime) -> None:
    """Open or close a condition; tell the operator if that changed anything. What is for the record alone is recorded."""
    if found.is_audit:
        audit.note(connection, now, "tocsin", found.condition, found.subject, {"lines": list(found.lines)})
        return
    if found.is_over:
        changed = condition_rows.close(connection, found.condition, now)
    else:
        changed = condition_rows.open_(connection, found.condition, found.subject, now)
    if changed:
        tell_operator(connection, live, Notice(found.subject, found.lines), now)


def tell_operator(connection: Connection, live: Live, notice: Notice, now: datetime) -> None:
    """Write to the operator; without one the log has to do."""
    warn("operator.notice", subject=notice.title)
    if live.settings.operator is not None:
        tell(connection, live, live.settings.operator, notice, now)


def tell(connection: Connection, live: Live, recipient: RecipientKey, notice: Notice, now: datetime) -> None:
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
        body={"title": notice.title, "lines": list(notice.lines)},
    )
    post(connection, live, Post(message, recipient, ("notice", notice.title), now), now)
