"""A trouble that comes and goes is told once a day at most; one that lasts is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.sources.loopback import answer
from tests.sources.polling import DAY, FEED, HOUR, Polled, told

if TYPE_CHECKING:
    from tests.sources.loopback import Loopback

FAILING, PARTIAL = "source.failing/example", "source.partial/example"
GOOD = answer(200, FEED)


def bad(condition: str, n: int) -> bytes:
    """Give the answer that brings a condition about; the same bytes twice would be no document to read."""
    return answer(403) if condition == FAILING else answer(200, FEED + b"\n! declared 60, read %d" % n)


async def heard(server: Loopback, source: Polled, *answers: bytes) -> list[tuple[str, bool]]:
    """Poll once for each answer, three hours apart."""
    conditions = []
    for reply in answers:
        server.answers["/f"] = reply
        conditions += told(await source.poll())
        source.now += 3 * HOUR
    return conditions


@pytest.mark.parametrize("condition", [FAILING, PARTIAL])
async def test_a_trouble_that_comes_and_goes_is_not_told_at_every_flip(server: Loopback, source: Polled, condition: str) -> None:
    flips = [answers for n in range(4) for answers in (bad(condition, n), GOOD)]
    assert await heard(server, source, *flips) == [(condition, False), (condition, True)]
    source.now += DAY
    assert await heard(server, source, *flips[:3]) == [(condition, False), (condition, True)]


@pytest.mark.parametrize("condition", [FAILING, PARTIAL])
async def test_a_trouble_that_comes_back_and_lasts_is_told_at_the_third_time(server: Loopback, source: Polled, condition: str) -> None:
    again = [bad(condition, n) for n in range(5)]
    await heard(server, source, again[0], GOOD)
    assert await heard(server, source, *again[1:3]) == []
    assert await heard(server, source, *again[3:], GOOD) == [(condition, False), (condition, True)]


async def test_the_end_of_one_trouble_does_not_silence_another(server: Loopback, source: Polled) -> None:
    await heard(server, source, bad(FAILING, 1), GOOD)
    assert await heard(server, source, bad(PARTIAL, 1)) == [(PARTIAL, False)]


async def test_a_source_that_is_polled_no_more_is_told_in_any_case(server: Loopback, source: Polled) -> None:
    gone = "source.gone/example"
    assert await heard(server, source, answer(410), GOOD, answer(410)) == [(gone, False), (gone, True), (gone, False)]


async def test_a_clock_that_is_set_back_makes_nobody_wait_for_the_day_to_pass(server: Loopback, source: Polled) -> None:
    await heard(server, source, bad(FAILING, 1), GOOD)
    source.now -= 30 * DAY
    assert await heard(server, source, bad(FAILING, 1)) == [(FAILING, False)]
