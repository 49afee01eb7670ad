"""A new watch looks back over the archive: its hits there are recorded and shown, and nobody is told of them."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from monitor.daemon import lookback
from monitor.daemon.embedded import Engine
from monitor.errors import StoreError
from monitor.store import hits
from tests.daemon.house import House, entry

if TYPE_CHECKING:
    from monitor.daemon.works import Works
    from monitor.store.hits import HitRow

HOUR = timedelta(hours=1)


def latest(works: Works) -> list[HitRow]:
    with works.database.read() as connection:
        return hits.latest(connection, 1000)


async def test_a_new_watch_finds_the_archive_and_tells_nobody(home: House) -> None:
    home.press["wire"].say(*(entry(n, f"Norvik, sitting {n}.") for n in range(450)))
    async with home.works() as works:
        await home.poll(works)
        home.write("watchlists/places.yaml", "watchlist: Places\ntell: [legal]\nwatches:\n  - entity: Norvik\n")
        await works.reload()
        await home.poll(works)
        found = latest(works)
    assert len(found) == 450
    assert all(row.is_baseline for row in found)
    assert home.letters == []


async def test_an_edited_watch_leaves_what_was_told_as_it_stands(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, "Baykar opened an office."), entry(2, "Bayraktar flew."))
        await home.poll(works)
        text = (home.folder / "watchlists/arms.yaml").read_text(encoding="utf-8")
        home.write("watchlists/arms.yaml", text + "    aliases: [Bayraktar]\n")
        await works.reload()
        await home.poll(works)
        standing = {row.title: row.is_baseline for row in latest(works)}
    assert standing == {"Headline number 1": False, "Headline number 2": True}
    assert len(home.letters) == 1


async def test_watches_that_did_not_change_do_not_look_back_again(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        assert works.unseasoned == frozenset()
        home.write("watchlists/places.yaml", "watchlist: Places\ntell: [legal]\nwatches:\n  - entity: Norvik\n")
        await works.reload()
        assert works.unseasoned == {"places/norvik"}
        await works.look_back()
        assert works.unseasoned == frozenset()
    async with home.works() as works:
        assert works.unseasoned == frozenset()


PLACES = "watchlist: Places\ntell: [legal]\nwatches:\n  - entity: Norvik\n"


async def test_a_look_back_that_a_stop_cut_off_happens_after_the_restart(home: House) -> None:
    home.press["wire"].say(entry(1, "Norvik hosts a fair."))
    await home.run()
    home.write("watchlists/places.yaml", PLACES)
    async with home.works() as works:
        assert works.unseasoned == {"places/norvik"}  # and the process ends here
    home.now += HOUR
    async with home.works() as works:
        assert works.unseasoned == {"places/norvik"}
        engine = Engine(works)
        await engine.tick_look_back()
        await asyncio.gather(*engine._busy)
        assert [row.watch for row in latest(works)] == ["places/norvik"]
        await engine.tick_look_back()
        assert not engine._busy


async def test_a_look_back_that_failed_is_still_to_be_done(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object, **__: object) -> None:
        raise StoreError("the disk is full")

    home.press["wire"].say(entry(1, "Norvik hosts a fair."))
    async with home.works() as works:
        await home.poll(works)
        home.write("watchlists/places.yaml", PLACES)
        await works.reload()
        with monkeypatch.context() as planted:
            planted.setattr(lookback, "_record", refuses)
            with pytest.raises(StoreError):
                await works.look_back()
        assert works.unseasoned == {"places/norvik"}
        assert await works.look_back() == 1


async def test_a_watch_that_is_edited_while_it_looks_back_looks_back_again(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    real = lookback._matched
    in_between: list[str] = [PLACES.replace("Norvik", "Norvik\n    aliases: [Nordvik]")]

    async with home.works() as works:
        loop = asyncio.get_running_loop()

        def matched(*args: Any) -> Any:
            if in_between:
                home.write("watchlists/places.yaml", in_between.pop())
                asyncio.run_coroutine_threadsafe(works.reload(), loop).result(10)
            return real(*args)

        home.press["wire"].say(entry(1, "Nordvik hosts a fair."))
        await home.poll(works)
        home.write("watchlists/places.yaml", PLACES)
        await works.reload()
        monkeypatch.setattr(lookback, "_matched", matched)
        assert await works.look_back() == 0
        assert works.unseasoned == {"places/norvik"}
        assert await works.look_back() == 1
