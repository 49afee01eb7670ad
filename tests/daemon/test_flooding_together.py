"""Several writers at once lose no count of a flood, on either kind of database."""

from __future__ import annotations

from dataclasses import replace
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from monitor.store.database import Database, serialise
from tests.daemon.newsdesk import BAYKAR, ROOM, Letter, Newsdesk, open_newsdesk
from tests.store.conftest import empty_postgresql_url, postgresql_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.daemon.live import Live

__all__ = ["empty_postgresql_url", "postgresql_server"]
LIMIT, EACH = 4, 5


@pytest.fixture(params=["sqlite", "postgresql"])
def opened(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[tuple[Database, Live]]:
    url = None if request.param == "sqlite" else request.getfixturevalue("empty_postgresql_url")
    database, live = open_newsdesk(tmp_path, url)
    yield database, replace(live, loaded=replace(live.loaded, settings=replace(live.settings, flood=LIMIT)))
    database.close()


def write(database: Database, live: Live, source: str) -> None:
    """Bring items of one source, each in a transaction of its own."""
    stories: dict[object, object] = {}
    for _ in range(EACH):
        with database.write() as connection:
            serialise(connection)
            desk = Newsdesk(connection, live, stories=stories)  # type: ignore[arg-type]
            desk.say(BAYKAR, source=source)


def test_writers_that_come_together_tell_no_more_one_by_one_than_the_limit(opened: tuple[Database, Live]) -> None:
    database, live = opened
    writers = [Thread(target=write, args=(database, live, source)) for source in ("wire", "echo", "mirror")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with database.write() as connection:
        letters: list[Letter] = Newsdesk(connection, live).letters(ROOM)
    assert [letter.kind for letter in letters] == ["story"] * LIMIT + ["digest"]
    assert len(letters[-1].items) == 3 * EACH - LIMIT
    assert len({item for letter in letters for item in letter.items}) == 3 * EACH
