"""What somebody says is not meant while it waits to be told is not told; the record says why."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.daemon import vetoes
from monitor.store import deliveries, items
from tests.daemon.ear import GARBLED, listen
from tests.daemon.house import House, archived, entry, outbox
from tests.daemon.teaching import BAYKAR, let_guess

if TYPE_CHECKING:
    import pytest

    from monitor.daemon.works import Works
    from tests.daemon.press import Entry

OTHERS = "legal: {to: [legal@example.org]}\nops: {to: [ops@example.org]}\n"
DIGEST = f"desk: {{to: [desk@example.org], send: daily 20:00, when_empty: skip}}\n{OTHERS}"
EVENING = timedelta(hours=9)


async def say(works: Works, title: str, *, undo: bool = False) -> None:
    item = archived(works, title).id
    if undo:
        await works.writer.run(lambda connection: vetoes.unteach(connection, item, BAYKAR, "ana", works.clock()))
    else:
        await works.writer.run(lambda connection: vetoes.teach(connection, item, BAYKAR, "ana", "a lake", works.clock()))


async def waits(house: House, works: Works, *said: Entry) -> None:
    """Read what stood there, then what is said anew, which waits for the evening."""
    await house.poll(works)
    house.press["wire"].say(*said)
    await house.poll(works)


def history(works: Works, title: str) -> list[tuple[str, str]]:
    with works.database.read() as connection:
        return [(event.stage, event.verdict) for event in items.events(connection, archived(works, title).id)]


async def test_a_sure_hit_that_is_said_not_to_be_meant_leaves_the_digest(home: House) -> None:
    home.write("recipients.yaml", DIGEST)
    async with home.works() as works:
        let_guess(works, "Baikal")
        await waits(home, works, entry(1, "Lake Baikal froze."), entry(2, "Baykar sold drones."), entry(3, "WESCAM at Lake Baikal."))
        await say(works, "number 1")
        await home.poll(works, EVENING)
        assert archived(works, "number 2").fate_reason == "told desk"
        assert archived(works, "number 3").fate_reason == "told desk"
        left_out = archived(works, "number 1")
        assert (left_out.fate_stage, left_out.fate_reason) == ("veto", "arms/baykar was said not to be meant, before desk was told")
        assert history(works, "number 1")[-1] == ("alert", "not told")
    (letter,) = home.letters
    text = letter.part("plain")
    assert "Baykar sold drones" in text.replace("*", "")
    assert "*WESCAM* at Lake Baikal" in text
    assert "froze" not in text
    assert "sounds like" not in text


async def test_a_digest_of_nothing_that_is_meant_ends_with_the_reason_and_troubles_nobody(
    home: House, caplog: pytest.LogCaptureFixture
) -> None:
    home.write("recipients.yaml", DIGEST)
    async with home.works() as works:
        await waits(home, works, entry(1, "Baykar, the bakery."))
        await say(works, "number 1")
        await home.poll(works, EVENING)
        (row,) = outbox(works)
        assert archived(works, "number 1").fate_reason == "arms/baykar was said not to be meant, before desk was told"
        assert history(works, "number 1")[-2:] == [("veto", "not this"), ("alert", "not told")]
        assert (row.state.value, row.last_error) == ("dead", "what it told of was said not to be meant; see tocsin not-this --list")
        assert works.tally.failed == 0
    assert home.letters == []
    assert "delivery.failed" not in caplog.text


async def test_what_is_taken_back_before_the_digest_leaves_is_told(home: House) -> None:
    home.write("recipients.yaml", DIGEST)
    async with home.works() as works:
        await waits(home, works, entry(1, "Baykar, the bakery."))
        await say(works, "number 1")
        await say(works, "number 1", undo=True)
        await home.poll(works, EVENING)
        assert archived(works, "number 1").fate_reason == "told desk"
    assert len(home.letters) == 1


async def test_what_is_taken_back_later_is_told_on_a_retry(home: House) -> None:
    home.write("recipients.yaml", DIGEST)
    async with home.works() as works:
        await waits(home, works, entry(1, "Baykar, the bakery."))
        await say(works, "number 1")
        await home.poll(works, EVENING)
        await say(works, "number 1", undo=True)
        (row,) = outbox(works)
        await works.writer.run(lambda connection: deliveries.retry(connection, [row.id], home.now))
        await home.poll(works)
        assert [row.state.value for row in outbox(works)] == ["sent"]
        assert archived(works, "number 1").fate_reason == "told desk"
        assert history(works, "number 1")[-2:] == [("veto", "taken back"), ("alert", "told after all")]
    assert len(home.letters) == 1


async def test_another_recipient_who_was_told_stays_told(home: House) -> None:
    home.write("recipients.yaml", DIGEST)
    home.write("watchlists/arms.yaml", "watchlist: Arms\ntell: [desk, legal]\nwatches:\n  - entity: Baykar\n    spelling: exact\n")
    async with home.works() as works:
        await waits(home, works, entry(1, "Baykar, the bakery."))
        await say(works, "number 1")
        await home.poll(works, EVENING)
        assert archived(works, "number 1").fate_reason == "told legal"
        assert sorted(row.state.value for row in outbox(works)) == ["dead", "sent"]
        await say(works, "number 1", undo=True)
        await works.writer.run(lambda connection: deliveries.retry(connection, None, home.now))
        await home.poll(works)
        assert archived(works, "number 1").fate_reason == "told legal, desk"
    assert (len(home.to("legal")), len(home.letters)) == (1, 2)


async def test_what_left_for_one_address_is_told_though_another_gets_no_copy_any_more(home: House) -> None:
    home.write("recipients.yaml", DIGEST.replace("to: [desk@example.org]", "to: [desk@example.org, second@example.org]"))
    async with home.works() as works:
        await waits(home, works, entry(1, "Baykar, the bakery."))
        with works.database.write() as connection:
            connection.exec_driver_sql("UPDATE deliveries SET due_at = '2026-11-24 20:00:00' WHERE address LIKE 'second%'")
        await home.poll(works, EVENING)
        await say(works, "number 1")
        await home.poll(works, timedelta(days=2))
        assert archived(works, "number 1").fate_reason == "told desk"
        assert history(works, "number 1")[-1] == ("veto", "not this")
        assert sorted(row.state.value for row in outbox(works)) == ["dead", "sent"]
    assert len(home.letters) == 1


async def test_a_copy_that_writes_the_name_itself_tells_the_story_of_a_vetoed_spelling(town: House) -> None:
    town.write("recipients.yaml", DIGEST)
    async with town.works() as works:
        let_guess(works, "Baikal")
        await waits(town, works, entry(1, "Drones of Baikal were sold to the ministry, a report said."))
        town.press["echo"].say(entry(7, "Drones of Baykar were sold to the ministry, a report said.", link="https://news.example/1"))
        await town.poll(works)
        await say(works, "guid-1")
        await town.poll(works, EVENING)
    (letter,) = town.letters
    assert "Drones of *Baykar* were sold" in letter.part("plain")
    assert "Baikal" not in letter.part("plain")


async def test_what_is_vetoed_again_before_the_retry_leaves_is_not_told_in_the_end(home: House) -> None:
    home.write("recipients.yaml", DIGEST)
    async with home.works() as works:
        await waits(home, works, entry(1, "Baykar, the bakery."))
        for _ in range(2):
            await say(works, "number 1")
            await home.poll(works, EVENING)
            assert archived(works, "number 1").fate_reason == "arms/baykar was said not to be meant, before desk was told"
            await say(works, "number 1", undo=True)
            await works.writer.run(lambda connection: deliveries.retry(connection, None, home.now))
    assert home.letters == []


async def test_the_name_itself_is_told_after_a_digest_whose_spelling_was_called_off(town: House) -> None:
    town.write("recipients.yaml", DIGEST)
    async with town.works() as works:
        let_guess(works, "Baikal")
        await waits(town, works, entry(1, "Drones of Baikal were sold to the ministry, a report said."))
        await say(works, "guid-1")
        await town.poll(works, EVENING)
        assert town.letters == []
        town.press["echo"].say(entry(7, "Drones of Baykar were sold to the ministry, a report said.", link="https://news.example/1"))
        await town.poll(works)
        await town.poll(works, timedelta(days=1))
        assert archived(works, "guid-7").fate_reason == "told desk"
        town.press["echo"].say(entry(8, "Baykar is named once more, of the same drones.", link="https://news.example/1"))
        await town.poll(works)
        await town.poll(works, timedelta(days=1))
        assert archived(works, "guid-8").fate_stage == "folded"
    (letter,) = town.letters
    assert "Drones of *Baykar* were sold" in letter.part("plain")
    assert "Baikal" not in letter.part("plain")


async def test_an_edit_that_writes_the_name_itself_is_told_after_its_spelling_was_called_off(home: House) -> None:
    home.write("recipients.yaml", DIGEST)
    async with home.works() as works:
        let_guess(works, "Baikal")
        await waits(home, works, entry(1, "Drones of Baikal were sold."), entry(2, "Baykar sold drones."))
        await say(works, "number 1")
        await home.poll(works, EVENING)
        home.press["wire"].entries[:] = [entry(1, "Drones of Baykar were sold."), entry(2, "Baykar sold drones.")]
        await home.poll(works)
        await home.poll(works, timedelta(days=1))
        home.press["wire"].entries[0] = entry(1, "Drones of Baykar were sold, it is said.")
        await home.poll(works)
        assert archived(works, "number 1").fate_reason == "told desk"
    assert ["Drones of *Baykar* were" in letter.part("plain") for letter in home.letters] == [False, True]
    assert "Baykar sold drones" not in home.letters[1].part("plain").replace("*", "")


async def test_a_possible_mention_is_shown_after_a_sure_spelling_was_called_off(town: House) -> None:
    town.write("recipients.yaml", DIGEST)
    async with town.works() as works:
        let_guess(works, "Baikal")
        await waits(town, works, entry(1, "Drones of Baikal were sold to the ministry, a report said."))
        await say(works, "guid-1")
        await town.poll(works, EVENING)
        listen(works)
        town.press["echo"].say(entry(7, GARBLED, link="https://news.example/1"))
        await town.poll(works)
        await town.poll(works, timedelta(days=1))
    (letter,) = town.letters
    assert "*Bay Car* sold" in " ".join(letter.part("plain").split())
