"""Commands that open the database to look: shared opening, local times, tables."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from monitor.cli.terminal import config_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from monitor.settings.records import Settings
    from monitor.store.database import Database


@contextmanager
def opened(config: Path | None) -> Iterator[tuple[Settings, Database]]:
    """Open the settings and the database that they name; it must exist and be of this version's schema.

    Raises:
        SettingsError, StoreError: with the remedy.
    """
    from monitor.settings.load import load
    from monitor.store.database import Database
    from monitor.store.migrate import check_schema

    settings = load(config_folder(config)).settings
    database = Database.open(settings.database)
    try:
        check_schema(database)
        yield settings, database
    finally:
        database.close()


def local(moment: datetime | None, settings: Settings) -> str:
    """Show an instant on the clock of the settings' zone."""
    return f"{moment.astimezone(settings.zone):%Y-%m-%d %H:%M}" if moment else ""


def show_table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table on standard output; what feeds carry is shown, never read as markup or as control characters."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(escape(plain(str(cell))) for cell in row))
    Console().print(table)


def plain(text: str) -> str:
    """Take control characters out of text from elsewhere, so that it cannot drive the terminal."""
    return "".join(char if char.isprintable() or char == "\n" else " " for char in text)
