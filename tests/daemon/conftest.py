"""A house with one feed, and one with two."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from tests.daemon.house import House, house
from tests.daemon.newsdesk import Newsdesk, open_newsdesk
from tests.daemon.newsroom import Newsroom, open_newsroom

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from monitor.daemon.live import Live
    from monitor.store.database import Database


@pytest.fixture(autouse=True)
def _log_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pytest hear our log, whatever a test before this one set up."""
    log = logging.getLogger("tocsin")
    monkeypatch.setattr(log, "propagate", True)
    monkeypatch.setattr(log, "handlers", [])


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path) as made:
        yield made


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path, ("wire", "echo")) as made:
        yield made


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """Open one newsroom for all tests; each undoes what it did."""
    with open_newsroom(tmp_path_factory.mktemp("newsroom")) as made:
        yield made


@pytest.fixture(scope="session")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, Live]]:
    """Keep one database open, with settings live, for the tests that undo what they do."""
    database, live = open_newsdesk(tmp_path_factory.mktemp("newsroom"))
    yield database, live
    database.close()


@pytest.fixture
def desk(newsroom: tuple[Database, Live]) -> Iterator[Newsdesk]:
    """Begin a transaction for the whole of a test, and undo it."""
    database, live = newsroom
    with database.write() as connection:
        yield Newsdesk(connection, live)
        connection.rollback()
