"""Rows of the outbox: one delivery for each address of a recipient, under a key that no retry changes."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.channels.address import read_address
from monitor.channels.url_account import AddressError
from monitor.model import Cause, DeliveryId, DeliveryState, MessageId, RecipientKey, digest
from monitor.store import claims, deliveries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.channels.address import Address
    from monitor.daemon.live import Live


@dataclass(frozen=True, slots=True)
class Post:
    """A message for the outbox. `about` tells it from every other message decided at the same moment.

    One `in_threads_alone` says nothing but what a thread takes, and goes to the addresses that have threads. `avoids` are accounts
    and addresses that it does not go by while its recipient has another.
    """

    message: MessageId
    recipient: RecipientKey
    about: tuple[str, ...]
    due_at: datetime
    in_threads_alone: bool = False
    avoids: frozenset[str] = frozenset()


def post(connection: Connection, live: Live, item: Post, now: datetime) -> None:
    """Put a message into the outbox for every address of its recipient.

    The key is made of what the message is about and of the moment it was decided, so that a database made anew never reuses one.
    A message that gathers more goes to the addresses that its recipient has had since, too; not twice to any, however often or in
    whatever way the settings write it.
    """
    known = deliveries.addresses(connection, item.message)
    there = list(zip(live.settings.recipients[item.recipient].to, live.addresses[item.recipient], strict=True))
    usable = [(text, address) for text, address in there if not item.avoids & {text, address.label, account_of(address)}]
    places = {place for text, given_up in known.items() if given_up is None for place in _place(live, text)}
    rows: list[deliveries.NewDelivery] = []
    for text, address in usable or there:
        if address.place in places or (item.in_threads_alone and not address.has_threads):
            continue
        places.add(address.place)
        if (given_up := known.get(text)) is not None:
            deliveries.take_up(connection, given_up, item.due_at)
            continue
        rows.append(_row(item, text, address, now))
    deliveries.create(connection, rows)


def _place(live: Live, text: str) -> Iterator[tuple[str | None, str]]:
    """Tell what place an address names by the senders that there are; nothing if it names none any more."""
    with suppress(AddressError):
        yield read_address(text, live.settings.senders).place


def _row(item: Post, text: str, address: Address, now: datetime) -> deliveries.NewDelivery:
    return deliveries.NewDelivery(
        message=item.message,
        key=digest(*item.about, item.recipient, text, now.isoformat(), str(item.message)).hex(),
        channel=address.channel,
        account=account_of(address),
        address=text,
        label=address.label,
        due_at=item.due_at,
    )


def account_of(address: Address) -> str:
    """Name what sends to an address: a sender of the settings, or the address itself where it is its own account."""
    return address.sender or address.label


def readdress(connection: Connection, live: Live, now: datetime, unusable: frozenset[str]) -> list[DeliveryId]:
    """Bring what waits for its first try, or is held by a disabled address, in line with the recipients' addresses.

    What left is given up, what came is added. A notice, which may be about what is `unusable` now, does not come to go by that.

    Returns:
        What was given up because its address is no longer the recipient's.
    """
    waiting = deliveries.untried(connection)
    addresses = {key: set(recipient.to) for key, recipient in live.settings.recipients.items()}
    left = [row.id for row in waiting if row.recipient in addresses and row.address not in addresses[row.recipient]]
    deliveries.give_up(connection, left, now)
    due = {row.message: row for row in waiting if row.recipient in addresses and _is_on_its_way(row)}
    lists = claims.of_nothing_else(connection, list(due), Cause.LISTED)
    for message, row in due.items():
        avoids = unusable if row.kind == "notice" else frozenset[str]()
        again = Post(message, row.recipient, ("readdressed",), row.due_at, in_threads_alone=message in lists, avoids=avoids)
        post(connection, live, again, now)
    return left


def _is_on_its_way(row: deliveries.Untried) -> bool:
    """Tell whether a letter leaves as soon as it can; what a disabled address holds does, by another one."""
    return row.state is DeliveryState.DUE or row.held_because is not None
