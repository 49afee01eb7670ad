"""A whole message in lines, ready for a template: what is said first, the stories, and why the reader gets it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.alerts import wording
from monitor.alerts.direction import isolated, isolated_runs, without_isolates
from monitor.alerts.inert import cut, guard, line, link_in, safe_link
from monitor.alerts.lengths import LONGEST_LABEL, LONGEST_PREVIEW
from monitor.alerts.reports import NONE, reports_view
from monitor.alerts.subject import subject
from monitor.alerts.view import StoryView, every_list, story_view

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from zoneinfo import ZoneInfo

    from monitor.alerts.digest_letter import GroupView
    from monitor.alerts.parts import Form, MessagePart
    from monitor.alerts.reports import ReportsView

MOST_PASSAGES = 3
MOST_WITH_ACTIONS = 2  # stories of a plain message, in which each link is written out
LONGEST_NOTICE_TITLE = 120
LONGEST_NOTICE_LINE = 1000
MOST_NOTICE_LINES = 40
_DOT = " \N{MIDDLE DOT} "


@dataclass(frozen=True, slots=True)
class Letter:
    """A message in lines; empty strings are left out.

    An alert has `stories`, a listing `reports`, a digest `groups` and `coverage`, a notice `lines`. `flood` is the head of a digest that
    gathers one.
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
    coverage: tuple[str, ...] = ()
    left_out: str = ""
    console: str = ""


def alert(part: MessagePart, form: Form, zone: ZoneInfo, most: int, most_parts: int) -> Letter:
    """Word an alert with at most `most` of its stories, and of a debate `most_parts` speeches."""
    passages = 1 if form == "plain" else MOST_PASSAGES
    stories = tuple(story_view(story, form, zone, passages, most_parts) for story in part.stories[:most])
    if form == "plain" and len(stories) > MOST_WITH_ACTIONS:
        stories = tuple(replace(story, actions=()) for story in stories)
    return replace(
        frame(part, form, zone, most),
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
    return replace(frame(part, form, zone, most), opening=view.heading, preview=preview, reports=view)


def notice(title: str, lines: Sequence[str], form: Form, most: int = MOST_NOTICE_LINES) -> Letter:
    """Word a notice: a title, and at most `most` lines, in which back quotes stand around what is to be copied."""
    safe = guard(form)
    heading = safe(line(title, LONGEST_NOTICE_TITLE))
    shown = [one for text in lines if (one := line(text, LONGEST_NOTICE_LINE))]
    left_out = [f"{wording.count(len(shown) - most, 'more line is', 'more lines are')} not shown."] if len(shown) > most else []
    worded = tuple(_beside_commands(one, safe) for one in [*shown[:most], *left_out])
    footer = ("Tocsin wrote this about its own work; it is no alert.",)
    preview = cut(without_isolates(worded[0]), LONGEST_PREVIEW) if worded else ""
    opening = safe(isolated_runs(line(title, LONGEST_NOTICE_TITLE)))
    return Letter(subject=heading, opening=opening, preview=preview, footer=footer, lines=worded)


def _beside_commands(text: str, safe: Callable[[str], str]) -> str:
    """Make a line inert; what stands between back quotes is to be copied as it is."""
    return "`".join(safe(piece if number % 2 else isolated_runs(piece)) for number, piece in enumerate(text.split("`")))


def frame(part: MessagePart, form: Form, zone: ZoneInfo, most: int) -> Letter:
    """Word what every message has: its subject, what is left out of more than `most` stories, and why the reader gets it."""
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
    titles = every_list(part)
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


def _preview(stories: Sequence[StoryView]) -> str:
    """Choose what a phone shows below the subject: the passage, else where and when."""
    quoted = [passage for story in stories for passage in (*story.passages, *(one for each in story.speeches for one in each.passages))]
    shown = [passage.marked("", "") for passage in quoted] + [story.byline for story in stories]
    return cut(without_isolates(shown[0]), LONGEST_PREVIEW) if shown else ""
