"""How far a record's discoveries have come, all together: what its source's state holds between two polls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from monitor.catalogue.discovery import SinceParam
from monitor.sources.discovery import steps
from monitor.sources.discovery.ask import PACE, Plan
from monitor.sources.discovery.booking import IN_A_ROW
from monitor.sources.discovery.cursor import Cursor, from_json, to_json
from monitor.sources.discovery.marks import mark

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from monitor.catalogue.discovery import Discovery
    from monitor.catalogue.record import CatalogueRecord
    from monitor.sources.discovery.ask import Answer, Ask

UNREAD = Cursor()


@dataclass(frozen=True, slots=True)
class Progress:
    """The cursors by plan; the requests of a day (ISO, UTC); what the round has taken and brought; whether the day's requests ran out."""

    cursors: Mapping[str, Cursor] = field(default_factory=lambda: MappingProxyType({}))
    day: str = ""
    requests: int = 0
    asked: int = 0
    fresh: int = 0
    is_short: bool = False

    def of(self, plan: Plan) -> Cursor:
        """Give a plan's cursor."""
        return self.cursors.get(plan.key, UNREAD)


def plans_of(record: CatalogueRecord, pace: timedelta = PACE) -> tuple[Plan, ...]:
    """Give a record's discoveries as plans; each keeps its place under a name that lasts as long as its address."""
    zone, languages = ZoneInfo(record.zone), record.languages or ("",)
    return tuple(Plan(_key(each), each, languages, record.revisit, zone, pace) for each in record.discoveries)


def read_progress(kept: Mapping[str, object]) -> Progress:
    """Read the progress from a source's state."""
    cursors, requests, asked, fresh = (kept.get(name) for name in ("cursors", "requests", "asked", "fresh"))
    return Progress(
        cursors={str(key): from_json(each) for key, each in cursors.items()} if isinstance(cursors, Mapping) else {},
        day=str(kept.get("day", "")),
        requests=requests if isinstance(requests, int) else 0,
        asked=asked if isinstance(asked, int) else 0,
        fresh=fresh if isinstance(fresh, int) else 0,
        is_short=kept.get("is_short") is True,
    )


def write_progress(progress: Progress) -> dict[str, object]:
    """Write the progress for a source's state."""
    said = {
        "cursors": {key: to_json(each) for key, each in progress.cursors.items()},
        "day": progress.day,
        "requests": progress.requests,
        "asked": progress.asked,
        "fresh": progress.fresh,
        "is_short": progress.is_short,
    }
    return {name: value for name, value in said.items() if value}


def open_rounds(plans: tuple[Plan, ...], progress: Progress, now: datetime) -> Progress:
    """Begin a round of every discovery, unless one is under way; discoveries that the record has no more are let go."""
    is_under_way = any(progress.of(plan).round is not None for plan in plans)
    if is_under_way:
        return progress
    return replace(progress, cursors={plan.key: steps.open_round(plan, progress.of(plan), now) for plan in plans}, asked=0, fresh=0)


def next_ask(plans: tuple[Plan, ...], progress: Progress) -> tuple[Plan, Ask] | None:
    """Tell what to ask next, and for which discovery; None when the round is through."""
    for plan in plans:
        if (ask := steps.next_ask(plan, progress.of(plan))) is not None:
            return plan, ask
    return None


def after(progress: Progress, plan: Plan, ask: Ask, answer: Answer, now: datetime) -> Progress:
    """Work out the progress after an answer."""
    cursor = steps.after(plan, progress.of(plan), ask, answer, now)
    return replace(progress, cursors={**progress.cursors, plan.key: cursor})


def spent(progress: Progress, requests: int, now: datetime) -> Progress:
    """Count requests; every day (UTC) begins anew."""
    today = now.date().isoformat()
    before = progress.requests if progress.day == today else 0
    return replace(progress, day=today, requests=before + requests, asked=progress.asked + requests)


def may_ask(progress: Progress, ask: Ask, per_day: int, now: datetime) -> bool:
    """Tell whether the day's requests suffice for an ask; the first of a day is always allowed."""
    used = progress.requests if progress.day == now.date().isoformat() else 0
    return used == 0 or used + len(ask.addresses) <= per_day


def trouble(plans: tuple[Plan, ...], progress: Progress) -> str | None:
    """Say why the record's site is to be taken for broken; None if it is not.

    It is when failures in a row look like the server's, or when a whole round of all discoveries brought no good answer.
    """
    rounds = [progress.of(plan).round for plan in plans]
    running = [each for each in rounds if each is not None]
    for each in running:
        if each.in_a_row >= IN_A_ROW:
            return each.reason
    is_through = next_ask(plans, progress) is None
    if is_through and sum(each.bad for each in running) > 0 and sum(each.good for each in running) == 0:
        return next(each.reason for each in running if each.bad)
    return None


def close_rounds(plans: tuple[Plan, ...], progress: Progress) -> Progress:
    """End the round."""
    return replace(progress, cursors={plan.key: steps.close_round(progress.of(plan)) for plan in plans})


def after_trouble(plans: tuple[Plan, ...], progress: Progress) -> Progress:
    """Let the round go on at the next poll, or end it if it is through."""
    if next_ask(plans, progress) is None:
        return close_rounds(plans, progress)
    return replace(progress, cursors={plan.key: steps.after_trouble(progress.of(plan)) for plan in plans})


def has_begun(plans: tuple[Plan, ...], progress: Progress) -> bool:
    """Tell whether a whole round is through, so that what comes later is news."""
    return any(progress.of(plan).has_begun for plan in plans)


def _key(discovery: Discovery) -> str:
    params = tuple(f"{name}={value}" for name, value in discovery.params.items()) if isinstance(discovery, SinceParam) else ()
    return mark(type(discovery).__name__, discovery.url, *params)
