"""The set times of a recipient's digests, and whether one leaves when there is nothing to say.

Pure. Hourly is no set time, nor is a cron that goes round the clock or has as many times a day: who is told by the hour has the proof that
nothing was missed once a day, not twenty-four times.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.alerts.quiet import release_time

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from monitor.alerts.recipient import Recipient
    from monitor.alerts.schedule import When
    from monitor.model import Priority

BY_THE_HOUR = 24  # times a day
_LOOKS_BACK = tuple(timedelta(hours=hours) for hours in (1, 25, 8 * 24, 32 * 24))  # far enough for a day of the month


def proves_silence(recipient: Recipient, used: Collection[Priority], own: Collection[When] = ()) -> bool:
    """Tell whether a recipient gets a digest also when there is nothing.

    As `when_empty` says; where it is not said, who has a digest. `used` are the priorities of what they are told of at all, `own` the times
    that watches and their lists set themselves: who is told everything at once is not bothered.
    """
    if recipient.when_empty is not None:
        return recipient.when_empty == "send" and bool(used or own)
    return any(when.is_digest for when in _times(recipient, used, own))


def set_times(recipient: Recipient, used: Collection[Priority], own: Collection[When] = ()) -> tuple[When, ...]:
    """List the times at which their digests leave: those of what they are told of, else the daily one if a silence is proved."""
    times = dict.fromkeys(when for when in _times(recipient, used, own) if when.is_daily_at_most and len(when.clocks) < BY_THE_HOUR)
    return tuple(times) or ((recipient.daily,) if proves_silence(recipient, used, own) else ())


def _times(recipient: Recipient, used: Collection[Priority], own: Collection[When]) -> list[When]:
    return [*(recipient.when(priority) for priority in sorted(used)), *sorted(own, key=str)]


def latest(times: Sequence[When], recipient: Recipient, until: datetime) -> datetime | None:
    """Find the last set time up to an instant; None if there was none for a month."""
    found = (_latest(when, recipient, until) for when in times)
    return max((at for at in found if at is not None), default=None)


def leaves_at(set_time: datetime, recipient: Recipient) -> datetime:
    """Tell when the digest of a set time leaves: then, or when the quiet ends that covers it."""
    return release_time(set_time, recipient.quiet, recipient.zone)


def is_hour(due_at: datetime, times: Sequence[When], recipient: Recipient) -> bool:
    """Tell whether what is due at an instant is the digest of a set time, and not what quiet hours or an hourly time have gathered."""
    found = latest(times, recipient, due_at)
    return found is not None and leaves_at(found, recipient) == due_at


def _latest(when: When, recipient: Recipient, until: datetime) -> datetime | None:
    for back in _LOOKS_BACK:
        found, at = None, when.next_after(until - back, recipient.zone)
        while at <= until:
            found, at = at, when.next_after(at, recipient.zone)
        if found is not None:
            return found
    return None
