"""The one line that is read first: who, then what, within the 60 characters that a phone shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.alerts import wording
from monitor.alerts.inert import cut, line
from monitor.alerts.view import LONGEST_LABEL, headline, list_titles
from monitor.model import Kind

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from monitor.alerts.parts import MessagePart

LONGEST = 60
_ROOM_FOR_WHO = 32


def subject(part: MessagePart, zone: ZoneInfo) -> str:
    """Word the subject of an alert or a digest."""
    return _digest(part, zone) if part.is_digest or not part.stories else _alert(part)


def _alert(part: MessagePart) -> str:
    story = part.stories[0]
    names = [line(watch.label, LONGEST_LABEL) for watch in story.watches]
    who = ", ".join(names)
    if len(names) > 1 and len(who) > _ROOM_FOR_WHO:
        more = f" and {len(names) - 1:,} more"
        who = cut(names[0], _ROOM_FOR_WHO - len(more)) + more
    else:
        who = cut(who, _ROOM_FOR_WHO)
    if part.is_update:
        who += " (update)"
    return cut(f"{who}: {headline(story)}" if who else headline(story), LONGEST)


def _digest(part: MessagePart, zone: ZoneInfo) -> str:
    titles = list_titles([watch for story in part.every_story for watch in story.watches])
    when = wording.short_moment(part.at, zone)
    rest = f": {_contents(part)} ({when})"
    lists = titles[0] if titles else "Digest"
    more = f" +{len(titles) - 1:,}" if len(titles) > 1 else ""
    return cut(cut(lists, max(LONGEST - len(rest) - len(more), 12)) + more + rest, LONGEST)


def _contents(part: MessagePart) -> str:
    """Count what a digest holds: `4 stories, 2 speeches`. Possible mentions are counted where there is nothing else."""
    sure = [story.kind for story in part.stories]
    kinds = sorted(set(sure), key=list(Kind).index)
    if len(kinds) > 2:  # noqa: PLR2004 two kinds fit the line
        return wording.count(len(sure), "entry", "entries")
    if kinds:
        return ", ".join(wording.count_of(sure.count(kind), kind) for kind in kinds)
    possible = len(part.possible) + part.possible_left_out
    return wording.count(possible, "possible mention", "possible mentions") if possible else "nothing new"
