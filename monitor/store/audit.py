"""The audit: who did what, and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from monitor.model import EMPTY
from monitor.store.tables import audit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that somebody did: `actor` is a person's name, or "tocsin"."""

    at: datetime
    actor: str
    action: str
    subject: str
    detail: Mapping[str, object]


def note(  # noqa: PLR0913, PLR0917 a line of the audit
    connection: Connection, at: datetime, actor: str, action: str, subject: str, detail: Mapping[str, object] = EMPTY
) -> None:
    """Write down who did what to what."""
    connection.execute(audit.insert().values(at=at, actor=actor, action=action, subject=subject, detail=dict(detail)))


def latest(connection: Connection, limit: int, subject: str | None = None) -> list[Act]:
    """List the latest acts, on one subject or on all, the newest first."""
    chosen = select(audit) if subject is None else select(audit).where(audit.c.subject == subject)
    rows = connection.execute(chosen.order_by(audit.c.id.desc()).limit(limit))
    return [Act(row.at, row.actor, row.action, row.subject, row.detail) for row in rows]
