"""A whole message in lines, ready for a template: what is said first, the stories, and why the reader gets it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.alerts import flood, wording
from monitor.alerts.amends import NOTHING, AmendedView
from monitor.alerts.answers import answers
from monitor.alerts.digest import WITH_PASSAGE, Group, grouped
from monitor.alerts.direction import isolated, isolated_runs, without_isolates
from monitor.alerts.inert import cut, guard, line, link_in, safe_link
from monitor.alerts.lengths import LONGEST_LABEL, LONGEST_NAME, LONGEST_TITLE
from monitor.alerts.reports import NONE, reports_view
from monitor.alerts.subject import subject
from monitor.alerts.view import StoryView, list_titles, story_view

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from zoneinfo import ZoneInfo

    from monitor.alerts.answers import Answer
    from monitor.alerts.parts import Form, ListedPart, MessagePart, PossiblePart
    from monitor.alerts.passage import PassageView
    from monitor.alerts.reports import ReportsView
    from monitor.alerts.spoken import SpeechView

MOST_PASSAGES = 3
LONGEST_PREVIEW = 140
LONGEST_NOTICE_TITLE = 120
LONGEST_NOTICE_LINE = 1000
MOST_NOTICE_LINES = 40
MOST_IN_TAIL = 30  # other reports at the foot of a digest
SINCE = "These came since you were told of a story, and were folded into it."
UNCERTAIN = "These are uncertain: something here only resembles what is watched. Look before you rely on one."
_DOT = " \N{MIDDLE DOT} "


@dataclass(frozen=True, slots=True)
class DigestLine:
    """A story of a digest, in brief. Only a possible mention has `answers`; a story that was told before has `reports` alone."""

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


@dataclass(frozen=True, slots=True)
class GroupView:
    """The stories of a digest under one heading; `note` stands below it, `left_out` at its end."""

    heading: str
    stories: tuple[DigestLine, ...]
    note: str = ""
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message in lines. An alert has `stories`, a listing `reports`, a digest `groups`, a notice `lines`; empty strings are left out.

    `flood` is the head of a digest that gathers one.
    """

    subject: str
    opening: str
    preview: str
    footer: tuple[str, ...]
    stories: tuple[StoryView, ...] = ()
    groups: tuple[GroupView, ...] = ()
    lines: tuple[str, ...] = ()
    flood: tuple[str, ...] = ()
    reports: ReportsView = NONE
    left_out: str = ""
    console: str = ""


def alert(part: MessagePart, form: Form, zone: ZoneInfo, most: int, most_parts: int) -> Letter:
    """Word an alert with at most `most` of its stories, and of a debate `most_parts` speeches."""
    passages = 1 if form == "plain" else MOST_PASSAGES
    stories = tuple(story_view(story, form, zone, passages, most_parts) for story in part.stories[:most])
    return replace(
        _frame(part, form, zone, most),
        opening=_opening(part),
        preview=_preview(stories),
        stories=stories,
    )


def _opening(part: MessagePart) -> str:
    """Say first what a follow-up is."""
    if not part.is_update:
        return ""
    speeches = [speech for story in part.stories for speech in story.speeches]
    amended = [one for story in part.stories for one in story.every_amended]
    if any(story.speaks_up for story in part.stories):
        return "A parliament now speaks of a story that you were told of:"
    if any(speech.amended is None for speech in speeches):
        return "More was said in a debate that you were told of:"
    if any(one.is_withdrawn for one in amended):
        return "What you were told of was withdrawn:"
    if any(one.left_phase for one in amended):
        return "What you were told of goes on:"
    return "What you were told of reads otherwise now:" if amended else "New in a story that you were told of:"


def listing(part: MessagePart, form: Form, zone: ZoneInfo, most: int) -> Letter:
    """Word a message of nothing but other reports of a story that was told, with at most `most` of them."""
    reports = [report for listed in part.listed for report in listed.reports]
    view = reports_view(reports, form, most, ("Also reported:", "Also reported:"))
    preview = cut(without_isolates(view.lines[0].name), LONGEST_PREVIEW) if view.lines else ""
    return replace(_frame(part, form, zone, most), opening=view.heading, preview=preview, reports=view)


