"""`tocsin search`: the archive in the watch language."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.archive import counted, local, opened
from monitor.cli.quoting import item_record, mention_records, quoted
from monitor.cli.terminal import ConfigOption, JsonOption, complain, emit, plain, show_progress
from monitor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from monitor.model import Hit, SourceKey
    from monitor.settings.records import Settings, Source
    from monitor.store.database import Database
    from monitor.store.items import Archived
    from monitor.watch.index import Index

EVER = 36_500  # days
MARGIN = 4  # columns before a query that is shown with its fault
WIDEST = 60  # characters of the query on either side of the fault


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("search")(search)


def search(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="As in `term:` of a watchlist; in quotes for your shell.")],
    *,
    days: Annotated[int | None, typer.Option("--days", min=1, max=EVER, help="Only what was first seen in the last so many days.")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="At most so many items.")] = 20,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Search the archive in the watch language, newest first.

    Words side by side must all be there; `"in quotation marks"` they are a phrase.
    """
    from monitor.daemon.clock import now

    index = _index(query)
    with opened(config) as (settings, database):
        found = _found(index, database, settings.sources, now() - timedelta(days=days or EVER), now())
        count = 0
        for archived, hit in found:
            show_progress("")
            count += 1
            _show(archived, hit, settings, as_json=as_json)
            if count == limit:
                break
        show_progress("")
    if not count:
        complain("nothing was found" + (f" in the last {counted(days, 'day')}" if days else ""))
    elif count == limit:
        complain(f"the newest {counted(count, 'item')}; more with --limit")


def _index(query: str) -> Index:
    """Compile a query as a watch of its own; what in it may be meant otherwise is said.

    Raises:
        UsageError: it cannot be meant as written; points at the character.
    """
    from monitor.language.once import languages
    from monitor.model import WatchKey
    from monitor.watch.index import Index
    from monitor.watch.query import QueryError, parse
    from monitor.watch.spec import Watch, Watchlist

    if not query.strip():
        raise UsageError("the query is empty; write a word, as in: tocsin search drone")
    try:
        for doubt in parse(query).warnings:
            complain(f"character {doubt.position + 1}: {doubt.what}; {doubt.remedy}\n{_pointed_at(query, doubt.position)}")
        return Index.build([Watchlist("search", "Search", watches=(Watch(WatchKey("search/query"), query, term=query),))], languages())
    except QueryError as error:
        raise UsageError(f"{error}\n{_pointed_at(query, error.position)}") from None


def _pointed_at(query: str, position: int) -> str:
    """Show a query with a mark under its fault; of a long one, what is around it."""
    from rich.cells import cell_len

    begins = max(0, position - WIDEST)
    line = " ".join(query[begins : position + WIDEST].splitlines())
    before = cell_len(plain(line[: position - begins]))
    return f"{' ' * MARGIN}{line}\n{' ' * (MARGIN + before)}^"


def _found(
    index: Index, database: Database, sources: Mapping[SourceKey, Source], since: datetime, until: datetime
) -> Iterator[tuple[Archived, Hit]]:
    """Walk through the archive and give what the query finds."""
    from monitor.daemon.backtest import AT_ONCE, stretches

    for number, archived in enumerate(stretches(database, since, until), 1):
        source = sources.get(archived.source_key)
        for hit in index.match(archived.item, archived.source_key, source.tags if source else frozenset()):
            yield archived, hit
        if number % AT_ONCE == 0:
            show_progress(f"{number:,} items looked at")


def _show(archived: Archived, hit: Hit, settings: Settings, *, as_json: bool) -> None:
    item = archived.item
    if as_json:
        record = item_record(archived.id, item.title, item.url, archived.source_key, archived.seen_at)
        record["published_at"] = item.published_at.isoformat() if item.published_at else None
        emit(record | {"mentions": mention_records(hit)})
        return
    typer.secho(plain(item.title) or "(no title)", bold=True)
    typer.echo(plain(f"  {local(archived.seen_at, settings)} · {archived.outlet} · {item.url or item.key}"))
    for line in quoted(item, hit):
        typer.echo(f"    {line}")
