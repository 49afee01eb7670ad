"""What the operator is told of a source: once when something is wrong, once when it is over. Plain data, and its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from monitor.sources.origin import site_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.model import SourceKey
    from monitor.sources.memory import Memory
    from monitor.sources.policy import Poll

FAILING = "source.failing"
GONE = "source.gone"
PARTIAL = "source.partial"
MOVED = "source.moved"
WAITING = "source.waiting"
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FIRST_TOLD_AFTER = 3  # failures, for what may pass by itself
_USUAL_PATIENCE = timedelta(hours=3)
_PATIENCE = {401: timedelta(0), 403: timedelta(0), 404: timedelta(days=3)}


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell once. `condition` is its key; `subject` heads the message, `lines` are its text, one thought each.

    `is_over` ends the condition of that key. `is_audit` is for the record alone: nothing is wrong, and nothing will be over.
    """

    condition: str
    subject: str
    lines: tuple[str, ...]
    is_over: bool = False
    is_audit: bool = False


def condition(kind: str, key: SourceKey) -> str:
    """Name the condition of a source: `source.failing/<key>`."""
    return f"{kind}/{key}"


def is_time_to_tell(failures: int, failing_for: timedelta, status: int | None) -> bool:
    """Tell whether failures have lasted long enough to bother somebody: a refusal at once, a 404 after three days, the rest after hours."""
    if status in _PATIENCE:
        return failing_for >= _PATIENCE[status]
    return failures >= _FIRST_TOLD_AFTER and failing_for >= _USUAL_PATIENCE


def failing(poll: Poll, memory: Memory, reason: str, status: int | None, next_at: datetime) -> Notice:
    """Say that a source cannot be read: what happened, what it means, what is done about it, what can be done."""
    state, zone = poll.state, poll.policy.zone
    since = f"since {clock(state.last_ok_at, zone)}" if state.last_ok_at else "yet"
    failures = state.failures + 1
    tries = f", and {failures - 1} polls before failed too" if failures > 1 else ""
    holds = _hours(memory.span_s)
    missed = f"Items may be missed: the feed holds about {holds}." if holds else "Items may be missed until it is read again."
    return Notice(
        condition(FAILING, state.key),
        f"{state.key} has not been read {since}",
        (
            f"{reason[:1].upper()}{reason[1:]} ({site_of(state.effective_url)}{tries}).",
            missed if state.last_ok_at else "Nothing of it is watched until it is read for the first time.",
            f"The next try is at {clock(next_at, zone)}; tries grow rarer, down to one a day, and never end.",
            _what_to_do(status),
        ),
    )


def over(poll: Poll, memory: Memory, told: str) -> Notice:
    """Say that a condition is over, and what was missed in the meantime."""
    state, zone = poll.state, poll.policy.zone
    if told.startswith(PARTIAL):
        return Notice(told, f"{state.key} is read in full again", ("The last document held no fault.",), is_over=True)
    began = memory.failing_since or state.last_ok_at
    gap = (poll.now - state.last_ok_at).total_seconds() if state.last_ok_at else 0.0
    lines = [f"It could not be read from {clock(began, zone)} to {clock(poll.now, zone)}."] if began else []
    if memory.span_s and gap > memory.span_s:
        lines.append(f"The feed held about {_hours(memory.span_s)} before: older items than that are not in it any more and were missed.")
    elif memory.span_s:
        lines.append("The feed reaches back far enough: nothing should be missing.")
    return Notice(told, f"{state.key} is read again", tuple(lines), is_over=True)


def gone(poll: Poll) -> Notice:
    """Say that a feed was taken down for good."""
    key = poll.state.key
    return Notice(
        condition(GONE, key),
        f"{key} is gone, says its server",
        (
            f"{site_of(poll.state.effective_url)} answers 410: the feed was taken down for good.",
            "It is not polled any more; nothing else is touched.",
            "Look for its successor on the website, and change or delete its entry in sources.yaml.",
        ),
    )


def partial(poll: Poll, warnings: Sequence[str]) -> Notice:
    """Say that a document could be read in part only."""
    key = poll.state.key
    lines = (*warnings[:5], "What could be read was taken in. The feed's publisher can mend it; its address is in sources.yaml.")
    return Notice(condition(PARTIAL, key), f"{key} is read in part only", lines)


def moved(poll: Poll, target: str) -> Notice:
    """Record that a feed's permanent move is now followed directly."""
    key = poll.state.key
    lines = (f"It has answered with a permanent redirect for over a day: from now on {target} is asked.", "You may change sources.yaml.")
    return Notice(condition(MOVED, key), f"{key} has moved to {site_of(target)}", lines, is_audit=True)


def waiting(poll: Poll, asked: timedelta, granted: timedelta) -> Notice:
    """Record that a server asked for a longer pause than is granted."""
    key = poll.state.key
    line = f"{site_of(poll.state.effective_url)} asked for a pause of {asked.days} days; it is asked again after {granted.days}."
    return Notice(condition(WAITING, key), f"{key}: a pause is cut short", (line,), is_audit=True)


def clock(moment: datetime | None, zone: tzinfo) -> str:
    """Write an instant as people say it: `Tue 7 Oct, 14:00`."""
    if moment is None:
        return "an unknown time"
    local = moment.astimezone(zone)
    return f"{_DAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]}, {local:%H:%M}"


def day(of: date) -> str:
    """Write a day as people say it, with its year: `7 Oct 2026`."""
    return f"{of.day} {_MONTHS[of.month - 1]} {of.year}"


def _what_to_do(status: int | None) -> str:
    if status in {401, 403}:
        return "Check its user, password and headers in sources.yaml, and whether a browser can open it."
    if status == 404:  # noqa: PLR2004 not found
        return "Look for the feed's new address on the website, and change its entry in sources.yaml."
    return "Open the feed in a browser; `tocsin sources list --failing` shows all that fail."


def _hours(seconds: float) -> str:
    hours = round(seconds / 3600)
    if hours < 1:
        return ""
    return f"{hours} hours" if hours < 48 else f"{hours // 24} days"  # noqa: PLR2004 two days
