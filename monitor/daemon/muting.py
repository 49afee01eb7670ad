"""People give silences and end them: from the command line, or by a link of a message. Each leaves a line in the audit."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from monitor.channels.inert import one_line
from monitor.daemon.silences import reading
from monitor.errors import Missing, MonitorError
from monitor.model import StoryId
from monitor.store import audit, items, silences, stories
from monitor.watch.query import QueryError

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.store.silences import NewSilence, SilenceRow

LONGEST = timedelta(days=366)
LONGEST_NAME = 60
LONGEST_REASON = 200
LONGEST_TERM = 500
LONGEST_HEADLINE = 80


def mute(connection: Connection, new: NewSilence, now: datetime) -> SilenceRow:
    """Keep a silence, in force from `new.starts_at` on. What waits in the outbox heeds it when it leaves; what was told is not unsent.

    Errors give times on the clock of `now`.

    Raises:
        MonitorError: it mutes nothing or everything, ends before it begins or in the far future, or its term cannot be meant as written.
    """
    if not new.matchers:
        raise MonitorError("a silence must say what it mutes: a watch, a story, a source, an outlet or a term")
    present, end = now.astimezone(UTC), new.ends_at.astimezone(UTC)  # times of one zone compare by their clock, which repeats an hour
    if end <= present:
        raise MonitorError(f"{_on_the_clock(new.ends_at, now)} is over already; name a time to come, such as --until 24h")
    if end - present > LONGEST:
        raise MonitorError("a silence lasts a year at most; what is never wanted is better taken from the watchlist")
    for by, value in new.matchers:
        if by == "term":
            _see_that_it_reads(value)
    number = silences.keep(connection, new)
    detail = {
        "matchers": [list(pair) for pair in new.matchers],
        "for": new.recipient,
        "until": new.ends_at.isoformat(),
        "reason": new.reason,
    }
    audit.note(connection, now, new.author, "silence", f"silence {number}", detail)
    return silences.get(connection, number)


def unmute(connection: Connection, number: int, author: str, now: datetime) -> SilenceRow:
    """End a silence; what it held back stays untold, what comes from now on is told. Return it as it stands then.

    Errors give times on the clock of `now`.

    Raises:
        MonitorError: there is none of this number, or it ended before.
    """
    row = silences.get(connection, number)
    if not silences.end(connection, number, now, author):
        by = f", by {row.ended_by}" if row.ended_by else ""
        raise MonitorError(f"silence {number} ended {_on_the_clock(row.ends_at, now)}{by}; what is in force: tocsin silence list")
    audit.note(connection, now, author, "silence ended", f"silence {number}", {"was_until": row.ends_at.isoformat()})
    return silences.get(connection, number)


def in_words(connection: Connection, row: SilenceRow) -> str:
    """Say what a silence mutes, a story by its headline too; what only a newer version knows, too."""
    named = (_matcher_in_words(connection, by, value) for by, value in row.matchers)
    return " and ".join(named)


def _matcher_in_words(connection: Connection, by: str, value: str) -> str:
    if by != "story":
        return f'{by} "{value}"' if by in {"term", "outlet"} else f"{by} {value}"
    title = headline(connection, StoryId(int(value)))
    return f'story {value} "{title}"' if title else f"story {value}"


def headline(connection: Connection, story: StoryId) -> str:
    """Give the headline that a story is told by; empty where it is gone, or never had one."""
    try:
        lead = items.get(connection, stories.get(connection, stories.root(connection, story)).lead).item
    except Missing:
        return ""
    return one_line(lead.title or next(reversed(lead.headings), ""), LONGEST_HEADLINE)


def _on_the_clock(at: datetime, now: datetime) -> str:
    return f"{at.astimezone(now.tzinfo):%a %d %b %Y %H:%M %Z}"


def _see_that_it_reads(term: str) -> None:
    if len(term) > LONGEST_TERM:
        raise MonitorError(f"the term has {len(term)} characters, {LONGEST_TERM} are enough; give a silence for each half of it")
    try:
        reading(term)
    except QueryError as error:
        raise MonitorError(f"the term cannot be read: {error}") from None
