"""Four workers to whom copies of the same stories come at once tell no more than one worker would, on both databases."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import product
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from monitor.daemon.ingest import ingest, read_page
from monitor.model import Item, Page
from monitor.sources.conduct import Settled
from monitor.store import sources
from monitor.store.database import Database
from monitor.store.tables import claims, deliveries, messages
from tests.daemon.newsdesk import HOUR, START, open_newsdesk
from tests.store.conftest import empty_postgresql_url, postgresql_server

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from monitor.daemon.live import Live

__all__ = ["empty_postgresql_url", "postgresql_server"]
PAPERS = ("wire", "echo", "mirror", "gazette")
STORIES = 3
PATIENCE = timedelta(minutes=1)  # SQLite serves those who wait in no order, and the machine may be busy


def carried(paper: str, story: int) -> Item:
    """Write what a paper makes of a story: its own headline and frame around the same words."""
    day = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")[story]
    told = (
        f"The ministry said on {day} that sensors of Baykar, lot {story} of the year, were exported under a permit which did not allow "
        f"their use in the conflict, and that it had opened inquiry number {story * 7} into how the papers of the lot came to be signed."
    )
    return Item(f"{paper}-{story}", f"{paper} on case {story}", told, url=f"https://{paper}.example/{story}", published_at=START)


def enter(connection: Connection, live: Live, paper: str, story: int) -> None:
    """Enter what a paper carries, as a poll of it would."""
    state = next(each for each in sources.all_states(connection) if each.key == paper)
    read = read_page(Page((carried(paper, story),)), live, live.settings.sources[state.key], state)
    ingest(connection, live, read, lambda _: Settled(replace(state, last_ok_at=START), state.host), START)


def work(url: str, live: Live, paper: str, barrier: Barrier) -> None:
    """Enter one paper story by story, as a worker with a connection of its own."""
    database = Database.open(url, patience=PATIENCE)
    barrier.wait()
    for story in range(STORIES):
        with database.write() as connection:
            enter(connection, live, paper, story)
    database.close()


def settle_first_contact(connection: Connection) -> None:
    for state in sources.all_states(connection):
        sources.record_poll(connection, replace(state, baseline_at=START - HOUR))


def outcome(connection: Connection) -> tuple[int, int, Counter[str]]:
    """Count the messages, the deliveries and the claims by cause."""
    counts = [len(connection.execute(select(table.c.id)).all()) for table in (messages, deliveries)]
    return counts[0], counts[1], Counter(connection.scalars(select(claims.c.cause)))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_copies_that_come_to_four_workers_at_once_are_told_once(
    kind: str, newsroom: tuple[Database, Live], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    alone, live = newsroom
    with alone.write() as connection:
        settle_first_contact(connection)
        for paper, story in product(PAPERS, range(STORIES)):
            enter(connection, live, paper, story)
        one = outcome(connection)
        connection.rollback()
    assert one[0] == len(live.settings.recipients) * STORIES

    url = f"sqlite:///{tmp_path}/four.db" if kind == "sqlite" else request.getfixturevalue("empty_postgresql_url")
    database, live = open_newsdesk(tmp_path, url, live.index)
    with database.write() as connection:
        settle_first_contact(connection)
    barrier = Barrier(len(PAPERS))
    with ThreadPoolExecutor(len(PAPERS)) as pool:
        for done in [pool.submit(work, url, live, paper, barrier) for paper in PAPERS]:
            done.result()
    with database.read() as connection:
        assert outcome(connection) == one
    database.close()
