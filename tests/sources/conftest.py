"""A server on loopback, and a source on it that is polled by a clock which the test turns."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest_asyncio

from monitor.sources.fetch import Fetcher
from tests.sources.loopback import USER_AGENT, Loopback
from tests.sources.polling import Polled, state_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest_asyncio.fixture
async def server() -> AsyncIterator[Loopback]:
    async with Loopback() as running:
        yield running


@pytest_asyncio.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher(USER_AGENT, timedelta(seconds=20), allow_private_networks=True) as opened:
        yield opened


@pytest_asyncio.fixture
async def source(server: Loopback, fetcher: Fetcher) -> Polled:
    return Polled(fetcher, state_of(f"{server.url}/f"))
