"""What cannot be sent by or to: an account that fails rests and its letters wait; an address that refuses is disabled.

The operator hears of either over another account, once when it begins and once when it is over.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.alerts.account_notice import account_refused, account_unreachable, account_usable, address_disabled, address_enabled
from monitor.daemon import conditions
from monitor.daemon.events import event, warn
from monitor.store import accounts, addresses, deliveries
from monitor.store import conditions as condition_rows
from monitor.store.accounts import FailingAccount

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.daemon.fates import Trouble
    from monitor.daemon.live import Live
    from monitor.store.addresses import RefusedAddress

FIRST_REST = timedelta(seconds=30)
LONGEST_REST = timedelta(minutes=15)
SHORTEST_PAUSE = timedelta(seconds=1)
TOLD_AFTER = timedelta(minutes=10)  # a server that is away for less is everyday life, and nothing is lost by it
PATIENCE_TOLD_AFTER = timedelta(hours=1)  # that a server takes one letter after another is no trouble; that it takes none is
MOST_REFUSALS = 3  # letters in a row
FAILING, DISABLED = "account.failing/", "address.disabled/"


def rest_of(account: str, known: FailingAccount | None, trouble: Trouble, now: datetime) -> FailingAccount:
    """Work out how long an account rests: 30 s, doubled with each failure up to 15 minutes, or as long as its server asks for. Pure.

    Letters that were in the air together failed together: while the account rests, no further failure counts. Where a server asks for
    patience, nothing failed.
    """
    if trouble.is_haste:
        return _pause_of(account, known, trouble, now)
    pause, known = (known, None) if known is not None and not known.failures else (None, known)
    if known is not None and known.rests_until > now:
        return FailingAccount(
            account, known.since, known.rests_until, known.failures, known.is_refused or trouble.is_refused, trouble.reason
        )
    failures = 1 if known is None else known.failures + 1
    rest: timedelta = min(LONGEST_REST, FIRST_REST * 2 ** min(failures - 1, 16))
    until = max(now + rest, trouble.after or now, pause.rests_until if pause else now)
    return FailingAccount(account, known.since if known else now, until, failures, trouble.is_refused, trouble.reason)


def _pause_of(account: str, known: FailingAccount | None, trouble: Trouble, now: datetime) -> FailingAccount:
    """Work out the rest that a server asks for; what was known to be wrong before is not mended by it."""
    until = now + FIRST_REST if trouble.after is None else max(trouble.after, now + SHORTEST_PAUSE)
    if known is None or (not known.failures and now - known.rests_until > LONGEST_REST):  # that pause was over, with nothing to send
        return FailingAccount(account, now, until, 0, is_refused=False, reason=trouble.reason)
    return replace(known, rests_until=max(known.rests_until, until))


def is_told(failing: FailingAccount, now: datetime) -> bool:
    """Tell whether the operator must hear of it: at once of what only a person can mend, of a server that is away after a while. Pure."""
    return failing.is_refused or now - failing.since >= (TOLD_AFTER if failing.failures else PATIENCE_TOLD_AFTER)


def note_trouble(connection: Connection, live: Live, account: str, trouble: Trouble, now: datetime) -> None:
    """Let an account rest, and tell the operator if that is due."""
    failing = rest_of(account, accounts.find(connection, account), trouble, now)
    accounts.record(connection, failing)
    say = warn if failing.failures else event
    say("account.rests", account=account, until=failing.rests_until, reason=failing.reason)
    if not is_told(failing, now) or not condition_rows.open_(connection, FAILING + account, f"account {account}: {failing.reason}", now):
        return
    waiting = deliveries.waiting_for(connection, account, now)
    if failing.is_refused:
        notice = account_refused(account, failing.reason, waiting)
    else:
        notice = account_unreachable(account, failing.reason, failing.since, waiting, live.settings.zone)
    conditions.tell_operator(connection, live, notice, now, {*unusable(connection), account})


def note_success(connection: Connection, live: Live, account: str, address: str, now: datetime) -> None:
    """Note that a letter left by this account, to this address: whatever was wrong with either is over."""
    known = accounts.find(connection, account)
    if known is not None:
        accounts.recover(connection, account)
        if known.failures:
            event("account.works", account=account)
    if condition_rows.close(connection, FAILING + account, now):
        since = known.since if known else now
        conditions.tell_operator(connection, live, account_usable(account, since, live.settings.zone), now)
    if (refused := addresses.accept(connection, address)) and refused.disabled_at is not None:
        _enabled(connection, live, refused, now)


def note_refusal(connection: Connection, live: Live, address: str, label: str, reason: str, now: datetime) -> None:  # noqa: PLR0913, PLR0917 all that is said of it
    """Count a letter that an address refused; after the third in a row nothing is sent there any more."""
    refused = addresses.refuse(connection, address, label, reason, now)
    if refused.refusals < MOST_REFUSALS or not addresses.disable(connection, address, now):
        return
    warn("address.disabled", to=label, reason=reason)
    condition_rows.open_(connection, DISABLED + label, f"nothing is sent to {label} any more: {reason}", now)
    conditions.tell_operator(connection, live, address_disabled(label, refused.refusals, reason), now, {*unusable(connection), address})


def enable(connection: Connection, label: str, now: datetime) -> int | None:
    """Send to an address again: what it held, and what it refused; return how many messages that is, None if it was not disabled."""
    refused = next((each for each in addresses.refused(connection) if each.label == label), None)
    if refused is None or addresses.accept(connection, refused.address) is None:
        return None
    condition_rows.close(connection, DISABLED + label, now)
    return deliveries.release_address(connection, refused.address, refused.since)


def forget_absent(connection: Connection, live: Live, now: datetime) -> None:
    """Forget what is known of accounts and addresses that left the settings."""
    present = {text for recipient in live.settings.recipients.values() for text in recipient.to}
    for refused in addresses.absent(connection, present):
        addresses.accept(connection, refused.address)
        condition_rows.close(connection, DISABLED + refused.label, now)
    used = {address.sender or address.label for each in live.addresses.values() for address in each}
    for failing in accounts.failing(connection):
        if failing.account not in used:
            accounts.recover(connection, failing.account)
            condition_rows.close(connection, FAILING + failing.account, now)


def unusable(connection: Connection) -> frozenset[str]:
    """Name the accounts and addresses that nothing can be sent by or to now; not those that only pause, as their servers ask for."""
    failing = {each.account for each in accounts.failing(connection) if each.failures}
    return frozenset(failing | {each.address for each in addresses.disabled(connection)})


def _enabled(connection: Connection, live: Live, refused: RefusedAddress, now: datetime) -> None:
    released = deliveries.release_address(connection, refused.address, refused.since)
    if condition_rows.close(connection, DISABLED + refused.label, now):
        conditions.tell_operator(connection, live, address_enabled(refused.label, released), now)