def digest(part: MessagePart, form: Form, zone: ZoneInfo, most: int, most_parts: int) -> Letter:
    """Word a digest with at most `most` of its stories, the last ones left out.

    Then come other reports of stories that were told before; what is only possible comes last of all.

    Of a debate it tells `most_parts` speeches.
    """
    groups, room = [], most
    for group in grouped(part.stories):
        if room > 0:
            groups.append(_group(group, form, zone, room, most_parts))
            room -= len(groups[-1].stories)
    if part.listed:
        groups.append(_tail(part.listed, form, zone, min(max(room, 0), MOST_IN_TAIL)))
        room -= sum(len(story.reports.lines) for story in groups[-1].stories)
    if part.possible:
        groups.append(_possible(part, form, zone, max(room, 0)))
    frame = _frame(part, form, zone, most)
    titles = ", ".join(story.title for group in groups for story in group.stories)
    return replace(
        frame,
        opening=guard(form)(isolated_runs(frame.subject)),
        preview=cut(titles, LONGEST_PREVIEW),
        groups=tuple(groups),
        flood=flood.head(part.flood, form, zone),
    )


def notice(title: str, lines: Sequence[str], form: Form) -> Letter:
    """Word a notice: a title, and lines in which back quotes stand around what is to be copied."""
    safe = guard(form)
    heading = safe(line(title, LONGEST_NOTICE_TITLE))
    shown = [one for text in lines if (one := line(text, LONGEST_NOTICE_LINE))]
    left_out = [f"{len(shown) - MOST_NOTICE_LINES:,} more lines are not shown."] if len(shown) > MOST_NOTICE_LINES else []
    worded = tuple(_beside_commands(one, safe) for one in [*shown[:MOST_NOTICE_LINES], *left_out])
    footer = ("Tocsin wrote this about its own work; it is no alert.",)
    preview = cut(without_isolates(worded[0]), LONGEST_PREVIEW) if worded else ""
    opening = safe(isolated_runs(line(title, LONGEST_NOTICE_TITLE)))
    return Letter(subject=heading, opening=opening, preview=preview, footer=footer, lines=worded)


def _beside_commands(text: str, safe: Callable[[str], str]) -> str:
    """Make a line inert; what stands between back quotes is to be copied as it is."""
    return "`".join(safe(piece if number % 2 else isolated_runs(piece)) for number, piece in enumerate(text.split("`")))


def _frame(part: MessagePart, form: Form, zone: ZoneInfo, most: int) -> Letter:
    safe = guard(form)
    console = safe_link(part.public_url)
    left_out = wording.count(len(part.stories) - most, "more story is", "more stories are") if len(part.stories) > most else ""
    return Letter(
        subject=safe(subject(part, zone)),
        opening="",
        preview="",
        footer=tuple(safe(one) for one in _footer(part, form)),
        left_out=f"{left_out} not shown; list them with: tocsin hits" if left_out else "",
        console=link_in(form, console) if console else "",
    )


def _footer(part: MessagePart, form: Form) -> tuple[str, ...]:
    titles = list_titles(part.every_watch)
    lists = wording.listing([isolated(title) for title in titles], MOST_PASSAGES)
    recipient, key = line(part.recipient, LONGEST_LABEL), line(part.key, LONGEST_LABEL)
    if form != "email":
        return (_DOT.join(word for word in (lists, recipient, key) if word),)
    tells = "the watchlists {} tell" if len(titles) > 1 else "the watchlist {} tells"
    why = f"You get this because {tells.format(lists)} {recipient}." if lists else f"You get this as {recipient}."
    return (
        why,
        f"To change that, edit tell: in the watchlist, or {recipient} in recipients.yaml; or ask who keeps them.",
        f"Message {key}",
    )


def _group(group: Group, form: Form, zone: ZoneInfo, room: int, most_parts: int) -> GroupView:
    safe = guard(form)
    label, watchlist = isolated(line(group.label, LONGEST_LABEL)), isolated(line(group.watchlist, LONGEST_NAME))
    lines = []
    for number, story in enumerate(group.stories[:room]):
        passages = 1 if number < WITH_PASSAGE else 0
        lines.append(_digest_line(story_view(story, form, zone, passages, most_parts)))
    return GroupView(safe(f"{label} ({watchlist})" if watchlist else label), tuple(lines))


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
    return DigestLine(story.title, details, story.passages, story.also_in, story.link, story.lang, answers(one, form))


def _joined(*pieces: str) -> str:
    return _DOT.join(piece for piece in pieces if piece)


def _preview(stories: Sequence[StoryView]) -> str:
    """Choose what a phone shows below the subject: the passage, else where and when."""
    quoted = [passage for story in stories for passage in (*story.passages, *(one for each in story.speeches for one in each.passages))]
    shown = [passage.marked("", "") for passage in quoted] + [story.byline for story in stories]
    return cut(without_isolates(shown[0]), LONGEST_PREVIEW) if shown else ""
