"""A message as its reader sees it: every line worded, made inert and capped, before any template sets it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.alerts import wording
from monitor.alerts.actions import actions_view
from monitor.alerts.amends import amended_view
from monitor.alerts.direction import isolated, isolated_runs
from monitor.alerts.inert import guard, line, link_in, safe_language, safe_link
from monitor.alerts.lengths import LONGEST_LABEL, LONGEST_NAME, LONGEST_REASON, LONGEST_TITLE
from monitor.alerts.passage import passage_view
from monitor.alerts.reports import MOST_REPORTS, also_in, folded, reports_view
from monitor.alerts.spoken import MOST_SPEECHES, asked, more_speeches, said, speech_view
from monitor.model import How

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from zoneinfo import ZoneInfo

    from monitor.alerts.actions import ActionView
    from monitor.alerts.amends import AmendedView
    from monitor.alerts.parts import Form, MessagePart, StoryPart, WatchLine
    from monitor.alerts.passage import PassageView
    from monitor.alerts.reports import ReportsView
    from monitor.alerts.spoken import SpeechView

MOST_WATCHES = 8
SPEAKS_UP = "a parliament now speaks of what you were told of"


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
class StoryView:
    """A story in lines; an empty line is left out by the templates. A debate has `speeches`; `more_speeches` counts those left out.

    `news` says in a digest what a message of its own says first.
    """

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
    asked: str
    amended: AmendedView
    speeches: tuple[SpeechView, ...]
    more_speeches: str
    reports: ReportsView
    news: str
    actions: tuple[ActionView, ...] = ()

    @property
    def who(self) -> str:
        """Name the watches on one line."""
        return ", ".join(str(watch) for watch in self.watches)


def story_view(story: StoryPart, form: Form, zone: ZoneInfo, most_passages: int, most_parts: int | None = None) -> StoryView:
    """Word one story for `form`, in the time of `zone`; `most_parts` bounds its speeches, the changes in each, its other reports."""
    parts = MOST_SPEECHES[form] if most_parts is None else most_parts
    safe = guard(form)
    link = safe_link(story.url)
    return StoryView(
        watches=_watches(story.watches, safe),
        title=safe(headline(story)),
        said="" if story.speeches else safe(said(story.kind, story.speaker)),
        byline=safe(_byline(story, zone)),
        status="" if story.speeches else safe(isolated(line(wording.status(story.status or ""), LONGEST_NAME))),
        passages=tuple(passage_view(one, safe) for one in story.excerpts[:most_passages]),
        reasons=tuple(safe(reason) for reason in _reasons(story, most_passages)),
        also_in=safe(also_in(story.also_in)),
        folded=safe(folded(story.folded_because)),
        lists=safe(", ".join(map(isolated, list_titles(story.watches)))),
        link=link_in(form, link) if link else "",
        read=wording.read(story.kind),
        lang=safe_language(story.lang),
        asked=safe(asked(story.asked)),
        amended=amended_view(story.amended, safe, parts),
        speeches=tuple(speech_view(one, form, most_passages, parts) for one in story.speeches[:parts]),
        more_speeches=more_speeches(story, form, parts),
        reports=reports_view(story.reports, form, min(parts, MOST_REPORTS[form]), ("Another report:", "Other reports:")),
        news=SPEAKS_UP if story.speaks_up else "",
        actions=actions_view(story.actions, form),
    )


def headline(story: StoryPart) -> str:
    """Name a story on one line: its title, else the heading it stands under, else what is said."""
    passages = [*story.excerpts, *(one for speech in story.speeches for one in speech.excerpts)]
    passage = passages[0] if passages else None
    choices = [story.title, *reversed(story.headings), passage.before + passage.matched + passage.after if passage else ""]
    return next((found for text in choices if (found := line(text, LONGEST_TITLE))), "(no title)")


def list_titles(watches: Sequence[WatchLine]) -> list[str]:
    """Name the watchlists of these watches, each once."""
    return list(dict.fromkeys(line(watch.watchlist, LONGEST_NAME) for watch in watches))


def every_list(part: MessagePart) -> list[str]:
    """Name the watchlists that a message is of: those of its watches, else those that could have told its reader something."""
    asked = part.coverage.lists if part.coverage is not None else ()
    return list_titles(part.every_watch) or list(dict.fromkeys(line(title, LONGEST_NAME) for title in asked))


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


def _byline(story: StoryPart, zone: ZoneInfo) -> str:
    headings = [line(heading, LONGEST_LABEL) for heading in story.headings[-2:] if line(heading, LONGEST_TITLE) != headline(story)]
    outlet, house = line(story.outlet, LONGEST_NAME), line(wording.house(story.house), LONGEST_NAME)
    houses = [house] if house.casefold() not in outlet.casefold() else []
    pieces = [outlet, *houses, *headings, _when(story, zone), line(wording.language(story.lang), LONGEST_NAME)]
    return " \N{MIDDLE DOT} ".join(isolated(piece) for piece in pieces if piece)


def _when(story: StoryPart, zone: ZoneInfo) -> str:
    """Say when: a debate is of its sitting day, and what bears no time of its day alone."""
    if story.sitting_date is not None and (story.speeches or story.published_at is None):
        return f"sitting of {wording.day(story.sitting_date)}" if story.speeches else wording.day(story.sitting_date)
    return wording.moment(story.published_at, zone) if story.published_at else f"seen {wording.moment(story.seen_at, zone)}"


def _reasons(story: StoryPart, passages: int) -> list[str]:
    """Say of each watch why it counts, and how often it is mentioned.

    Not of what stands beside a passage already, and where there are passages not of what is written as watched: that is seen.
    """
    beside = [*story.excerpts[:passages], *(one for speech in story.speeches for one in speech.excerpts[:passages])]
    shown = {one.why for one in beside if one.how is How.VARIANT}
    reasons = []
    for watch in story.watches[:MOST_WATCHES]:
        why = "" if watch.why in shown or (beside and watch.how is How.EXACT) else isolated_runs(line(watch.why, LONGEST_REASON))
        times = f"{watch.mentions:,} mentions" if watch.mentions > 1 else ""
        if said := ", ".join(piece for piece in (why, times) if piece):
            reasons.append(f"{isolated(line(watch.label, LONGEST_LABEL))}: {said}")
    return reasons
