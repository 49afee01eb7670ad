"""Other reports of a story as its reader sees them: headline, outlet, address, and why each is held to be of the story."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.alerts import wording
from monitor.alerts.direction import isolated, isolated_runs
from monitor.alerts.inert import guard, line, link_in, safe_language, safe_link
from monitor.alerts.lengths import LONGEST_NAME, LONGEST_REASON, LONGEST_TITLE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from monitor.alerts.parts import Form, ReportPart

# Of one story that is told beside them. A plain message has 4,096 bytes.
MOST_REPORTS: dict[Form, int] = {"email": 5, "slack": 5, "matrix": 5, "plain": 3}
MOST_OUTLETS = 5
# What `stories.same_event.because` says; the figures are for `why`.
_FIGURES = re.compile(r"(\d+ % likely the same event): titles alike [\d.]+, texts [\d.]+(?:, both say ([^;]+))?")


@dataclass(frozen=True, slots=True)
class ReportView:
    """Another report in lines. `outlet` names those of its copies too."""

    title: str
    outlet: str
    folded: str
    link: str
    lang: str

    @property
    def name(self) -> str:
        """Name it on one line: its headline and who carries it."""
        return f"{self.title} - {self.outlet}" if self.outlet else self.title


@dataclass(frozen=True, slots=True)
class ReportsView:
    """Other reports under their heading; `left_out` counts those that are not shown. False where there are none."""

    heading: str = ""
    lines: tuple[ReportView, ...] = ()
    left_out: str = ""

    def __bool__(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.lines or self.left_out)


NONE = ReportsView()


def reports_view(reports: Sequence[ReportPart], form: Form, most: int, heading: tuple[str, str] = ("", "")) -> ReportsView:
    """Word other reports for `form`, at most `most` of them; `heading` is for one report and for several."""
    if not reports:
        return NONE
    safe = guard(form)
    rest = len(reports) - most
    return ReportsView(
        heading=heading[len(reports) > 1],
        lines=tuple(_report(one, form, safe) for one in reports[:most]),
        left_out=wording.count(rest, "more report", "more reports") if rest > 0 else "",
    )


def also_in(outlets: Sequence[str]) -> str:
    """Name the other outlets of a text, the first few."""
    names = [isolated(line(outlet, LONGEST_NAME)) for outlet in outlets]
    if not names:
        return ""
    return f"Also in {wording.count(len(names), 'outlet', 'outlets')}: {wording.listing(names, MOST_OUTLETS)}"


def folded(because: str | None) -> str:
    """Say why something was folded into a story; of a long reason what comes before its last part, if that can stand for itself."""
    reason = isolated_runs(line(_in_short(_FIGURES.sub(_in_words, because or "")), LONGEST_REASON))
    return f"folded: {reason}" if reason else ""


def _in_words(found: re.Match[str]) -> str:
    """Say first what two reports have in common, which a reader can judge, then how likely that makes it."""
    likely, words = found.groups()
    return f"both say {words} ({likely})" if words else likely


def _in_short(because: str) -> str:
    """Leave out the last part of a long reason, which names the other item: a title that breaks off tells a reader nothing."""
    start = because[: LONGEST_REASON + 1].rpartition("; ")[0]
    return start if len(because) > LONGEST_REASON and start and start.count('"') % 2 == 0 else because


def report_title(report: ReportPart) -> str:
    """Name a report by its headline."""
    return line(report.title, LONGEST_TITLE) or "(no title)"


def _report(one: ReportPart, form: Form, safe: Callable[[str], str]) -> ReportView:
    link = safe_link(one.url)
    copies = [isolated(line(outlet, LONGEST_NAME)) for outlet in one.also_in]
    also = f", also in {wording.listing(copies, MOST_OUTLETS)}" if copies else ""
    return ReportView(
        title=safe(isolated(report_title(one))),
        outlet=safe(isolated(line(one.outlet, LONGEST_NAME)) + also),
        folded=safe(folded(one.folded_because) + _remedy(one)),
        link=link_in(form, link) if link else "",
        lang=safe_language(one.lang),
    )


def _remedy(one: ReportPart) -> str:
    """Tell the reader who knows better how to say so."""
    return f". Another story? tocsin story split {one.item}" if one.item is not None and one.folded_because else ""
