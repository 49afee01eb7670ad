"""Every save of a watchlist is answered, once: what is live, what the last days would have brought, what is too common."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from monitor.daemon import saves
from monitor.store import revisions
from tests.daemon.house import WATCHLIST, House, entry, house

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from monitor.daemon.works import Works

PLACES = """\
watchlist: Places
tell: [legal]
owner: ops
watches:
  - entity: Norvik
    spelling: exact
  - term: council
"""


@pytest.fixture
async def read(tmp_path: Path) -> AsyncIterator[tuple[House, Works]]:
    """Give a house that has read thirty items: one of Norvik, all of the council."""
    async with house(tmp_path) as home, home.works() as works:
        told = [entry(n, f"The council met for the {n}th time.", title=f"Meeting {n}") for n in range(29)]
        home.press["wire"].say(*told, entry(30, "Norvik hosts the council.", title="A `fair` in Norvik"))
        await home.poll(works)
        yield home, works


async def test_the_owner_of_a_new_list_hears_what_it_would_have_brought(read: tuple[House, Works]) -> None:
    home, works = read
    home.write("watchlists/places.yaml", PLACES)
    await works.reload()
    assert await works.answer_saves() == 1
    await works.courier.deliver_due()
    (letter,) = home.letters
    text = " ".join(letter.part("plain").split())
    assert (letter.readers, letter.message["Subject"]) == (["ops@example.org"], "watchlists/places.yaml is live")
    assert "2 watches are live. New: Norvik, council." in text
    assert "In the last 30 days 30 items were read. This list would have alerted on 30 of them; copies of one story" in text
    assert "Found: council 30 (+30), Norvik 1 (+1)." in text
    assert "A 'fair' in Norvik" in text
    assert "“council” looks too common for council: it stands in 30 items, 100% of all that was read." in text
    assert "near:" in text
    assert await works.answer_saves() == 0


async def test_an_edited_list_is_set_beside_what_it_was(read: tuple[House, Works]) -> None:
    home, works = read
    home.write("watchlists/arms.yaml", WATCHLIST.replace("entity: Baykar", "entity: Norvik"))
    await works.reload()
    await works.answer_saves()
    await works.courier.deliver_due()
    (letter,) = home.to("desk")
    text = " ".join(letter.part("plain").split())
    assert "2 watches are live. New: Norvik; as before: 1; taken away: Baykar." in text
    assert "Found: Norvik 1 (+1). Found nowhere: L3Harris WESCAM." in text


async def test_two_saves_in_a_row_are_answered_as_one_also_after_a_restart(tmp_path: Path) -> None:
    async with house(tmp_path) as home:
        await home.run()
        async with home.works() as works:
            home.write("watchlists/places.yaml", PLACES)
            await works.reload()
            home.write("watchlists/places.yaml", PLACES.replace("Norvik", "Ostrava"))
            await works.reload()
        async with home.works() as works:
            assert await works.answer_saves() == 1
            await works.courier.deliver_due()
        (letter,) = home.letters
        assert "New: Ostrava, council." in letter.part("plain")
        assert "The archive holds nothing of the last 30 days yet" in " ".join(letter.part("plain").split())


async def test_a_save_that_another_followed_before_its_answer_is_answered_with_it(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        home.write("watchlists/places.yaml", PLACES.replace("Norvik", "Ostrava"))
        await works.reload()
        (first,) = await works.writer.run(revisions.unanswered)
        home.write("watchlists/places.yaml", PLACES)
        await works.reload()
        await works.writer.run(lambda connection: saves._drop(connection, first, home.now))
        assert await works.answer_saves() == 1
        await works.courier.deliver_due()
    assert "New: Norvik, council." in home.letters[0].part("plain")


async def test_what_is_no_watchlist_or_is_gone_again_asks_for_no_answer(home: House) -> None:
    async with home.works() as works:
        await home.poll(works)
        home.write("watchlists/places.yaml", PLACES)
        home.write_sources(poll="2h")
        await works.reload()
        (home.folder / "watchlists/places.yaml").unlink()
        await works.reload()
        assert await works.answer_saves() == 0
        assert await works.writer.run(revisions.unanswered) == []


async def test_a_list_that_cannot_be_tried_is_answered_all_the_same(home: House, monkeypatch: pytest.MonkeyPatch) -> None:
    async with home.works() as works:
        await home.poll(works)
        home.write("watchlists/places.yaml", PLACES)
        await works.reload()
        monkeypatch.setattr("monitor.daemon.backtest._answer", _ends)
        assert await works.answer_saves() == 1
        await works.courier.deliver_due()
    assert "could not be found out: the process that tried it was ended" in " ".join(home.letters[0].part("plain").split())


def _ends(*_: object) -> None:
    """Stand for a process that the system kills."""
