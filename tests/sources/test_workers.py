"""A document that takes too long, too much memory, or its process down harms no other document."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from monitor.errors import ParseError
from monitor.model import Item, Page, Speaker, Variant
from monitor.sources import workers
from monitor.sources.article import PageKind
from monitor.sources.workers import ParsePool

from .article_pages import PARAGRAPHS, article
from .documents import item, rss

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SMALL = rss(item(1))
SLOW = rss("<item><title>a</title></item>" * 100_000)  # half a minute of work
GREEDY = b'{"items":[' + b"{}," * 4_000_000 + b"{}]}"  # needs more memory than a worker may take


@pytest_asyncio.fixture
async def pool() -> AsyncIterator[ParsePool]:
    async with ParsePool(1) as made:
        yield made


def process_of(pool: ParsePool) -> int:
    (worker,) = pool._idle
    return worker._process.pid


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


async def test_a_document_is_read_in_another_process_that_is_kept(pool: ParsePool) -> None:
    page = await pool.parse("feed", SMALL, "application/rss+xml", "https://w.example/feed")
    assert page.items[0].title == "ok"
    process = process_of(pool)
    assert process != os.getpid()
    await pool.parse("feed", SMALL)
    assert process_of(pool) == process


async def test_a_complaint_keeps_the_process(pool: ParsePool) -> None:
    await pool.parse("feed", SMALL)
    process = process_of(pool)
    with pytest.raises(ParseError, match="HTML page"):
        await pool.parse("feed", b"<html></html>")
    with pytest.raises(ParseError, match="no format is called fax"):
        await pool.parse("fax", b"")
    assert process_of(pool) == process


async def test_an_article_is_read_in_another_process(pool: ParsePool) -> None:
    found = await pool.read_article(article().encode(), "text/html", "https://news.example/1")
    assert PARAGRAPHS[0] in found.text
    assert found.kind is PageKind.READABLE
    with pytest.raises(ParseError, match="no format of a source"):
        await pool.parse("article", article().encode(), "text/html")


async def test_a_page_made_to_keep_a_reader_busy_is_given_up() -> None:
    endless = f"<html><body><p {' '.join(f'a{n}=1' for n in range(100_000))}>x</p>".encode()  # a minute of work
    async with ParsePool(1, deadline_s=2) as pool:
        with pytest.raises(ParseError, match="longer than 2 s"):
            await pool.read_article(endless, "text/html")
        assert (await pool.read_article(article().encode(), "text/html")).text


async def test_a_document_that_takes_too_long_is_given_up_and_its_process_killed() -> None:
    async with ParsePool(1, deadline_s=0.3) as pool:
        worker = await workers._Worker.start()
        pool._idle.append(worker)
        with pytest.raises(ParseError, match=r"longer than 0\.3 s"):
            await pool.parse("feed", SLOW)
        assert not is_running(worker._process.pid)
        assert (await pool.parse("feed", SMALL)).items


async def test_a_document_that_needs_too_much_memory_is_refused(pool: ParsePool) -> None:
    with pytest.raises(ParseError, match="more than 320 MB"):
        await pool.parse("feed", GREEDY)
    assert pool._idle == []
    assert (await pool.parse("feed", SMALL)).items


async def test_a_document_that_brings_its_process_down_is_named_and_the_process_replaced(pool: ParsePool) -> None:
    worker = await workers._Worker.start()
    pool._idle.append(worker)
    reading = asyncio.create_task(pool.parse("feed", SLOW))
    await asyncio.wait([reading], timeout=0.2)
    os.kill(worker._process.pid, signal.SIGKILL)
    with pytest.raises(ParseError, match="brought down"):
        await reading
    assert (await pool.parse("feed", SMALL)).items


async def test_a_process_that_ended_while_it_waited_is_no_documents_fault(pool: ParsePool) -> None:
    await pool.parse("feed", SMALL)
    (worker,) = pool._idle
    await worker.kill()
    assert (await pool.parse("feed", SMALL)).items


async def test_a_caller_that_leaves_leaves_no_process_at_work(pool: ParsePool) -> None:
    worker = await workers._Worker.start()
    pool._idle.append(worker)
    reading = asyncio.create_task(pool.parse("feed", SLOW))
    await asyncio.wait([reading], timeout=0.1)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert not is_running(worker._process.pid)
    assert (await pool.parse("feed", SMALL)).items


async def test_many_callers_share_few_processes() -> None:
    async with ParsePool(2) as pool:
        pages = await asyncio.gather(*(pool.parse("feed", rss(item(n))) for n in range(12)))
        assert [page.items[0].key for page in pages] == [str(n) for n in range(12)]
        assert len(pool._idle) == 2


async def test_closing_leaves_no_process_and_takes_no_more_documents() -> None:
    pool = ParsePool(1)
    await pool.parse("feed", SMALL)
    process = process_of(pool)
    await pool.close()
    assert not is_running(process)
    with pytest.raises(ParseError, match="stopping"):
        await pool.parse("feed", SMALL)


async def test_a_document_at_work_when_the_pool_closes_is_finished() -> None:
    pool = ParsePool(1)
    reading = asyncio.create_task(pool.parse("feed", SMALL))
    await asyncio.wait([reading], timeout=0)
    await asyncio.sleep(0)
    await pool.close()
    assert (await reading).items
    assert pool._idle == []


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc")
async def test_a_process_is_told_of_no_secret(monkeypatch: pytest.MonkeyPatch, pool: ParsePool) -> None:
    monkeypatch.setenv("SLACK_TOKEN", "xoxb-1")
    await pool.parse("feed", SMALL)
    environment = Path(f"/proc/{process_of(pool)}/environ").read_bytes()  # noqa: ASYNC240 a file of the kernel
    assert b"xoxb-1" not in environment
    assert b"PATH=" in environment


async def test_a_process_that_does_not_start_is_said_to(monkeypatch: pytest.MonkeyPatch, pool: ParsePool) -> None:
    monkeypatch.setattr(workers, "_RUN", "raise SystemExit(1)")
    with pytest.raises(ParseError, match="did not start"):
        await pool.parse("feed", SMALL)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(ParseError, match="no process could be started"):
        await pool.parse("feed", SMALL)


async def test_records_of_every_kind_cross_between_processes() -> None:
    import pickle

    full = Item("k", "T", "t", speaker=Speaker("The Minister"), variants={"fr": Variant("texte")}, headings=("Exports",))
    page = Page((full, Item("l", "T", "t")))
    assert pickle.loads(pickle.dumps(page)) == page  # noqa: S301 our own


_LARGE_PARENT = """
import asyncio, sys
from monitor.sources.workers import ParsePool

async def main():
    ballast = b"x" * 260_000_000  # a daemon that holds more than a worn-out worker may
    async with ParsePool(1) as pool:
        await pool.parse("feed", sys.stdin.buffer.read())
        print(len(pool._idle), len(ballast))

asyncio.run(main())
"""


async def test_the_size_of_the_process_that_starts_them_does_not_wear_workers_out() -> None:
    pipe = asyncio.subprocess.PIPE
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", _LARGE_PARENT, stdin=pipe, stdout=pipe)
    said, _ = await parent.communicate(SMALL)
    assert said.split()[0] == b"1"
