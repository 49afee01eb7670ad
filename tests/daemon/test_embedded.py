"""The engine: ticks go on whatever happens to one of them, and whatever somebody does to the clock."""

from __future__ import annotations

import asyncio
import errno
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from aiohttp import web

from monitor.daemon import embedded, reader
from monitor.daemon.embedded import Engine
from monitor.errors import MonitorError, StoreError
from monitor.settings import kinds
from monitor.store import items
from tests.daemon.house import START, House, entry, house
from tests.daemon.newsstand import Newsstand
from tests.sources.article_pages import article

if TYPE_CHECKING:
    from pathlib import Path

    from monitor.daemon.works import Works


def troubles(works: Works) -> str | None:
    return works.tally.store_error


async def refuses(*_: object, **__: object) -> None:
    raise StoreError("the disk is full")


async def until(engine: Engine, works: Works, polls: int) -> None:
    """Run the engine until so many polls are counted."""

    async def watch(stop: asyncio.Event) -> None:
        while sum(works.tally.polls.values()) < polls:  # noqa: ASYNC110 the tally has no event
            await asyncio.sleep(0.01)
        engine.stop()
        await stop.wait()

    async with asyncio.timeout(20):
        await engine.run(watch)


async def test_it_polls_what_is_due_and_ends_when_told(home: House) -> None:
    home.press["wire"].say(entry(1, "Baykar."))
    async with home.works() as works:
        await until(Engine(works, tick_s=0.05), works, polls=1)
        assert works.tally.items == 1
        assert works.tally.ticked_at == home.now


async def test_it_reads_the_pages_that_are_due_and_sends_what_stands_in_them(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "ROBOTS_GAP", timedelta(0))
    home.write_sources(full_text="auto")
    async with Newsstand({"/1": article().encode()}) as stand, home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, "The ministry said on Monday [...]", link=f"{stand.url}/1"))
        home.now += timedelta(hours=7)
        engine = Engine(works, tick_s=0.05)

        async def watch(stop: asyncio.Event) -> None:
            async with asyncio.timeout(30):
                while not home.letters:  # noqa: ASYNC110 the mailbox's event is of one letter only
                    await asyncio.sleep(0.01)
            engine.stop()
            await stop.wait()

        await engine.run(watch)
        assert works.tally.pages == {"read": 1}


async def test_what_fails_beside_it_ends_it_with_the_reason(home: House) -> None:
    async def breaks(_stop: asyncio.Event) -> None:
        raise MonitorError("the console broke")

    async with home.works() as works:
        with pytest.raises(MonitorError, match="the console broke"):
            await Engine(works).run(breaks)


async def test_a_database_that_cannot_be_written_is_said_once_and_stays_known_until_it_can(
    home: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with home.works() as works:
        engine = Engine(works)
        ticks = [engine._guarded(tick) for tick in (engine.tick_polls, engine.tick_deliveries, engine.tick_look_back)]
        with monkeypatch.context() as planted, caplog.at_level("INFO", logger="tocsin"):
            planted.setattr(works.writer, "run", refuses)
            for tick in ticks * 3:
                await tick()
                await asyncio.gather(*engine._busy, return_exceptions=True)
                assert troubles(works) == "the disk is full"
        assert [line.split()[0] for line in caplog.messages] == ["store.failed"]
        await ticks[1]()
        await asyncio.gather(*engine._busy)
        assert troubles(works) == "the disk is full"  # nothing was due, so nothing was written
        await ticks[0]()
        assert troubles(works) is None
        await asyncio.gather(*engine._busy)


async def test_more_is_claimed_as_soon_as_there_is_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "POLLS_AT_ONCE", 3)
    async with house(tmp_path, tuple(f"feed{number}" for number in range(11))) as home, home.works() as works:
        engine, real, asked = Engine(works, tick_s=3600), works.poller.claim, 0

        async def claim(room: int) -> object:
            nonlocal asked
            asked += 1
            assert room <= 3
            assert len(engine._polling) + room <= 3
            return await real(room)

        monkeypatch.setattr(works.poller, "claim", claim)
        await until(engine, works, polls=11)
    assert asked <= 12


