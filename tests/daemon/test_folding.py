"""What a person says of a fold is done at once, told to whom it is news, and stands until a person says otherwise."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.daemon import folding
from monitor.daemon.vetoes import teach
from monitor.errors import MonitorError
from monitor.model import Relation, StoryId, WatchKey
from monitor.store import audit, items, rulings, stories
from monitor.store.rulings import Said, Verdict
from tests.daemon.house import House, archived, entry, house
from tests.daemon.sitting import BEZAN, sit, speech

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from monitor.daemon.folding import Join, Split
    from monitor.daemon.works import Works

PLANT = "Baykar opened a plant in Norvik on Monday, and the minister said that two hundred people will build drones there by May."
WESCAM = PLANT + " L3Harris WESCAM is to deliver the cameras, as the town's paper adds on its second page today."


@pytest.fixture
async def city(tmp_path: Path) -> AsyncIterator[House]:
    """A house with three feeds."""
    async with house(tmp_path, ("wire", "echo", "post")) as made:
        yield made


async def split(works: Works, title: str, *, quiet: bool = False, reason: str = "") -> Split:
    item, said = archived(works, title), Said(Verdict.APART, "ana", reason, works.clock())
    return await works.writer.run(lambda connection: folding.split(connection, works.live, item, said, quiet=quiet))


async def join(works: Works, one: str, two: str) -> Join:
    first, second, said = archived(works, one), archived(works, two), Said(Verdict.TOGETHER, "ben", "", works.clock())
    return await works.writer.run(lambda connection: folding.join(connection, first, second, said))


def story_of(works: Works, title: str) -> StoryId:
    story = archived(works, title).story_id
    assert story is not None
    with works.database.read() as connection:
        return stories.root(connection, story)


def are_apart(works: Works, one: str, two: str) -> bool:
    with works.database.read() as connection:
        return rulings.apart(connection, story_of(works, one), story_of(works, two))


def told(home: House) -> list[int]:
    """Number the headlines that were told, in their order."""
    return [int(subject.rpartition(" ")[2]) for subject in home.subjects()]


async def fold_two(town: House, works: Works) -> None:
    """Tell of number 1, and fold its copy, number 2."""
    await town.poll(works)
    town.press["wire"].say(entry(1, PLANT))
    await town.poll(works)
    town.press["echo"].say(entry(2, PLANT))
    await town.poll(works)
    assert told(town) == [1]
    assert story_of(works, "number 1") == story_of(works, "number 2")


async def test_a_copy_that_is_split_is_told_as_news(town: House) -> None:
    async with town.works() as works:
        await fold_two(town, works)
        done = await split(works, "number 2", reason="another plant")
        assert (done.told, done.new, done.left) == (("desk",), story_of(works, "number 2"), story_of(works, "number 1"))
        await town.poll(works)
        assert told(town) == [1, 2]
        assert "In-Reply-To" not in town.letters[1].message
        assert archived(works, "number 2").fate_reason == "told desk"
        assert are_apart(works, "number 1", "number 2")
        with works.database.read() as connection:
            fold = stories.folds(connection, done.new)[archived(works, "number 2").id]
            (act,) = audit.latest(connection, 1)
        assert (fold.relation, fold.signal) == (Relation.NEW, "ruling")
        assert fold.because == 'ana split it from "Headline number 1": another plant'
        assert (act.actor, act.action, act.detail["reason"]) == ("ana", "story split", "another plant")


async def test_an_edit_of_what_was_split_stays_apart_and_is_told_no_second_time(town: House) -> None:
    async with town.works() as works:
        await fold_two(town, works)
        await split(works, "number 2")
        await town.poll(works)
        town.press["echo"].entries = [entry(2, PLANT + " The mayor spoke too.")]
        await town.poll(works)
        assert told(town) == [1, 2]
        assert story_of(works, "number 1") != story_of(works, "number 2")


async def test_copies_of_an_item_leave_with_it(city: House) -> None:
    async with city.works() as works:
        await city.poll(works)
        city.press["wire"].say(entry(1, PLANT))
        await city.poll(works)
        city.press["echo"].say(entry(2, PLANT))
        await city.poll(works)
        city.press["post"].say(entry(3, "Baykar builds.", link="https://news.example/2"))
        await city.poll(works)
        done = await split(works, "number 2")
        assert [each.title for each in done.leaving] == ["Headline number 2", "Headline number 3"]
        await city.poll(works)
        assert told(city) == [1, 2]


async def test_where_the_others_are_copies_of_it_the_lead_leaves_alone_and_the_next_is_told(city: House) -> None:
    async with city.works() as works:
        await fold_two(city, works)
        city.press["post"].say(entry(3, PLANT))
        await city.poll(works)
        done = await split(works, "number 1")
        assert [each.title for each in done.leaving] == ["Headline number 1"]
        assert [each.title for each in done.staying] == ["Headline number 2", "Headline number 3"]
        await city.poll(works)
        assert (told(city), archived(works, "number 1").fate_reason) == ([1, 2], "told desk")
        with works.database.read() as connection:
            assert stories.get(connection, done.left).lead == archived(works, "number 2").id
            assert rulings.apart(connection, done.new, done.left)


async def test_who_was_told_by_the_item_is_not_told_again(town: House) -> None:
    town.write(
        "watchlists/arms.yaml", "watchlist: Arms\ntell: [desk]\nwatches:\n  - {entity: Baykar}\n  - {entity: WESCAM, tell: [legal]}\n"
    )
    async with town.works() as works:
        await town.poll(works)
        town.press["wire"].say(entry(1, PLANT))
        await town.poll(works)
        town.press["echo"].say(entry(2, WESCAM, link="https://news.example/1"))
        await town.poll(works)
        assert (len(town.to("desk")), len(town.to("legal"))) == (1, 1)
        assert (await split(works, "number 2")).told == ("desk",)
        await town.poll(works)
        assert (len(town.to("desk")), len(town.to("legal"))) == (2, 1)


async def test_a_recipient_who_came_since_hears_of_the_item_and_not_of_the_rest(town: House) -> None:
    async with town.works() as works:
        await fold_two(town, works)
        town.write("watchlists/arms.yaml", "watchlist: Arms\ntell: [desk, legal]\nwatches:\n  - {entity: Baykar, spelling: exact}\n")
        await works.reload()
        await split(works, "number 2")
        await town.poll(works)
        assert [str(letter.message["Subject"])[-1] for letter in town.to("legal")] == ["2"]


async def test_a_quiet_split_tells_nobody_nor_does_a_later_copy(city: House) -> None:
    async with city.works() as works:
        await fold_two(city, works)
        assert (await split(works, "number 2", quiet=True)).told == ()
        city.press["post"].say(entry(3, "Baykar builds.", link="https://news.example/2"))
        await city.poll(works)
        assert (told(city), story_of(works, "number 3")) == ([1], story_of(works, "number 2"))


async def test_what_is_not_meant_is_not_told_by_a_split(town: House) -> None:
    async with town.works() as works:
        await fold_two(town, works)
        item = archived(works, "number 2").id
        await works.writer.run(lambda connection: teach(connection, item, WatchKey("arms/baykar"), "ana", "", works.clock()))
        assert (await split(works, "number 2")).told == ()


async def test_an_item_alone_or_in_no_story_cannot_be_split(town: House) -> None:
    async with town.works() as works:
        await town.poll(works)
        town.press["wire"].say(entry(1, PLANT), entry(2, "Rain."))
        await town.poll(works)
        with pytest.raises(MonitorError, match="alone in its story"):
            await split(works, "number 1")
        with pytest.raises(MonitorError, match="is in no story"):
            await split(works, "number 2")
        with pytest.raises(MonitorError, match="there is nothing to join"):
            await join(works, "number 1", "number 2")


async def test_two_stories_that_are_joined_are_told_no_second_time(town: House) -> None:
    async with town.works() as works:
        await town.poll(works)
        town.press["wire"].say(entry(1, PLANT))
        await town.poll(works)
        town.press["echo"].say(entry(2, "In Norvik, Baykar builds drones."))
        await town.poll(works)
        former = story_of(works, "number 2")
        done = await join(works, "number 2", "number 1")
        assert (done.story, done.younger, done.was_one) == (story_of(works, "number 1"), former, False)
        assert story_of(works, "number 2") == story_of(works, "number 1")
        assert (await join(works, "number 1", "number 2")).was_one
        await town.poll(works)
        assert told(town) == [1, 2]
        with works.database.read() as connection:
            fold = stories.folds(connection, done.story)[archived(works, "number 2").id]
            assert (fold.relation, fold.of, fold.signal) == (Relation.SAME_STORY, archived(works, "number 1").id, "ruling")
            assert audit.latest(connection, 1)[0].action == "story join"


async def test_the_newest_word_counts_whether_it_joins_or_splits(city: House) -> None:
    async with city.works() as works:
        await fold_two(city, works)
        city.press["post"].say(entry(3, PLANT))
        await city.poll(works)
        await split(works, "number 2")
        await join(works, "number 3", "number 2")
        assert story_of(works, "number 2") == story_of(works, "number 1")
        with works.database.read() as connection:
            assert {each.said.verdict for each in rulings.list_(connection)} == {Verdict.TOGETHER}
        await split(works, "number 2")
        assert are_apart(works, "number 1", "number 2")
        await city.poll(works)
        assert told(city) == [1, 2]


async def test_the_lead_of_a_merged_story_takes_it_out_whole(city: House) -> None:
    async with city.works() as works:
        await fold_two(city, works)
        city.press["post"].say(entry(3, "In Norvik, Baykar builds drones."))
        await city.poll(works)
        city.press["wire"].say(entry(4, "Baykar builds.", link="https://news.example/3"))
        await city.poll(works)
        merged = story_of(works, "number 4")
        await join(works, "number 2", "number 4")
        done = await split(works, "number 3")
        assert (done.new, [each.title for each in done.leaving]) == (merged, ["Headline number 3", "Headline number 4"])
        assert done.told == ()
        assert are_apart(works, "number 1", "number 4")


async def test_what_is_left_of_a_merged_story_is_led_by_its_next_item(city: House) -> None:
    async with city.works() as works:
        await fold_two(city, works)
        city.press["post"].say(entry(3, "In Norvik, Baykar builds drones."))
        await city.poll(works)
        await join(works, "number 1", "number 3")
        done = await split(works, "number 1")
        assert [each.title for each in done.leaving] == ["Headline number 1", "Headline number 2"]
        with works.database.read() as connection:
            assert stories.get(connection, story_of(works, "number 3")).lead == archived(works, "number 3").id


async def test_both_halves_are_told_in_a_digest_that_waits(town: House) -> None:
    town.write("recipients.yaml", "desk: {to: [desk@example.org], send: daily 18:00}\nops: {to: [ops@example.org]}\n")
    async with town.works() as works:
        await town.poll(works)
        town.press["wire"].say(entry(1, PLANT))
        town.press["echo"].say(entry(2, PLANT))
        await town.poll(works)
        await split(works, "number 2")
        await town.poll(works, after=timedelta(hours=6))
        (letter,) = town.to("desk")
        body = letter.message.get_body(("plain",))
        assert body is not None
        assert "Headline number 1" in body.get_content()
        assert "Headline number 2" in body.get_content()


async def test_a_speech_that_is_split_from_its_debate_is_told_no_second_time(home: House) -> None:
    async with home.works() as works:
        await sit(home, works)
        await sit(home, works, speech("first", "Baykar sells drones to us all."), speech("second", "Baykar sells more of them.", BEZAN))
        before = len(home.letters)
        with works.database.read() as connection:
            first, second = (next(iter(items.find(connection, key))) for key in ("first", "second"))
        said = Said(Verdict.APART, "ana", "", works.clock())
        done = await works.writer.run(lambda connection: folding.split(connection, works.live, second, said))
        assert (done.told, [each.id for each in done.staying]) == ((), [first.id])
        await sit(home, works)
        assert len(home.letters) == before == 1
