"""How often a feed itself wishes to be asked: ttl, skipHours, skipDays, and the syndication module's period.

The hints that this yields, and that `Page.hints` carries, are plain JSON:
`ttl_s` seconds, `update_s` seconds between updates, `skip_hours` list of hours 0 to 23 in GMT, `skip_days` list of weekdays with Monday 0.
A key is there only if the document says so.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# One wish is a few hundred characters at most: the bounds keep hostile documents cheap.
_TTL = re.compile(r"<ttl\s*>\s*(\d{1,7})\s*</ttl", re.IGNORECASE)
_PERIOD = re.compile(r"<(?:\w{1,20}:)?updatePeriod\s*>\s*(\w{5,7})\s*</", re.IGNORECASE)
_FREQUENCY = re.compile(r"<(?:\w{1,20}:)?updateFrequency\s*>\s*(\d{1,6})\s*</", re.IGNORECASE)
_SKIP_HOURS = re.compile(r"<skipHours\s*>(.{0,4000}?)</skipHours", re.IGNORECASE | re.DOTALL)
_SKIP_DAYS = re.compile(r"<skipDays\s*>(.{0,2000}?)</skipDays", re.IGNORECASE | re.DOTALL)
_HOUR = re.compile(r"<hour\s*>\s*(\d{1,2})\s*<", re.IGNORECASE)
_DAY = re.compile(r"<day\s*>\s*(\w{3,10})\s*<", re.IGNORECASE)
_PERIODS = {
    "hourly": timedelta(hours=1),
    "daily": timedelta(days=1),
    "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30),
    "yearly": timedelta(days=365),
}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def read_hints(text: str) -> Mapping[str, object]:
    """Read the wishes of an RSS or Atom document; keys as in the module's own text.

    Sources: RSS 2.0 (ttl in minutes, hours in GMT); RDF Site Summary 1.0 Modules: Syndication (period divided by frequency, which are
    daily and 1 unless the document says otherwise).
    """
    hints: dict[str, object] = {}
    if (ttl := _TTL.search(text)) and int(ttl[1]):
        hints["ttl_s"] = int(ttl[1]) * 60
    if update_s := _update_interval(text):
        hints["update_s"] = update_s
    if block := _SKIP_HOURS.search(text):
        # Early RSS counted hours from 1 to 24; 24 is midnight.
        hints["skip_hours"] = sorted({int(hour) % 24 for hour in _HOUR.findall(block[1]) if int(hour) <= 24})  # noqa: PLR2004 hours of a day
    if block := _SKIP_DAYS.search(text):
        days = (day[:3].lower() for day in _DAY.findall(block[1]))
        hints["skip_days"] = sorted({_WEEKDAYS.index(day) for day in days if day in _WEEKDAYS})
    return {name: value for name, value in hints.items() if value != []}


def _update_interval(text: str) -> int | None:
    period, frequency = _PERIOD.search(text), _FREQUENCY.search(text)
    if period is None and frequency is None:
        return None
    length = _PERIODS.get(period[1].lower() if period else "daily")
    times = int(frequency[1]) if frequency else 1
    return int(length.total_seconds() / times) if length and times else None
