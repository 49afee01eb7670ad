"""What is wrong with the monitoring itself: the operator hears of each condition once, and once when it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from monitor.alerts.notice import Notice, gathered, joined, notice_due_at
from monitor.daemon.events import warn
from monitor.daemon.outbox import Post, post
from monitor.model import RecipientKey
from monitor.store import audit, deliveries, messages
from monitor.store import conditions as condition_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
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


def tell_operator(connection: Connection, live: Live, notice: Notice, now: datetime, avoids: Collection[str] = ()) -> None:
    """Write to the operator; without one the log has to do. `avoids` as for `tell`."""
    warn("operator.notice", subject=notice.title)
    if live.settings.operator is not None:
        tell(connection, live, live.settings.operator, notice, now, avoids)


def tell(  # noqa: PLR0913, PLR0917 the last one is for what fails on its way
    connection: Connection, live: Live, recipient: RecipientKey, notice: Notice, now: datetime, avoids: Collection[str] = ()
) -> None:
    """Write a plain notice to a recipient; while one waits to leave, this joins it.

    Args:
        connection: within a transaction.
        live: what is in force.
        recipient: who is told.
        notice: what they are told.
        now: the present.
        avoids: accounts, and addresses as the settings have them, that it is about, and so cannot go by. It goes by the others, at
            once and by itself; where there is no other it waits for them.
    """
    if recipient not in live.addresses:
        return
    waiting = None if avoids else messages.open_notice(connection, recipient)
    last = messages.last_notice_due_at(connection, recipient, waiting.id if waiting is not None else None)
    due_at = now if avoids else notice_due_at(notice, last, now)
    if waiting is not None and waiting.body is not None:
        messages.rewrite(connection, waiting.id, as_body(joined(from_body(waiting.body), notice)))
        messages.hasten(connection, waiting.id, due_at)
        deliveries.hasten(connection, waiting.id, due_at)
        return
    message = messages.create(
        connection,
        recipient=recipient,
        kind="notice",
        story=None,
        due_at=due_at,
        now=now,
        replies_to=None,
        body=as_body([notice]),
    )
    post(connection, live, Post(message, recipient, ("notice", notice.title), due_at, avoids=frozenset(avoids)), now)


def is_about_to_hear_of(connection: Connection, recipient: RecipientKey, file: str) -> bool:
    """Tell whether a notice of how a settings file stands waits to leave to a recipient."""
    waiting = messages.open_notice(connection, recipient)
    return waiting is not None and waiting.body is not None and any(one.about == file and one.passes for one in from_body(waiting.body))


def as_body(notices: Sequence[Notice]) -> dict[str, object]:
    """Put notices into the form in which the database keeps them; `title` is what lists of messages show."""
    return {
        "title": gathered(notices).title,
        "notices": [{"title": each.title, "lines": list(each.lines), "about": each.about, "passes": each.passes} for each in notices],
    }


def from_body(body: Mapping[str, Any]) -> list[Notice]:
    """Read notices as the database keeps them."""
    return [
        Notice(str(each["title"]), tuple(map(str, each["lines"])), str(each.get("about", "")), passes=bool(each.get("passes")))
        for each in body["notices"]
    ]
