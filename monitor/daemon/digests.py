"""Digests leave at their set times, also when there is nothing to tell; before one is due, its sources are asked.

A set time is looked after once, half an hour before its digest leaves. If nobody did in time, since the daemon was down, the last one
that was missed is made up for by one late digest. What it tells is worked out when it leaves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.alerts.hours import is_hour, latest, leaves_at, proves_silence, set_times
from monitor.daemon.audience import priorities, sources_behind
from monitor.daemon.events import event
from monitor.daemon.outbox import Post, post
from monitor.sources.hastening import hastened
from monitor.store import deliveries, digest_hours, hastening, messages, sources
from monitor.store.database import Turn, serialise
from monitor.store.digest_hours import DigestHour

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.alerts.recipient import Recipient
    from monitor.alerts.schedule import When
    from monitor.daemon.live import Live
    from monitor.model import SourceKey
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
    used, known, opened = priorities(live), digest_hours.load(connection), 0
    timed = {key: times for key, one in live.settings.recipients.items() if (times := set_times(one, used.get(key, frozenset())))}
    if any(key not in timed for key in known):
        digest_hours.forget_all_but(connection, list(timed))
    for key, times in timed.items():
        recipient = live.settings.recipients[key]
        former = _counted(connection, recipient, _schedule(times, recipient), known.get(key), now)
        last = _next_to_leave(times, recipient, now)
        if last is not None and last > former.until and _is_read(connection, sources_behind(live, key), last):
            is_mine = digest_hours.claim(connection, key, former.schedule, last, now)
            former = replace(former, until=last, opened_at=now)
            hour = _Hour(recipient, leaves_at(last, recipient), now)
            opened += is_mine and _open(connection, live, hour, now, is_proof=proves_silence(recipient, used[key]))
        _wait(connection, live, _Hour(recipient, leaves_at(former.until, recipient), former.opened_at), now, waits=waits)
    return opened


def is_proof(live: Live, message: MessageRow) -> bool:
    """Tell whether a digest leaves although it has nothing to tell: its recipient wants a silence proved, and it is one of a set time."""
    recipient = live.settings.recipients.get(message.recipient)
    used = priorities(live).get(message.recipient, frozenset())
    if message.kind != "digest" or recipient is None or not proves_silence(recipient, used):
        return False
    return is_hour(message.due_at, set_times(recipient, used), recipient)


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


def _is_read(connection: Connection, behind: Sequence[SourceKey], before: datetime) -> bool:
    """Tell whether any of the sources had its first contact by then: before it nothing is missing, and nothing can be proved."""
    first = sources.first_baseline(connection, behind)
    return first is not None and first < before


def _open(connection: Connection, live: Live, hour: _Hour, now: datetime, *, is_proof: bool) -> bool:
    """Bring the polls forward; begin the digest, unless what is to be told began it, or an earlier one waits that tells of now as well."""
    serialise(connection, Turn.ITEMS)  # nobody else begins it meanwhile
    moved = _hasten(connection, live, hour, now)
    is_new = is_proof and not messages.has_digest(connection, hour.recipient.key, hour.leaves_at)
    if is_new:
        message = messages.create(
            connection,
            recipient=hour.recipient.key,
            kind="digest",
            story=None,
            due_at=hour.leaves_at,
            now=now,
            replies_to=None,
            body=None,
        )
        about = ("digest", hour.leaves_at.isoformat())
        post(connection, live, Post(message, hour.recipient.key, about, hour.leaves_at), now)
    event("digest.near", recipient=hour.recipient.key, due_at=hour.leaves_at, hastened=moved, opened=is_new)
    return is_new


def _hasten(connection: Connection, live: Live, hour: _Hour, now: datetime) -> int:
    behind = set(sources_behind(live, hour.recipient.key))
    states = [state for state in sources.all_states(connection) if state.key in behind]
    wanted = {
        state.id: at
        for state in states
        if (at := hastened(state, live.policy(live.settings.sources[state.key]), hour.leaves_at, now)) is not None
    }
    return hastening.hasten(connection, wanted, now)


def _wait(connection: Connection, live: Live, hour: _Hour, now: datetime, *, waits: bool) -> None:
    """Let a digest that is due wait while its sources are being asked, for five minutes at most; then let it go."""
    if not hour.leaves_at - NEAR <= now <= hour.latest + NEAR:
        return
    message = messages.open_digest(connection, hour.recipient.key, hour.leaves_at)
    if message is None:
        return
    behind = sources_behind(live, hour.recipient.key)
    if waits and now < hour.latest and hastening.are_awaited(connection, behind, hour.leaves_at - LEAD, now):
        deliveries.move(connection, message, due_at=hour.leaves_at, to=hour.latest)
    else:
        deliveries.move(connection, message, due_at=hour.latest, to=hour.leaves_at)
