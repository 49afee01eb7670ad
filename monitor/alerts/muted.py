"""What a digest says of silences: how many stories each kept out of it, until when, and who said so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.alerts import wording
from monitor.alerts.direction import isolated
from monitor.alerts.inert import guard, line
from monitor.alerts.lengths import LONGEST_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from monitor.alerts.parts import Form, SilencedPart

MOST = 5
LONGEST_REASON = 120


def silenced_lines(silenced: Sequence[SilencedPart], form: Form, zone: ZoneInfo) -> tuple[str, ...]:
    """Word it, a line each: `1 story is silenced until Thu 3 Dec, 08:00 (mute by ann: an exercise)`."""
    safe = guard(form)
    lines = [safe(_line(one, zone)) for one in silenced[:MOST]]
    rest = sum(one.stories for one in silenced[MOST:])
    if rest:
        lines.append(f"{wording.count(rest, 'more story is', 'more stories are')} silenced; see tocsin silence list")
    return tuple(lines)


def _line(one: SilencedPart, zone: ZoneInfo) -> str:
    verbs = ("story was", "stories were") if one.is_over else ("story is", "stories are")
    by = f"mute by {isolated(line(one.author, LONGEST_NAME))}"
    reason = f": {isolated(line(one.reason, LONGEST_REASON))}" if one.reason.strip() else ""
    return f"{wording.count(one.stories, *verbs)} silenced until {wording.short_moment(one.until, zone)} ({by}{reason})"
