"""How early a source may be asked again, if somebody waits to hear of it. Pure: what a server asks for is never undercut."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from monitor.sources.intervals import choose_interval, next_poll, spread
from monitor.sources.memory import recall
from monitor.sources.wishes import after_skipped

if TYPE_CHECKING:
    from monitor.model import SourceState
    from monitor.sources.policy import Policy

BEFORE = timedelta(minutes=12)  # a digest, sources are asked that would be asked later; each a little after the other, for five minutes
_ALWAYS = 1e6  # entries a day, so many that the fastest pace is the right one
_WIDE = timedelta(minutes=50)  # an interval whose spread is those five minutes
_BY_RULES = frozenset({"your poll setting", "how often it publishes"})  # what may set an interval beside the server and the document


def earliest(state: SourceState, policy: Policy) -> datetime | None:
    """Tell from when on a source may be asked again at the fastest pace that its owner and its server allow; None to leave it alone.

    The pace is what `choose_interval` makes of a source that publishes all the time: the owner's `fastest:` or `poll:`, unless the
    server or the document asks for more time, or the record's number of requests a day does. A source that fails keeps its back-off.
    """
    if not state.enabled or state.failures or state.last_ok_at is None:
        return None
    memory = recall(state.hints)
    interval, _ = choose_interval(policy, replace(memory, per_day=_ALWAYS))
    if memory.interval_by not in _BY_RULES:
        interval = max(interval, timedelta(seconds=memory.interval_s))
    soonest = next_poll(state.key, interval, memory, state.last_ok_at)
    return max(soonest, state.server_until) if state.server_until is not None else soonest


def hastened(state: SourceState, policy: Policy, due_at: datetime, now: datetime) -> datetime | None:
    """Tell when to ask a source so that it is read shortly before something is due; None if it is asked by then anyway, or cannot be."""
    soonest = earliest(state, policy)
    if soonest is None or state.next_poll_at <= max(due_at, now):
        return None
    at = after_skipped(max(soonest, now, due_at - BEFORE + spread(state.key, _WIDE)), recall(state.hints).wishes)
    return at if at <= max(due_at, now) else None
