"""The words of messages about the monitoring itself: what happened, what it means, what Tocsin does, what the reader can do.

What is wrong with a source is worded where its conduct is decided: `monitor.sources.notices`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from monitor.alerts import wording
from monitor.model import DeliveryId, DeliveryState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from monitor.errors import Problem

MOST_PROBLEMS = 20
MOST_NOTICES = 30
MOST_IN_FULL = 3
BETWEEN_ANSWERS = timedelta(minutes=1)  # to saves, which a person waits for
BETWEEN_NOTICES = timedelta(minutes=10)  # what comes sooner is gathered, or a network that is down would be a letter for each source
_FATES = {
    DeliveryState.REJECTED: "It was refused for good, so it is not tried again by itself.",
    DeliveryState.DEAD: "It was tried for as long as makes sense; it is not tried again by itself.",
    DeliveryState.UNKNOWN: "The answer was lost: it may have arrived. It is not sent again by itself, so that nobody gets it twice.",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """A message to the operator or to a list's owner; a paragraph a line, back quotes around what is to be copied.

    One that answers a save is `about` that settings file, and waits shorter than others. One that `passes` says how the file stands:
    the next one about it takes its place.
    """

    title: str
    lines: tuple[str, ...]
    about: str = ""
    passes: bool = False


def joined(waiting: Sequence[Notice], notice: Notice) -> list[Notice]:
    """Put a notice with those that wait to leave; of how a settings file stands the newest alone is true."""
    return [*(one for one in waiting if not one.passes or one.about != notice.about), notice]


def gathered(notices: Sequence[Notice]) -> Notice:
    """Make one notice of those that came close together: a few in full, of many a line each."""
    if len(notices) == 1:
        return notices[0]
    title = f"{len(notices)} matters of the monitoring need a look"
    if len(notices) <= MOST_IN_FULL:
        return Notice(title, tuple(line for notice in notices for line in (f"{notice.title}:", *notice.lines)))
    hidden = len(notices) - MOST_NOTICES
    lines = [f"{notice.title}. {notice.lines[0]}" if notice.lines else notice.title for notice in notices[:MOST_NOTICES]]
    more = [f"And {wording.count(hidden, 'more matter', 'more matters')}."] if hidden > 0 else []
    return Notice(title, (*lines, *more, "`tocsin status` lists what is open now."))


def notice_due_at(notice: Notice, last: datetime | None, now: datetime) -> datetime:
    """Tell when a notice to somebody may leave: at once, or ten minutes after the last one; one minute if it answers a save."""
    between = BETWEEN_ANSWERS if notice.about else BETWEEN_NOTICES
    return now if last is None else min(max(now, last + between), now + between)  # a clock that was ahead is forgotten


def not_delivered(label: str, delivery: DeliveryId, state: DeliveryState, reason: str) -> Notice:
    """Say that one message did not certainly arrive. `label` is the address without its secrets."""
    is_lost = state is DeliveryState.UNKNOWN
    return Notice(
        f"A message to {label} {'may not have arrived' if is_lost else 'did not arrive'}",
        (
            f"What the other side said: {reason}",
            _FATES.get(state, "It waits to be tried again."),
            f"The message is kept. `tocsin deliveries` shows it; `tocsin retry {delivery}` sends it again.",
        ),
    )


def file_rejected(file: str, problems: Sequence[Problem], *, has_last_good: bool) -> Notice:
    """Tell a file's owner what is wrong in it, and what is live instead. Warnings are left to `tocsin check`."""
    wrong = [str(problem) for problem in problems if not problem.is_warning]
    hidden = len(wrong) - MOST_PROBLEMS
    more = [f"{wording.count(hidden, 'more problem', 'more problems')}: `tocsin check` shows all."] if hidden > 0 else []
    live = (
        "The last good version of this file stays live; the other files are not touched."
        if has_last_good
        else "There is no earlier good version, so nothing of this file is live; the other files are not touched."
    )
    remedy = "Correct it and save: Tocsin reads it again by itself."
    return Notice(f"{file} was not accepted", (*wrong[:MOST_PROBLEMS], *more, live, remedy), about=file, passes=True)


def file_accepted(file: str) -> Notice:
    """Tell a file's owner that their correction is live."""
    return Notice(f"{file} is live again", ("It was corrected: the version that you saved is in force now.",), about=file, passes=True)


def no_longer_addressed(number: int) -> Notice:
    """Say that messages wait for nobody any more: their recipient or address left the settings."""
    messages = wording.count(number, "message", "messages")
    return Notice(
        f"{messages} will not be sent: the recipient or address left the settings",
        (
            "They waited for their hour, or for a server, when recipients.yaml changed.",
            "If that was a slip: put the recipient back, then `tocsin retry` sends them. `tocsin deliveries` lists them.",
        ),
    )


def starting_point(archived: int, alerts: int, next_poll_at: datetime | None, zone: ZoneInfo) -> Notice:
    """Report a first contact: what stood in the sources then is archived on purpose, and what happens next."""
    next_poll = wording.short_moment(next_poll_at, zone) if next_poll_at else "a time not set yet"
    told = wording.count(alerts, "alert", "alerts")
    if not archived:
        return Notice(f"Nothing had to be archived as the starting point, {told}; the next poll is at {next_poll}", ())
    items = wording.count(archived, "item", "items")
    return Notice(
        f"{items} archived as the starting point, {told}; the next poll is at {next_poll}",
        (
            "What stood in the sources before you began watching is archived, not told: `tocsin hits` shows what was found in it.",
            "From now on you are told of what is new. To be told of the last days too, give a source `backfill: 7d` before its first poll.",
        ),
    )
