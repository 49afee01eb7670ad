"""A watch that floods its recipient: what comes beyond the limit is gathered into one message an hour, and how that message begins.

Pure. A flood is counted by what was claimed in the hour before: told one by one, or gathered already.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from monitor.alerts import wording
from monitor.alerts.direction import isolated
from monitor.alerts.inert import command_in, cut, guard, line
from monitor.alerts.lengths import LONGEST_LABEL
from monitor.alerts.notice import Notice
from monitor.alerts.schedule import HOURLY, due_at

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from monitor.alerts.parts import Form
    from monitor.alerts.plan import Planned
    from monitor.alerts.recipient import Recipient
    from monitor.model import ItemId, WatchKey

SPAN = timedelta(hours=1)
MOST_WATCHES = 5
MOST_ALERTS = 10_000  # the highest limit
MOST_NOISE = 8
_LONGEST_NOISE = 60
_LONGEST_SUBJECT = 60


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a recipient was alerted of a watch within the last hour; `gathered` are those of it that went into a summary."""

    alerts: int = 0
    gathered: int = 0


@dataclass(frozen=True, slots=True)
class FloodWatch:
    """A watch that flooded, in how many of a summary's stories it stands, how many alerts an hour are its limit, and an item of it."""

    watch: WatchKey
    label: str
    stories: int
    limit: int
    item: ItemId | None = None

    @property
    def more(self) -> int:
        """A limit that would be a wide one."""
        return min(5 * self.limit, MOST_ALERTS)

    @property
    def file(self) -> str:
        """The file that it stands in."""
        return f"watchlists/{self.watch.partition('/')[0]}.yaml"


@dataclass(frozen=True, slots=True)
class FloodPart:
    """What a summary says before its stories: the watches, the noisiest first, and what was matched, with in how many stories."""

    stories: int
    since: datetime
    watches: tuple[FloodWatch, ...]
    noise: tuple[tuple[str, int], ...]


def gathered(one: Planned, watchlist: str, recipient: Recipient, now: datetime, *, is_urgent: bool, is_first: bool) -> Planned:  # noqa: PLR0913 all that it hangs on
    """Put a message beyond the limit into its list's summary of that hour, which leaves at the end of it and passes quiet as it would.

    Of what is urgent the first summary of a flood leaves at once.
    """
    ready_at = max(one.due_at, now)
    end_of_hour = due_at(HOURLY, ready_at, recipient.quiet, recipient.zone, urgent=is_urgent)
    due = ready_at if is_urgent and is_first and ready_at == now else end_of_hour
    return replace(one, due_at=due, is_digest=True, replies_to=None, flood=watchlist)


def subject(flood: FloodPart) -> str:
    """Head a summary: who, then how many."""
    names = [line(watch.label, LONGEST_LABEL) for watch in flood.watches]
    more = f" +{len(names) - 1:,}" if len(names) > 1 else ""
    rest = f"{more}: {wording.count(flood.stories, 'more story', 'more stories')} in a flood"
    return cut(names[0] if names else "Flood", _LONGEST_SUBJECT - len(rest)) + rest


def head(flood: FloodPart | None, form: Form, zone: ZoneInfo) -> tuple[str, ...]:
    """Word what stands before the stories of a summary; back quotes stand around what is to be copied. Nothing for other messages."""
    if flood is None or not flood.watches:
        return ()
    return tuple(piece for piece in (_count(flood, form, zone), _noise(flood, form), *_remedies(flood.watches[0], form)) if piece)


def _count(flood: FloodPart, form: Form, zone: ZoneInfo) -> str:
    shown = [f"{_label(one, form)} ({one.stories:,}; limit {one.limit:,} an hour)" for one in flood.watches[:MOST_WATCHES]]
    hidden = len(flood.watches) - len(shown)
    names = ", ".join([*shown, wording.count(hidden, "more watch", "more watches")] if hidden else shown)
    came = f"{wording.count(flood.stories, 'story', 'stories')} came since {wording.short_moment(flood.since, zone)} beyond the limit for"
    return f"{came} {names}. So that they bury nothing else they are gathered in one message an hour; none is dropped."


def _noise(flood: FloodPart, form: Form) -> str:
    safe = guard(form)
    shown = [f'"{safe(isolated(line(text, _LONGEST_NOISE)))}" ({count:,})' for text, count in flood.noise[:MOST_NOISE]]
    hidden = len(flood.noise) - len(shown)
    more = f", and {wording.count(hidden, 'other spelling', 'other spellings')}" if hidden else ""
    return f"What was matched, and in how many stories: {', '.join(shown)}{more}.".replace("`", "'") if shown else ""


def _remedies(watch: FloodWatch, form: Form) -> tuple[str, ...]:
    """Say what to do about the noisiest watch: a line for each command, that it can be copied whole."""
    safe = partial(command_in, form)
    key, stem = shlex.quote(watch.watch), shlex.quote(watch.watch.partition("/")[0])
    return (
        f"Too much? Make it narrower in `{safe(watch.file)}`: `ignore:` leaves phrases out, `near:` asks for words beside the name.",
        *([f"A story is not meant? `{safe(f'tocsin not-this {watch.item} {key}')}`"] if watch.item else []),
        f"Quiet for a while? `{safe(f'tocsin silence add --watch {key} --until 24h')}`",
        f"Wanted? `flood: {watch.more} per hour` at the watch tells of more one by one.",
        f"All of them: `{safe(f'tocsin hits --watchlist {stem}')}`",
    )


def began(watch: FloodWatch, recipient: str) -> Notice:
    """Tell the operator that a watch floods somebody."""
    narrower = f"If it finds what is not meant, make it narrower in `{watch.file}`: `ignore:` leaves phrases out, `near:` asks for words"
    return Notice(
        f"{line(watch.label, LONGEST_LABEL)} floods {recipient} with alerts",
        (
            f"{recipient} was alerted of `{watch.watch}` {watch.limit:,} times within an hour, which is its limit.",
            "What comes beyond it is gathered into one message an hour for each watchlist; nothing is dropped.",
            f"{narrower} beside the name. If so much is wanted, write `flood: {watch.more} per hour` there.",
        ),
    )


def is_over(subject_was: str) -> Notice:
    """Tell the operator that a flood is over."""
    return Notice(f"Over: {subject_was}", ("Within the last hour nothing had to be gathered: each alert is told by itself again.",))


def _label(watch: FloodWatch, form: Form) -> str:
    return guard(form)(isolated(line(watch.label, LONGEST_LABEL))).replace("`", "'")
