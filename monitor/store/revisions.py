"""Settings files as they went live: a bad file falls back to its last good version, across restarts too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from monitor.store.tables import settings_revisions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Select


@dataclass(frozen=True, slots=True)
class Save:
    """A file that went live and of which its owner was told nothing yet; `before` is what they were told of last, None for a new file."""

    id: int
    file: str
    body: str
    before: str | None


def record(connection: Connection, files: Sequence[tuple[str, bytes, str]], now: datetime) -> None:
    """Keep files that went live, as (name, sha256, body with secrets unexpanded); those that are as they were add nothing.

    The files of a first start are nobody's save: they count as answered.
    """
    newest = {row.file: row.sha256 for row in connection.execute(_newest())}
    answered_at = None if newest else now
    rows = [
        {"file": name, "sha256": sha256, "body": body, "loaded_at": now, "answered_at": answered_at}
        for name, sha256, body in files
        if newest.get(name) != sha256
    ]
    if rows:
        connection.execute(settings_revisions.insert(), rows)


def last_good(connection: Connection) -> dict[str, str]:
    """Give the newest body of every file that ever went live, by name."""
    return {row.file: row.body for row in connection.execute(_newest())}


def last_loaded(connection: Connection) -> datetime | None:
    """Tell when a change of the settings last went live."""
    loaded_at: datetime | None = connection.scalar(select(func.max(settings_revisions.c.loaded_at)))
    return loaded_at


def unanswered(connection: Connection) -> list[Save]:
    """List the newest saves of files whose owners are to be told what came of them."""
    bodies = {row.file: row.body for row in connection.execute(_newest(settings_revisions.c.answered_at.is_not(None)))}
    rows = connection.execute(_newest().where(settings_revisions.c.answered_at.is_(None)).order_by(settings_revisions.c.file))
    return [Save(row.id, row.file, row.body, bodies.get(row.file)) for row in rows]


def answer(connection: Connection, save: Save, now: datetime) -> bool:
    """Note that a save was answered, and with it what came before it; False if it was before."""
    table = settings_revisions
    mine = update(table).where(table.c.file == save.file, table.c.id <= save.id, table.c.answered_at.is_(None))
    return connection.execute(mine.values(answered_at=now)).rowcount > 0


def _newest(*such: ColumnElement[bool]) -> Select[tuple[int, str, bytes, str]]:
    """Choose the newest revision of each file, or the newest such."""
    table = settings_revisions.c
    newest = select(func.max(table.id)).where(*such).group_by(table.file)
    return select(table.id, table.file, table.sha256, table.body).where(table.id.in_(newest))
