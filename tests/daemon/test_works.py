"""A reload puts everything in force or nothing, one after another; what vanished or cannot work changes nothing."""

from __future__ import annotations

import asyncio
import shutil
import threading
from typing import TYPE_CHECKING

import pytest

from monitor.daemon import reload as reload_module
from monitor.daemon.indexing import Indexer
from monitor.daemon.opening import open_works
from monitor.daemon.reload import load_with_last_good
from monitor.errors import MonitorError, SettingsError
from monitor.store import sources
from monitor.watch import kept
from monitor.watch.compiled import compile_watch
from tests.daemon.house import START, House, entry, outbox

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from monitor.daemon.works import Works
    from monitor.settings.records import Loaded, Settings
    from monitor.store.database import Database
    from monitor.watch.compiled import Compiled
    from monitor.watch.index import Index
    from monitor.watch.spec import Watch

PLACES = "watchlist: Places\ntell: [legal]\nwatches:\n  - entity: Norvik\n"
DIGEST = "desk: {to: [desk@example.org], send: daily 07:30}\nlegal: {to: [legal@example.org]}\nops: {to: [ops@example.org]}\n"


def due(works: Works) -> list[datetime]:
    with works.database.read() as connection:
        return [state.next_poll_at for state in sources.all_states(connection)]


def edit(home: House, name: str, old: str, new: str) -> None:
    text = (home.folder / name).read_text(encoding="utf-8")
    assert old in text
    home.write(name, text.replace(old, new))


async def test_a_folder_that_is_emptied_for_a_moment_kills_nothing_that_waits(home: House) -> None:
    home.write("recipients.yaml", DIGEST)
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, "Baykar."))
        await home.poll(works)
        before, away = works.live, home.folder.with_name("away")
        home.folder.rename(away)
        home.folder.mkdir()
        with pytest.raises(MonitorError, match="what was live stays"):
            await works.reload()
        works.tally.reload_ok = False
        home.folder.rmdir()
        away.rename(home.folder)
        await works.reload()
        assert works.live is before
        assert works.tally.reload_ok
        assert [row.state.value for row in outbox(works)] == ["due"]


async def test_a_list_that_was_taken_away_stays_away_when_the_folder_is_broken_at_a_start(home: House) -> None:
    home.write("watchlists/places.yaml", PLACES)
    home.write("watchlists/old.yaml", PLACES.replace("Norvik", "Ostrava"))
    async with home.works() as works:
        (home.folder / "watchlists/old.yaml").unlink()
        await works.reload()
        assert set(works.live.settings.watchlists) == {"arms", "places"}
    settings = works.live.settings
    shutil.rmtree(home.folder / "watchlists")
    (home.folder / "recipients.yaml").unlink()
    async with open_works(home.folder, settings, clock=home.clock) as works:
        assert set(works.live.settings.watchlists) == {"arms", "places"}
        assert "recipients.yaml" in works.live.loaded.rejected


