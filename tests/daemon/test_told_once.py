"""A recipient hears of a watch in a story once, in one message for all that was found, and again only of what is new."""

from __future__ import annotations

from datetime import timedelta

from tests.daemon.house import House, archived, entry, outbox

BODY = (
    "The ministry of foreign affairs said on Monday that WESCAM sensors made in Ontario were exported under a permit "
    "which did not allow their use in the conflict, and that it had opened an inquiry into the case."
)


async def test_two_watches_in_one_item_are_one_message_naming_both(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, "WESCAM sold a camera to Baykar."))
        await home.poll(works)
    assert len(home.letters) == 1
    text = home.letters[0].part("plain")
    assert "L3Harris WESCAM" in text
    assert "Baykar" in text


async def test_a_copy_of_a_story_in_another_outlet_is_folded_without_a_word(town: House) -> None:
    async with town.works() as works:
        await town.poll(works)
        town.press["wire"].say(entry(1, BODY))
        await town.poll(works)
        town.press["echo"].say(entry(7, f"[ad_1] {BODY} [ad_2]", title="Another headline", link="https://echo.example/7"))
        await town.poll(works)
        copy = archived(works, "guid-7")
    assert len(town.letters) == 1
    assert copy.fate_stage == "folded"
    assert "same text" in copy.fate_reason


async def test_copies_that_arrive_together_are_one_message_that_lists_both_outlets(town: House) -> None:
    async with town.works() as works:
        await town.poll(works)
        town.press["wire"].say(entry(1, BODY))
        town.press["echo"].say(entry(7, BODY, title="Another headline", link="https://echo.example/7"))
        await town.poll(works)
    assert len(town.letters) == 1
    assert "Also in" in town.letters[0].part("plain")


async def test_two_lists_of_one_recipient_are_one_message_and_lists_do_not_affect_each_other(home: House) -> None:
    home.write("watchlists/second.yaml", "watchlist: Second\ntell: [desk, legal]\nwatches:\n  - entity: WESCAM\n")
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, "L3Harris WESCAM opened a plant."))
        await home.poll(works)
    assert len(home.to("desk")) == 1
    assert len(home.to("legal")) == 1
    assert "WESCAM" in home.to("legal")[0].part("plain")


async def test_an_edit_that_brings_a_new_watch_is_a_follow_up_in_the_thread(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, BODY))
        await home.poll(works)
        home.press["wire"].entries[0] = entry(1, f"{BODY} The drones were built by Baykar.")
        await home.poll(works)
        await home.poll(works, timedelta(hours=7))
    first, second = home.letters
    assert "Baykar" in str(second.message["Subject"])
    assert second.message["In-Reply-To"] == first.message["Message-ID"]


async def test_an_edit_without_a_new_watch_is_kept_and_not_told(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, f"{BODY} A spokesman was there on Monday."))
        await home.poll(works)
        home.press["wire"].entries[0] = entry(1, f"{BODY} A spokesman was there on Tuesday.")
        reports = await home.poll(works)
    assert len(home.letters) == 1
    assert reports[0].edited == 1


async def test_a_digest_gathers_stories_and_leaves_at_its_hour(home: House) -> None:
    home.write("recipients.yaml", "desk: {to: [desk@example.org], send: daily 20:00}\nops: {to: [ops@example.org]}\n")
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, "WESCAM is in the news."), entry(2, "Baykar is in the news."))
        await home.poll(works)
        home.press["wire"].say(entry(3, "Baykar is in the news again, elsewhere."))
        await home.poll(works)
        assert home.letters == []
        await home.poll(works, timedelta(hours=9))
    assert len(home.letters) == 1
    text = home.letters[0].part("plain")
    assert all(f"Headline number {n}" in text for n in (1, 2, 3))


async def test_a_watch_that_goes_while_its_message_waits_takes_the_message_along(home: House) -> None:
    home.write("recipients.yaml", "desk: {to: [desk@example.org], send: daily 20:00, when_empty: skip}\nops: {to: [ops@example.org]}\n")
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, "Baykar is in the news."))
        await home.poll(works)
        home.write("watchlists/arms.yaml", "watchlist: Arms exports\ntell: [desk]\nwatches:\n  - entity: Norvik\n")
        await works.reload()
        await home.poll(works, timedelta(hours=12))
        posted = [row for row in outbox(works) if row.recipient == "desk"]
    assert home.to("desk") == []
    assert [(row.state.value, row.last_error) for row in posted] == [("dead", "the watches that this message was about were removed")]
    assert len(home.to("ops")) == 1


async def test_a_recipient_who_goes_while_a_message_waits_gets_nothing_and_the_outbox_says_why(home: House) -> None:
    home.write("recipients.yaml", "desk: {to: [desk@example.org], send: daily 20:00}\nops: {to: [ops@example.org]}\n")
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, "Baykar is in the news."))
        await home.poll(works)
        home.write("recipients.yaml", "ops: {to: [ops@example.org]}\n")
        home.write("watchlists/arms.yaml", "watchlist: Arms exports\ntell: [ops]\nwatches:\n  - entity: Baykar\n")
        await works.reload()
        await home.poll(works, timedelta(hours=12))
        posted = outbox(works)
    assert home.to("desk") == []
    assert "no longer in the settings" in str(posted[-1].last_error)
