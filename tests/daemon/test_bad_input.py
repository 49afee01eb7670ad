"""One feed of a dozen is as it should be: it is read and told of; each of the others gets a clear reason, and nothing is lost."""

from __future__ import annotations

import asyncio
import gzip
import json
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.store import sources
from tests.daemon.house import House, entry, house

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from monitor.daemon.works import Works

NAMES = ("good", "html", "huge", "attributes", "bomb", "gone", "teapot", "empty", "cut", "binary")
REASONS = {
    "html": "HTML page",
    "huge": "larger than",
    "attributes": "",
    "bomb": "larger than",
    "gone": "410",
    "teapot": "418",
    "empty": "empty",
    "drip": "no answer|took longer|timed out|within",
    "silent": "refused|connect",
}


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    async with house(tmp_path, NAMES) as made:
        text = (made.folder / "tocsin.yaml").read_text(encoding="utf-8")
        made.write("tocsin.yaml", text.replace("allow_private_networks: true", "allow_private_networks: true, timeout: 1s, max_body: 1MB"))
        yield made


def spoil(home: House) -> None:
    press = home.press
    press["html"].body = b"<!doctype html><html><head><title>Sign in</title></head><body>Sign in</body></html>"
    press["huge"].body = b"<rss><channel>" + b"<item><title>x</title></item>" * 50_000
    press["attributes"].body = b"<rss version='2.0'><channel " + b" ".join(b'a%d="x"' % n for n in range(60_000)) + b"></channel></rss>"
    press["bomb"].body = gzip.compress(b"<rss><channel>" + b" " * 50_000_000)
    press["bomb"].headers = {"Content-Encoding": "gzip"}
    press["gone"].status = 410
    press["teapot"].status = 418
    press["empty"].body = b""
    press["cut"].say(entry(1, "Baykar in a feed that is cut."))
    press["cut"].body = press["cut"].document()[:-40]
    press["binary"].body = bytes(range(256)) * 100


def errors(works: Works) -> dict[str, str | None]:
    with works.database.read() as connection:
        return {state.key: state.last_error for state in sources.all_states(connection)}


@asynccontextmanager
async def dripping() -> AsyncIterator[str]:
    """Serve a byte now and then, for ever; give the address."""
    talks: list[asyncio.Task[None] | None] = []

    async def drip(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talks.append(asyncio.current_task())
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        try:
            while True:
                writer.write(b"x")
                await asyncio.sleep(0.2)
        except asyncio.CancelledError:
            writer.close()

    server = await asyncio.start_server(drip, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    for talk in talks:
        assert talk is not None
        talk.cancel()
        await talk
    server.close()


async def test_every_bad_feed_has_its_reason_and_the_good_one_is_told_of(home: House, unused_tcp_port_factory: Callable[[], int]) -> None:
    spoil(home)
    listed = (home.folder / "sources.yaml").read_text(encoding="utf-8")
    silent = f"http://127.0.0.1:{unused_tcp_port_factory()}/"
    async with dripping() as drip_url:
        more = {"drip": drip_url, "silent": silent}
        home.write("sources.yaml", listed + "".join(f"  - {{name: {name}, url: {json.dumps(url)}}}\n" for name, url in more.items()))
        async with home.works() as works:
            await home.poll(works)
            home.press["good"].say(entry(7, "Baykar in a feed that is good."))
            await home.poll(works, timedelta(hours=30))
            told = errors(works)
    assert "Baykar: Headline number 7" in home.subjects()
    assert told["good"] is None
    assert told["cut"] is None
    for name, words in REASONS.items():
        complaint = told[name]
        assert complaint, f"{name} has no reason"
        assert any(word in complaint for word in words.split("|")), complaint
        assert "Traceback" not in complaint


async def test_a_feed_that_is_gone_for_good_is_told_to_the_operator_once(home: House) -> None:
    home.press["gone"].status = 410
    async with home.works() as works:
        for _ in range(3):
            await home.poll(works, timedelta(days=1))
    assert sum("gone" in subject for subject in home.subjects()) == 1
