"""A watch that floods somebody tells the rest of the hour in one message: nothing is dropped, and the count survives a restart."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from monitor.daemon import vetoes
from monitor.model import RecipientKey
from monitor.store import claims, items
from monitor.store.conditions import open_now
from tests.daemon.house import House, archived, entry, outbox
from tests.daemon.teaching import BAYKAR

if TYPE_CHECKING:
    from monitor.daemon.works import Works
    from tests.daemon.press import Entry

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
_PLACES = ("Velmark", "Oststrand", "Karsholm", "Brenna", "Tilvik", "Marrow", "Quellin", "Ashby", "Dorne", "Fenwick", "Gorlitz", "Halden")
_THINGS = ("school", "hangar", "bakery", "canal", "stadium", "library", "quarry", "harbour", "clinic", "orchard", "tunnel", "theatre")
_DEEDS = ("bought", "left", "painted", "closed", "promised", "sued", "visited", "praised", "sold", "flooded", "mended", "burned")


def story(number: int, who: str = "Baykar") -> Entry:
    """Make a report of something that no other report tells of."""
    place, thing, deed = _PLACES[number % 12], _THINGS[(number * 5 + number // 12) % 12], _DEEDS[(number * 7 + number // 12) % 12]
    return entry(number, f"{who} {deed} the {thing} of {place}.", title=f"{place}: the {thing} is {deed}")


def limit(home: House, number: int, *, of_list: str = "", of_watch: str = "", send: str = "at once") -> None:
    """Watch Baykar and WESCAM, each with so many alerts an hour."""
    home.write(
        "watchlists/arms.yaml",
        f"watchlist: Arms exports\ntell: [desk]\nflood: {number} per hour\n{of_list}watches:\n"
        f"  - {{entity: Baykar, spelling: exact{of_watch}}}\n  - {{entity: WESCAM, spelling: exact}}\n",
    )
    home.write("recipients.yaml", f"desk: {{to: [desk@example.org], send: {send}}}\nops: {{to: [ops@example.org]}}\n")


async def say(home: House, works: Works, *entries: Entry, after: timedelta = MINUTE) -> None:
    home.press["wire"].say(*entries)
    await home.poll(works, after)


def desk(home: House) -> list[str]:
    return [str(letter.message["Subject"]) for letter in home.to("desk")]


def text(home: House) -> str:
    """Read the desk's latest letter as one line."""
    return " ".join(home.to("desk")[-1].part("plain").split())


async def test_what_comes_beyond_the_limit_is_one_message_at_the_end_of_the_hour(home: House) -> None:
    limit(home, 3)
    async with home.works() as works:
        await home.poll(works)
        await say(home, works, *map(story, range(1, 9)), after=timedelta(minutes=20))
        assert len(desk(home)) == 3
        waiting = [row for row in outbox(works) if row.state.value == "due" and row.recipient == "desk"]
        assert [row.due_at for row in waiting] == [datetime.fromisoformat("2026-11-22T14:00+00:00")]
        await home.poll(works, HOUR)
        with works.database.read() as connection:
            assert claims.alerts(connection, RecipientKey("desk"), [BAYKAR], home.now - 2 * HOUR) == {BAYKAR: (8, 5)}
    assert desk(home)[3:] == ["Baykar: 5 more stories in a flood"]
    told = text(home)
    assert "5 stories came since Sun 22 Nov, 13:20 beyond the limit for Baykar (5; limit 3 an hour)" in told
    assert 'What was matched, and in how many stories: "Baykar" (5).' in told
    assert "`tocsin not-this" in told
    assert "`tocsin hits --watchlist arms`" in told
    titles = [f"{_PLACES[number]}: the" for number in range(1, 9)]
    heard = " ".join([*desk(home), told])
    assert [title for title in titles if title not in heard] == []


async def test_a_flood_goes_on_in_one_message_an_hour_until_it_is_over(home: House) -> None:
    limit(home, 2)
    async with home.works() as works:
        await home.poll(works)
        for number in range(1, 13):
            await say(home, works, story(number), after=timedelta(minutes=15))  # from 13:15 to 16:00
        assert desk(home)[2:] == ["Baykar: 1 more story in a flood", *["Baykar: 4 more stories in a flood"] * 2]
        await home.poll(works, HOUR + MINUTE)
        calm = story(20, "WESCAM"), story(14)
        await say(home, works, calm[0])
        await say(home, works, calm[1])
        assert desk(home)[5:] == ["Baykar: 1 more story in a flood", f"WESCAM: {calm[0].title}", f"Baykar: {calm[1].title}"]


async def test_the_operator_hears_of_a_flood_once_and_when_it_is_over(home: House) -> None:
    limit(home, 1)
    async with home.works() as works:
        await home.poll(works)
        await say(home, works, *map(story, range(1, 4)))
        await say(home, works, story(4))
        with works.database.read() as connection:
            assert [condition.subject for condition in open_now(connection)] == ["Baykar floods desk with alerts"]
        assert [str(letter.message["Subject"]) for letter in home.to("ops")] == ["Baykar floods desk with alerts"]
        await home.poll(works, HOUR - MINUTE)
        assert len(home.to("ops")) == 1
        await home.poll(works, 2 * MINUTE)
        await home.poll(works, HOUR)
        with works.database.read() as connection:
            assert open_now(connection) == []
    assert [str(letter.message["Subject"]) for letter in home.to("ops")][1:] == ["Over: Baykar floods desk with alerts"]


