"""The place at the database is looked after for as long as the daemon runs."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.daemon import embedded
from monitor.daemon.embedded import Engine
from monitor.daemon.place import keep_place
from monitor.errors import StoreError
from monitor.store.lock import PlaceTaken

if TYPE_CHECKING:
    from tests.daemon.house import House

AT_ONCE = timedelta(0)
HANGS_AFTER_S = 120  # the end takes four seconds and what a busy machine adds to them: nothing is said of its speed
AWAY = StoreError("the server is away")
TAKEN = PlaceTaken("another Tocsin (process 7 on other) works there; stop it first")


class Place:
    """A place where each look finds what the test says, and the last one ends it."""

    def __init__(self, stop: asyncio.Event, *looks: bool | StoreError) -> None:
        self._looks = list(looks)
        self._stop, self._loop = stop, asyncio.get_running_loop()

    def keep(self) -> bool:
        look = self._looks.pop(0)
        if not self._looks:
            self._loop.call_soon_threadsafe(self._stop.set)
        if isinstance(look, StoreError):
            raise look
        return look


async def test_a_server_that_is_away_is_said_once_and_asked_again(caplog: pytest.LogCaptureFixture) -> None:
    stop = asyncio.Event()
    with caplog.at_level("INFO", logger="tocsin"):
        await keep_place(Place(stop, False, AWAY, AWAY, True, False), stop, AT_ONCE)
    assert [line.split()[0] for line in caplog.messages] == ["lock.lost", "lock.taken_again"]


async def test_a_place_that_another_has_taken_ends_it() -> None:
    stop = asyncio.Event()
    with pytest.raises(PlaceTaken, match="stop it first"):
        await keep_place(Place(stop, False, TAKEN, False), stop, AT_ONCE)


async def test_the_daemon_ends_with_words_when_another_has_its_place(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "PLACE_LOOK", AT_ONCE)
    async with home.works() as works:
        monkeypatch.setattr(type(works.lock), "keep", lambda _self: (_ for _ in ()).throw(TAKEN))
        async with asyncio.timeout(HANGS_AFTER_S):
            with pytest.raises(PlaceTaken, match="process 7 on other"):
                await Engine(works).run()
