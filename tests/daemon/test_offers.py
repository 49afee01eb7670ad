from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.alerts.links import LASTS, read
from monitor.daemon.compose import compose
from monitor.store import messages
from tests.daemon.house import House, archived, entry

if TYPE_CHECKING:
    import pytest

    from monitor.alerts.parts import MessagePart
    from monitor.daemon.works import Works

PUBLIC = "https://watch.example.org/tocsin"


def public(home: House) -> None:
    text = (home.folder / "tocsin.yaml").read_text(encoding="utf-8")
    home.write("tocsin.yaml", text.replace("'127.0.0.1:0'}", f"'127.0.0.1:0', public_url: '{PUBLIC}'}}"))


async def tells(home: House, works: Works, text: str) -> MessagePart:
    await home.poll(works)
    home.press["wire"].say(entry(1, text))
    await home.poll(works)
    with works.database.read() as connection:
        (row,) = messages.latest(connection, 1)
        return compose(connection, works.live, row, "key", works.clock(), has_threads=False)


async def test_each_story_offers_why_not_this_and_a_mute_each_for_its_own_ids(home: House) -> None:
    public(home)
    async with home.works() as works:
        (story,) = (await tells(home, works, "Baykar and WESCAM met.")).stories
        key = (home.folder.parent / "var" / "links.key").read_text(encoding="ascii")
        item = archived(works, "number 1")
    assert [action.label for action in story.actions] == ["why", "not this", "mute 24 h"]
    assert all(action.url.startswith(f"{PUBLIC}/link/") for action in story.actions)
    links = [read(action.url.rpartition("/")[2], bytes.fromhex(key), home.now) for action in story.actions]
    assert [link and (link.act, link.about, link.recipient) for link in links] == [
        ("why", (str(item.id),), "desk"),
        ("not-this", (str(item.id), "arms/l3harris-wescam", "arms/baykar"), "desk"),
        ("mute", (str(item.story_id),), "desk"),
    ]
    assert {link.expires_at - home.now for link in links if link} == {LASTS}


async def test_without_a_public_address_nothing_is_offered_and_no_key_is_made(home: House) -> None:
    async with home.works() as works:
        (story,) = (await tells(home, works, "Baykar met.")).stories
    assert story.actions == ()
    assert not (home.folder.parent / "var" / "links.key").exists()


async def test_a_key_that_cannot_be_had_costs_the_links_and_not_the_message(home: House, caplog: pytest.LogCaptureFixture) -> None:
    public(home)
    async with home.works() as works:
        (home.folder.parent / "var" / "links.key").write_text("damaged", encoding="ascii")
        (story,) = (await tells(home, works, "Baykar met.")).stories
    assert story.actions == ()
    assert len(home.letters) == 1
    assert "links.no_key" in caplog.text
    assert "damaged" not in caplog.text
