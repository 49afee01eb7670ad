"""The one line that is read first: who, then what, within the 60 characters that a phone shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.alerts import flood, wording
from monitor.alerts.coverage import in_short
from monitor.alerts.inert import cut, line
from monitor.alerts.lengths import LONGEST_LABEL, LONGEST_NAME, LONGEST_TITLE
from monitor.alerts.reports import report_title
from monitor.alerts.view import every_list, headline
from monitor.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from monitor.alerts.parts import ListedPart, MessagePart, StoryPart

LONGEST = 60
_ROOM_FOR_WHO = 32
_ROOM_FOR_DEBATE = 12
_ROOM_FOR_TITLE = 20
_MOST_NAMES = 2
_LONGEST_SPEAKER = 16
_LONGEST_PHASE = 16
_TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "dr", "hon", "rt", "right", "sir", "dame", "lord", "lady", "baroness", "senator", "the", "m", "mme"}
)


def subject(part: MessagePart, zone: ZoneInfo) -> str:
    """Word the subject of an alert, a list of other reports or a digest."""
    if part.flood is not None:
        return flood.subject(part.flood)
    if part.is_digest or not (part.stories or part.listed):
        return _digest(part, zone)
    return _alert(part) if part.stories else _listing(part.listed)


def _listing(listed: Sequence[ListedPart]) -> str:
    """Name the report that is listed, or how many are: `Also reported: Drones for the ministry - Gazette`."""
    reports = [report for part in listed for report in part.reports]
    if len(reports) > 1:
        return cut(f"{len(reports):,} more reports: {line(listed[0].title, LONGEST_TITLE) or report_title(reports[0])}", LONGEST)
    before, title = "Also reported: ", report_title(reports[0])
    outlet = f" - {line(reports[0].outlet, LONGEST_NAME)}"
    room = LONGEST - len(before) - len(outlet)
    return before + cut(title, room) + outlet if room >= _ROOM_FOR_TITLE else cut(before + title, LONGEST)


def _alert(part: MessagePart) -> str:
    story = part.stories[0]
    others = [watch for one in part.stories[1:] for watch in one.watches if watch not in story.watches]
    names = [line(watch.label, LONGEST_LABEL) for watch in (*story.watches, *others)]
    who = ", ".join(names)
    if len(names) > 1 and len(who) > _ROOM_FOR_WHO:
        more = f" and {len(names) - 1:,} more"
        who = cut(names[0], _ROOM_FOR_WHO - len(more)) + more
    else:
        who = cut(who, _ROOM_FOR_WHO)
    if part.is_update:
        who += f" ({_what_kind(part)})"
    if story.speeches:
        return _debate(who, story)
    return cut(f"{who}: {headline(story)}" if who else headline(story), LONGEST)


def _debate(who: str, story: StoryPart) -> str:
    """Name a debate and the first who spoke in it, as far as the line goes: `Baykar: Export permits (Anand, Bezan +2)`."""
    labels = (line(speech.speaker.label, LONGEST_LABEL) for speech in story.speeches if speech.speaker)
    names = list(dict.fromkeys(surname for label in labels if (surname := _surname(label))))
    shown = ", ".join(names[:_MOST_NAMES]) + (f" +{len(names) - _MOST_NAMES}" if len(names) > _MOST_NAMES else "")
    before = f"{who}: " if who else ""
    room = LONGEST - len(before) - len(shown) - len(" ()")
    if not shown or room < _ROOM_FOR_DEBATE:
        return cut(before + headline(story), LONGEST)
    return f"{before}{cut(headline(story), room)} ({shown})"


def _surname(label: str) -> str:
    """Shorten a speaker's label to the last word of the name, where it is one: not an office, nor what stands in brackets."""
    name = label.partition("(")[0].partition(",")[0].strip(" :")
    words = name.split()
    return words[-1] if len(words) > 1 and words[0].casefold().rstrip(".") in _TITLES else cut(name, _LONGEST_SPEAKER)


def _what_kind(part: MessagePart) -> str:
    """Say in a word what kind of follow-up it is."""
    if any(story.speaks_up for story in part.stories):
        return "parliament"
    amended = [one for story in part.stories for one in story.every_amended]
    if not amended or any(speech.amended is None for story in part.stories for speech in story.speeches):
        return "update"
    if any(one.is_withdrawn for one in amended):
        return "withdrawn"
    phases = [one.phase for one in amended if one.phase]
    return cut(line(phases[0].replace("_", " "), _LONGEST_PHASE), _LONGEST_PHASE) if phases else "corrected"


def _digest(part: MessagePart, zone: ZoneInfo) -> str:
    titles = every_list(part)
    is_empty = not part.size and part.coverage is not None
    rest = f": {_contents(part)}" if is_empty else f": {_contents(part)} ({wording.short_moment(part.at, zone)})"
    lists = titles[0] if titles else "Digest"
    more = f" +{len(titles) - 1:,}" if len(titles) > 1 else ""
    return cut(cut(lists, max(LONGEST - len(rest) - len(more), 12)) + more + rest, LONGEST)


def _contents(part: MessagePart) -> str:
    """Count what a digest holds: `4 stories, 2 speeches`. Other reports, then possible mentions, are named where there is nothing else.

    Of one that left stories out, whose kinds nobody looked at, all are entries. One without anything says how far the silence is proved.
    """
    sure = [story.kind for story in part.stories]
    kinds = sorted(set(sure), key=list(Kind).index)
    left_out = sum(one.count for one in part.left_out)
    if len(kinds) > 2 or left_out:  # noqa: PLR2004 two kinds fit the line
        return wording.count(len(sure) + left_out, "entry", "entries")
    if kinds:
        return ", ".join(wording.count_of(sure.count(kind), kind) for kind in kinds)
    if part.listed:
        return f"other reports of {wording.count(len(part.listed), 'story', 'stories')}"
    possible = len(part.possible) + part.possible_left_out
    if possible:
        return wording.count(possible, "possible mention", "possible mentions")
    return f"nothing new, {in_short(part.coverage)}" if part.coverage is not None else "nothing new"
