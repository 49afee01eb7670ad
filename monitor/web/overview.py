"""What the console's page shows: how the run stands, what is muted, the sources, the latest messages. Reads; decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.alerts import wording
from monitor.channels.inert import one_line
from monitor.daemon.accounts import DISABLED, FAILING
from monitor.daemon.muting import in_words
from monitor.model import DeliveryState, How
from monitor.sources.standing import standing
from monitor.store import conditions, deliveries, hits, silences, sources
from monitor.store.silences import Count
from monitor.web.health import problems_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.daemon.works import Works
    from monitor.model import SourceState
    from monitor.store.deliveries import Posted
    from monitor.store.hits import HitRow

NOT_SENT = frozenset({DeliveryState.DEAD, DeliveryState.REJECTED, DeliveryState.UNKNOWN})
LATEST = 50  # messages
LATEST_HITS = 25
MOST_SOURCES = 300
LONGEST = 300  # characters of what a feed or a server says


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
    is_bad: bool
    error: str


@dataclass(frozen=True, slots=True)
class HitLine:
    """One watch found in one item, for the eye. `why` is there for another spelling; `tier` is that of the hit, or `archived`."""

    at: str
    watch: str
    title: str
    outlet: str
    why: str
    tier: str


@dataclass(frozen=True, slots=True)
class SilenceLine:
    """One silence in force, for the eye. `held` says how much it held back so far."""

    number: int
    what: str
    recipient: str
    author: str
    reason: str
    until: str
    held: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on the page. `rejected` tells whether a last good version stands in; of `figures` the last says whether it is bad."""

    at: str
    zone: str
    since: str
    problems: tuple[str, ...]
    rejected: tuple[tuple[str, bool], ...]
    figures: tuple[tuple[str, int, bool], ...]
    sources: tuple[SourceLine, ...]
    more_sources: int
    messages: tuple[MessageLine, ...]
    hits: tuple[HitLine, ...]
    silences: tuple[SilenceLine, ...]


def overview(works: Works) -> Overview:
    """Read the page's content."""
    now, live, tally = works.clock(), works.live, works.tally
    with works.database.read() as connection:
        states = sources.all_states(connection)
        posted = deliveries.list_(connection, limit=LATEST)
        found = hits.latest(connection, LATEST_HITS)
        muted = _silences(connection, works, now)
        cannot_send = [row.subject for row in conditions.open_now(connection) if row.key.startswith((FAILING, DISABLED))]
    failing = sum(state.failures > 0 for state in states if state.enabled)
    failing_first = sorted(states, key=lambda state: (state.failures == 0 or not state.enabled, not state.enabled, state.key))
    return Overview(
        at=f"{now.astimezone(live.settings.zone):%d %b %H:%M:%S}",
        zone=str(live.settings.zone),
        since=_clock(tally.started_at, works),
        problems=(*problems_of(tally, now), *(one_line(subject, LONGEST) for subject in cannot_send)),
        rejected=tuple((name, any(each.name == name for each in live.loaded.files)) for name in live.loaded.rejected),
        figures=(
            ("sources", sum(state.enabled for state in states), False),
            ("failing", failing, failing > 0),
            ("watches", len(live.rows), False),
            ("new items", tally.items, False),
            ("hits", tally.hits, False),
            ("sent", tally.sent, False),
            ("not sent", tally.failed, tally.failed > 0),
        ),
        sources=tuple(_source(state, works) for state in failing_first[:MOST_SOURCES]),
        more_sources=max(0, len(states) - MOST_SOURCES),
        messages=tuple(_message(row, works) for row in posted),
        hits=tuple(_hit(row, works) for row in found),
        silences=muted,
    )


def _source(state: SourceState, works: Works) -> SourceLine:
    spec = works.live.settings.sources.get(state.key)
    return SourceLine(
        name=one_line(spec.name if spec and spec.name else state.key, LONGEST),
        url=one_line(state.url, LONGEST),
        state=standing(state),
        last_ok=_clock(state.last_ok_at, works),
        next_poll=_clock(state.next_poll_at, works) if state.enabled else "",
        error=one_line(state.last_error or "", LONGEST),
    )


def _message(row: Posted, works: Works) -> MessageLine:
    return MessageLine(
        at=_clock(row.sent_at or row.due_at, works),
        recipient=row.recipient,
        address=row.label,
        subject=one_line(row.subject, LONGEST),
        state=row.state.value,
        is_bad=row.state in NOT_SENT or bool(row.last_error),
        error=one_line(row.last_error or "", LONGEST),
    )


def _hit(row: HitRow, works: Works) -> HitLine:
    best = max(row.mentions, key=lambda mention: mention.score)
    return HitLine(
        at=_clock(row.seen_at, works),
        watch=one_line(row.label, LONGEST),
        title=one_line(row.title, LONGEST),
        outlet=one_line(row.outlet, LONGEST),
        why=one_line(best.why, LONGEST) if best.how is How.VARIANT else "",
        tier="archived" if row.is_baseline else row.tier.value,
    )


def _silences(connection: Connection, works: Works, now: datetime) -> tuple[SilenceLine, ...]:
    rows = silences.in_force(connection, now)
    held = silences.counts(connection, [row.id for row in rows])
    return tuple(
        SilenceLine(
            number=row.id,
            what=one_line(in_words(connection, row), LONGEST),
            recipient=row.recipient or "everybody",
            author=one_line(row.author, LONGEST),
            reason=one_line(row.reason, LONGEST),
            until=_clock(row.ends_at, works),
            held=wording.count(held.get(row.id, Count()).items, "item", "items"),
        )
        for row in rows
    )


def _clock(moment: datetime | None, works: Works) -> str:
    return f"{moment.astimezone(works.live.settings.zone):%d %b %H:%M}" if moment else ""
