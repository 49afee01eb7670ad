"""A new watch looks back over the archive: its hits there are recorded and shown, and nobody is told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.store import hits
from tests.daemon.house import House, entry

if TYPE_CHECKING:
    from monitor.daemon.works import Works
    from monitor.store.hits import HitRow


def latest(works: Works) -> list[HitRow]:
    with works.database.read() as connection:
        return hits.latest(connection, 1000)


async def test_a_new_watch_finds_the_archive_and_tells_nobody(home: House) -> None:
    home.press["wire"].say(*(entry(n, f"Norvik, sitting {n}.") for n in range(450)))
    async with home.works() as works:
        await home.poll(works)
        home.write("watchlists/places.yaml", "watchlist: Places\ntell: [legal]\nwatches:\n  - entity: Norvik\n")
        await works.reload()
        await home.poll(works)
        found = latest(works)
    assert len(found) == 450
    assert all(row.is_baseline for row in found)
    assert home.letters == []


async def test_an_edited_watch_leaves_what_was_told_as_it_stands(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        home.press["wire"].say(entry(1, "Baykar opened an office."), entry(2, "Bayraktar flew."))
        await home.poll(works)
        text = (home.folder / "watchlists/arms.yaml").read_text(encoding="utf-8")
        home.write("watchlists/arms.yaml", text + "    aliases: [Bayraktar]\n")
        await works.reload()
        await home.poll(works)
        standing = {row.title: row.is_baseline for row in latest(works)}
    assert standing == {"Headline number 1": False, "Headline number 2": True}
    assert len(home.letters) == 1


async def test_watches_that_did_not_change_do_not_look_back_again(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        assert works.unseasoned == frozenset()
        home.write("watchlists/places.yaml", "watchlist: Places\ntell: [legal]\nwatches:\n  - entity: Norvik\n")
        await works.reload()
        assert works.unseasoned == {"places/norvik"}
