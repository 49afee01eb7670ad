"""How long until the next poll: how often a source publishes, held between what its owner wants and what its server asks for.

Pure. Every source has its own small, stable delay, so that sources of one interval do not all come at once; delays only ever add.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import exp
from typing import TYPE_CHECKING

from monitor.model import digest
from monitor.sources.wishes import after_skipped, wished_interval

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.sources.memory import Memory
    from monitor.sources.policy import Policy

IGNORED_LIMIT = 3  # the same document in full so often: the server ignores conditional requests
IGNORED_INTERVAL = timedelta(hours=1)
LONGEST_BACKOFF = timedelta(hours=24)
UNKNOWN_INTERVAL = timedelta(hours=1)  # for a source of which nothing is known yet
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_MEMORY = timedelta(days=1)  # how fast a new pace is believed
_WIDEST_SPREAD = timedelta(minutes=5)


def learn_pace(known: float | None, fresh: int, elapsed: timedelta | None, dates: Iterable[datetime], now: datetime) -> float | None:
    """Tell how many entries a day a source publishes, after a poll; None while nothing speaks for any number.

    The higher counts of two: what the document's own dates say, and what has arrived since the last poll, averaged over days.
    """
    estimates = [pace for pace in (_dated_pace(dates, now), _lived_pace(known, fresh, elapsed)) if pace is not None]
    return max(estimates, default=None)


def choose_interval(policy: Policy, memory: Memory) -> tuple[timedelta, str]:
    """Choose the interval and say who set it: the longest of the owner's (or the adapted one) and all that the server asks for."""
    own = (policy.poll, "your poll setting") if policy.poll else (_adapted(policy, memory.per_day), "how often it publishes")
    asked = [(timedelta(seconds=memory.max_age_s), "the server's max-age"), wished_interval(memory.wishes)]
    if memory.same_body >= IGNORED_LIMIT and not policy.poll:
        asked.append((IGNORED_INTERVAL, "a server that always answers in full"))
    longest = max(asked, key=lambda entry: entry[0])
    return longest if longest[0] > own[0] else own


def next_poll(key: str, interval: timedelta, memory: Memory, now: datetime) -> datetime:
    """Find the moment of the next poll after a good one: never before the interval is over, never in hours the document asks to skip."""
    delay = spread(key, interval)
    planned = now + interval + delay
    open_again = after_skipped(planned, memory.wishes)
    return planned if open_again == planned else open_again + delay


def back_off(key: str, interval: timedelta, failures: int) -> timedelta:
    """Tell how long to wait after that many failures in a row: the normal interval, doubled each time, up to 24 h. It never ends."""
    doubled = interval * (1 << min(max(failures - 1, 0), 20))
    return max(interval, min(doubled + spread(f"{key}/{failures}", doubled), LONGEST_BACKOFF))


def spread(key: str, interval: timedelta) -> timedelta:
    """Give a source its own delay: the same each time, up to a tenth of the interval and five minutes."""
    share = int.from_bytes(digest("spread", key)[:4], "big") / 2**32
    return min(interval / 10, _WIDEST_SPREAD) * share


def _adapted(policy: Policy, per_day: float | None) -> timedelta:
    """Poll twice as often as entries appear, within the owner's bounds."""
    wanted = UNKNOWN_INTERVAL if per_day is None else _DAY / max(2 * per_day, 0.01)
    return min(max(wanted, policy.fastest), policy.slowest)


def _dated_pace(dates: Iterable[datetime], now: datetime) -> float | None:
    past = sorted(date for date in dates if date <= now)
    if not past:
        return None
    recent = [date for date in past if date > now - _WEEK]
    window = _WEEK if len(recent) < len(past) else max(now - past[0], _HOUR)
    return len(recent) / (window / _DAY)


def _lived_pace(known: float | None, fresh: int, elapsed: timedelta | None) -> float | None:
    if elapsed is None or elapsed <= timedelta(0):
        return known
    seen = fresh / (elapsed / _DAY)
    if known is None:
        return seen
    return known + (1 - exp(-(elapsed / _MEMORY))) * (seen - known)
