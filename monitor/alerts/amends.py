"""What is otherwise now of something that was told, as its reader sees it: another phase, other words, or all of it withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.alerts import wording
from monitor.alerts.direction import isolated, isolated_runs
from monitor.alerts.inert import line
from monitor.alerts.lengths import LONGEST_NAME, LONGEST_SENTENCE

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.alerts.parts import Amended, Correction

MOST_CHANGES = 6
WITHDRAWN = "This was withdrawn."
GONE = "This is no longer said."
_BEFORE_CHANGE = 120  # code points of a long sentence that stay before the place where it was changed
_READ_AT_MOST = 20_000
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A sentence as it was told and as it reads now, each with the word that heads it; `gone` says that nothing took its place."""

    was: str
    old: str
    now: str
    new: str
    gone: str


@dataclass(frozen=True, slots=True)
class AmendedView:
    """What is otherwise now: a line for a new phase or a withdrawal, the sentences that changed, and how many more did."""

    line: str = ""
    changes: tuple[ChangeView, ...] = ()
    left_out: str = ""

    def __bool__(self) -> bool:
        """Whether anything is otherwise."""
        return bool(self.line or self.changes)


NOTHING = AmendedView()


def amended_view(amended: Amended | None, safe: Callable[[str], str], most: int = MOST_CHANGES) -> AmendedView:
    """Word what is otherwise now, with at most `most` changed sentences; an empty view where nothing is."""
    if amended is None:
        return NOTHING
    said = WITHDRAWN if amended.is_withdrawn else safe(_phase(amended))
    most = min(most, MOST_CHANGES)
    rest = len(amended.corrections) - most
    changes = tuple(_change(one, safe, is_withdrawn=amended.is_withdrawn) for one in amended.corrections[:most])
    return AmendedView(said, changes, wording.count(rest, "more change", "more changes") if rest > 0 else "")


def _phase(amended: Amended) -> str:
    left, phase = (isolated(line(name.replace("_", " "), LONGEST_NAME)) for name in (amended.left_phase, amended.phase))
    return f"Was: {left}. Now: {phase}." if left and phase else ""


def _change(one: Correction, safe: Callable[[str], str], *, is_withdrawn: bool) -> ChangeView:
    old, new = _around_the_change(" ".join(one.old[:_READ_AT_MOST].split()), " ".join(one.new[:_READ_AT_MOST].split()))
    gone = "" if new or is_withdrawn else GONE
    return ChangeView("It said:" if old else "", _sentence(old, safe), _heading(old, new), _sentence(new, safe), gone)


def _heading(old: str, new: str) -> str:
    if not new:
        return ""
    return "It says now:" if old else "It says besides:"


def _sentence(text: str, safe: Callable[[str], str]) -> str:
    return safe(isolated_runs(line(text, LONGEST_SENTENCE)))


def _around_the_change(old: str, new: str) -> tuple[str, str]:
    """Let long sentences begin a little before the place from which they differ, so that what changed is seen."""
    alike = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new)))
    start = alike - _BEFORE_CHANGE
    if start <= 0 or max(len(old), len(new)) <= LONGEST_SENTENCE:
        return old, new
    space = old.rfind(" ", 0, start) + 1 or start
    return f"{ELLIPSIS} {old[space:]}", f"{ELLIPSIS} {new[space:]}"
