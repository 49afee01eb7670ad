"""One poll: matched by what is in force when it is stored, kept to one source when it goes wrong, and polite on every hop."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.errors import StoreError
from monitor.store import hits, sources
from tests.daemon.house import START, House, entry
from tests.daemon.press import Press

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from monitor.daemon.works import Works
    from monitor.model import Page, SourceState

BOTH = "watchlist: Arms exports\ntell: [desk]\nwatches:\n  - entity: Rheinmetall\n  - entity: Baykar\n"


def state_of(works: Works, key: str = "wire") -> SourceState:
    with works.database.read() as connection:
        return next(state for state in sources.all_states(connection) if state.key == key)


def is_claimed(works: Works) -> bool:
    with works.database.write() as connection:
        return sources.release_all(connection) > 0


def when_read(works: Works, monkeypatch: pytest.MonkeyPatch, happens: Callable[[], Awaitable[None]]) -> None:
    """Let something happen once, while a page is being read."""
    parse = works.poller._pool.parse
    left = [happens]

    async def read(format: str, body: bytes, content_type: str = "", url: str = "") -> Page:  # noqa: A002 as the pool has it
        page = await parse(format, body, content_type, url)
        if left:
            await left.pop()()
        return page

    monkeypatch.setattr(works.poller._pool, "parse", read)


async def test_a_watch_that_comes_while_a_page_is_on_its_way_sees_it(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    home.write("watchlists/arms.yaml", BOTH.replace("  - entity: Baykar\n", ""))
    async with home.works() as works:

        async def add_watch() -> None:
            home.write("watchlists/arms.yaml", BOTH)
            await works.reload()
            await works.look_back()

        await home.poll(works)
        home.press["wire"].say(entry(7, "Baykar sells drones to Poland."))
        when_read(works, monkeypatch, add_watch)
        (report,) = await home.poll(works)
        with works.database.read() as connection:
            found = [hit.watch for hit in hits.latest(connection, 10)]
    assert (report.new, found) == (1, ["arms/baykar"])
    assert home.subjects() == ["Baykar: Headline number 7"]


async def test_a_page_of_a_source_that_left_the_settings_on_its_way_is_not_stored(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    home.press["wire"].say(entry(1, "Baykar."))
    async with home.works() as works:

        async def remove_source() -> None:
            home.write("sources.yaml", "feeds: []\n")
            await works.reload()

        when_read(works, monkeypatch, remove_source)
        (report,) = await home.poll(works)
        assert (report.outcome, report.error) == ("removed", None)
        assert works.figures()["items"] == 0
        assert not is_claimed(works)


async def test_a_source_that_left_the_settings_after_it_was_claimed_is_let_go(home: House) -> None:
    async with home.works() as works:
        (claimed,) = await works.poller.claim(5)
        home.write("sources.yaml", "feeds: []\n")
        await works.reload()
        assert (await works.poller.poll(claimed)).outcome == "removed"
        assert not is_claimed(works)
    assert home.press["wire"].requests == []


async def test_a_mistake_of_ours_is_a_failure_of_that_source_with_its_back_off(home: House, caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        def match(self, *_: object) -> None:
            raise ValueError("a \n mistake")

        def only(self, _: object) -> Broken:
            return self

    home.press["wire"].say(entry(1, "Baykar."))
    async with home.works() as works:
        works.live = replace(works.live, index=Broken())  # type: ignore[arg-type] # broken on purpose
        await home.poll(works)
        state = state_of(works)
        assert state.last_error == "a mistake of Tocsin's own: ValueError: a mistake; please report it"
        assert (state.failures, state.next_poll_at > home.now) == (1, True)
        assert not is_claimed(works)
        for _ in range(3):
            await home.poll(works, timedelta(hours=2))
    assert "Traceback" in caplog.text
    assert [subject for subject in home.subjects() if "wire" in subject]  # the operator hears of it when it lasts


async def test_a_database_that_cannot_be_written_is_not_held_against_the_source(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async with home.works() as works:
        (claimed,) = await works.poller.claim(5)
        run = works.writer.run

        async def refuses_once(*_: object) -> None:
            monkeypatch.setattr(works.writer, "run", run)
            raise StoreError("the disk is full")

        monkeypatch.setattr(works.writer, "run", refuses_once)
        with pytest.raises(StoreError, match="the disk is full"):
            await works.poller.poll(claimed)
        assert state_of(works).failures == 0


async def test_a_first_document_that_breaks_off_makes_no_news_of_its_lost_part(home: House) -> None:
    feed = home.press["wire"]
    feed.entries = [entry(n, "Baykar again.") for n in range(3)]
    whole = feed.document()
    async with home.works() as works:
        feed.body = whole[: whole.index(b"guid-1")]
        await home.poll(works)
        feed.body = None
        (report,) = await home.poll(works)
        assert (report.new > 0, report.new == report.archived) == (True, True)
        feed.say(entry(9, "Baykar at last."))
        await home.poll(works)
    assert [subject for subject in home.subjects() if "Baykar" in subject] == ["Baykar: Headline number 9"]


async def test_a_host_that_asks_for_an_hour_gets_it_from_all_that_redirect_to_it(town: House) -> None:
    async with Press("target") as elsewhere, town.works() as works:
        target = elsewhere["target"]
        target.status, target.headers = 429, {"Retry-After": "3600"}
        for feed in town.press.feeds.values():
            feed.status, feed.headers = 302, {"Location": target.url}
        first, second = [(await works.poller.claim(1))[0] for _ in range(2)]
        assert (await works.poller.poll(first)).outcome == "failed"
        assert (await works.poller.poll(second)).outcome == "waiting"
        after = state_of(works, second.key)
        assert (len(target.requests), after.failures, after.last_error) == (1, 0, None)
        assert after.next_poll_at >= START + timedelta(hours=1)
        target.status = 200
        town.now += timedelta(hours=1, minutes=10)
        assert (await works.poller.poll((await works.poller.claim(5, only=[second.key]))[0])).outcome == "read"


async def test_what_a_host_asked_for_is_remembered_over_a_restart(town: House) -> None:
    async with Press("target") as elsewhere:
        target = elsewhere["target"]
        target.status, target.headers = 429, {"Retry-After": "3600"}
        for feed in town.press.feeds.values():
            feed.status, feed.headers = 302, {"Location": target.url}
        for outcome in ("failed", "waiting"):
            async with town.works() as works:
                (claimed,) = await works.poller.claim(1)
                assert (await works.poller.poll(claimed)).outcome == outcome
                town.now += timedelta(seconds=2)
    assert len(target.requests) == 1
