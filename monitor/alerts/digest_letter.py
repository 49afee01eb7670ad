"""A digest in lines: its groups, other reports of what was told before, what is only possible, and how far its sources were read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from shlex import quote
from typing import TYPE_CHECKING

from monitor.alerts import flood, wording
from monitor.alerts.amends import NOTHING, AmendedView
from monitor.alerts.answers import answers
from monitor.alerts.coverage import in_lines
from monitor.alerts.digest import WITH_PASSAGE, Group, grouped, shares
from monitor.alerts.direction import isolated, isolated_runs, without_isolates
from monitor.alerts.inert import command_in, cut, guard, line
from monitor.alerts.lengths import LONGEST_LABEL, LONGEST_NAME, LONGEST_PREVIEW, LONGEST_TITLE
from monitor.alerts.letter import Letter, frame
from monitor.alerts.muted import silenced_lines
from monitor.alerts.reports import NONE, reports_view
from monitor.alerts.view import StoryView, story_view

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from monitor.alerts.actions import ActionView
    from monitor.alerts.answers import Answer
    from monitor.alerts.parts import Form, ListedPart, MessagePart, PossiblePart
    from monitor.alerts.passage import PassageView
    from monitor.alerts.reports import ReportsView
    from monitor.alerts.spoken import SpeechView

MOST_IN_TAIL = 30  # other reports at the foot of a digest
SINCE = "These came since you were told of a story, and were folded into it."
UNCERTAIN = "These are uncertain: something here only resembles what is watched. Look before you rely on one."
_DOT = " \N{MIDDLE DOT} "


@dataclass(frozen=True, slots=True)
class DigestLine:
    """A story of a digest, in brief. Only a possible mention has `answers`; a story that was told before has `reports` alone.

    The links of its `actions` are long, so only a story that shows a passage has them.
    """

    title: str
    details: str
    passages: tuple[PassageView, ...]
    also_in: str
    link: str
    lang: str
    answers: tuple[Answer, ...] = ()
    asked: str = ""
    amended: AmendedView = NOTHING
    speeches: tuple[SpeechView, ...] = ()
    more_speeches: str = ""
    reports: ReportsView = NONE
    actions: tuple[ActionView, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupView:
    """The stories of a digest under one heading; `note` stands below it, `left_out` at its end."""

    heading: str
    stories: tuple[DigestLine, ...]
    note: str = ""
    left_out: str = ""


def digest(part: MessagePart, form: Form, zone: ZoneInfo, most: int, most_parts: int) -> Letter:
    """Word a digest with at most `most` of its stories, a fair share of them for each watch; the rest is counted where it would stand.

    Then come other reports of stories that were told before; then what is only possible, and what was silenced. How far the sources were
    read comes last of all.

    Of a debate it tells `most_parts` speeches.
    """
    found = grouped(part.stories, part.left_out)
    given = shares([len(group.stories) for group in found], most)
    groups = [_group(group, form, zone, share, most_parts) for group, share in zip(found, given, strict=True) if share]
    groups += _unseen([group for group, share in zip(found, given, strict=True) if not share])
    room = most - sum(given)
    if part.listed:
        groups.append(_tail(part.listed, form, zone, min(room, MOST_IN_TAIL)))
        room -= sum(len(story.reports.lines) for story in groups[-1].stories)
    if part.possible:
        groups.append(_possible(part, form, zone, max(room, 0)))
    if part.silenced:
        groups.append(GroupView("Silenced", (), note=_DOT.join(silenced_lines(part.silenced, form, zone))))
    framed = frame(part, form, zone, most)
    titles = ", ".join(story.title for group in groups for story in group.stories)
    coverage = in_lines(part.coverage, form, zone) if part.coverage is not None else ()
    return replace(
        framed,
        opening=guard(form)(isolated_runs(framed.subject)),
        preview=cut(titles or " ".join(map(without_isolates, coverage)), LONGEST_PREVIEW),
        groups=tuple(groups),
        coverage=coverage,
        left_out="",
        flood=flood.head(part.flood, form, zone),
    )


def _group(group: Group, form: Form, zone: ZoneInfo, share: int, most_parts: int) -> GroupView:
    safe = guard(form)
    label, watchlist = isolated(line(group.label, LONGEST_LABEL)), isolated(line(group.watchlist, LONGEST_NAME))
    lines = []
    for number, story in enumerate(group.stories[:share]):
        passages = 1 if number < WITH_PASSAGE else 0
        lines.append(_digest_line(story_view(story, form, zone, passages, most_parts)))
    rest = group.size - share
    file = command_in(form, quote(group.watch.partition("/")[0]))
    left_out = f"{wording.count(rest, 'more story is', 'more stories are')} not shown; list them with: tocsin hits --watchlist {file}"
    return GroupView(safe(f"{label} ({watchlist})" if watchlist else label), tuple(lines), left_out=left_out if rest else "")


def _unseen(groups: Sequence[Group]) -> list[GroupView]:
    """Count the stories of watches for which there was no room at all."""
    rest = sum(group.size for group in groups)
    if not rest:
        return []
    stories, watches = wording.count(rest, "story", "stories"), wording.count(len(groups), "more watch", "more watches")
    text = f"{stories} of {watches} {'is' if rest == 1 else 'are'} not shown; list them with: tocsin hits"
    return [GroupView("Other watches", (), left_out=text)]


def _digest_line(story: StoryView) -> DigestLine:
    """Say the rest of a story on one line; its first watch is the heading, and another spelling of it is explained at the latest here."""
    first, others = story.watches[0], ", ".join(watch.label for watch in story.watches[1:])
    doubt = first.doubt if story.passages else first.why or first.doubt
    details = _joined(doubt, f"also {others}" if others else "", story.said, story.byline, story.status, story.news, story.folded)
    return DigestLine(
        story.title,
        details,
        story.passages,
        story.also_in,
        story.link,
        story.lang,
        asked=story.asked,
        amended=story.amended,
        speeches=story.speeches,
        more_speeches=story.more_speeches,
        reports=story.reports,
        actions=story.actions if story.passages or story.speeches else (),
    )


def _tail(listed: Sequence[ListedPart], form: Form, zone: ZoneInfo, room: int) -> GroupView:
    """Word the other reports of stories that were told before, `room` of them, under the headline of each."""
    safe = guard(form)
    shown, total = [], sum(len(part.reports) for part in listed)
    for part in listed:
        if room <= 0:
            break
        title = safe(line(part.title, LONGEST_TITLE) or "(no title)")
        reports = reports_view(part.reports[:room], form, room)
        shown.append(DigestLine(title, f"you were told {wording.short_moment(part.told_at, zone)}", (), "", "", "", reports=reports))
        room -= len(reports.lines)
    rest = total - sum(len(one.reports.lines) for one in shown)
    left_out = wording.count(rest, "more report is", "more reports are") if rest else ""
    return GroupView(
        heading="Other reports of stories you were told of",
        stories=tuple(shown),
        note=SINCE,
        left_out=f"{left_out} not shown; list them with: tocsin hits" if left_out else "",
    )


def _possible(part: MessagePart, form: Form, zone: ZoneInfo, room: int) -> GroupView:
    """Word the section of possible mentions: what each rests on, and how to say whether it is meant."""
    lines = tuple(_possible_line(one, form, zone) for one in part.possible[:room])
    left_out = len(part.possible) - len(lines) + part.possible_left_out
    rest = wording.count(left_out, "more possible mention", "more possible mentions")
    return GroupView(
        heading="Possible mentions",
        stories=lines,
        note=UNCERTAIN,
        left_out=f"{rest}. See them with: tocsin hits --tier possible" if left_out else "",
    )


def _possible_line(one: PossiblePart, form: Form, zone: ZoneInfo) -> DigestLine:
    story = story_view(one.story, form, zone, most_passages=1)
    shown = {passage.why for passage in story.passages}
    whys = dict.fromkeys(watch.why for watch in story.watches if watch.why not in shown)
    details = _joined(", ".join(watch.label for watch in story.watches), *whys, story.said, story.byline, story.status)
    return DigestLine(
        story.title, details, story.passages, story.also_in, story.link, story.lang, answers(one, form), actions=story.actions
    )


def _joined(*pieces: str) -> str:
    return _DOT.join(piece for piece in pieces if piece)
