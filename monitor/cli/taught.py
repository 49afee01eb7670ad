"""What `check` says of the vetoes: how much each watch was taught with `tocsin not-this`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.cli.archive import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

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


def vetoed(connection: Connection) -> list[Taught]:
    """Count what each watch was taught."""
    from monitor.store import vetoes

    rows = vetoes.standing(connection)
    return [_taught([row for row in rows if row.watch == watch]) for watch in dict.fromkeys(row.watch for row in rows)]


def _taught(rows: Sequence[VetoRow]) -> Taught:
    forms = sorted({form for row in rows for form in row.forms})
    return Taught(rows[0].watch, rows[0].label, tuple(forms), sum(not row.forms for row in rows))
