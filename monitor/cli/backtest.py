"""`tocsin backtest`: what watchlists would have found in the archive, and what a change of them adds and takes away."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.archive import counted, local, opened, show_table
from monitor.cli.quoting import item_record, mention_records, quoted
from monitor.cli.terminal import ConfigOption, JsonOption, complain, emit, plain, show_progress

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from monitor.daemon.trial import Finding, Outcome, Trial, WatchOutcome
    from monitor.settings.records import Settings
    from monitor.store.database import Database
    from monitor.watch.spec import Watchlist

MOST_DAYS_SHOWN = 14  # figures in a row of the table; beyond that they are of weeks
WEEK = 7


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("backtest")(backtest)


def backtest(
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="A watchlist, or a folder of them; else your watchlists as they are now.")
    ] = None,
    *,
    days: Annotated[int, typer.Option("--days", min=1, max=36_500, help="Look at what was first seen in the last so many days.")] = 7,
    samples: Annotated[int, typer.Option("--samples", min=0, help="Quote so many items of each kind and watch.")] = 5,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what watches would have found in the archive, beside what those in force find in it.

    A file is compared with the list in force of the same name, a folder with all lists. Nothing is sent, and nothing is stored.
    """
    from monitor.daemon.backtest import backtest as run

    with opened(config) as (settings, database):
        trial = _trial(settings, database, file, days, samples)
        outcome = run(settings.database, trial, lambda count: show_progress(f"{count:,} items looked at"))
        show_progress("")
    if as_json:
        emit(_record(outcome, trial, days))
        return
    _show(outcome, trial, settings)
    if outcome.without_text:
        complain(f"{counted(outcome.without_text, 'item')} had no text, or lost it (`retention: texts:`); the title alone was looked at")


def _trial(settings: Settings, database: Database, file: Path | None, days: int, samples: int) -> Trial:
    """Put the two sides together.

    Raises:
        SettingsError: the file is no watchlist; with every problem, as `tocsin check` shows them.
        UsageError: it is not there.
    """
    from monitor.daemon.clock import now
    from monitor.daemon.trial import Trial
    from monitor.daemon.volume import words_per_week
    from monitor.settings.load import load_watchlists
    from monitor.watch.allowance import WORDS_PER_WEEK

    running = running_lists(settings, database)
    tried = tuple(settings.watchlists.values()) if file is None else load_watchlists([file])
    if file is not None and not file.is_dir():
        running = tuple(each for each in running if any(each.key == one.key for one in tried))
    until = now()
    tags = {key: source.tags for key, source in settings.sources.items()}
    with database.read() as connection:
        volume = words_per_week(connection, until) or WORDS_PER_WEEK
    return Trial(running, tried, tags, until - timedelta(days=days), until, settings.zone, samples, volume)


def running_lists(settings: Settings, database: Database) -> tuple[Watchlist, ...]:
    """Read the watchlists that the daemon put in force last; those of the settings folder if it never ran."""
    from monitor.settings import kinds
    from monitor.settings.reading import read_file
    from monitor.settings.schema.watchlists import WatchlistFile, watchlist
    from monitor.settings.vanishing import still_wanted
    from monitor.store import revisions

    with database.read() as connection:
        bodies = still_wanted(revisions.last_good(connection))
    if not bodies:
        return tuple(settings.watchlists.values())
    reads = [read_file(kinds.WATCHLIST, name, body) for name, body in sorted(bodies.items()) if kinds.kind_of(name) is kinds.WATCHLIST]
    return tuple(watchlist(read.stem, read.model) for read in reads if isinstance(read.model, WatchlistFile))


