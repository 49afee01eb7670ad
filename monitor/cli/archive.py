"""Commands that open the database to look: shared opening, local times, tables."""

from __future__ import annotations

import io
import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from monitor.cli.terminal import config_folder, plain
from monitor.errors import SettingsError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from monitor.settings.records import Loaded, Settings
    from monitor.store.database import Database

DATABASE_LINE = re.compile(r"""^database:\s*["']?(?P<url>[a-z+]+://[^\s"'#]+)""", re.MULTILINE)
ENDLESS = 100_000  # columns: in a file or a pipe a row is a line
LONG = frozenset({"source", "failing source", "watch", "title", "to", "what", "why", "reason", "last error", "set by", "needs attention"})


@contextmanager
def opened(config: Path | None) -> Iterator[tuple[Settings, Database]]:
    """Open the settings in force and the database that they name; it must exist and be of this version's schema.

    Raises:
        SettingsError, StoreError: with the remedy.
    """
    from monitor.store.database import Database
    from monitor.store.migrate import check_schema

    settings = settings_in_force(config_folder(config))
    database = Database.open(settings.database)
    try:
        check_schema(database)
        yield settings, database
    finally:
        database.close()


def settings_in_force(folder: Path) -> Settings:
    """Read the settings; see `loaded_in_force`."""
    return loaded_in_force(folder).settings


def loaded_in_force(folder: Path) -> Loaded:
    """Load the settings; where they cannot be used, a file that is wrong now counts as it was when it was last live, as for the daemon.

    Raises:
        SettingsError: a file that is needed is wrong and was never live.
    """
    from monitor.settings.load import load

    try:
        return load(folder)
    except SettingsError:
        last_good = _last_good(folder)
        if not last_good:
            raise
        return load(folder, last_good)


def database_of(folder: Path) -> str:
    """Find the database's address; of a `tocsin.yaml` that is wrong now, by the line that names it.

    Raises:
        SettingsError: tocsin.yaml is wrong, and no line of it names a database.
    """
    from monitor.settings import kinds
    from monitor.settings.gathering import gather
    from monitor.settings.load import absolute_database
    from monitor.settings.reading import read_body
    from monitor.settings.schema.general import General

    gathered = gather(folder, {})
    for read in gathered.of(kinds.GENERAL):
        if isinstance(read.model, General):
            return absolute_database(read.model.database, folder)
    body = read_body(folder / "tocsin.yaml", "tocsin.yaml")
    if isinstance(body, str) and (named := DATABASE_LINE.search(body)):
        return absolute_database(named["url"], folder)
    problems = [each for each in gathered.sorted_problems() if not each.is_warning]
    raise SettingsError([each for each in problems if each.file == "tocsin.yaml"] or problems)


def _last_good(folder: Path) -> dict[str, str]:
    from monitor.store import revisions
    from monitor.store.database import Database

    try:
        database = Database.open(database_of(folder))
    except (SettingsError, StoreError):
        return {}
    try:
        with database.read() as connection:
            return dict(revisions.last_good(connection))
    except StoreError:
        return {}
    finally:
        database.close()


def local(moment: datetime | None, settings: Settings) -> str:
    """Show an instant on the clock of the settings' zone."""
    return f"{moment.astimezone(settings.zone):%d %b %H:%M}" if moment else ""


def counted(count: int, one: str, many: str = "") -> str:
    """Say how many of a thing: `1 source`, `2 sources`."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def show_table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table on standard output; columns in which nothing stands are left out.

    What feeds carry is shown, never read as markup or as control characters. On a terminal long cells are folded; elsewhere a row
    is a line.
    """
    filled = [at for at, _ in enumerate(columns) if any(str(row[at]) for row in rows)]
    table = Table(box=None, pad_edge=False, header_style="bold")
    for at in filled:
        table.add_column(columns[at], overflow="fold", no_wrap=columns[at] not in LONG)
    for row in rows:
        table.add_row(*(escape(" ".join(plain(str(row[at])).split())) for at in filled))
    if sys.stdout.isatty():
        Console().print(table)
        return
    page = Console(file=io.StringIO(), width=ENDLESS, color_system=None)
    with page.capture() as printed:
        page.print(table)
    sys.stdout.write("".join(f"{line.rstrip()}\n" for line in printed.get().splitlines()))
