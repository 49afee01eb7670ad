"""A fetch does not reach inside, however an address is written, and a proxy is the administrator's affair."""

from __future__ import annotations

import socket

import pytest

from monitor.errors import FetchError
from monitor.sources.fetch import Fetcher
from tests.sources.loopback import USER_AGENT, Loopback, answer, closed_port


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "127.1", "[::ffff:127.0.0.1]", "0x7f.1", "0"])
async def test_an_address_inside_is_not_reached_however_it_is_written(server: Loopback, host: str) -> None:
    server.answers["/f"] = answer(200, b"<rss/>")
    async with Fetcher(USER_AGENT) as guarded:
        with pytest.raises(FetchError, match=r"private or local address.*allow_private_networks: true"):
            await guarded.get(f"http://{host}:{server.port}/f")
    assert server.requests == []


async def test_a_public_name_that_points_inside_is_stopped_at_the_socket(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    def lie(*_: object, **__: object) -> list[tuple[object, ...]]:
        places = [("127.0.0.1", server.port), ("10.0.0.1", server.port)]
        return [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", place) for place in places]

    monkeypatch.setattr(socket, "getaddrinfo", lie)
    async with Fetcher(USER_AGENT) as guarded:
        with pytest.raises(FetchError, match=r"feeds\.example:\d+ leads to a private or local address"):
            await guarded.get(f"http://feeds.example:{server.port}/f")
    assert server.requests == []


async def test_a_proxy_gets_the_request_and_may_stand_inside(server: Loopback) -> None:
    server.answers["http://feeds.example/f"] = answer(200, b"<rss/>")
    async with Fetcher(USER_AGENT, proxy=f"http://me:pw@127.0.0.1:{server.port}") as behind:
        assert (await behind.get("http://feeds.example/f")).body == b"<rss/>"
        assert server.requests[0].headers["proxy-authorization"] == b"Basic bWU6cHc="
        with pytest.raises(FetchError, match="private or local"):
            await behind.get("http://169.254.169.254/latest/")
        with pytest.raises(FetchError, match=r"there is no server|cannot be looked up|no connection"):
            await behind.get("http://feeds.invalid/f", proxy="")


async def test_a_proxy_that_refuses_is_told_from_a_server_that_does(server: Loopback, fetcher: Fetcher) -> None:
    server.answers["feeds.example:443"] = answer(407)
    with pytest.raises(FetchError, match=r"the proxy refuses to lead to feeds\.example: it answers 407"):
        await fetcher.get("https://feeds.example/f", proxy=server.url)
    with pytest.raises(FetchError, match="the proxy cannot be reached"):
        await fetcher.get("http://feeds.example/f", proxy=f"http://127.0.0.1:{closed_port()}")
