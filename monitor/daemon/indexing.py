"""The index of the watches in force: only what changed since it was built last is compiled anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.daemon.volume import words_per_week
from monitor.language.once import languages
from monitor.watch.allowance import WORDS_PER_WEEK
from monitor.watch.index import Index
from monitor.watch.kept import Kept

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.settings.records import Settings
    from monitor.store.database import Database


class Indexer:
    """Builds one index after another for a run; what is known of languages is read once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._spellings = languages()
        self._kept = Kept(self._spellings)

    def build(self, settings: Settings, now: datetime) -> Index:
        """Build the index of all watchlists, for as much as was read lately. Takes seconds with many watches: not for the event loop."""
        with self._database.read() as connection:
            words = words_per_week(connection, now)
        return Index.build(settings.watchlists.values(), self._spellings, words_per_week=words or WORDS_PER_WEEK, kept=self._kept)
