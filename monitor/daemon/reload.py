"""Settings become live: load, store the revision, work everything out, swap one reference. What is wrong stays out, and its owner hears."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.alerts.notice import file_rejected
from monitor.daemon import conditions
from monitor.daemon.live import Live, build_live, source_specs, watch_specs
from monitor.model import RecipientKey
from monitor.settings.load import load
from monitor.store import conditions as condition_rows
from monitor.store import deliveries, revisions, sources, watches

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection

    from monitor.settings.records import Loaded
    from monitor.store.database import Database

REJECTED = "settings.rejected/"  # a condition for each file


def load_with_last_good(folder: Path, database: Database) -> Loaded:
    """Load the settings; a file that is wrong now keeps the version that was last live, also across a restart."""
    with database.read() as connection:
        return load(folder, revisions.last_good(connection))


def put_live(connection: Connection, loaded: Loaded, now: datetime) -> Live:
    """Write the revision, the sources and the watches of loaded settings, and work out what is in force."""
    settings = loaded.settings
    rows = watches.sync(connection, watch_specs(settings.watchlists.values()), now)
    live = build_live(loaded, rows)
    revisions.record(connection, [(each.name, each.sha256, each.body) for each in loaded.files], now)
    sources.sync(connection, source_specs(settings), now)
    deliveries.gone(connection, set(settings.recipients), now)
    report_rejected(connection, live, now)
    return live


def report_rejected(connection: Connection, live: Live, now: datetime) -> None:
    """Tell the owner of a rejected file, and the operator, once for each version of the mistake; and when it is mended."""
    rejected = {f"{REJECTED}{name}": name for name in live.loaded.rejected}
    for row in condition_rows.open_now(connection):
        if row.key.startswith(REJECTED) and row.key not in rejected:
            condition_rows.close(connection, row.key, now)
    for condition, name in rejected.items():
        if not condition_rows.open_(connection, condition, f"{name} was not accepted", now):
            continue
        problems = [problem for problem in live.loaded.problems if problem.file.endswith(name)]
        notice = file_rejected(name, problems, has_last_good=any(each.name == name for each in live.loaded.files))
        for recipient in sorted({*_owners(live, name), *([live.settings.operator] if live.settings.operator else [])}):
            conditions.tell(connection, live, recipient, notice, now)


def _owners(live: Live, name: str) -> set[RecipientKey]:
    stem = name.rpartition("/")[2].rpartition(".")[0]
    watchlist = live.settings.watchlists.get(stem) if name.startswith("watchlists/") else None
    if watchlist is None:
        return set()
    return {RecipientKey(watchlist.owner)} if watchlist.owner else {RecipientKey(each) for each in watchlist.tell}
