"""Settings become live: load, store the revision, work everything out, swap one reference. What is wrong stays out, and its owner hears."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

from monitor.alerts.notice import Notice, file_accepted, file_rejected, no_longer_addressed
from monitor.channels.address import complaint
from monitor.daemon import accounts, conditions
from monitor.daemon.events import warn
from monitor.daemon.live import Live, Matcher, build_live, source_specs, watch_specs
from monitor.daemon.outbox import readdress
from monitor.daemon.own_words import settle_changed
from monitor.errors import SettingsError
from monitor.model import RecipientKey, digest
from monitor.settings.load import load, missing_secrets
from monitor.settings.vanishing import GONE, refuse_vanished, taken_away
from monitor.sources.discovery.settling import SHORT
from monitor.sources.discovery.troubles import DOCUMENT_FAULTS
from monitor.store import conditions as condition_rows
from monitor.store import deliveries, revisions, sources, watches

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection

    from monitor.errors import Problem
    from monitor.settings.records import Loaded, Settings
    from monitor.store.database import Database

REJECTED = "settings.rejected/"  # a condition for each file, and for what is wrong in it
_STATE = re.compile(r"#[0-9a-f]{12}$")  # of a key: what is wrong in the file
SOURCE_FAULTS = frozenset({"source.failing", "source.gone"})
RECORD_FAULTS = DOCUMENT_FAULTS | {SHORT}  # which end by themselves as long as their source is polled


def load_with_last_good(folder: Path, database: Database) -> Loaded:
    """Load the settings; a file that is wrong now keeps the version that was last live, also across a restart."""
    with database.read() as connection:
        return load(folder, revisions.last_good(connection), complaint)


def startable(folder: Path, database: Database) -> Loaded:
    """Load the settings, with every secret that they name."""
    loaded = load_with_last_good(folder, database)
    if missing := missing_secrets(loaded):
        raise SettingsError(missing)
    return loaded


def acceptable(folder: Path, database: Database) -> Loaded:
    """Load the settings for a daemon that runs: beside that, no kind of file may have gone altogether."""
    loaded = startable(folder, database)
    refuse_vanished(loaded)
    return loaded


def store_live(connection: Connection, loaded: Loaded, index: Matcher, now: datetime) -> Live:
    """Put loaded settings live; keep in mind which files were taken away on purpose, so that none of them comes back as a stand-in."""
    mark = sha256(GONE.encode()).digest()
    revisions.record(connection, [(name, mark, GONE) for name in taken_away(loaded)], now)
    return put_live(connection, loaded, index, now)


def put_live(connection: Connection, loaded: Loaded, index: Matcher, now: datetime) -> Live:
    """Write the revision, the sources and the watches of loaded settings, and work out what is in force."""
    settings = loaded.settings
    rows = watches.sync(connection, watch_specs(settings.watchlists.values()), now)
    live = build_live(loaded, index, rows)
    revisions.record(connection, [(each.name, each.sha256, each.body) for each in loaded.files], now)
    sources.sync(connection, source_specs(settings), now)
    left = readdress(connection, live, now, accounts.unusable(connection))
    given_up = len(deliveries.gone(connection, set(settings.recipients), now)) + len(left)
    if given_up:
        conditions.tell_operator(connection, live, no_longer_addressed(given_up), now)
    accounts.forget_absent(connection, live, now)
    report_rejected(connection, live, now)
    close_conditions_of_changed_sources(connection, settings, now)
    settle_changed(connection, live, now)
    return live


def close_conditions_of_changed_sources(connection: Connection, settings: Settings, now: datetime) -> None:
    """End what was wrong with sources that are gone, or asked at another address now: what comes next is another matter."""
    fine = {
        state.key
        for state in sources.all_states(connection)
        if state.key not in settings.sources or not (state.failures or state.last_error)
    }
    for row in condition_rows.open_now(connection):
        kind, _, key = row.key.partition("/")
        is_of_no_source = kind in RECORD_FAULTS and key.partition("/")[0] not in settings.sources
        if (kind in SOURCE_FAULTS and key in fine) or is_of_no_source:
            condition_rows.close(connection, row.key, now)


def report_rejected(connection: Connection, live: Live, now: datetime) -> None:
    """Tell the owner of a rejected file, and the operator, of each state of it once; log what is wrong each time."""
    wrong = {name: _errors(live.loaded, name) for name in live.loaded.rejected}
    held = {f"{REJECTED}{name}#{digest(*map(str, problems)).hex()[:12]}": name for name, problems in wrong.items()}
    known = {row.key for row in condition_rows.open_now(connection) if row.key.startswith(REJECTED)}
    for key in sorted(known - held.keys()):
        condition_rows.forget(connection, key)
        name = _STATE.sub("", key.removeprefix(REJECTED))
        if name not in wrong:
            _tell_both(connection, live, file_accepted(name), now, _unaware(connection, live, name))
    for key, name in held.items():
        for problem in wrong[name][:1]:
            more = len(wrong[name]) - 1 or None
            warn("settings.rejected", file=name, line=problem.line or None, reason=problem, more=more)
        if condition_rows.open_(connection, key, f"{name} was not accepted", now):
            has_last_good = any(each.name == name for each in live.loaded.files)
            _tell_both(connection, live, file_rejected(name, wrong[name], has_last_good=has_last_good), now, owners(live, name))


def _unaware(connection: Connection, live: Live, name: str) -> list[RecipientKey]:
    """Name the owners of a file that is live again who are to hear just that: not those whom its answer will tell more.

    But what still waits to tell them that it was rejected must not leave before that answer is worked out.
    """
    is_answered = any(save.file == name for save in revisions.unanswered(connection))
    return [owner for owner in sorted(owners(live, name)) if not is_answered or conditions.is_about_to_hear_of(connection, owner, name)]


def _errors(loaded: Loaded, name: str) -> list[Problem]:
    return [problem for problem in loaded.problems if problem.file == name and not problem.is_warning]


def _tell_both(connection: Connection, live: Live, notice: Notice, now: datetime, keepers: Collection[RecipientKey]) -> None:
    """Tell those who keep a file, and the operator."""
    for recipient in sorted({*keepers, *([live.settings.operator] if live.settings.operator else [])}):
        conditions.tell(connection, live, recipient, notice, now)


def owners(live: Live, name: str) -> set[RecipientKey]:
    """Name who keeps a settings file: of a watchlist its owner, else those it tells; of every other file nobody but the operator."""
    stem = name.rpartition("/")[2].rpartition(".")[0]
    watchlist = live.settings.watchlists.get(stem) if name.startswith("watchlists/") else None
    if watchlist is None:
        return set()
    return {RecipientKey(watchlist.owner)} if watchlist.owner else {RecipientKey(each) for each in watchlist.tell}
