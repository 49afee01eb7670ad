"""One thread writes. It gathers the jobs that wait into one commit, each in a savepoint of its own."""

from __future__ import annotations

import asyncio
import queue
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from monitor.errors import StoreError
from monitor.store.database import Database, savepoint
from monitor.store.failures import in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

Result = TypeVar("Result")
LARGEST_GROUP = 50  # measured: beyond it a commit grows no cheaper, and a job waits longer


@dataclass(slots=True)
class _Job(Generic[Result]):
    work: Callable[[Connection], Result]
    done: asyncio.Future[Result]
    loop: asyncio.AbstractEventLoop
    result: Result | None = None
    error: BaseException | None = None

    def attempt(self, connection: Connection, name: str) -> None:
        """Do the work in a savepoint; what the database itself cannot do ends the whole group, what the work raises ends it alone."""
        try:
            with in_words(name), savepoint(connection):
                self.result = self.work(connection)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 the job's own caller gets it; the others in the group go on
            self.error = error

    def answer(self, failure: BaseException | None = None) -> None:
        self.loop.call_soon_threadsafe(self._settle, failure or self.error)

    def _settle(self, error: BaseException | None) -> None:
        if self.done.done():
            return
        if error is not None:
            self.done.set_exception(error)
        else:
            self.done.set_result(self.result)  # type: ignore[arg-type] # the result is there when there is no error


class Writer:
    """Runs jobs on the database one after another; a job's answer comes only when it is on the disk."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._jobs: queue.SimpleQueue[_Job[object] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    async def run(self, work: Callable[[Connection], Result]) -> Result:
        """Run `work` in a transaction and return its result once that is committed.

        Raises:
            StoreError: the database could not be written; nothing of the group is there.
            Exception: what `work` raised; the rest of the group is not touched.
        """
        loop = asyncio.get_running_loop()
        job: _Job[Result] = _Job(work, loop.create_future(), loop)
        self._jobs.put(job)  # type: ignore[arg-type] # the queue does not read results
        return await job.done

    def close(self) -> None:
        """Finish what was handed in, then end the thread."""
        self._jobs.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (first := self._jobs.get()) is not None:
            group, ends = [first], False
            while len(group) < LARGEST_GROUP and not self._jobs.empty():
                job = self._jobs.get()
                if job is None:
                    ends = True
                    break
                group.append(job)
            self._commit(group)
            if ends:
                return

    def _commit(self, group: Sequence[_Job[object]]) -> None:
        failure: BaseException | None = None
        try:
            with self._database.write() as connection:
                for job in group:
                    job.attempt(connection, self._database.name)
        except Exception as error:  # noqa: BLE001 a fault of ours must reach the callers, or they wait for ever
            failure = error
        for job in group:
            job.answer(failure)
