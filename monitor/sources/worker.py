"""A worker process: reads documents from standard input until it ends, and answers on standard output.

A message is its length (8 bytes, big-endian) and a pickle. It answers `READY` once, then one `Answer` a document. What it parses is
hostile: its memory is limited, a document that takes too long ends it even when nobody is left to kill it, and it is told of no secret.
"""

from __future__ import annotations

import os
import pickle
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from monitor.confined import limit
from monitor.errors import ParseError
from monitor.sources.archive import Unpacked, Wanted, read_archive
from monitor.sources.article import read_article
from monitor.sources.formats import parse_document

if TYPE_CHECKING:
    from monitor.model import Page
    from monitor.sources.article import Article
    from monitor.sources.document import Document

READY = "ready"
ARTICLE = "article"  # asked for like a format, but what it yields is no page of items
LENGTH_BYTES = 8
MEMORY = 320 * 1024 * 1024  # bytes of data, the interpreter's own 30 MB among them
ADDRESS_SPACE = 1024 * 1024 * 1024
_WORN_OUT = 200 * 1024 * 1024  # bytes of resident memory after which a worker makes way for a new one


class Task(NamedTuple):
    """A document to read, and the seconds that it may take; of an archive, which of its members."""

    format: str
    document: Document
    deadline_s: float
    wanted: Wanted | None = None


class Answer(NamedTuple):
    """The page, article or archive, or the complaint about the document. `is_last` tells that the worker ends after it."""

    found: Page | Article | Unpacked | None
    complaint: str
    is_last: bool


def encode(message: object) -> bytes:
    """Frame a message for the pipe."""
    body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return len(body).to_bytes(LENGTH_BYTES, "big") + body


def work(documents: BinaryIO, answers: BinaryIO) -> None:
    """Answer documents until there are no more, or the parent is gone."""
    answers.write(encode(READY))
    answers.flush()
    while len(head := documents.read(LENGTH_BYTES)) == LENGTH_BYTES:
        task: Task = pickle.loads(documents.read(int.from_bytes(head, "big")))  # noqa: S301 from our own parent process
        # Should the parent be killed meanwhile, nobody else ends this one.
        signal.setitimer(signal.ITIMER_REAL, task.deadline_s * 2 + 5)
        answer = answer_to(task)
        signal.setitimer(signal.ITIMER_REAL, 0)
        answers.write(encode(answer))
        answers.flush()
        if answer.is_last:
            return


def _found(task: Task) -> Page | Article | Unpacked:
    if task.wanted is not None:
        return read_archive(task.document, task.wanted, lambda document: parse_document(task.format, document))
    return read_article(task.document) if task.format == ARTICLE else parse_document(task.format, task.document)


def answer_to(task: Task) -> Answer:
    """Do a task in this process."""
    try:
        found = _found(task)
    except ParseError as error:
        return Answer(None, str(error), _is_worn_out())
    except MemoryError:
        return Answer(None, f"the document needs more than {MEMORY // 2**20} MB to read; it is refused", is_last=True)
    return Answer(found, "", _is_worn_out())


def _is_worn_out() -> bool:
    return peak_memory() > _WORN_OUT


def peak_memory() -> int:
    """Tell the most memory this process ever had resident, in bytes.

    On Linux from /proc: getrusage there goes on from the peak of the process that started this one, which may be a large one (proc(5)).
    """
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak * (1 if sys.platform == "darwin" else 1024)


def main() -> None:
    """Serve the pool that started this process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    limit({resource.RLIMIT_DATA: MEMORY, resource.RLIMIT_AS: ADDRESS_SPACE})
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints must not stand between answers
    with suppress(BrokenPipeError):
        work(sys.stdin.buffer, answers)
