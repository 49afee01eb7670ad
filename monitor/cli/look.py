"""Commands that look: `status`, `hits`; neither of them changes anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.archive import counted, local, opened, show_table
from monitor.cli.meant import watch_meant
from monitor.cli.terminal import ConfigOption, JsonOption, complain, emit
from monitor.model import How, Tier
from monitor.page_state import PageState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.model import DeliveryState, Mention, SourceState
    from monitor.settings.records import Settings
    from monitor.store.conditions import Condition
    from monitor.store.hits import HitRow

LATE_AFTER = timedelta(minutes=5)
LATE = ", and it is late: does the daemon run? `tocsin health` asks it"
LimitOption = Annotated[int, typer.Option("--limit", "-n", min=1, help="At most so many.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("status")(status)
    app.command("hits")(hits)


def status(*, config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Show how the sources, the outbox and the settings stand, and what needs attention."""
    from monitor.daemon.clock import now

    with opened(config) as (settings, database), database.read() as connection:
        found = _standing(connection)
    if as_json:
        emit(_status_record(found))
        return
    typer.echo(f"{counted(len(found.enabled), 'source')}, {len(found.failing)} failing")
    typer.echo(f"archive: {counted(found.items, 'item')}, {counted(found.hits, 'hit')}")
    if found.pages:
        typer.echo(f"full texts: {_pages_in_words(found.pages)}")
    typer.echo("outbox: " + (", ".join(f"{count} {state}" for state, count in sorted(found.counts.items())) or "empty"))
    typer.echo(f"settings live since {local(found.loaded_at, settings) or 'never: the daemon did not run yet'}")
    if found.next_poll:
        typer.echo(f"next poll {local(found.next_poll, settings)}" + (LATE if now() - found.next_poll > LATE_AFTER else ""))
    if found.conditions:
        show_table(("since", "needs attention"), [(local(row.opened_at, settings), row.subject) for row in found.conditions])
    if found.failing:
        rows = [
            (state.key, local(state.last_ok_at, settings) or "never", local(state.next_poll_at, settings), state.last_error or "")
            for state in found.failing
        ]
        show_table(("failing source", "last read", "next try", "reason"), rows)


def _status_record(found: _Standing) -> dict[str, object]:
    return {
        "sources": len(found.enabled),
        "failing": {state.key: state.last_error for state in found.failing},
        "full_texts": {str(state): count for state, count in found.pages.items()},
        "items": found.items,
        "hits": found.hits,
        "deliveries": {str(state): count for state, count in found.counts.items()},
        "conditions": [row.subject for row in found.conditions],
        "settings_loaded_at": found.loaded_at.isoformat() if found.loaded_at else None,
        "next_poll_at": found.next_poll.isoformat() if found.next_poll else None,
    }


@dataclass(frozen=True, slots=True)
class _Standing:
    enabled: tuple[SourceState, ...]
    counts: Mapping[DeliveryState, int]
    conditions: Sequence[Condition]
    pages: Mapping[PageState, int]
    items: int
    hits: int
    loaded_at: datetime | None

    @property
    def failing(self) -> tuple[SourceState, ...]:
        return tuple(state for state in self.enabled if state.failures)

    @property
    def next_poll(self) -> datetime | None:
        return min((state.next_poll_at for state in self.enabled), default=None)


def _standing(connection: Connection) -> _Standing:
    from monitor.store import article_reads, conditions, deliveries, items, revisions, sources
    from monitor.store import hits as hit_rows

    return _Standing(
        enabled=tuple(state for state in sources.all_states(connection) if state.enabled),
        counts=deliveries.counts(connection),
        conditions=conditions.open_now(connection),
        pages=article_reads.counts(connection),
        items=items.count(connection),
        hits=hit_rows.count(connection),
        loaded_at=revisions.last_loaded(connection),
    )


def _pages_in_words(pages: Mapping[PageState, int]) -> str:
    missed = pages.get(PageState.REFUSED, 0) + pages.get(PageState.GIVEN_UP, 0)
    return f"{pages.get(PageState.READ, 0)} read, {pages.get(PageState.DUE, 0)} waiting, {missed} could not be read"


def hits(  # noqa: PLR0913 each is an option of its own
    *,
    limit: LimitOption = 20,
    watchlist: Annotated[str | None, typer.Option("--watchlist", help="Only this list (its file's name without .yaml).")] = None,
    watch: Annotated[
        str | None, typer.Option("--watch", metavar="WATCH", help="Only this watch: its key, the end of it, or its name.")
    ] = None,
    tier: Annotated[Tier | None, typer.Option("--tier", help="Only what is sure, or only what is possible.")] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the latest hits, newest first."""
    from monitor.store import hits as hit_rows
    from monitor.store import watches

    with opened(config) as (settings, database), database.read() as connection:
        meant = watch_meant(watch, watches.labels(connection)) if watch is not None else None
        rows = hit_rows.latest(connection, limit, watchlist, tier, meant)
    if as_json:
        for row in rows:
            emit(_hit_record(row))
        return
    if not rows:
        kind = (f"{tier} hits" if tier else "hits") + (f" of {meant}" if meant else "")
        complain(f"no {kind} in {watchlist} yet; its name is its file's without .yaml" if watchlist else f"no {kind} yet")
        return
    show_table(("seen", "item", "watch", "title", "source", "tier", "why", "told"), [_hit_line(row, settings) for row in rows])


def _hit_line(row: HitRow, settings: Settings) -> tuple[object, ...]:
    """Show a hit in a row; of one that is written as watched nothing needs to be explained."""
    best = _best(row)
    is_guess = best.how is How.VARIANT or row.tier is not Tier.SURE
    return (
        local(row.seen_at, settings),
        row.item,
        _watch_and_match(row.label, best.matched),
        row.title,
        row.source_key,
        row.tier if is_guess else "",
        best.why if is_guess else "",
        "archived" if row.is_baseline else "",
    )


def _hit_record(row: HitRow) -> dict[str, object]:
    return {
        "item": row.item,
        "seen_at": row.seen_at.isoformat(),
        "watch": row.watch,
        "label": row.label,
        "title": row.title,
        "url": row.url,
        "source": row.source_key,
        "tier": row.tier,
        "score": row.score,
        "is_baseline": row.is_baseline,
        "matched": [mention.matched for mention in row.mentions],
        "how": _best(row).how,
        "why": _best(row).why,
    }


def _best(row: HitRow) -> Mention:
    return max(row.mentions, key=lambda mention: mention.score)


def _watch_and_match(label: str, matched: str) -> str:
    """Name the watch, and what was found where that is written otherwise."""
    return label if matched.casefold() == label.casefold() else f"{label} ({matched})"
