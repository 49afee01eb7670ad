"""How much is read in a week is told from what was read, once that was a week."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.daemon.volume import words_per_week
from tests.daemon.house import House, entry

WEEK = timedelta(weeks=1)


async def test_the_words_of_a_week_are_estimated_from_the_last_four(home: House) -> None:
    async with home.works() as works:

        def words() -> float | None:
            with works.database.read() as connection:
                return words_per_week(connection, home.now)

        assert words() is None
        home.press["wire"].say(entry(1, "one two three four five", title="six seven"))
        await home.poll(works)
        assert words() is None
        home.press["wire"].say(entry(2, "one two three", title="four"))
        await home.poll(works, after=WEEK)
        assert words() == pytest.approx(11)
        home.now += WEEK
        assert words() == pytest.approx(5.5)
        home.now += 4 * WEEK
        assert words() is None
