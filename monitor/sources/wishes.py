"""How much of a document's own wishes is granted: its ttl, its update period, its hours and days without polls.

Pure. The wishes come as `monitor.sources.hints` reads them: `ttl_s`, `update_s`, `skip_hours` (0 to 23), `skip_days` (Monday is 0), in GMT.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_WISH = timedelta(hours=24)  # "monthly" is what publishing software writes when nobody looked
_HOUR = timedelta(hours=1)
_HOURS = frozenset(range(24))
_DAYS = frozenset(range(7))
_NAMES = ("ttl_s", "update_s", "skip_hours", "skip_days")


def wished_interval(hints: Mapping[str, object]) -> tuple[timedelta, str]:
    """Tell the interval that the document asks for, at most 24 h, and in which word; nothing and "" when it does not ask."""
    ttl, update = _seconds(hints.get("ttl_s")), _seconds(hints.get("update_s"))
    if not ttl and not update:
        return timedelta(0), ""
    return (ttl, "the feed's ttl") if ttl >= update else (update, "the feed's updatePeriod")


def after_skipped(moment: datetime, hints: Mapping[str, object]) -> datetime:
    """Move a moment out of the hours and days that the document asks to skip: to the next open hour, by 24 h at most.

    A document that skips every hour or every day is not believed: the moment stays.
    """
    hours, days = _whole(hints.get("skip_hours")) & _HOURS, _whole(hints.get("skip_days")) & _DAYS
    if hours == _HOURS or days == _DAYS:
        return moment
    candidate = moment
    while candidate.hour in hours or candidate.weekday() in days:
        candidate = candidate.replace(minute=0, second=0, microsecond=0) + _HOUR
        if candidate - moment >= LONGEST_WISH:
            return moment + LONGEST_WISH
    return candidate


def wishes_of(hints: Mapping[str, object]) -> dict[str, object]:
    """Keep the wishes of a page for the polls that bring no page; other hints are left out."""
    return {name: value for name in _NAMES if (value := hints.get(name))}


def _seconds(value: object) -> timedelta:
    if not isinstance(value, int | float) or not value > 0:
        return timedelta(0)
    return timedelta(seconds=min(value, LONGEST_WISH.total_seconds()))


def _whole(value: object) -> frozenset[int]:
    return frozenset(entry for entry in value if isinstance(entry, int)) if isinstance(value, list | tuple) else frozenset()
