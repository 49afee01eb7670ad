"""A recipient is told of what they want: by score, kind and language, on every way that an item comes in; why says the rest."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from monitor.daemon import retelling
from monitor.store import hits, items
from tests.daemon.ear import GARBLED, listen
from tests.daemon.house import House, archived, entry, outbox

if TYPE_CHECKING:
    from monitor.daemon.works import Works

NIGHT = timedelta(hours=20)


def want(home: House, desk: str, legal: str = "") -> None:
    home.write(
        "recipients.yaml",
        f"desk: {{to: [desk@example.org]{desk}}}\nlegal: {{to: [legal@example.org]{legal}}}\nops: {{to: [ops@example.org]}}\n",
    )


def refusals(works: Works, guid: str) -> list[dict[str, Any]]:
    with works.database.read() as connection:
        item = items.find(connection, guid, limit=1)[0]
        return [dict(each.detail) for each in items.events(connection, item.id) if each.verdict == "not wanted"]


async def test_what_a_recipient_does_not_want_is_told_to_the_others_and_the_history_says_so(home: House) -> None:
    home.write("watchlists/arms.yaml", "watchlist: Arms\ntell: [desk, legal]\nwatches:\n  - {entity: Baykar, spelling: exact}\n")
    want(home, ", kinds: [speech, question]")
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, "Baykar opened a school."))
        await home.poll(works)
        assert refusals(works, "guid-1") == [
            {"recipient": "desk", "watch": "arms/baykar", "setting": "kinds: question, speech", "score": 1.0}
        ]
        assert archived(works, "guid-1").fate_reason == "told legal"
        assert {row.recipient for row in outbox(works)} == {"legal"}
    assert home.to("desk") == []
    assert len(home.to("legal")) == 1


async def test_what_nobody_wants_is_kept_with_its_hits_and_says_why(home: House) -> None:
    want(home, ", languages: fr")
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].lang = "en-CA"
        home.press["wire"].say(entry(1, "Baykar opened a school."))
        await home.poll(works)
        item = archived(works, "guid-1")
        assert (item.fate_stage, item.fate_reason) == ("routing", "not wanted by desk (languages: fr)")
        with works.database.read() as connection:
            assert [row.watch for row in hits.of_item(connection, item.id)] == ["arms/baykar"]
    assert home.letters == []


async def test_an_item_that_does_not_say_its_language_is_told(home: House) -> None:
    want(home, ", languages: [fr]")
    home.press["wire"].lang = ""
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, "Baykar opened a school."))
        await home.poll(works)
    assert len(home.to("desk")) == 1


async def test_a_possible_mention_below_the_score_is_in_no_daily_section(home: House) -> None:
    want(home, ", min_score: 0.7")
    async with home.works() as works:
        listen(works, Baicar=0.62)
        await home.poll(works)
        home.press["wire"].say(entry(1, GARBLED), entry(2, "A certain Baicar opened a shop in Velmark."))
        await home.poll(works)
        await home.poll(works, NIGHT)
        assert [each["setting"] for each in refusals(works, "guid-2")] == ["min_score: 0.7"]
        assert archived(works, "guid-2").fate_reason == "not wanted by desk (min_score: 0.7)"
    (letter,) = home.to("desk")
    assert "Bay Car" in letter.part("plain")
    assert "Baicar" not in letter.part("plain")


async def test_a_copy_that_scores_less_does_not_show_in_the_section_of_a_story_that_is_wanted(town: House) -> None:
    want(town, ", min_score: 0.7")
    async with town.works() as works:
        listen(works, Baicar=0.62)
        await town.poll(works)
        town.press["wire"].say(entry(1, GARBLED))
        town.press["echo"].say(entry(2, GARBLED.replace("Bay Car", "Baicar"), link="https://news.example/1"))
        await town.poll(works)
        await town.poll(works, NIGHT)
    (letter,) = town.to("desk")
    assert "Baicar" not in letter.part("plain")


async def test_another_report_that_is_wanted_tells_of_a_story_that_was_not(town: House) -> None:
    body = "The ministry said on Monday that Baykar had delivered the last of nine engines to a shipyard near the old canal."
    want(town, ", languages: fr")
    town.press["wire"].lang, town.press["echo"].lang = "en", "fr"
    async with town.works() as works:
        await town.poll(works)
        town.press["wire"].say(entry(1, body))
        await town.poll(works)
        assert town.letters == []
        town.press["echo"].say(entry(2, body, link="https://echo.example/2"))
        await town.poll(works)
        assert refusals(works, "guid-2") == []
    assert len(town.to("desk")) == 1


async def test_an_edit_that_brings_a_watch_is_held_to_the_same_wishes(home: House) -> None:
    want(home, ", kinds: speech")
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, "A school was opened."))
        await home.poll(works)
        home.press["wire"].entries[0] = entry(1, "A school was opened by Baykar.")
        await home.poll(works)
        assert [each["watch"] for each in refusals(works, "guid-1")] == ["arms/baykar"]
    assert home.letters == []


async def test_a_correction_of_what_is_not_wanted_any_more_is_not_told(home: House) -> None:
    want(home, "")
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, "Baykar sold seven cameras to the ministry on Monday."))
        await home.poll(works)
        want(home, ", kinds: speech")
        await works.reload()
        home.press["wire"].entries[0] = entry(1, "Baykar sold eight cameras to the ministry on Monday.")
        await home.poll(works)
        await home.poll(works, NIGHT)
        assert [each["setting"] for each in refusals(works, "guid-1")] == ["kinds: speech"]
    assert len(home.to("desk")) == 1


async def test_a_story_that_is_told_anew_is_held_to_the_same_wishes_and_noted_once(home: House) -> None:
    want(home, ", kinds: speech")
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, "Baykar opened a school."))
        await home.poll(works)
        story = archived(works, "guid-1").story_id
        assert story is not None
        told = await works.writer.run(lambda connection: retelling.tell_untold(connection, works.live, story, works.clock()))
        assert told == []
        assert len(refusals(works, "guid-1")) == 1
    assert home.letters == []


async def test_a_watch_may_be_told_at_another_time_than_its_recipient_has(home: House) -> None:
    want(home, ", send: daily 20:00")
    home.write(
        "watchlists/arms.yaml",
        "watchlist: Arms\ntell: [desk]\nsend: {urgent: at once, normal: hourly}\nwatches:\n"
        "  - {entity: Baykar, spelling: exact, send: at once}\n  - {entity: WESCAM, spelling: exact}\n"
        "  - {entity: Norvik, spelling: exact, priority: low}\n",
    )
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, "Baykar opened a school."), entry(2, "A canal was dug by WESCAM."), entry(3, "Norvik sings."))
        await home.poll(works, timedelta(minutes=30))
        waiting = sorted(f"{row.due_at:%H:%M}" for row in outbox(works) if row.state.value == "due")
    assert len(home.to("desk")) == 1
    assert waiting == ["14:00", "20:00"]


async def test_a_cron_expression_goes_by_the_recipients_clock(home: House) -> None:
    want(home, ", timezone: America/Toronto, send: cron 30 7 * * 1-5")
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, "Baykar opened a school."))
        await home.poll(works)
        assert [row.due_at.isoformat() for row in outbox(works)] == ["2026-11-23T12:30:00+00:00"]
        await home.poll(works, timedelta(hours=23))
    assert [str(letter.message["Subject"]) for letter in home.to("desk")] == ["Arms exports: 1 story (Mon 23 Nov, 08:00)"]
