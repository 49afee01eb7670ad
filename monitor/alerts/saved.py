"""The answer to a saved watchlist, in words: what is live now, what the last days would have brought, which spellings are too common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.alerts import wording
from monitor.alerts.notice import Notice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.errors import Problem

MOST_NAMED = 8  # watches, headlines or warnings that one line or list names; the rest is counted
MOST_HEADLINES = 3
_LONGEST_TITLE = 120
FEWEST_ITEMS, LEAST_SHARE = 20, 0.01  # from which a spelling is too common: items, and of all that was read


@dataclass(frozen=True, slots=True)
class Spelled:
    """A spelling of a watch that many items have."""

    watch: str
    text: str
    items: int


@dataclass(frozen=True, slots=True)
class TriedWatch:
    """What one watch found in the archive, in items: `now` in all, and what the save added to and took from it."""

    label: str
    now: int
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class Change:
    """How a list differs from what it was before the save: the labels of its watches."""

    fresh: tuple[str, ...]
    edited: tuple[str, ...]
    gone: tuple[str, ...]
    same: int


@dataclass(frozen=True, slots=True)
class TriedList:
    """What the last `days` would have brought: of so many `items` read, how many alerts and possible mentions; by watch, in items.

    Some `headlines` of what is new; or `failure`, why nobody knows.
    """

    days: int
    items: int = 0
    alerting: int = 0
    possible: int = 0
    watches: tuple[TriedWatch, ...] = ()
    headlines: tuple[str, ...] = ()
    common: tuple[Spelled, ...] = ()
    failure: str = ""


def is_too_common(count: int, items: int) -> bool:
    """Tell whether a spelling stands in so much of all that is read that it can hardly mean one thing."""
    return count >= FEWEST_ITEMS and count >= LEAST_SHARE * items


def answer(file: str, change: Change, tried: TriedList, warnings: Sequence[Problem]) -> Notice:
    """Answer a save.

    Args:
        file: its name within the settings folder.
        change: what it changed.
        tried: what came of it in the archive.
        warnings: what `tocsin check` says of the file.
    """
    lines = [_live(change), *_brought(tried), *_too_common(tried), *_warned(warnings)]
    return Notice(f"{file} is live", tuple(lines), about=file)


def _live(change: Change) -> str:
    total = len(change.fresh) + len(change.edited) + change.same
    parts = [
        f"new: {_named(change.fresh)}" if change.fresh else "",
        f"changed: {_named(change.edited)}" if change.edited else "",
        f"as before: {change.same}" if change.same and (change.fresh or change.edited or change.gone) else "",
        f"taken away: {_named(change.gone)}" if change.gone else "",
    ]
    said = "; ".join(part for part in parts if part)
    return f"{wording.count(total, 'watch is', 'watches are')} live" + (f". {said[0].upper()}{said[1:]}." if said else ", found as before.")


def _brought(tried: TriedList) -> list[str]:
    """Say what the last days would have brought; what is found is counted in items, of which those of one story are one alert."""
    if tried.failure:
        return [f"What the last {tried.days} days would have brought could not be found out: {tried.failure}"]
    if not tried.items:
        return [f"The archive holds nothing of the last {tried.days} days yet, so nobody can say what this list would have brought."]
    read = wording.count(tried.items, "item was", "items were")
    head = f"In the last {tried.days} days {read} read. This list would have alerted on {tried.alerting:,} of them"
    possible = f", and shown {tried.possible:,} as possible mentions" if tried.possible else ""
    by_watch = [f"{one.label} {one.now:,}{_signed(one)}" for one in sorted(tried.watches, key=lambda one: -one.now) if one.now]
    lines = [f"{head}{possible}; copies of one story are one alert."]
    lines += [f"Found: {_named(by_watch)}."] if by_watch else []
    silent = [one.label for one in tried.watches if not one.now]
    lines += [f"Found nowhere: {_named(silent)}."] if silent and by_watch else []
    if tried.headlines:
        lines.append("New among what is found: " + "; ".join(_plain(title) for title in tried.headlines[:MOST_HEADLINES]) + ".")
    return [*lines, f"All of it: `tocsin backtest --days {tried.days}`."]


def _signed(one: TriedWatch) -> str:
    parts = [f"+{one.added:,}"] * bool(one.added) + [f"-{one.removed:,}"] * bool(one.removed)
    return f" ({' '.join(parts)})" if parts else ""


def _too_common(tried: TriedList) -> list[str]:
    """Name the spellings that stand in too much of what is read."""
    return [
        f"“{_plain(one.text)}” looks too common for {_plain(one.watch)}: it stands in {one.items:,} items, "
        f"{one.items / tried.items:.0%} of all that was read. Give the watch a `near:`, or take that spelling away."
        for one in tried.common[:MOST_NAMED]
    ]


def _warned(warnings: Sequence[Problem]) -> list[str]:
    shown = [str(problem) for problem in warnings[:MOST_NAMED]]
    more = len(warnings) - len(shown)
    return [*shown, *([f"{wording.count(more, 'more warning', 'more warnings')}: `tocsin check`."] if more > 0 else [])]


def _named(labels: Sequence[str]) -> str:
    return wording.listing([*map(_plain, labels)], MOST_NAMED)


def _plain(text: str) -> str:
    """Leave the marks of what is to be copied out of a text: a headline may hold some."""
    text = " ".join(text.replace("`", "'").split())
    return text if len(text) <= _LONGEST_TITLE else f"{text[: _LONGEST_TITLE - 1]}…"
