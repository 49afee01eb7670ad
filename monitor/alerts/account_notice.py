"""What the operator reads of accounts that cannot be used, and of addresses that nothing is sent to any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.alerts import wording
from monitor.alerts.notice import Notice

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo


def account_refused(account: str, reason: str, waiting: int) -> Notice:
    """Say that an account is refused until somebody mends it."""
    return Notice(
        f"The account {account} cannot be used",
        (
            f"What the other side said: {reason}",
            f"{_letters_wait(waiting)} Nothing is lost, and none of them is given up for this.",
            "Tocsin tries again by itself, every 15 minutes at the least; after a change of the settings at once.",
            "Mend what is named above in tocsin.yaml, or the secret behind it. `tocsin retry` tries at once too.",
        ),
    )


def account_unreachable(account: str, reason: str, since: datetime, waiting: int, zone: ZoneInfo) -> Notice:
    """Say that the server of an account has not been there for a while."""
    return Notice(
        f"The account {account} has not been reachable since {wording.short_moment(since, zone)}",
        (
            f"What the last try found: {reason}",
            f"{_letters_wait(waiting)} They leave in their order as soon as the server is there.",
            "Tocsin tries again by itself, every 15 minutes at the least.",
            "If the server has moved: correct its address under senders: in tocsin.yaml.",
        ),
    )


def account_usable(account: str, since: datetime, zone: ZoneInfo) -> Notice:
    """Say that an account works again."""
    return Notice(
        f"The account {account} works again",
        (f"It could not be used since {wording.short_moment(since, zone)}. What waited for it leaves now, in its order.",),
    )


def address_disabled(label: str, refusals: int, reason: str) -> Notice:
    """Say that nothing is sent to an address any more."""
    return Notice(
        f"Nothing is sent to {label} any more: it refused {wording.count(refusals, 'letter', 'letters')} in a row",
        (
            f"What the other side said: {reason}",
            "Further messages to it are held, not dropped; `tocsin deliveries --state held` lists them.",
            f"Correct it in recipients.yaml, or mend it where it is and say so: `tocsin retry --address {label}`. Either lets them leave.",
        ),
    )


def address_enabled(label: str, waiting: int) -> Notice:
    """Say that an address is sent to again, or is none any more."""
    return Notice(f"{label} is no longer disabled", (_letters_left(waiting),))


def _letters_wait(waiting: int) -> str:
    return f"{wording.count(waiting, 'message waits', 'messages wait')} for it."


def _letters_left(waiting: int) -> str:
    return f"{wording.count(waiting, 'message that was held leaves', 'messages that were held leave')} now."
