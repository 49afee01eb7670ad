from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING

import aiohttp
import pytest

from monitor.errors import MonitorError
from monitor.web.server import Console

if TYPE_CHECKING:
    from tests.daemon.house import House


async def test_the_console_answers_on_a_free_port_until_it_is_told_to_stop(home: House) -> None:
    stop = asyncio.Event()
    with Console.bind("127.0.0.1:0") as console:
        async with home.works() as works, aiohttp.ClientSession() as browser:
            serving = asyncio.create_task(console.serve(works, stop))
            async with browser.get(console.url) as answer:
                assert (answer.status, "Tocsin" in await answer.text()) == (200, True)
                assert "server" not in {name.lower() for name in answer.headers}
            stop.set()
            await serving


async def test_a_daemon_that_ends_early_takes_its_console_along(home: House) -> None:
    with Console.bind("127.0.0.1:0") as console:
        async with home.works() as works:
            serving = asyncio.create_task(console.serve(works, asyncio.Event()))
            await asyncio.sleep(0)
            serving.cancel()
            with pytest.raises(asyncio.CancelledError):
                await serving
    assert [task for task in asyncio.all_tasks() if "Server.serve" in repr(task)] == []


def test_a_port_in_use_is_said_with_the_remedy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(MonitorError, match=rf"cannot listen on {listen}.*in use.*console:"), Console.bind(listen):
            pass


def test_an_address_of_another_machine_is_said_too() -> None:
    with pytest.raises(MonitorError, match=r"cannot listen on 192\.0\.2\.1:0"), Console.bind("192.0.2.1:0"):
        pass


@pytest.mark.parametrize(
    ("listen", "begins"), [("127.0.0.1:0", "http://127.0.0.1:"), ("[::1]:0", "http://[::1]:"), ("0.0.0.0:0", "http://127.0.0.1:")]
)
def test_the_address_can_be_opened_in_a_browser(listen: str, begins: str) -> None:
    with Console.bind(listen) as console:
        assert console.url.startswith(begins)
        assert not console.url.endswith(":0/")
