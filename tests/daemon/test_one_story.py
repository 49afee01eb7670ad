"""One story at five outlets, from their feeds to the letter: told once, with the other outlets listed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.daemon.house import House, entry, house
from tests.daemon.reports import COPY_IN_OTHER_WORDS, OTHER_REPORT, STORY, TITLE, UNRELATED

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.channels.smtp_server import Letter
    from tests.daemon.press import Entry

WATCHLIST = """\
watchlist: Arms exports
tell: [desk]
watches:
  - entity: Halden Optics
    spelling: exact
"""
OUTLETS = ("wire", "world-reader", "blog-one", "blog-two", "blog-three")


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path, OUTLETS) as made:
        made.write("watchlists/arms.yaml", WATCHLIST)
        yield made


def autoblog(n: int, text: str, title: str = TITLE) -> Entry:
    wrapped = f'[ad_1]\n<p>{text}</p>\n[ad_2]\n<a href="https://elsewhere.example/{n}">Source link</a>'
    return entry(n, wrapped, title=title, link=f"https://blog.example/{n}")


def listed(letter: Letter) -> list[str]:
    return [outlet for outlet in OUTLETS if outlet in letter.part("plain")]


async def test_an_original_its_translation_back_and_three_autoblogs_are_one_message_with_five_outlets(town: House) -> None:
    async with town.works() as works:
        await town.poll(works)
        town.press["wire"].say(entry(1, STORY, title=TITLE))
        town.press["world-reader"].say(entry(2, COPY_IN_OTHER_WORDS, title="Watchdog asks Ottawa to stop exports of the cameras Kestrel"))
        town.press["blog-one"].say(autoblog(3, STORY))
        town.press["blog-two"].say(autoblog(4, STORY[: len(STORY) * 2 // 3], "You will not believe what these cameras did"))
        town.press["blog-three"].say(autoblog(5, f"Welcome to our blog, subscribe for more!\n{STORY}\nRelated: the weather"))
        await town.poll(works)
        await town.poll(works)
    assert len(town.letters) == 1
    assert listed(town.letters[0]) == list(OUTLETS)


async def test_copies_that_come_after_the_message_are_silent_and_another_report_comes_in_the_daily_letter(town: House) -> None:
    async with town.works() as works:
        await town.poll(works)
        town.press["wire"].say(entry(1, STORY, title=TITLE))
        await town.poll(works)
        town.press["blog-one"].say(autoblog(3, STORY))
        town.press["world-reader"].say(entry(2, OTHER_REPORT, title="Group urges ministers to stop sale of Kestrel drone cameras"))
        town.press["blog-two"].say(entry(9, f"{UNRELATED} Halden Optics paid for the boats.", title="Harbour ferries run later"))
        await town.poll(works)
        assert len(town.letters) == 2  # the story, and the ferries
        await town.poll(works, timedelta(hours=20))
    daily = town.letters[2:]
    assert len(daily) == 1
    text = " ".join(daily[0].part("plain").split())
    assert "Group urges ministers to stop sale of Kestrel drone cameras" in text
    assert "likely the same event" in text
    assert "blog-one" not in text