def _show(outcome: Outcome, trial: Trial, settings: Settings) -> None:
    typer.echo(f"{counted(outcome.items, 'item')} first seen since {local(trial.since, settings)}, matched against both")
    found = [each for each in outcome.watches.values() if each.running.total() or each.tried.total()]
    spans = _spans(trial)
    unit = "each day" if len(spans) == 1 or spans[0][0] == spans[0][1] else "each week"
    if found:
        rows = [(each.watch, each.running.total(), each.tried.total(), _signed(each), _figures(each, spans)) for each in found]
        show_table(("watch", "in force", "tried", "change", unit), rows)
    silent = [each.watch for each in outcome.watches.values() if each not in found]
    if silent:
        typer.echo(f"found nowhere on either side: {', '.join(silent)}")
    for each in found:
        _show_samples(each, trial, settings)


def _signed(outcome: WatchOutcome) -> str:
    parts = [f"+{outcome.added_count}"] * bool(outcome.added_count) + [f"-{outcome.removed_count}"] * bool(outcome.removed_count)
    return " ".join(parts) or "same"


def _spans(trial: Trial) -> list[tuple[date, date]]:
    """Part the time into days, or into weeks that end with the last day, as (first, last)."""
    first, last = trial.since.astimezone(trial.zone).date(), trial.until.astimezone(trial.zone).date()
    length = 1 if (last - first).days < MOST_DAYS_SHOWN else WEEK
    spans = []
    while last >= first:
        spans.append((max(first, last - timedelta(days=length - 1)), last))
        last -= timedelta(days=length)
    return spans[::-1]


def _figures(outcome: WatchOutcome, spans: Sequence[tuple[date, date]]) -> str:
    """Count what the tried side found in each stretch, the oldest first."""
    return " ".join(str(sum(count for day, count in outcome.tried.items() if first <= day <= last)) for first, last in spans)


def _show_samples(outcome: WatchOutcome, trial: Trial, settings: Settings) -> None:
    """Quote what came and what went; where nothing did, what is found."""
    changed = [("added", outcome.added, outcome.added_count), ("removed", outcome.removed, outcome.removed_count)]
    shown = [each for each in changed if each[1]] or [("found", outcome.kept, outcome.tried.total())]
    for word, findings, count in shown if trial.samples else ():
        quotable = [finding for finding in findings if finding.hit is not None]
        typer.echo()
        typer.secho(plain(f"{outcome.label} ({outcome.watch}): {word}, {len(quotable)} of {count}"), bold=True)
        for finding in quotable:
            typer.echo(plain(f"  {finding.title or '(no title)'}"))
            typer.echo(plain(f"    {local(finding.seen_at, settings)} · {finding.outlet} · {finding.url or finding.id}"))
            if finding.item is not None and finding.hit is not None:
                for line in quoted(finding.item, finding.hit):
                    typer.echo(f"    {line}")


def _record(outcome: Outcome, trial: Trial, days: int) -> dict[str, object]:
    return {
        "days": days,
        "since": trial.since.isoformat(),
        "until": trial.until.isoformat(),
        "items": outcome.items,
        "without_text": outcome.without_text,
        "watches": [_watch_record(each) for each in outcome.watches.values()],
    }


def _watch_record(outcome: WatchOutcome) -> dict[str, object]:
    days = sorted({*outcome.running, *outcome.tried})
    return {
        "watch": outcome.watch,
        "label": outcome.label,
        "watchlist": outcome.watchlist,
        "running": outcome.running.total(),
        "tried": outcome.tried.total(),
        "by_day": {day.isoformat(): {"running": outcome.running[day], "tried": outcome.tried[day]} for day in days},
        "added_count": outcome.added_count,
        "removed_count": outcome.removed_count,
        "added": [_finding(each) for each in outcome.added],
        "removed": [_finding(each) for each in outcome.removed],
        "samples": [_finding(each) for each in outcome.kept],
    }


def _finding(finding: Finding) -> dict[str, object]:
    record = item_record(finding.id, finding.title, finding.url, finding.source_key, finding.seen_at)
    return record | {"mentions": mention_records(finding.hit)} if finding.hit is not None else record
