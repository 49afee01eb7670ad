"""The operator hears of each condition once, and of many at a time in one message: never a letter for each."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.store import conditions
from tests.daemon.house import House, house

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

MANY = tuple(f"feed{n}" for n in range(30))


@pytest.fixture
async def crowd(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path, MANY) as made:
        yield made


async def test_thirty_feeds_that_fail_together_are_two_letters_and_none_when_asked_again(crowd: House) -> None:
    async with crowd.works() as works:
        await crowd.poll(works)
        for name in MANY:
            crowd.press[name].status = 403
        for _ in range(3):
            await crowd.poll(works, timedelta(days=2))
        with works.database.read() as connection:
            known = conditions.open_now(connection)
    assert len(known) == len(MANY)
    assert 1 <= len(crowd.to("ops")) <= 3
    told = "\n".join(letter.part("plain") for letter in crowd.to("ops"))
    assert "tocsin status" in told


async def test_the_end_of_a_trouble_is_told_once(crowd: House) -> None:
    async with crowd.works() as works:
        await crowd.poll(works)
        crowd.press["feed3"].status = 403
        for _ in range(3):
            await crowd.poll(works, timedelta(days=2))
        crowd.press["feed3"].status = 200
        for _ in range(3):
            await crowd.poll(works, timedelta(days=2))
        with works.database.read() as connection:
            assert conditions.open_now(connection) == []
    subjects = [str(letter.message["Subject"]) for letter in crowd.to("ops")]
    assert len(subjects) == 2
    assert all("feed3" in subject for subject in subjects)
