"""Every save of a watchlist is answered: its owner hears once what is live now and what the last days would have brought.

What was saved and is not answered yet stands in the database, so that no stop costs an answer; who is told, and that it was, is written in
one transaction. The archive is looked through by a process of its own.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from monitor.alerts.saved import Change, Spelled, TriedList, TriedWatch, answer, is_too_common
from monitor.daemon import conditions
from monitor.daemon.backtest import backtest_beside
from monitor.daemon.events import event
from monitor.daemon.live import watch_specs
from monitor.daemon.reload import owners
from monitor.daemon.trial import Trial
from monitor.daemon.volume import words_per_week
from monitor.errors import MonitorError
from monitor.settings import kinds, lints
from monitor.settings.reading import read_file
from monitor.settings.schema.watchlists import WatchlistFile, watchlist
from monitor.store import revisions
from monitor.vocabulary import vocabulary
from monitor.watch.allowance import WORDS_PER_WEEK

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.alerts.notice import Notice
    from monitor.daemon.live import Live
    from monitor.daemon.trial import Outcome
    from monitor.daemon.writer import Writer
    from monitor.errors import Problem
    from monitor.store.revisions import Save
    from monitor.watch.spec import Watchlist

DAYS = 30
SAMPLES = 3  # headlines of each watch


async def answer_saves(writer: Writer, live: Callable[[], Live], clock: Callable[[], datetime]) -> int:
    """Answer what was saved since the last answers; return how many owners' lists that were."""
    count = 0
    for save in await writer.run(revisions.unanswered):
        now = live()
        saved = _list_of(now, save)
        if saved is None:
            await writer.run(partial(_drop, save=save, now=clock()))
            continue
        before = _read(save.file, save.before)
        tried = await _try(writer, now, before, saved, clock())
        warnings = await asyncio.to_thread(_warnings, now, save)
        notice = answer(save.file, _change(before, saved), tried, warnings)
        count += await writer.run(partial(_tell, live=live(), save=save, notice=notice, now=clock()))
    return count


def _drop(connection: Connection, save: Save, now: datetime) -> None:
    """Ask for no answer; to a file that was saved anew meanwhile, the answer is to both saves."""
    if all(one.id == save.id for one in revisions.unanswered(connection) if one.file == save.file):
        revisions.answer(connection, save, now)


def _list_of(live: Live, save: Save) -> Watchlist | None:
    """Find the list of a saved file; none for a file of another kind, or one that went away or changed again meanwhile."""
    saved = _read(save.file, save.body)
    return saved if saved is not None and live.settings.watchlists.get(saved.key) == saved else None


def _read(file: str, body: str | None) -> Watchlist | None:
    if body is None or kinds.kind_of(file) is not kinds.WATCHLIST:
        return None
    read = read_file(kinds.WATCHLIST, file, body)
    return watchlist(read.stem, read.model) if isinstance(read.model, WatchlistFile) else None


async def _try(writer: Writer, live: Live, before: Watchlist | None, saved: Watchlist, now: datetime) -> TriedList:
    """Look through the archive by what was saved, beside what was in force before it."""
    settings = live.settings
    tags = {key: source.tags for key, source in settings.sources.items()}
    volume = await writer.run(lambda connection: words_per_week(connection, now)) or WORDS_PER_WEEK
    running = (before,) if before is not None else ()
    trial = Trial(running, (saved,), tags, now - timedelta(days=DAYS), now, settings.zone, SAMPLES, volume)
    try:
        return _tried(await backtest_beside(settings.database, trial), saved)
    except MonitorError as error:
        return TriedList(DAYS, failure=str(error))


def _tried(outcome: Outcome, saved: Watchlist) -> TriedList:
    found = [outcome.watches[watch.key] for watch in saved.watches]
    watches = [TriedWatch(one.label, one.tried.total(), one.added_count, one.removed_count) for one in found]
    common = [
        Spelled(one.label, text, count) for one in found for text, count in one.spelled.most_common() if is_too_common(count, outcome.items)
    ]
    headlines = dict.fromkeys(finding.title for one in found for finding in one.added[:SAMPLES] if finding.title)
    return TriedList(DAYS, outcome.items, outcome.alerting, outcome.possible, tuple(watches), tuple(headlines), tuple(common))


def _change(before: Watchlist | None, saved: Watchlist) -> Change:
    """Tell how a list differs from what it was, by what its watches find."""
    former = {spec.key: spec for spec in watch_specs([before])} if before is not None else {}
    specs = watch_specs([saved])
    fresh = tuple(spec.label for spec in specs if spec.key not in former)
    edited = tuple(spec.label for spec in specs if spec.key in former and former[spec.key].fingerprint != spec.fingerprint)
    left = {spec.key for spec in specs}
    gone = tuple(spec.label for key, spec in former.items() if key not in left)
    return Change(fresh, edited, gone, len(specs) - len(fresh) - len(edited))


def _warnings(live: Live, save: Save) -> list[Problem]:
    """Tell what `tocsin check` says of what was saved: what is right, and will not do what was meant."""
    return list(lints.warnings([read_file(kinds.WATCHLIST, save.file, save.body)], tuple(live.settings.sources.values()), vocabulary()))


def _tell(connection: Connection, live: Live, save: Save, notice: Notice, now: datetime) -> bool:
    """Write the answer to the owners, once."""
    if not revisions.answer(connection, save, now):
        return False
    for owner in sorted(owners(live, save.file)):
        conditions.tell(connection, live, owner, notice, now)
    event("save.answered", file=save.file)
    return True
