"""Who is told what: the watches found in one item against what the recipients of its story know already.

Pure: the caller reads the claims, asks `plan`, and writes its answer in the same transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from monitor.alerts.recipient import Recipient
from monitor.alerts.schedule import due_at
from monitor.model import Cause, Hit, ItemId, MessageId, Priority, RecipientKey, Relation, Tier, WatchKey

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

BETWEEN_FOLLOW_UPS = timedelta(hours=6)
_RANK = {Priority.LOW: 0, Priority.NORMAL: 1, Priority.URGENT: 2}


@dataclass(frozen=True, slots=True)
class Found:
    """A watch found in the item, with whom it wants told: its own `tell`, else its list's."""

    hit: Hit
    label: str
    watchlist: str
    watchlist_title: str
    tell: tuple[str, ...]
    priority: Priority


@dataclass(frozen=True, slots=True)
class Told:
    """A claim that already stands: this recipient is told of this watch in this story, since `at`, by these items."""

    recipient: RecipientKey
    watch: WatchKey
    cause: Cause
    at: datetime
    message: MessageId
    items: frozenset[ItemId] = frozenset()


@dataclass(frozen=True, slots=True)
class Planned:
    """One message to make, or to join to the digest due at `due_at`.

    `claims` are the most urgent first, and either all sure or all possible. `replies_to` is the first message
    that told this recipient of this story; a digest answers nothing and has none.
    """

    recipient: RecipientKey
    claims: tuple[tuple[WatchKey, Cause], ...]
    due_at: datetime
    is_digest: bool
    replies_to: MessageId | None = None

    @property
    def is_possible(self) -> bool:
        """Whether it holds nothing but possible mentions, for the daily section."""
        return all(cause is Cause.POSSIBLE for _, cause in self.claims)


def plan(  # noqa: PLR0913 all that a plan hangs on
    found: Sequence[Found],
    told: Sequence[Told],
    relation: Relation,
    recipients: Mapping[RecipientKey, Recipient],
    now: datetime,
    *,
    speech: ItemId | None = None,
) -> tuple[Planned, ...]:
    """Decide who is told what of one item, and when.

    A recipient gets one message naming every watch they were not told of in this story yet; a watch they were told of
    makes none, however the item stands to the story. What is only possible waits for the daily section, once a story: it
    keeps nothing from a later certainty, and after one it is not worth a word. Recipients that are unknown or have no
    address are passed over.

    Args:
        found: the item's hits, each watch once.
        told: the claims that stand in the item's story, of any recipient.
        relation: how the item stands to what was seen before.
        recipients: those of the live settings.
        now: when the item was seen; nothing is due before it.
        speech: the item, where each item of the story is told for itself, as the speeches of a debate are: a watch that the
            recipient was told of by another speech is then told again, as an update.
    """
    return tuple(
        one
        for recipient in _wanted(found, recipients)
        for one in _for_one(recipient, found, _known(told, recipient), relation, now, speech)
    )


def follow_up(found: Sequence[Found], told: Sequence[Told], cause: Cause, recipient: Recipient, now: datetime) -> Planned:
    """Plan what one recipient hears of an item that they were told of: a new phase of it, or what it takes back.

    Args:
        found: the watches that the recipient was told of by the item.
        told: the claims that stand in the item's story, of any recipient.
        cause: update or revision.
        recipient: who is told.
        now: when it was seen. It leaves six hours after the last follow-up at the earliest.
    """
    known = [claim for claim in _known(told, recipient) if claim.cause is not Cause.POSSIBLE]
    return _message(recipient, found, known, cause, now)


def follow_up_at(known: Sequence[Told], now: datetime) -> datetime:
    """Tell when the next follow-up to one recipient in one story may leave: `now`, or six hours after the last one.

    Args:
        known: what the recipient was told of the story, oldest first. All that came after the first message followed up;
            the updates among it were held back likewise, so the last one may not have left yet.
        now: when the follow-up is ready.
    """
    last: datetime | None = None
    for claim in _first_of_each_message(known)[1:]:
        last = _spaced(last, claim.at) if claim.cause is not Cause.FIRST else max(last or claim.at, claim.at)
    return _spaced(last, now)


