"""A host's robots.txt is asked once a day, politely, and heeded also when it cannot be read."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from monitor.sources.fetch import HostWaits
from monitor.sources.robots import ASKED_AGAIN_AFTER, GOOD_FOR, Robots
from tests.sources.loopback import USER_AGENT, answer, closed_port

if TYPE_CHECKING:
    from monitor.sources.fetch import Fetcher
    from tests.sources.loopback import Loopback

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
NO_ENTRY = answer(200, b"User-agent: *\nDisallow: /closed/\n")


class Day:
    """A clock that the test turns."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest_asyncio.fixture
async def day() -> Day:
    return Day()


@pytest_asyncio.fixture
async def robots(fetcher: Fetcher, day: Day) -> Robots:
    return Robots(lambda: fetcher, day, gap=timedelta(0))


async def test_a_page_that_a_site_keeps_programs_from_is_refused_in_words(server: Loopback, robots: Robots) -> None:
    server.answers["/robots.txt"] = NO_ENTRY
    refusal = await robots.refusal(f"{server.url}/closed/1")
    assert refusal is not None
    assert "asks programs not to read this page (Disallow: /closed/)" in refusal
    assert await robots.refusal(f"{server.url}/open/1") is None


async def test_a_host_is_asked_once_a_day_and_by_its_name_for_us(server: Loopback, robots: Robots, day: Day) -> None:
    server.answers["/robots.txt"] = NO_ENTRY
    await asyncio.gather(*(robots.refusal(f"{server.url}/{each}") for each in range(5)))
    assert len(server.requests) == 1
    assert server.requests[0].headers["user-agent"] == USER_AGENT.encode()
    day.now += GOOD_FOR - timedelta(seconds=1)
    await robots.refusal(f"{server.url}/a")
    assert len(server.requests) == 1
    day.now += timedelta(seconds=1)
    await robots.refusal(f"{server.url}/a")
    assert len(server.requests) == 2


@pytest.mark.parametrize("status", [401, 403, 404, 410])
async def test_a_site_without_rules_allows_everything(server: Loopback, robots: Robots, status: int) -> None:
    server.answers["/robots.txt"] = answer(status, b"User-agent: *\nDisallow: /\n")
    assert await robots.refusal(f"{server.url}/closed/1") is None


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_site_whose_rules_cannot_be_read_is_left_alone_for_now(server: Loopback, robots: Robots, day: Day, status: int) -> None:
    server.answers["/robots.txt"] = answer(status, b"")
    verdict = await robots.verdict(f"{server.url}/a")
    assert verdict.reason is not None
    assert f"the server answers {status}" in verdict.reason
    assert verdict.until == NOON + ASKED_AGAIN_AFTER
    server.answers["/robots.txt"] = NO_ENTRY
    day.now += ASKED_AGAIN_AFTER
    assert await robots.refusal(f"{server.url}/a") is None


async def test_a_pause_that_the_site_asks_for_is_kept(server: Loopback, robots: Robots) -> None:
    server.answers["/robots.txt"] = answer(503, b"", {"Retry-After": "36000"})
    assert (await robots.verdict(f"{server.url}/a")).until == NOON + timedelta(hours=10)


async def test_a_site_that_does_not_answer_is_left_alone_for_now(robots: Robots) -> None:
    refusal = await robots.refusal(f"http://127.0.0.1:{closed_port()}/a")
    assert refusal is not None
    assert "cannot be read" in refusal


async def test_the_last_rules_hold_while_new_ones_cannot_be_read(server: Loopback, robots: Robots, day: Day) -> None:
    server.answers["/robots.txt"] = NO_ENTRY
    await robots.refusal(f"{server.url}/a")
    server.answers["/robots.txt"] = answer(500, b"")
    day.now += GOOD_FOR
    assert await robots.refusal(f"{server.url}/a") is None
    assert await robots.refusal(f"{server.url}/closed/1") is not None


async def test_a_host_that_wants_a_pause_is_not_even_asked_for_its_rules(server: Loopback, fetcher: Fetcher, day: Day) -> None:
    robots = Robots(lambda: fetcher, day, held_until=lambda _host: NOON + timedelta(hours=1), gap=timedelta(0))
    with pytest.raises(HostWaits):
        await robots.refusal(f"{server.url}/a")
    assert not server.requests


async def test_credentials_in_an_address_do_not_go_along(server: Loopback, robots: Robots) -> None:
    server.answers["/robots.txt"] = NO_ENTRY
    await robots.refusal(server.url.replace("http://", "http://user:secret@") + "/a")
    assert "authorization" not in server.requests[0].headers


async def test_a_clock_that_is_set_back_keeps_no_rules_for_ever(server: Loopback, robots: Robots, day: Day) -> None:
    server.answers["/robots.txt"] = NO_ENTRY
    await robots.refusal(f"{server.url}/a")
    day.now -= timedelta(days=300)
    await robots.refusal(f"{server.url}/a")
    assert len(server.requests) == 2
