"""Try watchlists on the archive: what they would have found in it, beside what those in force find. Reads only.

What takes long is cut into stretches of time that processes of our own work on, each with a reading connection of its own.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from time import perf_counter
from typing import TYPE_CHECKING

from monitor.daemon import vetoes
from monitor.daemon.trial import Outcome, Trial, nothing_yet, parts
from monitor.daemon.two_sides import Seen, TwoSides
from monitor.errors import MonitorError
from monitor.language.once import languages
from monitor.store import items
from monitor.store.database import Database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from multiprocessing.connection import Connection as PipeEnd

    from monitor.model import Hit
    from monitor.store.items import Archived
    from monitor.watch.veto import Vetoes

AT_ONCE = 500  # items in one read
PARTS = 32  # of the time, so that a process that got the busiest week keeps nobody waiting
WORTH_PROCESSES_S = 10.0  # what is left must take so long
MOST_PROCESSES = 4
_BEHIND_ALL = 10  # niceness


class Tester:
    """Runs trials on one database: both sides compiled, and what was said with `not-this` read, once for all of its stretches."""

    def __init__(self, database: Database, trial: Trial) -> None:
        self._database = database
        self._trial = trial
        self._sides = TwoSides(trial.running, trial.tried, languages(), trial.words_per_week)
        with database.read() as connection:
            self._said = vetoes.load(connection, list(nothing_yet(trial).watches))

    def run(self, part: Trial, progress: Callable[[int], None]) -> Outcome:
        """Match a stretch of the archive against both sides."""
        outcome = nothing_yet(self._trial)
        for archived in stretches(self._database, part.since, part.until):
            outcome.items += 1
            outcome.without_text += not archived.item.text
            tags = part.tags.get(archived.source_key, frozenset())
            found = [_meant(self._said, archived, seen) for seen in self._sides.match(archived.item, archived.source_key, tags)]
            outcome.weigh([meant.tried for meant in found if meant.tried is not None])
            for meant in found:
                if meant.running is not None or meant.tried is not None:
                    outcome.watches[meant.watch].count(archived, meant, archived.seen_at.astimezone(part.zone).date())
            if outcome.items % AT_ONCE == 0:
                progress(outcome.items)
        return outcome


def backtest(url: str, trial: Trial, progress: Callable[[int], None] = lambda _: None, processes: int | None = None) -> Outcome:
    """Match the archive against both sides; what was said with `not-this` is heeded on both.

    The daemon may go on meanwhile: each stretch is a short reading of its own.

    Args:
        url: of the database.
        trial: the two sides, and the time.
        progress: called now and then with how many items were looked at.
        processes: how many work on it; None to begin alone, and take up to four once it proves long.

    Raises:
        QueryError: a term or phrase cannot be meant as written.
        StoreError: the database cannot be read.
        MonitorError: a process ended before its work was done.
    """
    whole, rest = nothing_yet(trial), list(parts(trial, PARTS))
    database = Database.open(url)
    try:
        tester = Tester(database, trial)
        begun = perf_counter()
        while rest and (processes == 1 or (processes is None and not _is_long(perf_counter() - begun, len(rest)))):
            before = whole.items
            whole.join(tester.run(rest.pop(0), lambda count: progress(before + count)))  # noqa: B023 it is called before the next turn
    finally:
        database.close()
    if rest:
        for outcome in _side_by_side(url, trial, rest, processes or min(os.cpu_count() or 1, MOST_PROCESSES)):
            whole.join(outcome)
            progress(whole.items)
    return whole


async def backtest_beside(url: str, trial: Trial) -> Outcome:
    """Run a trial in a process of its own that goes behind everything else, and ends when the one that waits for it is cancelled.

    Raises:
        MonitorError: it could not be tried; the text says why.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(theirs, url, trial), daemon=True)
    await asyncio.to_thread(process.start)
    theirs.close()
    try:
        answer = await asyncio.to_thread(_received, ours)
    finally:
        process.kill()  # one that has answered has nothing left to do
        await asyncio.to_thread(process.join)
    if isinstance(answer, Outcome):
        return answer
    raise MonitorError(answer)


def _received(ours: PipeEnd) -> Outcome | str:
    try:
        answer: Outcome | str = ours.recv()
    except EOFError:
        return "the process that tried it was ended, perhaps for want of memory"
    return answer


def _answer(theirs: PipeEnd, url: str, trial: Trial) -> None:
    """Try it, and tell what came of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(_BEHIND_ALL)
    try:
        answer: Outcome | str = backtest(url, trial, processes=1)
    except MonitorError as error:
        answer = str(error)
    theirs.send(answer)


def _is_long(so_far_s: float, parts_left: int) -> bool:
    """Tell whether what is left will take so long that it is worth starting processes, each of which takes about a second to start."""
    done = PARTS - parts_left
    return done > 0 and so_far_s / done * parts_left > WORTH_PROCESSES_S


def stretches(database: Database, since: datetime, until: datetime) -> Iterator[Archived]:
    """Walk through the archive from its newest item to its oldest; each stretch is read in a transaction of its own."""
    behind = None
    while True:
        with database.read() as connection:
            batch = items.newest(connection, since=since, until=until, behind=behind, limit=AT_ONCE)
        yield from batch
        if len(batch) < AT_ONCE:
            return
        behind = batch[-1].place


def _side_by_side(url: str, trial: Trial, rest: Sequence[Trial], processes: int) -> Iterator[Outcome]:
    """Give the outcomes of parts of a trial, in their order."""
    # Fresh processes: a fork would take along the threads and connections of this one.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_begin, initargs=(url, trial))
    try:
        yield from pool.map(_run, rest)
    except BrokenProcessPool:
        raise MonitorError("a process that matched was ended, perhaps for want of memory; try fewer --days") from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_testers: list[Tester] = []  # of this process, if it is one that works for another


def _begin(url: str, trial: Trial) -> None:
    """Make a process ready; Ctrl-C is for the one that started it, and a daemon beside it goes first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(5)
    _testers.append(Tester(Database.open(url), trial))


def _run(part: Trial) -> Outcome:
    return _testers[0].run(part, lambda _: None)


def _meant(said: Vetoes, archived: Archived, seen: Seen) -> Seen:
    """Leave out what vetoes leave out."""
    stories = frozenset() if archived.story_id is None else frozenset({archived.story_id})

    def sift(hit: Hit | None) -> Hit | None:
        if hit is None or not said.knows([hit]):
            return hit
        kept, _ = said.sift([hit], archived.id, stories)
        return kept[0] if kept else None

    return Seen(seen.watch, sift(seen.running), sift(seen.tried))
