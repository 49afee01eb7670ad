"""One thread writes: a job's answer means that it is on the disk, and a bad job harms no other."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Connection, text

from monitor.daemon.writer import Writer
from monitor.errors import StoreError
from monitor.store.database import Database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path


@pytest.fixture
def database(tmp_path: Path) -> Database:
    opened = Database.open(f"sqlite:///{tmp_path}/jobs.db", create=True)
    with opened.write() as connection:
        connection.execute(text("create table jobs (n integer primary key)"))
    return opened


@pytest.fixture
async def writer(database: Database) -> AsyncIterator[Writer]:
    writer = Writer(database)
    yield writer
    await asyncio.to_thread(writer.close)
    database.close()


def numbers(database: Database) -> list[int]:
    with database.read() as connection:
        return list(connection.scalars(text("select n from jobs order by n")))


def add(n: int) -> Callable[[Connection], int]:
    def work(connection: Connection) -> int:
        connection.execute(text("insert into jobs values (:n)"), {"n": n})
        return n

    return work


async def test_an_answer_means_that_the_job_is_on_the_disk(writer: Writer, database: Database) -> None:
    assert await writer.run(add(1)) == 1
    assert numbers(database) == [1]


async def test_jobs_that_arrive_together_are_all_done_in_order(writer: Writer, database: Database) -> None:
    answers = await asyncio.gather(*(writer.run(add(n)) for n in range(120)))
    assert answers == list(range(120))
    assert numbers(database) == list(range(120))


async def test_a_job_that_fails_is_undone_alone(writer: Writer, database: Database) -> None:
    def breaks(connection: Connection) -> None:
        connection.execute(text("insert into jobs values (99)"))
        raise ValueError("broken in the middle")

    results = await asyncio.gather(writer.run(add(1)), writer.run(breaks), writer.run(add(2)), return_exceptions=True)
    assert isinstance(results[1], ValueError)
    assert numbers(database) == [1, 2]


async def test_a_disk_that_is_full_reaches_every_caller_of_the_group(writer: Writer, database: Database) -> None:
    def fills(connection: Connection) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        connection.execute(text("create table more (t text)"))

    with pytest.raises(StoreError, match="full"):
        await writer.run(fills)
    assert numbers(database) == []


async def test_closing_finishes_what_was_handed_in(database: Database) -> None:
    writer = Writer(database)
    jobs = [asyncio.create_task(writer.run(add(n))) for n in range(10)]
    await asyncio.sleep(0)
    await asyncio.to_thread(writer.close)
    assert await asyncio.gather(*jobs) == list(range(10))
    database.close()
