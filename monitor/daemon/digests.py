"""Digests leave at their set times, also when there is nothing to tell; before one is due, its sources are asked.

A set time is looked after once, half an hour before its digest leaves. If nobody did in time, since the daemon was down, the last one
that was missed is made up for by one late digest. What it tells is worked out when it leaves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.alerts.hours import is_hour, latest, leaves_at, proves_silence, set_times
from monitor.daemon.events import event
from monitor.daemon.outbox import Post, post
from monitor.daemon.readiness import Readiness
from monitor.store import deliveries, digest_hours, messages
from monitor.store.database import Turn, serialise
from monitor.store.digest_hours import DigestHour

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.alerts.recipient import Recipient
    from monitor.alerts.schedule import When
    from monitor.daemon.live import Live
    from monitor.model import RecipientKey
    from monitor.store.messages import MessageRow

LEAD = timedelta(minutes=30)
NEAR = timedelta(minutes=1)  # before a digest leaves, it is seen whether the polls that it waits for have ended
PATIENCE = timedelta(minutes=5)  # so much later it leaves, whatever is still being asked


@dataclass(frozen=True, slots=True)
class _Hour:
    """A digest that leaves soon, or has just left: of whom, when, and since when it is looked after."""

    recipient: Recipient
    leaves_at: datetime
    opened_at: datetime

    @property
    def latest(self) -> datetime:
        """When it leaves at the latest."""
        return max(self.leaves_at, self.opened_at) + PATIENCE


def look_after(connection: Connection, live: Live, now: datetime, *, waits: bool = True) -> int:
    """Open the digests that leave within half an hour and would be empty, bring the polls of their sources forward, and wait for these.

    Safe to call at any time, by any number of workers.

    Args:
        connection: within a transaction.
        live: the settings in force.
        now: the present.
        waits: whether polls go on after this; if not, what is due leaves.

    Returns:
        How many digests were opened.
    """
    ready, known = Readiness(connection, live, now), digest_hours.load(connection)
    timed = {key: times for key, one in live.settings.recipients.items() if (times := set_times(one, *ready.audience(key).wishes))}
    lasts = _lasts(live, timed, now)
    is_forgotten = any(key not in timed for key in known)
    if is_forgotten or any(_is_news(ready, key, times, known.get(key), lasts[key]) for key, times in timed.items()):
        serialise(connection, Turn.ITEMS)  # before any row is held: whoever has the turn wants rows of digests that wait
    if is_forgotten:
        digest_hours.forget_all_but(connection, list(timed))
    opened, hours = 0, list[_Hour]()
    for key, times in timed.items():
        recipient = live.settings.recipients[key]
        last, former = lasts[key], _counted(connection, recipient, _schedule(times, recipient), known.get(key), now)
        if last is not None and last > former.until and ready.is_read(key, last):
            is_mine = digest_hours.claim(connection, key, former.schedule, last, now)
            former = replace(former, until=last, opened_at=now)
            opened += is_mine and _open(ready, _Hour(recipient, leaves_at(last, recipient), now))
        hours.append(_Hour(recipient, leaves_at(former.until, recipient), former.opened_at))
    for hour in hours:
        _wait(ready, hour, waits=waits)
    return opened


def is_proof(live: Live, message: MessageRow) -> bool:
    """Tell whether a digest leaves although it has nothing to tell: its recipient wants a silence proved, and it is one of a set time."""
    recipient = live.settings.recipients.get(message.recipient)
    audience = live.audiences.get(message.recipient) if message.kind == "digest" else None
    if recipient is None or audience is None or not proves_silence(recipient, *audience.wishes):
        return False
    return is_hour(message.due_at, set_times(recipient, *audience.wishes), recipient)


def _lasts(live: Live, timed: Mapping[RecipientKey, tuple[When, ...]], now: datetime) -> dict[RecipientKey, datetime | None]:
    """Find for each recipient the set time whose digest leaves soon, or should have left."""
    found: dict[object, datetime | None] = {}  # many have the same hours
    lasts: dict[RecipientKey, datetime | None] = {}
    for key, times in timed.items():
        recipient = live.settings.recipients[key]
        hours = times, recipient.zone, recipient.quiet
        if hours not in found:
            found[hours] = _next_to_leave(times, recipient, now)
        lasts[key] = found[hours]
    return lasts


def _is_news(ready: Readiness, key: RecipientKey, times: Sequence[When], known: DigestHour | None, last: datetime | None) -> bool:
    """Tell whether there is something to write of a recipient's set times: they are new, or a digest is to be opened."""
    if known is None or known.schedule != _schedule(times, ready.live.settings.recipients[key]) or known.until > ready.now + LEAD:
        return True
    return last is not None and last > known.until and ready.is_read(key, last)


def _schedule(times: Sequence[When], recipient: Recipient) -> str:
    """Write down what the set times are; when that changes, they count anew."""
    return "; ".join([*sorted(map(str, times)), str(recipient.zone)])


def _counted(connection: Connection, recipient: Recipient, schedule: str, known: DigestHour | None, now: datetime) -> DigestHour:
    """Tell how far a recipient's set times are looked after; new ones count from now on, and so they do if the clock was set back."""
    if known is not None and known.schedule == schedule and known.until <= now + LEAD:
        return known
    digest_hours.begin(connection, recipient.key, schedule, now)
    return DigestHour(schedule, now, now)


def _next_to_leave(times: Sequence[When], recipient: Recipient, now: datetime) -> datetime | None:
    """Find the last set time whose digest leaves within half an hour, or should have left."""
    last = latest(times, recipient, now + LEAD)
    return last if last is not None and leaves_at(last, recipient) <= now + LEAD else None


def _open(ready: Readiness, hour: _Hour) -> bool:
    """Bring the polls forward; begin the digest, unless what is to be told began it, or an earlier one waits that tells of now as well."""
    connection, key = ready.connection, hour.recipient.key
    moved = ready.hasten(key, hour.leaves_at)
    is_proof = proves_silence(hour.recipient, *ready.audience(key).wishes)
    is_new = is_proof and not messages.has_digest(connection, key, hour.leaves_at, ready.now)
    if is_new:
        message = messages.create(
            connection,
            recipient=key,
            kind="digest",
            story=None,
            due_at=hour.leaves_at,
            now=ready.now,
            replies_to=None,
            body=None,
        )
        about = ("digest", hour.leaves_at.isoformat())
        post(connection, ready.live, Post(message, key, about, hour.leaves_at), ready.now)
    event("digest.near", recipient=key, due_at=hour.leaves_at, hastened=moved, opened=is_new)
    return is_new


def _wait(ready: Readiness, hour: _Hour, *, waits: bool) -> None:
    """Let a digest that is due wait while its sources are being asked, for five minutes at most; then let it go."""
    if not hour.leaves_at - NEAR <= ready.now <= hour.latest + NEAR:
        return
    message = messages.open_digest(ready.connection, hour.recipient.key, hour.leaves_at)
    if message is None:
        return
    if waits and ready.now < hour.latest and ready.is_awaited(hour.recipient.key, hour.leaves_at - LEAD):
        deliveries.move(ready.connection, message, due_at=hour.leaves_at, to=hour.latest)
    else:
        deliveries.move(ready.connection, message, due_at=hour.latest, to=hour.leaves_at)
