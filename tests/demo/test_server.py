"""The press answers polls honestly: the whole feed when it changed, 304 when it did not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import aiohttp
import pytest

from monitor.demo.press import Press, sample_outlets
from monitor.demo.server import PressServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

START = datetime(2031, 3, 3, 12, tzinfo=UTC)


class Hands:
    """A clock whose hands the test moves."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
async def server(clock: Hands) -> AsyncIterator[PressServer]:
    async with PressServer(Press(sample_outlets(), START), clock) as running:
        yield running


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def test_each_outlet_is_a_host_of_its_own(server: PressServer) -> None:
    hosts = {address.split("/")[2] for address in server.feeds.values()}
    assert len(hosts) == len(server.feeds) == 14


async def test_an_unchanged_feed_is_answered_with_304_and_a_changed_one_whole(
    server: PressServer, client: aiohttp.ClientSession, clock: Hands
) -> None:
    for outlet, address in server.feeds.items():
        async with client.get(address) as first:
            assert first.status == 200
            validators = {"If-None-Match": first.headers["ETag"], "If-Modified-Since": first.headers["Last-Modified"]}
        async with client.get(address, headers=validators) as second:
            assert (second.status, await second.read()) == (304, b"")
        assert server.answers[outlet, 304] == 1
    clock.now = START + timedelta(seconds=5)
    async with client.get(server.feeds["sample-wire"], headers=validators) as third:
        assert third.status == 200
        assert "arms embargo" in await third.text()


async def test_a_date_alone_is_enough_and_the_tag_outweighs_it(server: PressServer, client: aiohttp.ClientSession, clock: Hands) -> None:
    address = server.feeds["sample-wire"]
    async with client.get(address) as first:
        date, tag = first.headers["Last-Modified"], first.headers["ETag"]
    for headers, status in (
        ({"If-Modified-Since": date}, 304),
        ({"If-Modified-Since": "Mon, 03 Mar 2031 12:00:00 -0000"}, 200),
        ({"If-Modified-Since": "yesterday"}, 200),
        ({"If-None-Match": '"another"', "If-Modified-Since": date}, 200),
        ({"If-None-Match": f'"another", W/{tag}'}, 304),
    ):
        async with client.get(address, headers=headers) as answer:
            assert answer.status == status, headers
    clock.now = START + timedelta(seconds=5)
    async with client.get(address, headers={"If-Modified-Since": date}) as answer:
        assert answer.status == 200


async def test_the_pages_open_and_name_what_they_are(server: PressServer, client: aiohttp.ClientSession) -> None:
    home = server.feeds["copy-desk"].rpartition("/")[0]
    async with client.get(f"{home}/") as front:
        assert '<link rel="alternate" type="application/rss+xml"' in await front.text()
    async with client.get(f"{home}/news/copied-permits") as page:
        text = await page.text()
    assert "L3Harris WESCAM" in text
    assert "Everything here is invented" in text
    source = text.partition('<p><a href="')[2].partition('"')[0]
    async with client.get(source) as original:
        assert "export permits" in await original.text()


async def test_an_article_that_is_not_out_yet_is_not_found(server: PressServer, client: aiohttp.ClientSession, clock: Hands) -> None:
    home = server.feeds["sample-wire"].rpartition("/")[0]
    async with client.get(f"{home}/news/wescam-decision") as early:
        assert early.status == 404
    clock.now = START + timedelta(seconds=45)
    async with client.get(f"{home}/news/wescam-decision") as late:
        assert late.status == 200
