"""What the console's page shows: how the run stands, the sources, the latest messages. Reads; decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.store import deliveries, sources
from monitor.web.health import problems_of

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.daemon.works import Works
    from monitor.model import SourceState
    from monitor.store.deliveries import Posted

LATEST = 50


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source, for the eye."""

    name: str
    url: str
    state: str
    last_ok: str
    next_poll: str
    error: str


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message on its way, for the eye."""

    at: str
    recipient: str
    address: str
    subject: str
    state: str
    error: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on the page."""

    at: str
    zone: str
    problems: tuple[str, ...]
    rejected: tuple[str, ...]
    figures: tuple[tuple[str, int], ...]
    sources: tuple[SourceLine, ...]
    messages: tuple[MessageLine, ...]


def overview(works: Works) -> Overview:
    """Read the page's content."""
    with works.database.read() as connection:
        states = sources.all_states(connection)
        posted = deliveries.list_(connection, limit=LATEST)
    now, live, tally = works.clock(), works.live, works.tally
    failing = sum(state.failures > 0 for state in states if state.enabled)
    return Overview(
        at=_clock(now, works),
        zone=str(live.settings.zone),
        problems=tuple(problems_of(tally, now)),
        rejected=live.loaded.rejected,
        figures=(
            ("sources", sum(state.enabled for state in states)),
            ("failing", failing),
            ("watches", len(live.rows)),
            ("new items", tally.items),
            ("hits", tally.hits),
            ("sent", tally.sent),
        ),
        sources=tuple(_source(state, works) for state in sorted(states, key=lambda state: (state.failures == 0, state.key))),
        messages=tuple(_message(row, works) for row in posted),
    )


def _source(state: SourceState, works: Works) -> SourceLine:
    spec = works.live.settings.sources.get(state.key)
    condition = (
        "off" if not state.enabled else f"failing ({state.failures}x)" if state.failures else "ok" if state.last_ok_at else "not read yet"
    )
    return SourceLine(
        name=spec.name if spec else state.key,
        url=state.url,
        state=condition,
        last_ok=_clock(state.last_ok_at, works),
        next_poll=_clock(state.next_poll_at, works) if state.enabled else "",
        error=state.last_error or "",
    )


def _message(row: Posted, works: Works) -> MessageLine:
    return MessageLine(
        at=_clock(row.sent_at or row.due_at, works),
        recipient=row.recipient,
        address=row.label,
        subject=row.subject,
        state=row.state.value,
        error=row.last_error or "",
    )


def _clock(moment: datetime | None, works: Works) -> str:
    return f"{moment.astimezone(works.live.settings.zone):%d %b %H:%M:%S}" if moment else ""
