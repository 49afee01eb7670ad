"""What a recipient knows of a story, and when they may hear more of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.model import Cause

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from monitor.model import ItemId, MessageId, RecipientKey, WatchKey

BETWEEN_FOLLOW_UPS = timedelta(hours=6)
LINES_GATHER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Told:
    """A claim that already stands: this recipient is told of this watch in this story, since `at`, by these items.

    `is_official` if one of its items is a parliament's or an official body's. `due_at` is when its message leaves or left, if anybody
    noted that.
    """

    recipient: RecipientKey
    watch: WatchKey
    cause: Cause
    at: datetime
    message: MessageId
    items: frozenset[ItemId] = frozenset()
    is_official: bool = False
    due_at: datetime | None = None


def known_to(recipient: RecipientKey, told: Sequence[Told]) -> list[Told]:
    """Choose what one recipient was told of, the oldest first."""
    return sorted((claim for claim in told if claim.recipient == recipient), key=lambda claim: (claim.at, claim.message))


def follow_up_at(known: Sequence[Told], now: datetime) -> datetime:
    """Tell when the next follow-up to one recipient in one story may leave: `now`, or six hours after the last one.

    Args:
        known: what the recipient was told of the story, oldest first. All that came after the first message followed up;
            the updates among it were held back likewise, so the last one may not have left yet. Lines of other reports hold nothing up.
        now: when the follow-up is ready.
    """
    return _spaced(max(_follow_ups(known), default=None), now)


def line_at(known: Sequence[Told], now: datetime) -> datetime:
    """Tell when another report of a told story may be listed in its thread: an hour after it was found, that more may gather.

    Six hours after the last follow-up at the earliest, be that one a list too.

    Args:
        known: what the recipient was told of the story, oldest first.
        now: when the report was found.
    """
    certain = {claim.message for claim in known if claim.cause.is_certain}
    lists = [claim for claim in known if claim.cause is Cause.LISTED and claim.message not in certain]
    left = [*_follow_ups(known), *(claim.due_at or claim.at + LINES_GATHER for claim in lists)]
    return max(now + LINES_GATHER, _spaced(max(left, default=None), now))


def _follow_ups(known: Sequence[Told]) -> Iterator[datetime]:
    """Reckon when each message after the first leaves: one that told of a new watch at once, an update six hours after the last one.

    An update of something urgent did not wait, which its message knows.
    """
    last: datetime | None = None
    for claim in _first_of_each_message([claim for claim in known if claim.cause.is_certain])[1:]:
        spaced = claim.at if claim.cause is Cause.FIRST else _spaced(last, claim.at)
        leaves_at = min(spaced, max(claim.due_at, claim.at)) if claim.due_at else spaced
        last = leaves_at if last is None else max(last, leaves_at)
        yield last


def _first_of_each_message(known: Sequence[Told]) -> list[Told]:
    return list({claim.message: claim for claim in reversed(known)}.values())[::-1]


def _spaced(last: datetime | None, at: datetime) -> datetime:
    return at if last is None else max(at, last + BETWEEN_FOLLOW_UPS)
