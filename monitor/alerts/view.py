"""A message as its reader sees it: every line worded, made inert and capped, before any template sets it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.alerts import wording
from monitor.alerts.direction import isolated, isolated_runs
from monitor.alerts.inert import guard, line, link_in, safe_language, safe_link
from monitor.model import How

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from monitor.alerts.parts import Excerpt, Form, StoryPart, WatchLine

LONGEST_LABEL = 80
LONGEST_TITLE = 240
LONGEST_NAME = 60
LONGEST_REASON = 160
LONGEST_BESIDE = 180  # of a passage, on each side of the match
MOST_WATCHES = 8
MOST_OUTLETS = 5


@dataclass(frozen=True, slots=True)
class WatchView:
    """A watch's heading and, when it is not written as watched, what is unsure about it and why it counts all the same."""

    label: str
    doubt: str
    why: str = ""

    def __str__(self) -> str:
        """Show both on one line."""
        return f"{self.label} \N{MIDDLE DOT} {self.doubt}" if self.doubt else self.label


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage in three pieces, the match in the middle; `why` says what a match in another spelling has to do with the watch."""

    before: str
    matched: str
    after: str
    why: str = ""

    def marked(self, left: str, right: str) -> str:
        """Put the pieces together with a mark around the match."""
        return f"{self.before}{left}{self.matched}{right}{self.after}"


@dataclass(frozen=True, slots=True)
class StoryView:
    """A story in lines; an empty line is left out by the templates."""

    watches: tuple[WatchView, ...]
    title: str
    said: str
    byline: str
    status: str
    passages: tuple[PassageView, ...]
    reasons: tuple[str, ...]
    also_in: str
    folded: str
    lists: str
    link: str
    read: str
    lang: str

    @property
    def who(self) -> str:
        """Name the watches on one line."""
        return ", ".join(str(watch) for watch in self.watches)


def story_view(story: StoryPart, form: Form, zone: ZoneInfo, most_passages: int) -> StoryView:
    """Word one story for `form`, in the time of `zone`."""
    safe = guard(form)
    link = safe_link(story.url)
    return StoryView(
        watches=_watches(story.watches, safe),
        title=safe(headline(story)),
        said=safe(_said(story)),
        byline=safe(_byline(story, zone)),
        status=safe(isolated(line(story.status or "", LONGEST_NAME))),
        passages=tuple(_passage(one, safe) for one in story.excerpts[:most_passages]),
        reasons=tuple(safe(reason) for reason in _reasons(story, most_passages)),
        also_in=safe(_also_in(story.also_in)),
        folded=safe(isolated_runs(line(story.folded_because or "", LONGEST_REASON))),
        lists=safe(", ".join(map(isolated, list_titles(story.watches)))),
        link=link_in(form, link) if link else "",
        read=wording.read(story.kind),
        lang=safe_language(story.lang),
    )


def headline(story: StoryPart) -> str:
    """Name a story on one line: its title, else the heading it stands under, else what is said."""
    passage = story.excerpts[0] if story.excerpts else None
    choices = [story.title, *reversed(story.headings), passage.before + passage.matched + passage.after if passage else ""]
    return next((found for text in choices if (found := line(text, LONGEST_TITLE))), "(no title)")


def list_titles(watches: Sequence[WatchLine]) -> list[str]:
    """Name the watchlists of these watches, each once."""
    return list(dict.fromkeys(line(watch.watchlist, LONGEST_NAME) for watch in watches))


def _watches(watches: Sequence[WatchLine], safe: Callable[[str], str]) -> tuple[WatchView, ...]:
    shown = [
        WatchView(
            safe(isolated(line(one.label, LONGEST_LABEL))), doubt, safe(isolated_runs(line(one.why, LONGEST_REASON))) if doubt else ""
        )
        for one in watches[:MOST_WATCHES]
        for doubt in [wording.doubt(one.how, one.tier)]
    ]
    left_out = len(watches) - MOST_WATCHES
    return (*shown, WatchView(f"{left_out:,} more", "")) if left_out > 0 else tuple(shown)


def _said(story: StoryPart) -> str:
    manner = wording.said(story.kind)
    if story.speaker is None:
        return manner
    roles = [name for part in (story.speaker.party, story.speaker.role) if (name := line(part or "", LONGEST_NAME))]
    name = isolated(line(story.speaker.label, LONGEST_LABEL)) + (f" ({', '.join(map(isolated, roles))})" if roles else "")
    return f"{manner}: {name}" if manner else name


def _byline(story: StoryPart, zone: ZoneInfo) -> str:
    headings = [line(heading, LONGEST_LABEL) for heading in story.headings[-2:] if line(heading, LONGEST_TITLE) != headline(story)]
    outlet = line(story.outlet, LONGEST_NAME)
    pieces = [outlet, *headings, _when(story.published_at, story.seen_at, zone), line(wording.language(story.lang), LONGEST_NAME)]
    return " \N{MIDDLE DOT} ".join(isolated(piece) for piece in pieces if piece)


def _when(published_at: datetime | None, seen_at: datetime, zone: ZoneInfo) -> str:
    return wording.moment(published_at, zone) if published_at else f"seen {wording.moment(seen_at, zone)}"


def _passage(excerpt: Excerpt, safe: Callable[[str], str]) -> PassageView:
    """Make the pieces inert one by one, keeping the spaces at which they meet."""
    before, after = line(excerpt.before, LONGEST_BESIDE), line(excerpt.after, LONGEST_BESIDE)
    joint_before = " " if before and excerpt.before[-1:].isspace() else ""
    joint_after = " " if after and excerpt.after[:1].isspace() else ""
    why = safe(isolated_runs(line(excerpt.why, LONGEST_REASON))) if excerpt.how is How.VARIANT else ""
    return PassageView(safe(before) + joint_before, safe(line(excerpt.matched, LONGEST_BESIDE)), joint_after + safe(after), why)


def _reasons(story: StoryPart, passages: int) -> list[str]:
    """Say of each watch why it counts, unless that stands beside a passage already, and how often it is mentioned."""
    shown = {one.why for one in story.excerpts[:passages] if one.how is How.VARIANT}
    reasons = []
    for watch in story.watches[:MOST_WATCHES]:
        why = "" if watch.why in shown else isolated_runs(line(watch.why, LONGEST_REASON))
        times = f"{watch.mentions:,} mentions" if watch.mentions > 1 else ""
        if said := ", ".join(piece for piece in (why, times) if piece):
            reasons.append(f"{isolated(line(watch.label, LONGEST_LABEL))}: {said}")
    return reasons


def _also_in(outlets: Sequence[str]) -> str:
    names = [isolated(line(outlet, LONGEST_NAME)) for outlet in outlets]
    if not names:
        return ""
    return f"Also in {wording.count(len(names), 'outlet', 'outlets')}: {wording.listing(names, MOST_OUTLETS)}"
