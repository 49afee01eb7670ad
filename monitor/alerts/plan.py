"""Who is told what: the watches found in one item against what the recipients of its story know already.

Pure: the caller reads the claims, asks `plan`, and writes its answer in the same transaction.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from monitor.alerts.recipient import Nature, Recipient
from monitor.alerts.schedule import due_at
from monitor.alerts.told import follow_up_at, known_to, line_at
from monitor.model import Cause, Hit, ItemId, MessageId, Priority, RecipientKey, Relation, Tier, WatchKey

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from monitor.alerts.schedule import When
    from monitor.alerts.told import Told

_RANK = {Priority.LOW: 0, Priority.NORMAL: 1, Priority.URGENT: 2}


@dataclass(frozen=True, slots=True)
class Found:
    """A watch found in the item, with whom it wants told: its own `tell`, else its list's.

    `send` are the times that the watch or its list sets; they go before the recipient's own.
    """

    hit: Hit
    label: str
    watchlist: str
    watchlist_title: str
    tell: tuple[str, ...]
    priority: Priority
    send: Mapping[Priority, When] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Arrival:
    """An item that came, and how it stands to what was seen before.

    What is a parliament's own words is told for itself, whatever else was told of the story. It `is_official` if a parliament or an
    official body published it: that is news after the press.
    """

    item: ItemId
    relation: Relation
    is_own_words: bool = False
    is_official: bool = False
    nature: Nature = field(default_factory=Nature)


@dataclass(frozen=True, slots=True)
class Refused:
    """A watch found in an item, of which a recipient is not told, and the setting of theirs that keeps it from them."""

    recipient: RecipientKey
    watch: WatchKey
    setting: str
    score: float


@dataclass(frozen=True, slots=True)
class Planned:
    """One message to make, or to join to the digest due at `due_at`.

    `claims` are the most urgent first, and either all sure or all possible. `replies_to` is the first message
    that told this recipient of this story; a digest answers nothing and has none. What only lists the item has one claim, and is
    `found_by` all these watches, the weightiest first: a message that waits to tell of one of them can take the line in. In a `flood` it
    goes into the summary of that watchlist.
    """

    recipient: RecipientKey
    claims: tuple[tuple[WatchKey, Cause], ...]
    due_at: datetime
    is_digest: bool
    replies_to: MessageId | None = None
    found_by: tuple[WatchKey, ...] = ()
    flood: str | None = None

    @property
    def is_line(self) -> bool:
        """Whether it does no more than list the item as another report of what was told."""
        return all(cause.is_line for _, cause in self.claims)

    @property
    def is_possible(self) -> bool:
        """Whether it holds nothing but possible mentions, for the daily section."""
        return all(cause is Cause.POSSIBLE for _, cause in self.claims)


def plan(  # noqa: PLR0913, PLR0917 all that a plan hangs on
    found: Sequence[Found],
    told: Sequence[Told],
    arrival: Arrival,
    recipients: Mapping[RecipientKey, Recipient],
    lines: Mapping[RecipientKey, Collection[Cause]],
    now: datetime,
) -> tuple[Planned, ...]:
    """Decide who is told what of one item, and when.

    A recipient gets one message naming every watch they were not told of in this story yet. A watch they were told of is told again,
    as an update, if the item is a parliament's own words, or another report of the same story that is urgent or the first official one.
    Another report that nothing of this holds for is listed. Copies and edits say nothing of what was told. What is only possible waits
    for the daily section, once a story: it keeps nothing from a later certainty, and after one it is not worth a word. What a recipient
    does not want is not there for them (`refused`). Recipients that are unknown or have no address are passed over.

    Args:
        found: the item's hits, each watch once.
        told: the claims that stand in the item's story, of any recipient.
        arrival: the item, and how it stands to what was seen before.
        recipients: those of the live settings.
        lines: how each of them reads of what is only listed: in the thread, in the daily message, or in both at several addresses.
        now: when the item was seen; nothing is due before it.
    """
    return tuple(
        one
        for recipient in _wanted(found, recipients)
        for one in _for_one(recipient, found, known_to(recipient.key, told), arrival, lines.get(recipient.key, (Cause.TAIL,)), now)
    )


def refused(found: Sequence[Found], nature: Nature, recipients: Mapping[RecipientKey, Recipient]) -> tuple[Refused, ...]:
    """List of which watches in an item their recipients do not want to be told, in the order in which the hits name them."""
    return tuple(
        Refused(recipient.key, one.hit.watch, setting, one.hit.score)
        for recipient in _wanted(found, recipients)
        for one in found
        if recipient.key in one.tell and (setting := recipient.refusal(one.hit.score, nature))
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
    known = [claim for claim in known_to(recipient.key, told) if claim.cause.is_certain]
    return _message(recipient, found, known, cause, follow_up_at(known, now))


def _for_one(  # noqa: PLR0913, PLR0917 all that a plan hangs on
    recipient: Recipient, found: Sequence[Found], known: Sequence[Told], arrival: Arrival, lines: Collection[Cause], now: datetime
) -> Iterator[Planned]:
    """Plan for one recipient, who knows of these claims."""
    mine = [one for one in found if recipient.key in one.tell and not recipient.refusal(one.hit.score, arrival.nature)]
    certain = [claim for claim in known if claim.cause.is_certain]
    sure = [one for one in mine if one.hit.tier is Tier.SURE]
    fresh = _to_tell(sure, certain, arrival)
    if fresh:
        cause = _cause(fresh, certain, arrival)
        is_pressing = arrival.relation is Relation.SAME_STORY and any(one.priority is Priority.URGENT for one in fresh)
        ready_at = now if cause is Cause.FIRST or is_pressing else follow_up_at(certain, now)
        yield _message(recipient, fresh, certain, cause, ready_at)
    elif sure and arrival.relation is Relation.SAME_STORY and not any(arrival.item in claim.items for claim in known):
        yield from _lines(recipient, sure, known, lines, now)
    heard_of = {claim.watch for claim in known if not claim.cause.is_line}
    if possible := [one for one in mine if one.hit.tier is Tier.POSSIBLE and one.hit.watch not in heard_of]:
        yield _daily_section(recipient, possible, now)


def _to_tell(sure: Sequence[Found], certain: Sequence[Told], arrival: Arrival) -> list[Found]:
    """Choose the watches that the item is told for: those not told of in the story, and those for which it is news all the same."""
    said = {claim.watch for claim in certain}
    by_this_item = {claim.watch for claim in certain if arrival.item in claim.items}
    is_another_report = arrival.relation is Relation.SAME_STORY
    is_higher = is_another_report and arrival.is_official and not any(claim.is_official for claim in certain)
    return [
        one
        for one in sure
        if one.hit.watch not in by_this_item
        and (
            one.hit.watch not in said
            or arrival.is_own_words
            or is_higher
            or (is_another_report and one.priority is Priority.URGENT)  # for what is urgent, only copies are folded
        )
    ]


def _cause(fresh: Sequence[Found], certain: Sequence[Told], arrival: Arrival) -> Cause:
    """Tell whether all that there is to say follows what was said."""
    said = {claim.watch for claim in certain}
    is_update = bool(certain) and (arrival.relation is Relation.EDIT or all(one.hit.watch in said for one in fresh))
    return Cause.UPDATE if is_update else Cause.FIRST


def _message(recipient: Recipient, fresh: Sequence[Found], known: Sequence[Told], cause: Cause, ready_at: datetime) -> Planned:
    due, is_digest = min(_leaves_at(recipient, one, ready_at) for one in fresh)
    return Planned(
        recipient=recipient.key,
        claims=_claims(fresh, cause, {claim.watch for claim in known}),
        due_at=due,
        is_digest=is_digest,
        replies_to=known[0].message if known and not is_digest else None,
    )


def _leaves_at(recipient: Recipient, found: Found, ready_at: datetime) -> tuple[datetime, bool]:
    """Tell when one watch wants its word to leave, and whether in a digest: what quiet hours hold is released grouped."""
    when = _when(recipient, found)
    due = due_at(when, ready_at, recipient.quiet, recipient.zone, urgent=found.priority is Priority.URGENT)
    return due, when.is_digest or due != when.next_after(ready_at, recipient.zone)


def _when(recipient: Recipient, found: Found) -> When:
    """Choose the nearest time that is set: the watch's, its list's, the recipient's."""
    return found.send.get(found.priority) or recipient.when(found.priority)


def _lines(
    recipient: Recipient, sure: Sequence[Found], known: Sequence[Told], lines: Collection[Cause], now: datetime
) -> Iterator[Planned]:
    """List another report of a told story, by the weightiest of its watches: in the thread, in the daily message, or in both."""
    weightiest = sorted(sure, key=_weight, reverse=True)
    found_by = tuple(one.hit.watch for one in weightiest)
    begins = next(claim.message for claim in known if claim.cause.is_certain)
    if Cause.LISTED in lines:
        due = due_at(_when(recipient, weightiest[0]), line_at(known, now), recipient.quiet, recipient.zone, urgent=False)
        claimed = ((found_by[0], Cause.LISTED),)
        yield Planned(recipient.key, claimed, due, is_digest=False, replies_to=begins, found_by=found_by)
    if Cause.TAIL in lines:
        due = due_at(recipient.daily, now, recipient.quiet, recipient.zone, urgent=False)
        yield Planned(recipient.key, ((found_by[0], Cause.TAIL),), due, is_digest=True, found_by=found_by)


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
