"""What becomes of a delivery after a try. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.errors import AccountFault, AddressRefused, Rejected, Retry, SendError, TooFast, Unknown, Unreachable
from monitor.model import DeliveryState, Sent

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=2)
GIVES_UP_AFTER = timedelta(days=3)
MOST_LOST_REPLIES = 2  # a far side that does not answer gets one more try; after the second the operator decides
MOST_CRASHES = 20  # a crash while it was in the air costs a copy at most; so many over one message may be the message's doing


@dataclass(frozen=True, slots=True)
class Trouble:
    """An account that cannot be used: whether only a person can mend it, and when its server wants to be asked again.

    It `is_haste` where the server takes no more for the moment: that is no failure.
    """

    reason: str
    is_refused: bool
    after: datetime | None = None
    is_haste: bool = False


@dataclass(frozen=True, slots=True)
class Fate:
    """The state a delivery is put into.

    `tells_operator` when nobody will try again by itself; `is_lost` when it may have arrived; `is_moot` when it has nothing to say
    any more and leaves the outbox without a trace; `is_called_off` when somebody said that what it had to say is not meant.
    `trouble` when its account failed, and not the letter; `is_refused_there` when the address wants no letter at all.
    """

    state: DeliveryState
    reason: str | None = None
    due_at: datetime | None = None
    ref: str | None = None
    thread: str | None = None
    tells_operator: bool = False
    is_lost: bool = False
    is_moot: bool = False
    is_called_off: bool = False
    trouble: Trouble | None = None
    is_refused_there: bool = False


def fate_of_sent(sent: Sent) -> Fate:
    """Settle a delivery that certainly arrived."""
    return Fate(DeliveryState.SENT, ref=sent.ref, thread=sent.thread)


def fate_of_error(  # noqa: PLR0913 all that a fate hangs on
    error: SendError, *, attempts: int, lost_replies: int, first_tried_at: datetime, is_idempotent: bool, jitter: float, now: datetime
) -> Fate:
    """Settle a delivery whose try failed. Where the account failed, it waits with the account, and was not tried itself.

    Args:
        error: what the channel said.
        attempts: tries so far, this one counted.
        lost_replies: tries before this one whose end nobody knows.
        first_tried_at: when its first try was; after three days of retries it is dead.
        is_idempotent: whether the far side drops a second copy with the same key.
        jitter: 0 to 1, spreads the retries.
        now: the present.
    """
    reason = str(error)
    if isinstance(error, Rejected):
        return Fate(DeliveryState.REJECTED, reason, tells_operator=True, is_refused_there=isinstance(error, AddressRefused))
    if isinstance(error, Unreachable):
        trouble = Trouble(reason, isinstance(error, AccountFault), error.after, is_haste=isinstance(error, TooFast))
        return Fate(DeliveryState.DUE, reason, trouble=trouble)
    is_lost = isinstance(error, Unknown)
    if is_lost and not is_idempotent and lost_replies + 1 >= MOST_LOST_REPLIES:
        return Fate(DeliveryState.UNKNOWN, reason, tells_operator=True)
    if now - first_tried_at >= GIVES_UP_AFTER:
        return Fate(DeliveryState.DEAD, f"gave up after 3 days: {reason}", tells_operator=True)
    after = error.after if isinstance(error, Retry) and error.after is not None else now
    return Fate(DeliveryState.DUE, reason, due_at=max(after, now + wait_before(attempts, jitter)), is_lost=is_lost)


def fate_of_nothing(reason: str, *, is_moot: bool = False, is_called_off: bool = False, lost_replies: int) -> Fate:
    """Settle a delivery that has nothing to say any more; one that nobody misses stays on record only if it may have arrived.

    Args:
        reason: what became of that which it had to say.
        is_moot: whether nobody misses it.
        is_called_off: whether somebody said that it is not meant: that is on record, and no failure.
        lost_replies: tries whose end nobody knows.
    """
    if not is_moot and not is_called_off:
        return Fate(DeliveryState.DEAD, reason, tells_operator=True)
    if lost_replies:
        return Fate(DeliveryState.UNKNOWN, f"the reply was lost; it may have arrived. Not sent again: {reason}")
    return Fate(DeliveryState.DEAD, reason, is_moot=is_moot, is_called_off=is_called_off)


def fate_of_lost_replies(lost_replies: int) -> Fate | None:
    """Settle a delivery on a channel that cannot drop a copy, before it is tried again; None means try it."""
    if lost_replies >= MOST_CRASHES:
        return Fate(DeliveryState.UNKNOWN, f"the reply was lost {lost_replies} times; it may have arrived", tells_operator=True)
    return None


def wait_before(attempts: int, jitter: float) -> timedelta:
    """Tell how long to wait before the next try: 30 s, doubled each time up to 2 h, and up to half as long again."""
    wait: timedelta = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(attempts - 1, 16))
    return wait * (1 + jitter / 2)