@pytest.mark.parametrize(
    ("old", "new"), [("tls: none", "tls: none, user: x, password: '${env:T_UNSET}'"), ("{allow", "{proxy: '${env:T_UNSET}', allow")]
)
async def test_a_secret_that_is_not_set_changes_nothing_until_it_is(
    home: House, monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    monkeypatch.delenv("T_UNSET", raising=False)
    async with home.works() as works:
        before, fetcher = works.live, works.poller.fetcher
        edit(home, "tocsin.yaml", old, new)
        home.write("watchlists/places.yaml", PLACES)
        with pytest.raises(SettingsError, match=r"T_UNSET.* is not set; set the variable"):
            await works.reload()
        assert works.live is before
        assert works.poller.fetcher is fetcher
        monkeypatch.setenv("T_UNSET", "http://127.0.0.1:9")
        await works.reload()
        assert works.live is not before
        assert (works.poller.fetcher is not fetcher) == ("proxy" in new)


async def test_settings_that_cannot_be_stored_change_nothing(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object) -> None:
        raise MonitorError("no such account")

    async with home.works() as works:
        before, fetcher = works.live, works.poller.fetcher
        edit(home, "tocsin.yaml", "contact: desk@", "contact: newdesk@")
        with monkeypatch.context() as planted:
            planted.setattr(reload_module, "put_live", refuses)
            with pytest.raises(MonitorError, match="no such account"):
                await works.reload()
        assert (works.live, works.poller.fetcher) == (before, fetcher)
        await works.reload()
        assert works.poller.fetcher is not fetcher


async def test_of_two_reloads_at_once_the_newer_reading_counts(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    has_read, may_go_on = threading.Event(), threading.Event()

    def slow(folder: Path, database: Database) -> Loaded:
        loaded = load_with_last_good(folder, database)
        if not has_read.is_set():
            has_read.set()
            may_go_on.wait(10)
        return loaded

    async with home.works() as works:
        monkeypatch.setattr(reload_module, "load_with_last_good", slow)
        edit(home, "watchlists/arms.yaml", "Baykar", "Rheinmetall")
        first = asyncio.create_task(works.reload())
        await asyncio.to_thread(has_read.wait, 10)
        edit(home, "watchlists/arms.yaml", "Rheinmetall", "Thales")
        second = asyncio.create_task(works.reload())
        await asyncio.sleep(0)
        may_go_on.set()
        await asyncio.gather(first, second)
        assert "arms/thales" in works.live.rows


async def test_while_a_changed_list_is_compiled_the_loop_goes_on_and_what_was_in_force_is(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_go_on, built_in = threading.Event(), threading.Event(), []

    def slow(indexer: Indexer, settings: Settings, now: datetime) -> Index:
        built_in.append(threading.current_thread())
        begun.set()
        assert may_go_on.wait(30)
        return build(indexer, settings, now)

    async with home.works() as works:
        await home.poll(works)
        build = Indexer.build
        monkeypatch.setattr(Indexer, "build", slow)
        edit(home, "watchlists/arms.yaml", "entity: Baykar", "entity: Norvik")
        reload = asyncio.create_task(works.reload())
        await asyncio.to_thread(begun.wait, 30)
        home.press["wire"].say(entry(1, "Baykar."), entry(2, "Norvik."))
        await home.poll(works)
        assert home.subjects() == ["Baykar: Headline number 1"]
        may_go_on.set()
        await reload
        home.press["wire"].say(entry(3, "Baykar."), entry(4, "Norvik."))
        await home.poll(works)
    assert home.subjects() == ["Baykar: Headline number 1", "Norvik: Headline number 4"]
    assert built_in != [threading.current_thread()]


async def test_a_reload_compiles_only_the_watches_that_changed(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []

    def compile_noted(watch: Watch, is_common: Callable[[str], bool]) -> Compiled | None:
        compiled.append(watch.key)
        return compile_watch(watch, is_common)

    monkeypatch.setattr(kept, "compile_watch", compile_noted)
    async with home.works() as works:
        assert compiled == ["arms/l3harris-wescam", "arms/baykar"]
        edit(home, "watchlists/arms.yaml", "entity: Baykar", "entity: Norvik")
        home.write("watchlists/places.yaml", PLACES.replace("Norvik", "Thales"))
        await works.reload()
    assert compiled[2:] == ["arms/norvik", "places/thales"]


async def test_a_schedule_that_a_wrong_clock_left_is_mended_at_the_start(home: House, caplog: pytest.LogCaptureFixture) -> None:
    home.now = START.replace(year=START.year + 5)
    await home.run()
    home.now = START
    with caplog.at_level("INFO", logger="tocsin"):
        async with home.works() as works:
            assert all(at <= START for at in due(works))
    assert "clock.mended" in caplog.text
    caplog.clear()
    edit(home, "sources.yaml", "}", ", poll: 40d}")
    await home.run()
    with caplog.at_level("INFO", logger="tocsin"):
        async with home.works() as works:
            assert max(due(works)) > START
    assert "clock.mended" not in caplog.text


async def test_what_is_due_later_keeps_nobody_busy(home: House) -> None:
    home.write("recipients.yaml", DIGEST)
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, "Baykar."))
        await home.poll(works)
        assert [row.state.value for row in outbox(works)] == ["due"]
        assert not await works.is_busy()
        home.now = outbox(works)[0].due_at
        assert await works.is_busy()
