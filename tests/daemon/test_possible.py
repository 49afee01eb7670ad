"""What is only possible waits for the daily section; once it is sure it is told at once, and then it is not possible any more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.daemon import vetoes
from monitor.model import Hit, How, Mention, Tier, WatchKey
from monitor.store.conditions import open_now
from tests.daemon.ear import BAYKAR, GARBLED, listen
from tests.daemon.house import House, archived, entry, outbox

if TYPE_CHECKING:
    from collections.abc import Collection

    from monitor.daemon.live import Matcher
    from monitor.model import Item

NIGHT = timedelta(hours=20)  # from an hour in the afternoon until past 07:30


async def test_what_is_only_possible_is_told_once_a_day_and_not_at_once(home: House) -> None:
    async with home.works() as works:
        listen(works, Baicar=0.62)
        await home.poll(works)
        home.press["wire"].say(entry(1, GARBLED), entry(2, "A certain Baicar opened a shop in Velmark."))
        await home.poll(works)
        await home.poll(works)
        item = archived(works, "guid-1")
        assert home.letters == []
        assert item.fate_reason == "possible mentions alone, for the daily section of desk"
        await home.poll(works, NIGHT)
        await home.poll(works, NIGHT)
    (letter,) = home.letters
    assert str(letter.message["Subject"]) == "Arms exports: 2 possible mentions (Mon 23 Nov, 11:00)"
    text = letter.part("plain")
    assert "These are uncertain" in text
    assert "*Bay Car* sold twelve drones" in " ".join(text.split())
    assert "'Bay Car' sounds like 'Baykar' (0.71)" in text
    assert f"Not this? tocsin not-this {item.id} arms/baykar" in text
    assert 'Meant? Add "Bay Car" to the aliases: of Baykar in watchlists/arms.yaml' in " ".join(text.split())
    assert text.index("(0.71)") < text.index("(0.62)")
    assert f"tocsin not-this {item.id} arms/baykar</code>" in letter.part("html")


async def test_what_becomes_sure_is_told_at_once_and_leaves_the_section(town: House) -> None:
    async with town.works() as works:
        listen(works)
        await town.poll(works)
        town.press["wire"].say(entry(1, GARBLED))
        await town.poll(works)
        assert town.letters == []
        copy = GARBLED.replace("Bay Car", "Baykar")
        town.press["echo"].say(entry(7, copy, title="Drones sold", link="https://news.example/1"))
        await town.poll(works)
        (letter,) = town.letters
        assert str(letter.message["Subject"]) == "Baykar: Drones sold"
        assert "possible" not in letter.part("plain")
        await town.poll(works, NIGHT)
        states = [row.state.value for row in outbox(works)]
        with works.database.read() as connection:
            assert open_now(connection) == []
    assert len(town.letters) == 1
    assert states == ["sent"]


async def test_an_edit_that_makes_it_sure_is_told_at_once(home: House) -> None:
    async with home.works() as works:
        listen(works)
        await home.poll(works)
        home.press["wire"].say(entry(1, GARBLED))
        await home.poll(works)
        home.press["wire"].entries[0] = entry(1, GARBLED.replace("Bay Car", "Baykar"))
        await home.poll(works)
        assert home.subjects() == ["Baykar: Headline number 1"]
        await home.poll(works, NIGHT)
        assert archived(works, "guid-1").fate_reason == "told desk"
    assert len(home.letters) == 1


async def test_an_edit_that_takes_it_away_leaves_nothing_to_tell(home: House) -> None:
    async with home.works() as works:
        listen(works)
        await home.poll(works)
        home.press["wire"].say(entry(1, GARBLED))
        await home.poll(works)
        home.press["wire"].entries[0] = entry(1, GARBLED.replace("Bay Car", "Norvik"))
        await home.poll(works)
        await home.poll(works, NIGHT)
        assert outbox(works) == []
    assert home.letters == []


async def test_what_somebody_said_is_not_meant_leaves_the_section(home: House) -> None:
    async with home.works() as works:
        listen(works)
        await home.poll(works)
        home.press["wire"].say(entry(1, GARBLED), entry(2, "Bay Car and Baicar were named elsewhere."))
        await home.poll(works)
        item = archived(works, "guid-1").id
        await works.writer.run(lambda connection: vetoes.teach(connection, item, BAYKAR, "ann", "", home.now))
        await home.poll(works, NIGHT)
        assert outbox(works) == []
    assert home.letters == []


async def test_a_watch_that_goes_takes_its_possible_mentions_along_without_a_word(home: House) -> None:
    async with home.works() as works:
        listen(works)
        await home.poll(works)
        home.press["wire"].say(entry(1, GARBLED))
        await home.poll(works)
        home.write("watchlists/arms.yaml", "watchlist: Arms exports\ntell: [desk]\nwatches:\n  - entity: Norvik\n")
        await works.reload()
        await home.poll(works, NIGHT)
        assert outbox(works) == []
    assert home.letters == []


async def test_after_a_certainty_possible_mentions_of_the_story_are_silent(town: House) -> None:
    async with town.works() as works:
        listen(works)
        await town.poll(works)
        town.press["wire"].say(entry(1, GARBLED.replace("Bay Car", "Baykar")))
        await town.poll(works)
        town.press["echo"].say(entry(7, GARBLED, link="https://news.example/1"))
        await town.poll(works)
        await town.poll(works, NIGHT)
        assert archived(works, "guid-7").fate_stage == "folded"
    assert len(town.letters) == 1


async def test_a_digest_that_goes_out_anyway_ends_with_the_section(home: House) -> None:
    home.write("recipients.yaml", "desk: {to: [desk@example.org], send: daily 20:00}\nops: {to: [ops@example.org]}\n")
    async with home.works() as works:
        listen(works)
        await home.poll(works)
        home.press["wire"].say(entry(1, GARBLED), entry(2, "WESCAM is in the news."))
        await home.poll(works)
        await home.poll(works, timedelta(hours=9))
    (letter,) = home.letters
    text = letter.part("plain")
    assert text.index("*WESCAM* is in") < text.index("Possible mentions") < text.index("Bay Car")


async def test_a_sure_watch_in_the_same_item_is_told_at_once_without_the_possible_one(home: House) -> None:
    async with home.works() as works:
        listen(works)
        await home.poll(works)
        home.press["wire"].say(entry(1, f"{GARBLED} WESCAM made the cameras."))
        await home.poll(works)
        assert home.subjects() == ["L3Harris WESCAM: Headline number 1"]
        assert "Baykar" not in home.letters[0].part("plain")
        await home.poll(works, NIGHT)
    assert home.subjects()[1:] == ["Arms exports: 1 possible mention (Mon 23 Nov, 10:00)"]


async def test_twenty_a_day_are_shown_and_the_rest_is_counted(home: House) -> None:
    async with home.works() as works:
        listen(works, **{f"Bai{n:02}": 0.3 + n / 100 for n in range(24)})
        await home.poll(works)
        home.press["wire"].say(*(entry(n, f"Mister Bai{n:02} is no. {n} of the list.") for n in range(24)))
        await home.poll(works)
        await home.poll(works, NIGHT)
    text = home.letters[0].part("plain")
    assert text.count("Not this?") == 20
    assert "(0.53)" in text
    assert "(0.33)" not in text
    assert "4 more possible mentions. See them with: tocsin hits --tier possible" in text


async def test_another_spelling_that_is_sure_is_told_at_once_with_the_reason(home: House) -> None:
    async with home.works() as works:
        listen(works, Baykaar=0.94)
        await home.poll(works)
        home.press["wire"].say(entry(1, "The firm Baykaar sold drones."))
        await home.poll(works)
    text = home.letters[0].part("plain")
    assert "Baykar · another spelling" in text
    assert "> The firm *Baykaar* sold drones.\n'Baykaar' sounds like 'Baykar' (0.94)" in text.replace("\r\n", "\n")


async def test_two_watches_at_one_passage_are_one_entry_that_names_both(home: House) -> None:
    async with home.works() as works:
        listen(works, Baicar=0.62).also = WatchKey("arms/l3harris-wescam")
        await home.poll(works)
        home.press["wire"].say(entry(1, GARBLED), entry(2, "A certain Baicar opened a shop in Velmark."))
        await home.poll(works)
        item = archived(works, "guid-1")
        await home.poll(works, NIGHT)
    (letter,) = home.letters
    assert str(letter.message["Subject"]) == "Arms exports: 2 possible mentions (Mon 23 Nov, 10:00)"
    text = " ".join(letter.part("plain").split())
    assert text.count("Headline number 1") == text.count("*Bay Car*") == 1
    assert "Baykar, L3Harris WESCAM \N{MIDDLE DOT} 'Bay Car' may be another name" in text
    assert "'Bay Car' sounds like 'Baykar' (0.71)" in text
    for key, label in (("arms/baykar", "Baykar"), ("arms/l3harris-wescam", "L3Harris WESCAM")):
        assert f"Not this? tocsin not-this {item.id} {key}" in text
        assert f'Meant? Add "Bay Car" to the aliases: of {label} in watchlists/arms.yaml' in text


async def test_two_passages_of_one_item_are_two_entries(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        far = "It rained. " * 40
        home.press["wire"].say(entry(1, f"{GARBLED} {far} The firm Weskem made cameras."))
        works.live = replace(works.live, index=Apart(works.live.index))
        await home.poll(works)
        await home.poll(works, NIGHT)
    assert home.letters[0].part("plain").count("Headline number 1") == 2


@dataclass(frozen=True, slots=True)
class Apart:
    """Takes one spelling for one watch and another for another."""

    index: Matcher

    def match(self, item: Item, source: str = "", tags: frozenset[str] = frozenset()) -> tuple[Hit, ...]:
        found = [*self.index.match(item, source, tags)]
        for watch, spelling in ((BAYKAR, "Bay Car"), (WatchKey("arms/l3harris-wescam"), "Weskem")):
            at = item.text.find(spelling)
            mention = Mention("text", at, at + len(spelling), spelling, How.VARIANT, Tier.POSSIBLE, 0.6, "resembles it")
            found += [Hit(watch, (mention,))] if at >= 0 else []
        return tuple(found)

    def only(self, watches: Collection[WatchKey]) -> Matcher:
        return self.index.only(watches)
