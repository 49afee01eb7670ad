"""What `check` says of the vetoes: how much each watch was taught with `tocsin not-this`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.cli.archive import counted
from monitor.errors import MonitorError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from monitor.model import WatchKey
    from monitor.store.vetoes import VetoRow

MOST_SHOWN = 5  # spellings on a line


@dataclass(frozen=True, slots=True)
class Taught:
    """What one watch was taught: the spellings that it does not mean, and of how many stories it was said."""

    watch: WatchKey
    label: str
    forms: tuple[str, ...]
    stories: int

    def in_words(self) -> str:
        """Say it on one line: `3 forms vetoed for Baykar (arms/baykar): "Bajkar", ...`."""
        counts = [counted(len(self.forms), "form")] if self.forms else []
        counts += [counted(self.stories, "story", "stories")] if self.stories else []
        told = f"{' and '.join(counts)} vetoed for {self.label} ({self.watch})"
        shown = ", ".join(f'"{form}"' for form in self.forms[:MOST_SHOWN]) + (", ..." if len(self.forms) > MOST_SHOWN else "")
        return f"{told}: {shown}" if shown else f"{told}; see tocsin not-this --list"


def vetoed(folder: Path | None) -> list[Taught]:
    """Count what each watch was taught; nothing where there is no database that can be read from here.

    Only a database in a file is looked at, and it is not changed: `check` needs no network and no secrets.
    """
    from monitor.store import vetoes
    from monitor.store.database import Database
    from monitor.store.migrate import check_schema

    try:
        url = _database_of(folder) if folder is not None else ""
        path = Database.path_of(url) if url.startswith("sqlite") else None
        if path is None or not path.exists():
            return []
        database = Database.open(url)
        try:
            check_schema(database)
            with database.read() as connection:
                rows = vetoes.standing(connection)
        finally:
            database.close()
    except MonitorError:  # what is wrong with the settings, `check` says itself; the database is not its subject
        return []
    return [_taught([row for row in rows if row.watch == watch]) for watch in dict.fromkeys(row.watch for row in rows)]


def _database_of(folder: Path) -> str:
    """Find the database's address in `tocsin.yaml` alone: to read large watchlists a second time would be felt."""
    from monitor.settings import kinds
    from monitor.settings.gathering import read_path
    from monitor.settings.load import absolute_database
    from monitor.settings.schema.general import General

    with kinds.in_words(folder):
        files = [(name, path) for name, path in kinds.files_of(folder) if kinds.kind_of(name) is kinds.GENERAL]
    for name, path in files[:1]:
        model = read_path(kinds.GENERAL, path, name).model
        if isinstance(model, General):
            return absolute_database(model.database, folder)
    return ""


def _taught(rows: Sequence[VetoRow]) -> Taught:
    forms = sorted({form for row in rows for form in row.forms})
    return Taught(rows[0].watch, rows[0].label, tuple(forms), sum(not row.forms for row in rows))