async def test_a_stop_in_the_middle_of_a_claim_waits_for_it_and_begins_no_poll(
    home: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with home.works() as works:
        engine, real, claimed = Engine(works, tick_s=3600), works.poller.claim, list[object]()

        async def claim(room: int) -> object:
            engine.stop()
            await asyncio.sleep(0)
            found = await real(room)
            claimed.append(found)
            return found

        monkeypatch.setattr(works.poller, "claim", claim)
        await engine.run()
    assert len(claimed) == 1
    assert home.press["wire"].requests == []
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []


async def test_a_folder_that_goes_stale_does_not_end_the_daemon(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def stale(_folder: object) -> object:
        raise OSError(errno.ESTALE, "Stale file handle")

    async with home.works() as works:
        monkeypatch.setattr(kinds, "files_of", stale)
        await Engine(works)._reload()
        assert works.tally.reload_ok is False


async def test_a_database_that_fails_is_a_bad_tick_not_the_end(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async with home.works() as works:
        engine = Engine(works)
        with monkeypatch.context() as planted:
            planted.setattr(works.poller, "claim", refuses)
            tick = engine._guarded(engine.tick_polls)
            await tick()
            assert troubles(works) == "the disk is full"
        await engine._guarded(engine.tick_polls)()
        assert troubles(works) is None
        await asyncio.gather(*engine._busy)


@pytest.mark.parametrize("error", [StoreError("locked"), MonitorError("no such account"), ValueError("a mistake of ours")])
async def test_a_task_that_fails_is_logged_and_harms_no_other(home: House, error: Exception, caplog: pytest.LogCaptureFixture) -> None:

    async def fails() -> None:
        raise error

    async with home.works() as works:
        engine = Engine(works)
        with caplog.at_level("WARNING", logger="tocsin"):
            engine._start(fails())
            await asyncio.gather(*engine._busy, return_exceptions=True)
            await asyncio.sleep(0)
        assert not engine._busy
    assert str(error) in caplog.text


async def test_each_healthy_cycle_fetches_the_heartbeat(home: House) -> None:
    beats: list[str] = []

    async def beat(request: web.Request) -> web.Response:
        beats.append(request.path)
        return web.Response()

    app = web.Application()
    app.router.add_get("/{path:.*}", beat)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    text = (home.folder / "tocsin.yaml").read_text(encoding="utf-8")
    home.write("tocsin.yaml", f"{text}heartbeat: 'http://127.0.0.1:{runner.addresses[0][1]}/alive'\n")
    async with home.works() as works:
        engine = Engine(works)
        await engine._heartbeat()
        works.tally.store_error = "the disk is full"
        await engine._heartbeat()
    await runner.cleanup()
    assert beats == ["/alive"]


async def test_a_heartbeat_that_fails_is_logged_without_its_address(home: House, caplog: pytest.LogCaptureFixture) -> None:
    text = (home.folder / "tocsin.yaml").read_text(encoding="utf-8")
    home.write("tocsin.yaml", f"{text}heartbeat: 'http://127.0.0.1:9/secret-token'\n")
    async with home.works() as works:
        with caplog.at_level("WARNING", logger="tocsin"):
            await Engine(works)._heartbeat()
    assert "heartbeat.failed" in caplog.text
    assert "secret-token" not in caplog.text


async def test_texts_go_after_their_time_and_keys_stay(home: House) -> None:
    home.press["wire"].say(entry(1, "Baykar was named here."))
    async with home.works() as works:
        await home.poll(works)
        home.now = START + timedelta(days=200)
        await Engine(works)._retain()
        with works.database.read() as connection:
            item = items.find(connection, "guid-1", limit=1)[0]
        assert item.item.text == ""
        reports = await home.poll(works)
        assert reports[0].new == 0
    assert home.letters == []


async def test_a_reload_that_finds_nothing_usable_changes_nothing(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async with home.works() as works:
        before = works.live

        async def refuses() -> None:
            raise MonitorError("no settings there")

        monkeypatch.setattr(type(works), "reload", lambda _self: refuses())
        await Engine(works)._reload()
        assert works.live is before
        assert works.tally.reload_ok is False
