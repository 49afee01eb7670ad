"""What people say is heeded from the next poll on, by a daemon that runs; and what was left out is explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from monitor.daemon import vetoes
from monitor.errors import MonitorError
from monitor.model import WatchKey
from monitor.store import audit, hits, items
from monitor.store import vetoes as veto_rows
from tests.daemon.house import House, archived, entry
from tests.daemon.teaching import BAYKAR, let_guess

if TYPE_CHECKING:
    from monitor.daemon.vetoes import Lesson
    from monitor.daemon.works import Works


async def say(works: Works, title: str, *, undo: bool = False) -> Lesson:
    item = archived(works, title).id
    if undo:
        return await works.writer.run(lambda connection: vetoes.unteach(connection, item, BAYKAR, "ana", works.clock()))
    return await works.writer.run(lambda connection: vetoes.teach(connection, item, BAYKAR, "ana", "a lake", works.clock()))


def told(house: House) -> list[int]:
    """Number the headlines that were told."""
    return sorted(int(subject.rpartition(" ")[2]) for subject in house.subjects())


def history(works: Works, title: str) -> list[tuple[str, str]]:
    with works.database.read() as connection:
        return [(event.stage, event.verdict) for event in items.events(connection, archived(works, title).id)]


async def test_a_vetoed_spelling_alerts_no_more_and_others_do(home: House) -> None:
    async with home.works() as works:
        let_guess(works, "Baikal", "Baykor")
        await home.poll(works)
        home.press["wire"].say(entry(1, "Lake Baikal froze."))
        await home.poll(works)
        assert (await say(works, "number 1")).spellings == ("Baikal",)
        home.press["wire"].say(entry(2, "Lake Baikal thawed."), entry(3, "Baykor sold drones on Baikal."), entry(4, "Baykar did."))
        await home.poll(works)
        assert told(home) == [1, 3, 4]
        left_out = archived(works, "number 2")
        assert (left_out.fate_stage, left_out.fate_reason) == ("veto", 'arms/baykar: "Baikal" was said not to mean it')
        assert history(works, "number 2") == [("veto", "left out")]
        assert history(works, "number 3")[0] == ("veto", "left out")
        with works.database.read() as connection:
            (kept,) = hits.of_item(connection, archived(works, "number 3").id)
        assert [mention.matched for mention in kept.mentions] == ["Baykor"]


async def test_what_was_said_is_taken_back_and_both_are_in_the_audit(home: House) -> None:
    async with home.works() as works:
        let_guess(works, "Baikal")
        await home.poll(works)
        home.press["wire"].say(entry(1, "Lake Baikal froze."))
        await home.poll(works)
        await say(works, "number 1")
        assert (await say(works, "number 1", undo=True)).spellings == ("Baikal",)
        home.press["wire"].say(entry(2, "Lake Baikal thawed."))
        await home.poll(works)
        assert told(home) == [1, 2]
        with works.database.read() as connection:
            acts = [(act.actor, act.action, act.subject) for act in audit.latest(connection, 5)]
        assert acts == [("ana", "not-this undone", BAYKAR), ("ana", "not-this", BAYKAR)]
        assert history(works, "number 1")[-2:] == [("veto", "not this"), ("veto", "taken back")]


async def test_a_veto_of_the_name_itself_is_of_that_story_alone(town: House) -> None:
    body = "Baykar, the bakery in Velmark, opened its third shop this week and gave away two hundred loaves of bread."
    async with town.works() as works:
        town.press["wire"].say(entry(1, body))  # archived at first contact, so nobody was told of this story yet
        await town.poll(works)
        assert (await say(works, "number 1")).spellings == ()
        town.press["echo"].say(entry(2, "Baykar sold drones."))
        await town.poll(works)
        town.press["wire"].entries = [entry(1, body + " Baykar also sells cakes."), entry(3, "Baykar sold a drone to Norvik.")]
        await town.poll(works)
        assert history(works, "number 1")[-2:] == [("veto", "left out"), ("edit", "new version")]
        assert told(town) == [2, 3]


async def test_a_copy_of_a_vetoed_story_is_left_out_too(town: House) -> None:
    body = "Baykar, the bakery in Velmark, opened its third shop this week and gave away two hundred loaves of bread."
    async with town.works() as works:
        await town.poll(works)
        town.press["wire"].say(entry(1, body))
        await town.poll(works)
        await say(works, "number 1")
        town.press["echo"].say(entry(2, body))
        await town.poll(works)
        assert archived(works, "number 2").fate_reason == "arms/baykar: this story was said not to be about it"
        assert len(town.letters) == 1


async def test_a_look_back_heeds_what_was_said(home: House) -> None:
    home.press["wire"].say(entry(1, "Baykar, the bakery."), entry(2, "Baykar, the drones."))
    async with home.works() as works:
        await home.poll(works)
        await say(works, "number 1")
        with works.database.write() as connection:
            connection.exec_driver_sql("DELETE FROM hits")
        home.write("watchlists/arms.yaml", "watchlist: Arms\ntell: [desk]\nwatches:\n  - entity: Baykar\n    aliases: [Bayraktar]\n")
        await works.reload()
        assert await works.look_back() == 1


async def test_only_what_was_found_can_be_vetoed(home: House) -> None:
    home.press["wire"].say(entry(1, "Baykar, the bakery."))
    async with home.works() as works:
        await home.poll(works)
        item, other = archived(works, "number 1").id, WatchKey("arms/l3harris-wescam")
        with pytest.raises(MonitorError, match=f"not found in item {item}, so there is nothing to learn"):
            await works.writer.run(lambda connection: vetoes.teach(connection, item, other, "ana", "", works.clock()))
        with pytest.raises(MonitorError, match="nothing was said of arms/baykar"):
            await say(works, "number 1", undo=True)


async def test_what_was_said_and_told_outlives_a_renamed_file(home: House) -> None:
    async with home.works() as works:
        let_guess(works, "Baikal")
        await home.poll(works)
        home.press["wire"].say(entry(1, "Baykar, the bakery."), entry(2, "Baykar sold drones. It rained."))
        await home.poll(works)
        await say(works, "number 1")
        (home.folder / "watchlists/arms.yaml").rename(home.folder / "watchlists/weapons.yaml")
        await works.reload()
        home.press["wire"].entries = [entry(1, "Baykar, the bakery, has bread."), entry(2, "Baykar sold drones. The sun shone.")]
        await home.poll(works)
        with works.database.read() as connection:
            assert [row.watch for row in veto_rows.standing(connection)] == ["weapons/baykar"]
    assert told(home) == [1, 2]
