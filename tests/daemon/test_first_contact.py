"""What stood in a source at first contact is archived; what comes after it is told. Nothing old becomes new."""

from __future__ import annotations

from datetime import timedelta

from tests.daemon.house import START, House, archived, entry

WESCAM = "The ministry said that WESCAM sensors were exported under a permit."


async def test_what_stood_there_at_first_contact_is_never_told(home: House) -> None:
    home.press["wire"].say(entry(1, WESCAM), entry(2, "Nothing of note."))
    reports = await home.run(times=3)
    assert home.letters == []
    assert reports[0].error is None


async def test_what_comes_after_first_contact_is_told_once(home: House) -> None:
    home.press["wire"].say(entry(1, WESCAM))
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(2, "Baykar was named in a new report."))
        for _ in range(3):
            await home.poll(works)
    assert home.subjects() == ["Baykar: Headline number 2"]


async def test_an_empty_first_poll_is_the_starting_point_too(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, WESCAM))
        await home.poll(works)
    assert len(home.letters) == 1


async def test_a_failed_first_poll_is_no_starting_point(home: House) -> None:
    home.press["wire"].status = 503
    home.press["wire"].say(entry(1, WESCAM))
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].status = 200
        await home.poll(works, timedelta(days=2))
    assert home.letters == []


async def test_backfill_tells_what_is_young_enough_at_first_contact(home: House) -> None:
    home.write_sources(backfill="7d")
    home.press["wire"].say(
        entry(1, WESCAM, published=START - timedelta(days=2)),
        entry(2, "Baykar again.", published=START - timedelta(days=8)),
        entry(3, "Baykar without a date."),
    )
    await home.run()
    assert home.subjects() == ["L3Harris WESCAM: Headline number 1"]


async def test_an_entry_older_than_two_weeks_is_archived_however_new_to_us(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, WESCAM, published=START - timedelta(days=15)))
        await home.poll(works)
        item = archived(works, "guid-1")
    assert home.letters == []
    assert (item.fate_stage, item.is_baseline) == ("too old", True)


async def test_a_source_that_renames_all_its_entries_tells_nothing_again(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, WESCAM), entry(2, "Quiet."))
        await home.poll(works)
        renamed = [entry(n, text, link=f"https://news.example/{n}") for n, text in ((1, WESCAM), (2, "Quiet."))]
        home.press["wire"].entries = [type(each)(f"tag:new-{each.guid}", each.title, each.text, each.link, None) for each in renamed]
        reports = await home.poll(works)
    assert len(home.letters) == 1
    assert reports[0].new == 0


async def test_an_edited_address_keeps_the_history_of_a_named_source(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, WESCAM))
        await home.poll(works)
        home.press["wire"].url = home.press["wire"].url.replace("/rss", "/rss2")
        home.write_sources()
        await works.reload()
        home.press["wire"].say(entry(2, "Baykar."))
        await home.poll(works)
    assert home.subjects() == ["L3Harris WESCAM: Headline number 1", "Baykar: Headline number 2"]


async def test_a_new_watch_tells_only_what_comes_after_it(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, "Turbine makers met in Norvik."))
        await home.poll(works)
        home.write("watchlists/places.yaml", "watchlist: Places\ntell: [legal]\nwatches:\n  - entity: Norvik\n")
        await works.reload()
        home.press["wire"].entries[0] = entry(1, "Turbine makers met in Norvik, again.")
        home.press["wire"].say(entry(2, "Norvik hosts a fair."))
        await home.poll(works)
        old = archived(works, "guid-1")
    assert home.subjects() == ["Norvik: Headline number 2"]
    assert old.item.text.endswith("again.")


async def test_new_entries_of_a_live_blog_that_all_link_to_one_page_are_new(home: House) -> None:
    blog = "https://news.example/live"
    home.press["wire"].say(entry(1, "Baykar was named in the morning.", link=blog))
    async with home.works() as works:
        await home.poll(works)
        for n in (2, 3):
            home.press["wire"].entries = [entry(n, f"Baykar was named again, in report {n}.", link=blog)]
            await home.poll(works)
    assert home.subjects() == ["Baykar: Headline number 2", "Baykar: Headline number 3"]
