"""Every way by which an item enters heeds a silence: its page, a split of its story, a guess, another report of a told story."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.daemon import folding, reader
from monitor.daemon.muting import mute
from monitor.model import RecipientKey
from monitor.store.rulings import Said, Verdict
from monitor.store.silences import NewSilence
from tests.daemon.ear import GARBLED, listen
from tests.daemon.house import House, archived, entry
from tests.daemon.newsdesk import BAYKAR as WATCHED
from tests.daemon.newsdesk import Newsdesk, open_newsdesk
from tests.daemon.newsstand import Newsstand
from tests.daemon.test_silences import BAYKAR, SOLD, held, hush
from tests.sources.article_pages import article

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

CUT = "The ministry said on Monday that it had stopped the export of cameras for drones after a review [...]"
NIGHT = timedelta(hours=20)


@pytest.fixture
async def stand(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Newsstand]:
    monkeypatch.setattr(reader, "ROBOTS_GAP", timedelta(0))
    async with Newsstand() as opened:
        yield opened


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Newsdesk]:
    database, live = open_newsdesk(tmp_path)
    with database.write() as connection:
        yield Newsdesk(connection, live)
    database.close()


async def test_what_the_page_of_an_article_brings_is_silenced_too(home: House, stand: Newsstand) -> None:
    home.write_sources(full_text="auto")
    stand.pages["/cameras"] = article().encode()
    async with home.works() as works:
        await home.poll(works)
        silence = await hush(works, ("watch", "arms/l3harris-wescam"))
        home.press["wire"].say(entry(1, CUT, link=f"{stand.url}/cameras"))
        for _ in range(3):
            await home.poll(works)
        assert archived(works, "number 1").item.page
        assert archived(works, "number 1").fate_stage == "silence"
        assert held(works, silence) == ["Headline number 1"]
    assert home.letters == []


async def test_a_copy_that_is_split_off_while_it_is_silenced_is_not_told(town: House) -> None:
    async with town.works() as works:
        await town.poll(works)
        town.press["wire"].say(entry(1, SOLD))
        await town.poll(works)
        town.press["echo"].say(entry(7, SOLD, link="https://news.example/1"))
        await town.poll(works)
        silence = await hush(works, ("source", "echo"))
        item, said = archived(works, "guid-7"), Said(Verdict.APART, "ana", "", works.clock())
        done = await works.writer.run(lambda connection: folding.split(connection, works.live, item, said, quiet=False))
        await town.poll(works)
        assert done.told == ()
        assert held(works, silence) == ["Headline number 7"]
    assert len(town.letters) == 1


async def test_a_possible_mention_that_is_silenced_when_it_comes_is_in_no_daily_section(home: House) -> None:
    async with home.works() as works:
        listen(works)
        await home.poll(works)
        silence = await hush(works, BAYKAR)
        home.press["wire"].say(entry(1, GARBLED))
        await home.poll(works)
        assert held(works, silence) == ["Headline number 1"]
        await home.poll(works, NIGHT)
    assert home.letters == []


async def test_a_possible_mention_that_was_silenced_before_it_was_shown_may_be_shown_later(town: House) -> None:
    async with town.works() as works:
        listen(works)
        await town.poll(works)
        town.press["wire"].say(entry(1, GARBLED))
        await town.poll(works)
        silence = await hush(works, BAYKAR, hours=21)
        await town.poll(works, NIGHT)
        assert held(works, silence) == ["Headline number 1"]
        await town.poll(works, timedelta(hours=5))
        town.press["echo"].say(entry(7, GARBLED, link="https://news.example/1"))
        await town.poll(works)
        assert archived(works, "guid-7").story_id == archived(works, "guid-1").story_id
        await town.poll(works, NIGHT)
    assert [str(letter.message["Subject"]).partition(" (")[0] for letter in town.letters] == ["Arms exports: 1 possible mention"]


def test_another_report_of_a_told_story_is_not_listed_for_whom_it_is_silenced(desk: Newsdesk) -> None:
    one = desk.say(WATCHED)
    desk.send()
    for_post = NewSilence((("watch", WATCHED),), RecipientKey("post"), "ann", "", desk.now, desk.now + timedelta(days=1))
    mute(desk.connection, for_post, desk.now)
    other = desk.say(WATCHED, of=one, after=timedelta(minutes=1))
    assert "post" not in {recipient for recipient, _ in desk.lists(other)}
    assert "room" in {recipient for recipient, _ in desk.lists(other)}
