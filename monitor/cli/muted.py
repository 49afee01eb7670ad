"""What a person means by the words of `tocsin silence add`: what is muted, for whom, and until when."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING

from monitor.alerts.wall_clock import read_days
from monitor.cli.meant import items_like, the_one, watch_meant
from monitor.cli.terminal import plain
from monitor.errors import UsageError
from monitor.model import RecipientKey

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from zoneinfo import ZoneInfo

    from sqlalchemy import Connection

    from monitor.settings.records import Settings

_WEEKDAY = re.compile(r"(?P<day>[a-z]+)(?:\s+(?P<hour>\d{1,2}):(?P<minute>\d\d))?", re.IGNORECASE)


def matchers_of(  # noqa: PLR0913 each is an option of its own
    connection: Connection,
    settings: Settings,
    *,
    watch: str | None,
    story: str | None,
    source: str | None,
    outlet: str | None,
    terms: Sequence[str],
) -> tuple[tuple[str, str], ...]:
    """Find what is meant by each word.

    Raises:
        MonitorError: there is no such thing, or there are several; it names the nearest.
    """
    from monitor.store import watches

    found: list[tuple[str, str]] = []
    if watch is not None:
        labels = {row.key: row.label for row in watches.live(connection).values()}
        found.append(("watch", watch_meant(watch, labels)))
    if story is not None:
        found.append(("story", _story_meant(connection, story)))
    if source is not None:
        found.append(("source", _one_of(source, settings.sources, "source", "tocsin sources list")))
    if outlet is not None:
        found.append(("outlet", _said(outlet, "--outlet")))
    found += [("term", _said(term, "--term")) for term in terms]
    if not found:
        raise UsageError("say what to mute: --watch, --story, --source, --outlet or --term; of several, all must match")
    return tuple(found)


def read_recipient(settings: Settings, written: str | None) -> RecipientKey | None:
    """Find the recipient that is meant; None for everybody.

    Raises:
        UsageError: there is none of this name; it names the nearest.
    """
    return None if written is None else RecipientKey(_one_of(written, settings.recipients, "recipient", "recipients.yaml"))


def read_until(written: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Read how long, or until when: `24h`, `2026-12-01 08:00`, `2026-12-01`, `thu 08:00`. Times are on the clocks of `zone`.

    A day alone is its beginning; a day of the week is the next one to come.

    Raises:
        UsageError: it is none of these.
    """
    from monitor.settings.quantities import QuantityError, read_duration

    text = written.strip()
    if (day := _WEEKDAY.fullmatch(text)) and len(days := read_days(day["day"]) or ()) == 1:
        return _next_weekday(day, min(days), now, zone)
    try:
        if text[:4].isdigit() and "-" in text:
            read = datetime.fromisoformat(text)
            return read if read.tzinfo else read.replace(tzinfo=zone)
        return now.astimezone(UTC) + read_duration(text)  # hours that pass, whatever the clocks do meanwhile
    except (QuantityError, ValueError, OverflowError):
        raise UsageError(f'--until "{text[:40]}" is no time; write 24h, 3d, "2026-12-01 08:00" or "thu 08:00"') from None


def _next_weekday(read: re.Match[str], day: int, now: datetime, zone: ZoneInfo) -> datetime:
    here = now.astimezone(zone)
    try:
        clock = time(int(read["hour"] or 0), int(read["minute"] or 0))
    except ValueError:
        raise UsageError(f'--until "{read.group()}" names no time of a day; write "thu 08:00"') from None
    ahead = (day - here.weekday()) % 7
    found = datetime.combine(here.date() + timedelta(days=ahead), clock, zone)
    return found if found.astimezone(UTC) > now.astimezone(UTC) else datetime.combine(found.date() + timedelta(days=7), clock, zone)


def doubt_of_outlet(connection: Connection, written: str | None) -> str:
    """Say so where nothing of an outlet that is muted was read lately: it may be misspelt, or be one to come. Empty where something was."""
    from monitor.store import items
    from monitor.text.fold import fold_key

    known = {fold_key(outlet): outlet for outlet in items.outlets(connection)} if written is not None else {}
    if written is None or fold_key(written) in known:
        return ""
    near = get_close_matches(fold_key(written), known, 1)
    guess = f'; did you mean "{known[near[0]]}"?' if near else ""
    return f'nothing of an outlet "{plain(written)}" was read lately{guess or "."} It is muted in case it comes'


def _story_meant(connection: Connection, written: str) -> str:
    found = the_one(items_like(connection, written), written)
    if found.story_id is None:
        raise UsageError(f"item {found.id} is in no story, since no watch was found in it; there is nothing to mute")
    return str(found.story_id)


def _one_of(written: str, names: Collection[str], what: str, where: str) -> str:
    if written in names:
        return written
    near = get_close_matches(written, names, 1)
    guess = f"did you mean {near[0]}?" if near else f"see {where}"
    raise UsageError(f'no {what} is called "{written}"; {guess}')


def _said(written: str, option: str) -> str:
    text = " ".join(written.split())
    if not text:
        raise UsageError(f"{option} is empty; write what is to be muted, or leave it out")
    return text