async def test_of_what_is_urgent_the_first_summary_leaves_at_once_and_the_next_at_the_end_of_the_hour(home: House) -> None:
    limit(home, 2, of_watch=", priority: urgent")
    async with home.works() as works:
        await home.poll(works)
        await say(home, works, *map(story, range(1, 6)), after=timedelta(minutes=10))
        assert desk(home)[2:] == ["Baykar: 3 more stories in a flood"]
        await say(home, works, story(6))
        await say(home, works, story(7))
        assert len(desk(home)) == 3
        await home.poll(works, timedelta(minutes=48))
        assert desk(home)[3:] == ["Baykar: 2 more stories in a flood"]


async def test_the_count_goes_on_after_a_restart(home: House) -> None:
    limit(home, 2)
    async with home.works() as works:
        await home.poll(works)
        await say(home, works, story(1), story(2))
    async with home.works() as works:
        await say(home, works, story(3), story(4))
        assert len(desk(home)) == 2
    async with home.works() as works:
        await home.poll(works, HOUR)
    assert desk(home)[2:] == ["Baykar: 2 more stories in a flood"]


async def test_a_watch_has_its_own_limit_before_its_lists_and_a_list_before_the_general_one(home: House) -> None:
    limit(home, 1, of_watch=", flood: 2 per hour")
    async with home.works() as works:
        await home.poll(works)
        await say(home, works, *map(story, range(1, 4)), *(story(number, "WESCAM") for number in range(4, 7)))
        assert sorted(subject.partition(":")[0] for subject in desk(home)) == ["Baykar", "Baykar", "WESCAM"]


async def test_an_item_of_a_watch_that_is_calm_goes_out_by_itself_and_names_the_other_too(home: House) -> None:
    limit(home, 1)
    async with home.works() as works:
        await home.poll(works)
        await say(home, works, story(1), story(2))
        await say(home, works, story(3, "Baykar with WESCAM"))
        assert len(desk(home)) == 2
        assert desk(home)[1].startswith("Baykar, WESCAM: ")


async def test_two_lists_have_a_summary_each(home: House) -> None:
    limit(home, 1)
    home.write(
        "watchlists/second.yaml", "watchlist: Second\ntell: [desk]\nflood: 1 per hour\nwatches:\n  - {entity: Norvik, spelling: exact}\n"
    )
    async with home.works() as works:
        await home.poll(works)
        await say(home, works, *map(story, range(1, 4)), *(story(number, "Norvik") for number in range(4, 7)))
        await home.poll(works, HOUR)
    assert sorted(desk(home)[2:]) == ["Baykar: 2 more stories in a flood", "Norvik: 2 more stories in a flood"]


async def test_what_waits_for_a_digest_anyway_is_no_flood(home: House) -> None:
    limit(home, 1, send="hourly")
    async with home.works() as works:
        await home.poll(works)
        await say(home, works, *map(story, range(1, 7)))
        await home.poll(works, HOUR)
        with works.database.read() as connection:
            assert open_now(connection) == []
    assert desk(home) == ["Arms exports: 6 stories (Sun 22 Nov, 14:01)"]


async def test_a_summary_is_apart_from_the_digest_of_the_same_hour(home: House) -> None:
    limit(home, 1, send="{urgent: at once, normal: hourly}", of_watch=", priority: urgent")
    async with home.works() as works:
        await home.poll(works)
        await say(home, works, *map(story, range(1, 3)))
        await say(home, works, story(3), story(4, "WESCAM"))
        await home.poll(works, HOUR)
    assert sorted(desk(home)[2:]) == ["Arms exports: 1 story (Sun 22 Nov, 14:02)", "Baykar: 1 more story in a flood"]


async def test_a_copy_of_a_gathered_story_is_not_told_again(town: House) -> None:
    limit(town, 1)
    body = "The ministry said on Monday that Baykar had delivered the last of nine engines to a shipyard near the old canal."
    async with town.works() as works:
        await town.poll(works)
        await say(town, works, story(1), entry(50, body))
        town.press["echo"].say(entry(51, body, title="Engines", link="https://echo.example/51"))
        await town.poll(works, MINUTE)
        await town.poll(works, HOUR)
        await town.poll(works, HOUR)
    assert len(desk(town)) == 2
    assert "Also in" in text(town)


async def test_an_items_history_says_that_it_was_gathered(home: House) -> None:
    limit(home, 1)
    async with home.works() as works:
        await home.poll(works)
        await say(home, works, story(1), story(2))
        with works.database.read() as connection:
            item = items.find(connection, "guid-2", limit=1)[0]
            last = items.events(connection, item.id)[-1]
    assert (last.stage, last.verdict, last.detail["due_at"]) == ("alert", "gathered", "2026-11-22T14:00:00+00:00")
    assert item.fate_reason == "told desk"


async def test_what_is_said_not_to_be_meant_leaves_the_summary(home: House) -> None:
    limit(home, 1)
    async with home.works() as works:
        await home.poll(works)
        await say(home, works, story(1), story(2), story(3))
        item = archived(works, "guid-2").id
        await works.writer.run(lambda connection: vetoes.teach(connection, item, BAYKAR, "ana", "another", works.clock()))
        await home.poll(works, HOUR)
    assert desk(home)[1:] == ["Baykar: 1 more story in a flood"]
