"""Settings files as they went live: a bad file falls back to its last good version, across restarts too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from monitor.store.tables import settings_revisions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Select


def record(connection: Connection, files: Sequence[tuple[str, bytes, str]], now: datetime) -> None:
    """Keep files that went live, as (name, sha256, body with secrets unexpanded); those that are as they were add nothing."""
    newest = {row.file: row.sha256 for row in connection.execute(_newest())}
    rows = [{"file": name, "sha256": sha256, "body": body, "loaded_at": now} for name, sha256, body in files if newest.get(name) != sha256]
    if rows:
        connection.execute(settings_revisions.insert(), rows)


def last_good(connection: Connection) -> dict[str, str]:
    """Give the newest body of every file that ever went live, by name."""
    return {row.file: row.body for row in connection.execute(_newest())}


def last_loaded(connection: Connection) -> datetime | None:
    """Tell when a change of the settings last went live."""
    loaded_at: datetime | None = connection.scalar(select(func.max(settings_revisions.c.loaded_at)))
    return loaded_at


def _newest() -> Select[tuple[str, bytes, str]]:
    table = settings_revisions.c
    newest = select(func.max(table.id)).group_by(table.file)
    return select(table.file, table.sha256, table.body).where(table.id.in_(newest))
