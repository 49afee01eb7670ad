"""How far the sources behind a recipient were read, as the database knows it when a digest leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.alerts.coverage import Coverage, Reading, Sitting
from monitor.daemon.audience import sources_at
from monitor.daemon.live import shown_name
from monitor.sources.conduct import interval_of
from monitor.sources.discovery.troubles import DOCUMENT
from monitor.sources.expectations import SILENT
from monitor.sources.notices import condition
from monitor.sources.origin import site_of
from monitor.store import conditions, sources
from monitor.store.items.sittings import latest_sitting

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.daemon.live import Live
    from monitor.model import RecipientKey, SourceState
    from monitor.settings.records import Source

_DRAFT = "draft"


def coverage_of(connection: Connection, live: Live, recipient: RecipientKey, now: datetime) -> Coverage:
    """Read how the sources behind a recipient stand, in the order of the settings."""
    audience = live.audiences.get(recipient)
    behind = sources_at(live, audience.looks) if audience is not None else ()
    states = {state.key: state for state in sources.all_states(connection)}
    open_now = [one.key for one in conditions.open_now(connection)]
    readings = []
    for key in behind:
        source, state = live.settings.sources[key], states.get(key)
        name = _name(source, shown_name(source, live.records))
        if state is None:  # the settings name it since a moment ago
            readings.append(Reading(name, is_record=key in live.records))
        else:
            readings.append(_reading(connection, name, state, open_now, now, is_record=key in live.records))
    return Coverage(now, tuple(readings), tuple(audience.titles) if audience is not None else ())


def _reading(  # noqa: PLR0913 what is known of a source comes from these places
    connection: Connection, name: str, state: SourceState, open_now: Collection[str], now: datetime, *, is_record: bool
) -> Reading:
    interval, documents = interval_of(state), f"{condition(DOCUMENT, state.key)}/"
    return Reading(
        name=name,
        is_record=is_record,
        last_ok_at=state.last_ok_at,
        interval=interval[0] if interval else None,
        error=(state.last_error or "it failed") if state.failures else "",
        waits_until=state.server_until,
        is_gone=not state.enabled,
        is_silent=is_record and condition(SILENT, state.key) in open_now,
        sitting=_sitting(connection, state.id, now) if is_record else None,
        broken=sum(one.startswith(documents) for one in open_now) if is_record else 0,
    )


def _sitting(connection: Connection, source_id: int, now: datetime) -> Sitting | None:
    found = latest_sitting(connection, source_id, now.date())
    return Sitting(found.day, found.name, is_draft=_DRAFT in found.status.lower()) if found is not None else None


def _name(source: Source, name: str) -> str:
    """Name a source to readers: a feed without a name by its server alone, since the rest of an address can hold a key."""
    return site_of(source.url) if source.kind == "feed" and source.name == source.key and {".", "/"} & set(source.key) else name
