"""A name in another spelling reaches its reader as a name does, and a new watch finds it in the archive."""

from __future__ import annotations

from tests.daemon.house import House, archived, entry

ANY_SPELLING = "watchlist: Peace\ntell: [desk]\nwatches:\n  - entity: Project Ploughshares\n"
GARBLED = "A study by Project Ploughshers says so."


async def test_a_garbled_name_is_told_with_the_reason(home: House) -> None:
    home.write("watchlists/peace.yaml", ANY_SPELLING)
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, GARBLED))
        await home.poll(works)
    (letter,) = home.letters
    assert "'Project Ploughshers' sounds like 'Project Ploughshares'" in letter.part("plain")


async def test_a_reload_compiles_what_changed_and_goes_on_finding_the_rest(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, GARBLED))
        await home.poll(works)
        assert home.letters == []
        home.write("watchlists/peace.yaml", ANY_SPELLING)
        await works.reload()
        await home.poll(works)
        assert home.letters == []  # what stood in the archive is recorded alone
        assert archived(works, "number 1").fate_reason is not None
        home.press["wire"].say(entry(2, GARBLED), entry(3, "Baykar opened an office."))
        await home.poll(works)
    assert sorted(home.subjects()) == ["Baykar: Headline number 3", "Project Ploughshares: Headline number 2"]
