"""A pool of processes that parse documents, each killed and replaced when a document takes too long or brings it down.

Threads cannot be stopped: feedparser spends minutes on some documents of 1 MB, and only the end of its process ends that.
"""

from __future__ import annotations

import asyncio
import pickle
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from monitor.confined import environment
from monitor.errors import ParseError
from monitor.model import EMPTY, Page
from monitor.sources.archive import Unpacked
from monitor.sources.article import Article
from monitor.sources.document import Document
from monitor.sources.worker import ARTICLE, LENGTH_BYTES, READY, Answer, Task, encode

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from monitor.sources.archive import Wanted

_START_S = 60  # a busy machine may take long to start Python; that is no document's fault
_END_S = 5
_LONGER_FOR_ARCHIVES = 4
_RUN = "from monitor.sources.worker import main; main()"  # not -m, under which the messages would have other names than here


class ParsePool:
    """Processes that read documents, started when first needed, for use in one event loop.

    More callers than workers wait their turn; the deadline counts from a document's own start. Use as `async with`, or call `close`.
    """

    def __init__(self, workers: int = 2, deadline_s: float = 10) -> None:
        self._turns = asyncio.Semaphore(workers)
        self._deadline_s = deadline_s
        self._idle: list[_Worker] = []
        self._is_closed = False

    async def parse(
        self,
        format: str,  # noqa: A002 the word users know
        body: bytes,
        content_type: str = "",
        url: str = "",
        options: Mapping[str, object] = EMPTY,
    ) -> Page:
        """Read a document in another process.

        Args:
            format: a name in `formats.FORMATS`.
            body: the document.
            content_type: the server's header.
            url: the document's address.
            options: the source's own settings for the format.

        Raises:
            ParseError: the document is not of that format, took longer than it may, or brought its process down.
        """
        found = await self._found(Task(format, Document(body, content_type, url, options), self._deadline_s))
        if not isinstance(found, Page):
            raise ParseError(f"{format} is no format of a source")
        return found

    async def unpack(self, format: str, document: Document, wanted: Wanted) -> Unpacked:  # noqa: A002 the word users know
        """Read the wanted members of an archive in another process, each in that format; an archive has four times as long.

        Raises:
            ParseError: it is no archive, none of its members can be read, it took too long, or brought its process down.
        """
        found = await self._found(Task(format, document, self._deadline_s * _LONGER_FOR_ARCHIVES, wanted))
        if not isinstance(found, Unpacked):
            raise ParseError("the process that reads documents answered with something else than an archive; please report it")
        return found

    async def read_article(self, body: bytes, content_type: str = "", url: str = "") -> Article:
        """Read an article's page in another process; the arguments and errors are those of `parse`."""
        found = await self._found(Task(ARTICLE, Document(body, content_type, url), self._deadline_s))
        if not isinstance(found, Article):
            raise ParseError("the process that reads documents answered with something else than an article; please report it")
        return found

    async def _found(self, task: Task) -> Page | Article | Unpacked:
        answer = await self.ask(task)
        if answer.found is None:
            raise ParseError(answer.complaint)
        return answer.found

    async def ask(self, task: Task) -> Answer:
        """Have a process do a task.

        Raises:
            ParseError: the process did not answer, or none is started any more.
        """
        async with self._turns:
            if self._is_closed:
                raise ParseError("the monitor is stopping; the document is read at the next start")
            worker = self._take() or await _Worker.start()
            is_fit = False
            try:
                answer = await worker.ask(task)
                is_fit = not answer.is_last
            finally:
                # A worker left in the middle of a document, by a failure or because the caller was cancelled, is of no more use.
                await self._put_back(worker, is_fit=is_fit)
        return answer

    def _take(self) -> _Worker | None:
        """Take a worker that waits; one that ended meanwhile, for want of memory say, must not be blamed on a document."""
        while self._idle:
            worker = self._idle.pop()
            if worker.is_alive:
                return worker
        return None

    async def _put_back(self, worker: _Worker, *, is_fit: bool) -> None:
        if not is_fit:
            await worker.kill()
        elif self._is_closed:
            await worker.end()
        else:
            self._idle.append(worker)

    async def close(self) -> None:
        """End all workers; the ones at work end with their document."""
        self._is_closed = True
        idle, self._idle = self._idle, []
        await asyncio.gather(*(worker.end() for worker in idle))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.close()


class _Worker:
    """One process and its pipes."""

    def __init__(self, process: asyncio.subprocess.Process, to: asyncio.StreamWriter, back: asyncio.StreamReader) -> None:
        self._process = process
        self._to = to
        self._back = back

    @property
    def is_alive(self) -> bool:
        """Whether the process has not ended, as far as is known."""
        return self._process.returncode is None

    @classmethod
    async def start(cls) -> Self:
        """Start a process and wait until it has loaded the parsers.

        Raises:
            ParseError: it does not start.
        """
        pipe = asyncio.subprocess.PIPE
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-P", "-c", _RUN,
                stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.DEVNULL, env=environment(),
            )  # fmt: skip
        except OSError as error:
            raise ParseError(
                f"no process could be started to read documents: {error.strerror}; look at the limits of memory and processes"
            ) from None
        if process.stdin is None or process.stdout is None:
            raise ParseError("a process for reading documents started without its pipes")
        worker = cls(process, process.stdin, process.stdout)
        try:
            async with asyncio.timeout(_START_S):
                if await worker._read() == READY:
                    return worker
        except (TimeoutError, asyncio.IncompleteReadError):
            pass
        except asyncio.CancelledError:
            await worker.kill()
            raise
        await worker.kill()
        raise ParseError("a process for reading documents did not start; look whether the machine has memory left")

    async def ask(self, task: Task) -> Answer:
        """Have a document read.

        Raises:
            ParseError: it took longer than the deadline, or the process ended over it.
        """
        try:
            async with asyncio.timeout(task.deadline_s):
                self._to.write(encode(task))
                await self._to.drain()
                answer = await self._read()
        except TimeoutError:
            raise ParseError(
                f"reading the document took longer than {task.deadline_s:g} s; it is given up, ask the publisher to mend it"
            ) from None
        except (asyncio.IncompleteReadError, ConnectionError):
            raise ParseError(
                "the document brought down the process that read it; it is given up, please report it with the document"
            ) from None
        if not isinstance(answer, Answer):
            raise ParseError("the process that reads documents answered out of turn; it is replaced")
        return answer

    async def _read(self) -> object:
        head = await self._back.readexactly(LENGTH_BYTES)
        return pickle.loads(await self._back.readexactly(int.from_bytes(head, "big")))  # noqa: S301 from our own worker

    async def end(self) -> None:
        """Let the process end by itself, and see that it does."""
        self._to.close()
        try:
            async with asyncio.timeout(_END_S):
                await self._process.wait()
        except TimeoutError:
            await self.kill()

    async def kill(self) -> None:
        """End the process at once."""
        with suppress(ProcessLookupError):
            self._process.kill()
        self._to.close()
        await self._process.wait()
