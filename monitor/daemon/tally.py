"""What a run has done so far, for health, metrics and summaries. One object a run, passed to who counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from monitor.daemon.ingest import Report
    from monitor.daemon.pages import Told
    from monitor.errors import StoreError


@dataclass(slots=True)
class Tally:
    """Counts since the start, and the moments that health is read from."""

    started_at: datetime
    polls: Counter[str] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    items: int = 0
    archived: int = 0
    edits: int = 0
    hits: int = 0
    messages: int = 0
    sent: int = 0
    failed: int = 0
    ticked_at: datetime | None = None
    store_error: str | None = None  # what the database said last; stands until it was written again
    store_complaints: set[str] = field(default_factory=set)  # everything that it said since
    reload_ok: bool = True
    first_sent_after: timedelta | None = None

    def count_poll(self, report: Report) -> None:
        """Count one poll."""
        self.polls[report.outcome] += 1
        self.items += report.new
        self.archived += report.archived
        self.edits += report.edited
        self.hits += report.hits
        self.messages += report.messages

    def count_page(self, told: Told) -> None:
        """Count one try to read a page."""
        self.pages[told.state.value] += 1
        self.hits += told.hits
        self.messages += told.messages

    def count_store_error(self, error: StoreError) -> bool:
        """Keep what the database said; tell whether it had not said that yet."""
        self.store_error = str(error)
        is_new = self.store_error not in self.store_complaints
        self.store_complaints.add(self.store_error)
        return is_new

    def forget_store_error(self) -> None:
        """The database was written again."""
        self.store_error = None
        self.store_complaints.clear()

    def count_sent(self, now: datetime) -> None:
        """Count one message that left."""
        self.sent += 1
        if self.first_sent_after is None:
            self.first_sent_after = now - self.started_at
