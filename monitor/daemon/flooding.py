"""Floods in the database: what goes into a summary, what the operator hears of it, and what a summary says first.

Alerts are counted by their claims, within the items' transaction: neither a restart nor another writer loses count.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from monitor.alerts.flood import SPAN, FloodPart, FloodWatch, Pace, began, gathered, is_over
from monitor.daemon import conditions
from monitor.model import Priority, WatchKey
from monitor.store import claims, messages
from monitor.store import conditions as condition_rows
from monitor.text.fold import fold_key

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.alerts.plan import Planned
    from monitor.daemon.called_off import Standing
    from monitor.daemon.live import Live
    from monitor.model import ItemId
    from monitor.store.messages import MessageRow

_CONDITION = "flood/"


def gather(connection: Connection, live: Live, one: Planned, now: datetime) -> Planned | None:
    """Put a message of its own into the summary of the hour if each of its watches is beyond its limit; None if it goes out by itself."""
    if one.is_digest or one.is_line:
        return None
    watches = [watch for watch, _ in one.claims]
    counted = claims.alerts(connection, one.recipient, watches, now - SPAN)
    paces = {watch: Pace(*counted.get(watch, (0, 0))) for watch in watches}
    if any(pace.alerts < live.flood(watch) for watch, pace in paces.items()):
        return None
    watchlist = live.lists[watches[0]][0].key
    is_urgent = any(live.priority(watch) is Priority.URGENT for watch in watches)
    is_first = not any(pace.gathered for pace in paces.values()) or _is_open(connection, one, watchlist, now)
    recipient = live.settings.recipients[one.recipient]
    return gathered(one, watchlist, recipient, now, is_urgent=is_urgent, is_first=is_first)


def _is_open(connection: Connection, one: Planned, watchlist: str, now: datetime) -> bool:
    """Tell whether a summary that leaves at this very moment can take more: what comes together stays together."""
    return messages.open_flood(connection, one.recipient, watchlist, now) is not None


def note(connection: Connection, live: Live, one: Planned, now: datetime) -> None:
    """Tell the operator of each watch of a gathered message that it floods somebody: once, until that is over."""
    if one.flood is None:
        return
    for watch in (watch for watch, _ in one.claims):
        what = _watch(live, watch, 0, None)
        told = began(what, one.recipient)
        if condition_rows.open_(connection, f"{_CONDITION}{watch}", told.title, now):
            conditions.tell_operator(connection, live, told, now)


def settle(connection: Connection, live: Live, now: datetime) -> None:
    """Close the condition of each watch of which nothing was gathered for an hour, and tell the operator."""
    for condition in condition_rows.open_now(connection):
        watch = WatchKey(condition.key.removeprefix(_CONDITION))
        if not condition.key.startswith(_CONDITION) or claims.is_flooding(connection, watch, now - SPAN):
            continue
        if condition_rows.close(connection, condition.key, now):
            conditions.tell_operator(connection, live, is_over(condition.subject), now)


def flood_part(message: MessageRow, live: Live, standing: Sequence[Standing]) -> FloodPart | None:
    """Say what a summary gathers; None for any other message."""
    told = [part for part in standing if part.told]
    if message.flood is None or not told:
        return None
    stories = Counter(watch for part in told for watch in dict.fromkeys(one.claim.watch for one in part.told))
    latest = {row.watch: row.item.id for part in told for row in part.meant}
    return FloodPart(
        stories=len(told),
        since=min(one.claim.at for part in told for one in part.told),
        watches=tuple(_watch(live, watch, count, latest.get(watch)) for watch, count in stories.most_common()),
        noise=_noise(told),
    )


def _noise(told: Sequence[Standing]) -> tuple[tuple[str, int], ...]:
    """Count in how many stories each thing was matched, the noisiest first; capitals and accents make no other thing."""
    shown: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for part in told:
        here = {fold_key(mention.matched): mention.matched for row in part.meant for mention in reversed(row.mentions)}
        counts.update(here.keys())
        for key, text in here.items():
            shown.setdefault(key, text)
    return tuple((shown[key], count) for key, count in counts.most_common())


def _watch(live: Live, watch: WatchKey, stories: int, item: ItemId | None) -> FloodWatch:
    return FloodWatch(watch, live.lists[watch][1].label, stories, live.flood(watch), item)
