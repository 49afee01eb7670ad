"""Commands that look: `status`, `why`, `hits`; none of them changes anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.archive import local, opened, plain, show_table
from monitor.cli.terminal import ConfigOption, JsonOption, complain, emit
from monitor.errors import MonitorError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.settings.records import Settings
    from monitor.store.items import StoredItem

LimitOption = Annotated[int, typer.Option("--limit", "-n", min=1, help="At most so many.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("status")(status)
    app.command("why")(why)
    app.command("hits")(hits)


def status(*, config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Show the health of sources and channels, and what is live."""
    from monitor.store import conditions, deliveries, revisions, sources

    with opened(config) as (settings, database), database.read() as connection:
        states = sources.all_states(connection)
        counts = deliveries.counts(connection)
        open_conditions = conditions.open_now(connection)
        loaded_at = revisions.last_loaded(connection)
    enabled = [state for state in states if state.enabled]
    failing = [state for state in enabled if state.failures]
    if as_json:
        emit(
            {
                "sources": len(enabled),
                "failing": {state.key: state.last_error for state in failing},
                "deliveries": {str(state): count for state, count in counts.items()},
                "conditions": [row.subject for row in open_conditions],
                "settings_loaded_at": loaded_at.isoformat() if loaded_at else None,
            }
        )
        return
    typer.echo(f"{len(enabled)} sources, {len(failing)} failing · settings of {local(loaded_at, settings)}")
    typer.echo("outbox: " + (", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "empty"))
    if open_conditions:
        show_table(("since", "needs attention"), [(local(row.opened_at, settings), row.subject) for row in open_conditions])
    if failing:
        show_table(
            ("failing source", "last read", "next try", "reason"),
            [
                (state.key, local(state.last_ok_at, settings), local(state.next_poll_at, settings), state.last_error or "")
                for state in failing
            ],
        )


def why(
    words: Annotated[list[str], typer.Argument(metavar="URL, KEY or TITLE", help="The item's address or key, or words of its title.")],
    *,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show every stage's verdict for an item ever seen, also when nothing was sent."""
    from monitor.model import digest
    from monitor.store import items
    from monitor.stories.url_key import url_key

    text = " ".join(words)
    with opened(config) as (settings, database), database.read() as connection:
        found = items.find(connection, text, url_hash=digest(url_key(text)), limit=5)
        for item in found:
            record = _explained(connection, item)
            if as_json:
                emit(record)
            else:
                _show_explained(item, record, settings)
    if not found:
        raise MonitorError(f"no item like {text!r} was ever seen; is its source in `tocsin sources list`, and was it read since?")
    if not as_json and len(found) > 1:
        complain(f"{len(found)} items; give the address of one to see it alone")


def _explained(connection: Connection, item: StoredItem) -> dict[str, object]:
    from monitor.store import hits, items

    return {
        "id": item.id,
        "key": item.item.key,
        "source": item.source_key,
        "title": item.item.title,
        "url": item.item.url,
        "published_at": item.item.published_at.isoformat() if item.item.published_at else None,
        "seen_at": item.seen_at.isoformat(),
        "story": item.story_id,
        "stage": item.fate_stage,
        "verdict": item.fate_reason,
        "hits": [
            {
                "watch": row.watch,
                "label": row.label,
                "tier": row.tier,
                "score": row.score,
                "is_baseline": row.is_baseline,
                "mentions": [
                    {"field": each.field, "start": each.start, "end": each.end, "matched": each.matched, "why": each.why}
                    for each in row.mentions
                ],
            }
            for row in hits.of_item(connection, item.id)
        ],
        "events": [
            {"at": each.at.isoformat(), "stage": each.stage, "verdict": each.verdict, "detail": each.detail}
            for each in items.events(connection, item.id)
        ],
    }


def _show_explained(item: StoredItem, record: dict[str, object], settings: Settings) -> None:
    typer.secho(plain(item.item.title) or "(no title)", bold=True)
    typer.echo(plain(f"{item.source_key} · {item.item.url or item.item.key}"))
    typer.echo(f"seen {local(item.seen_at, settings)}, published {local(item.item.published_at, settings) or 'without a date'}")
    for hit in record["hits"]:  # type: ignore[attr-defined] # built above
        first = hit["mentions"][0]
        mark = " (archived, not told)" if hit["is_baseline"] else ""
        typer.echo(plain(f"  found {hit['label']}: {first['matched']!r} in the {first['field']}, {first['why']}{mark}"))
    for step in record["events"]:  # type: ignore[attr-defined] # built above
        detail = ", ".join(f"{key} {value}" for key, value in step["detail"].items() if value not in (None, [], ""))
        typer.echo(plain(f"  {step['stage']}: {step['verdict']} ({detail})" if detail else f"  {step['stage']}: {step['verdict']}"))
    typer.secho(f"  in the end: {item.fate_stage}, {plain(item.fate_reason)}\n", bold=True)


def hits(
    *,
    limit: LimitOption = 20,
    watchlist: Annotated[str | None, typer.Option("--watchlist", help="Only this list (its file's name without .yaml).")] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the latest hits, newest first."""
    from monitor.store import hits as hit_rows

    with opened(config) as (settings, database), database.read() as connection:
        rows = hit_rows.latest(connection, limit, watchlist)
    if as_json:
        for row in rows:
            emit(
                {
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
                }
            )
        return
    show_table(
        ("seen", "watch", "matched", "title", "source", ""),
        [
            (
                local(row.seen_at, settings),
                row.label,
                row.mentions[0].matched,
                row.title,
                row.source_key,
                "archived" if row.is_baseline else "",
            )
            for row in rows
        ],
    )
    if not rows:
        complain("no hits yet")
