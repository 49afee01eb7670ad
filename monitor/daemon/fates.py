"""What becomes of a delivery after a try. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.errors import Rejected, Retry, SendError, Unknown
from monitor.model import DeliveryState, Sent

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=2)
GIVES_UP_AFTER = timedelta(days=3)
LOST_REPLY_TRIES = 2  # a channel that cannot drop a copy gets one more try after a lost reply, then the operator decides


@dataclass(frozen=True, slots=True)
class Fate:
    """The state a delivery is put into. `tells_operator` when nobody will try again by itself."""

    state: DeliveryState
    reason: str | None = None
    due_at: datetime | None = None
    ref: str | None = None
    thread: str | None = None
    tells_operator: bool = False


def fate_of_sent(sent: Sent) -> Fate:
    """Settle a delivery that certainly arrived."""
    return Fate(DeliveryState.SENT, ref=sent.ref, thread=sent.thread)


def fate_of_error(error: SendError, *, attempts: int, created_at: datetime, is_idempotent: bool, jitter: float, now: datetime) -> Fate:
    """Settle a delivery whose try failed.

    Args:
        error: what the channel said.
        attempts: tries so far, this one counted.
        created_at: when the delivery was made; after three days of retries it is dead.
        is_idempotent: whether the far side drops a second copy with the same key.
        jitter: 0 to 1, spreads the retries.
        now: the present.
    """
    reason = str(error)
    if isinstance(error, Rejected):
        return Fate(DeliveryState.REJECTED, reason, tells_operator=True)
    if isinstance(error, Unknown) and not is_idempotent and attempts >= LOST_REPLY_TRIES:
        return Fate(DeliveryState.UNKNOWN, reason, tells_operator=True)
    if now - created_at >= GIVES_UP_AFTER:
        return Fate(DeliveryState.DEAD, f"gave up after 3 days: {reason}", tells_operator=True)
    after = error.after if isinstance(error, Retry) and error.after is not None else now
    return Fate(DeliveryState.DUE, reason, due_at=max(after, now + wait_before(attempts, jitter)))


def fate_of_lost_reply(attempts: int) -> Fate | None:
    """Settle a delivery found in `sending` after a crash, on a channel that cannot drop a copy; None means try it once more."""
    if attempts > LOST_REPLY_TRIES:
        return Fate(DeliveryState.UNKNOWN, "the reply was lost twice; it may have arrived", tells_operator=True)
    return None


def wait_before(attempts: int, jitter: float) -> timedelta:
    """Tell how long to wait before the next try: 30 s, doubled each time up to 2 h, and up to half as long again."""
    wait: timedelta = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(attempts - 1, 16))
    return wait * (1 + jitter / 2)