def _for_one(  # noqa: PLR0913, PLR0917 all that a plan hangs on
    recipient: Recipient, found: Sequence[Found], known: Sequence[Told], relation: Relation, now: datetime, speech: ItemId | None
) -> Iterator[Planned]:
    """Plan for one recipient, who knows of these claims."""
    certain = [claim for claim in known if claim.cause is not Cause.POSSIBLE]
    said = {claim.watch for claim in certain if speech is None or speech in claim.items}
    fresh = [one for one in found if recipient.key in one.tell and one.hit.watch not in said]
    sure = [one for one in fresh if one.hit.tier is Tier.SURE]
    possible = [one for one in fresh if one.hit.tier is Tier.POSSIBLE and one.hit.watch not in {claim.watch for claim in known}]
    if sure:
        before = {claim.watch for claim in certain}
        is_update = bool(certain) and (relation is Relation.EDIT or all(one.hit.watch in before for one in sure))
        yield _message(recipient, sure, certain, Cause.UPDATE if is_update else Cause.FIRST, now)
    if possible:
        yield _daily_section(recipient, possible, now)


def _known(told: Sequence[Told], recipient: Recipient) -> list[Told]:
    return sorted((claim for claim in told if claim.recipient == recipient.key), key=lambda claim: (claim.at, claim.message))


def _message(recipient: Recipient, fresh: Sequence[Found], known: Sequence[Told], cause: Cause, now: datetime) -> Planned:
    priority = max((one.priority for one in fresh), key=_RANK.__getitem__)
    when = recipient.when(priority)
    ready_at = now if cause is Cause.FIRST else follow_up_at(known, now)
    due = due_at(when, ready_at, recipient.quiet, recipient.zone, urgent=priority is Priority.URGENT)
    is_digest = when.is_digest or due != when.next_after(ready_at, recipient.zone)  # what quiet hours hold is released grouped
    return Planned(
        recipient=recipient.key,
        claims=_claims(fresh, cause, {claim.watch for claim in known}),
        due_at=due,
        is_digest=is_digest,
        replies_to=known[0].message if known and not is_digest else None,
    )


def _daily_section(recipient: Recipient, possible: Sequence[Found], now: datetime) -> Planned:
    """Put what is only possible into the recipient's daily digest, however urgent its watch."""
    due = due_at(recipient.daily, now, recipient.quiet, recipient.zone, urgent=False)
    return Planned(recipient.key, _claims(possible, Cause.POSSIBLE), due, is_digest=True)


def _claims(fresh: Sequence[Found], cause: Cause, known: Collection[WatchKey] = ()) -> tuple[tuple[WatchKey, Cause], ...]:
    """Claim watches, the weightiest first; nobody is told first of what they know."""
    watches = [one.hit.watch for one in sorted(fresh, key=_weight, reverse=True)]
    return tuple((watch, Cause.UPDATE if cause is Cause.FIRST and watch in known else cause) for watch in watches)


def _wanted(found: Sequence[Found], recipients: Mapping[RecipientKey, Recipient]) -> list[Recipient]:
    """List the recipients that can be told, in the order in which the hits name them, each once."""
    names = dict.fromkeys(RecipientKey(name) for one in found for name in one.tell)
    return [recipient for name in names if (recipient := recipients.get(name)) and recipient.to]


def _weight(found: Found) -> tuple[int, float]:
    return _RANK[found.priority], found.hit.score


def _first_of_each_message(known: Sequence[Told]) -> list[Told]:
    return list({claim.message: claim for claim in reversed(known)}.values())[::-1]


def _spaced(last: datetime | None, at: datetime) -> datetime:
    return at if last is None else max(at, last + BETWEEN_FOLLOW_UPS)
