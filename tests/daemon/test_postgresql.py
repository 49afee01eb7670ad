"""The same daemon on PostgreSQL: first contact, told once, the outbox, a second daemon."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from monitor.daemon import reader
from monitor.daemon.digests import look_after
from monitor.daemon.opening import open_works
from monitor.errors import StoreError
from monitor.settings.load import load
from tests.daemon.house import START, WATCHLIST, House, entry, outbox
from tests.daemon.newsstand import Newsstand
from tests.daemon.sitting import BEZAN, sit, speech
from tests.sources.article_pages import article
from tests.store.conftest import empty_postgresql_url, postgresql_server

__all__ = ["empty_postgresql_url", "postgresql_server"]


@pytest.fixture
def homestead(town: House, empty_postgresql_url: str) -> House:
    text = (town.folder / "tocsin.yaml").read_text(encoding="utf-8")
    town.write("tocsin.yaml", text.replace("sqlite:///../var/tocsin.db", empty_postgresql_url))
    return town


async def test_what_is_new_is_told_once_and_copies_are_folded(homestead: House) -> None:
    body = "The ministry said on Monday that WESCAM sensors made in Ontario were exported under a permit that did not allow it."
    homestead.press["wire"].say(entry(1, "Baykar before first contact."))
    async with homestead.works() as works:
        await homestead.poll(works)
        homestead.press["wire"].say(entry(2, body))
        homestead.press["echo"].say(entry(3, f"[ad_1] {body} [ad_2]", title="A copy", link="https://echo.example/3"))
        for _ in range(3):
            await homestead.poll(works)
        states = {row.state.value for row in outbox(works)}
    assert len(homestead.letters) == 1
    assert states == {"sent"}


async def test_debates_corrections_and_renumbered_speeches_are_told_as_on_sqlite(homestead: House) -> None:
    one = speech("a", "The permit for Baykar was granted, and the house heard it on a day when many members spoke.")
    other = speech("b", "I say that Baykar has no permit, and that the minister knows it as well as every member does.", BEZAN)
    async with homestead.works() as works:
        await sit(homestead, works)
        await sit(homestead, works, one, other)
        assert len(homestead.letters) == 1
        report = await sit(homestead, works, replace(one, key="c", text=one.text.replace("granted", "refused")), replace(other, key="d"))
    assert (report.new, report.edited) == (0, 1)
    text = homestead.letters[1].part("plain")
    assert "was refused" in text
    assert "no permit" not in text


async def test_a_silence_is_proved_once_however_many_look_after_it_at_a_time(homestead: House) -> None:
    homestead.write("recipients.yaml", "desk: {to: [desk@example.org], send: daily 20:00}\nops: {to: [ops@example.org]}\n")
    async with homestead.works() as works:
        await homestead.poll(works)
        await works.look_after_digests()
        homestead.now = START + timedelta(hours=7, minutes=55)

        def look() -> int:
            with works.database.write() as connection:
                return look_after(connection, works.live, homestead.now)

        assert sorted(await asyncio.gather(*(asyncio.to_thread(look) for _ in range(4)))) == [0, 0, 0, 1]
        await homestead.poll(works, timedelta(minutes=6))
        await homestead.poll(works, timedelta(minutes=6))
        assert len(outbox(works)) == 1
    assert homestead.subjects() == ["Arms exports: nothing new, all 2 sources read"]


async def test_who_looks_after_digests_waits_for_their_turn_before_they_hold_a_row(homestead: House) -> None:
    people = "first: {to: [desk@example.org], send: daily 20:00}\nsecond: {to: [desk@example.org], send: daily 20:30}\n"
    homestead.write("recipients.yaml", f"{people}ops: {{to: [ops@example.org]}}\n")
    homestead.write("watchlists/arms.yaml", WATCHLIST.replace("[desk]", "[first, second]"))
    caught: list[str] = []

    def catch(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        caught.append(statement)

    async with homestead.works() as works:
        await homestead.poll(works)
        homestead.now = START + timedelta(hours=7, minutes=55)
        await works.look_after_digests()
        homestead.now = START + timedelta(hours=8)
        with works.database.write() as connection:
            event.listen(connection, "before_cursor_execute", catch)
            assert look_after(connection, works.live, homestead.now) == 1
            event.remove(connection, "before_cursor_execute", catch)
    turns = [n for n, statement in enumerate(caught) if "pg_advisory_xact_lock" in statement]
    held = [n for n, statement in enumerate(caught) if "FOR UPDATE" in statement or not statement.startswith(("SELECT", "WITH"))]
    assert any("FOR UPDATE" in statement for statement in caught)
    assert turns[0] < held[0]
    assert max(turns) < min(n for n in held if "FOR UPDATE" in caught[n])


async def test_a_second_daemon_is_refused(homestead: House) -> None:
    async with homestead.works():
        with pytest.raises(StoreError, match="another Tocsin"):
            async with open_works(homestead.folder, load(homestead.folder).settings):
                pytest.fail("two daemons on one database")


async def test_a_page_that_the_feed_gives_in_part_is_read_and_told_once(homestead: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "ROBOTS_GAP", timedelta(0))
    homestead.write_sources(full_text="auto")
    async with Newsstand({"/1": article().encode()}) as stand, homestead.works() as works:
        await homestead.poll(works)
        homestead.press["wire"].say(entry(1, "The ministry said on Monday [...]", link=f"{stand.url}/1"))
        for _ in range(2):
            await homestead.poll(works)
        assert works.tally.pages == {"read": 1}
    assert len(homestead.letters) == 1
