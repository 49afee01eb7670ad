"""A passage as its reader sees it, with the match marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.alerts import wording
from monitor.alerts.direction import isolated_runs
from monitor.alerts.inert import line, safe_language
from monitor.alerts.lengths import LONGEST_BESIDE, LONGEST_NAME, LONGEST_REASON
from monitor.model import How

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.alerts.parts import Excerpt


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage in three pieces, the match in the middle; `why` says what a match in another spelling has to do with the watch.

    `lang` is given where it is not the item's own; `why` then names it.
    """

    before: str
    matched: str
    after: str
    why: str = ""
    lang: str = ""

    def marked(self, left: str, right: str) -> str:
        """Put the pieces together with a mark around the match."""
        return f"{self.before}{left}{self.matched}{right}{self.after}"


def passage_view(excerpt: Excerpt, safe: Callable[[str], str]) -> PassageView:
    """Make the pieces inert one by one, keeping the spaces at which they meet."""
    before, after = line(excerpt.before, LONGEST_BESIDE), line(excerpt.after, LONGEST_BESIDE)
    joint_before = " " if before and excerpt.before[-1:].isspace() else ""
    joint_after = " " if after and excerpt.after[:1].isspace() else ""
    lang = safe_language(excerpt.lang)
    variant = f"From the text in {safe(line(wording.language(lang), LONGEST_NAME))}" if lang else ""
    spelling = safe(isolated_runs(line(excerpt.why, LONGEST_REASON))) if excerpt.how is How.VARIANT else ""
    why = ": ".join(piece for piece in (variant, spelling) if piece)
    return PassageView(safe(before) + joint_before, safe(line(excerpt.matched, LONGEST_BESIDE)), joint_after + safe(after), why, lang)
