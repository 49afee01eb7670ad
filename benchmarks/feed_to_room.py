"""How long it takes from an item's appearance in a feed that is due to the message read back from a Matrix room.

    .venv/bin/python benchmarks/feed_to_room.py [--items 40]

The daemon is `tocsin run`, a process of its own, with its default ticks; the homeserver is Synapse on loopback, as `make test` installs it;
the reader is another account that waits in a long poll. An item is put into the feed, the source is made due at the same moment, and the
clock runs until the reader has the message. Beside it, in the same minutes and on the same server, by hand: fetch the feed, parse it
with feedparser, PUT a line into the room; what the daemon takes beyond that is its ticks (a second each at most), the parser's process,
the transaction that keeps the item and the one that keeps the fate. Prints median and 95th percentile, and exits 1 if a message is
missing or came twice.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sqlite3
import statistics
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import quote, urlencode
from urllib.request import urlopen
from uuid import uuid4

import feedparser

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.channels import synapse_server
from tests.channels.synapse_server import Account, Homeserver
from tests.daemon.house import House, entry, house
from tests.end_to_end.daemon_process import Daemon

WAITS_S = 30
HOLD_MS = 15_000


class Reader:
    """Somebody in the room who waits for what is said."""

    def __init__(self, server: Homeserver, account: Account, room: str) -> None:
        self._server, self._account, self._room = server, account, room
        self._since = self._sync(0)["next_batch"]
        self.seen: list[str] = []

    def wait_for(self, word: str) -> float:
        """Wait until a message holds the word; return when it was there, by the steady clock."""
        deadline = time.perf_counter() + WAITS_S
        while not any(word in body for body in self.seen):
            if time.perf_counter() > deadline:
                sys.exit(f"{word} is not in the room after {WAITS_S} s")
            self._take(HOLD_MS)
        return time.perf_counter()

    def linger(self) -> None:
        """Take what else is said within a moment."""
        self._take(2_000)

    def _take(self, hold_ms: int) -> None:
        answer = self._sync(hold_ms)
        self._since = answer["next_batch"]
        for event in answer.get("rooms", {}).get("join", {}).get(self._room, {}).get("timeline", {}).get("events", []):
            if event["type"] == "m.room.message":
                self.seen.append(event["content"]["body"])

    def _sync(self, hold_ms: int) -> dict[str, object]:
        query = urlencode({"timeout": hold_ms} | ({"since": self._since} if hasattr(self, "_since") else {}))
        return self._server.call("GET", f"/_matrix/client/v3/sync?{query}", self._account.token)


def due_now(home: House) -> None:
    """Make every source due, as if its interval were over."""
    with closing(sqlite3.connect(home.folder.parent / "var" / "tocsin.db", timeout=10)) as database, database:
        database.execute("UPDATE sources SET next_poll_at = strftime('%Y-%m-%d %H:%M:%f', 'now') || '000', lease_until = NULL")


def by_hand(home: House, server: Homeserver, bot: Account, room: str) -> None:
    """Do the same without Tocsin: fetch, parse, send one line."""
    with urlopen(home.press.feeds["wire"].url, timeout=10) as answer:  # noqa: S310 our own loopback address
        parsed = feedparser.parse(answer.read())
    path = f"/_matrix/client/v3/rooms/{quote(room, safe='')}/send/m.room.message/{uuid4()}"
    server.call("PUT", path, bot.token, {"msgtype": "m.text", "body": f"by hand: {parsed.entries[0].title}"})


async def measure(folder: Path, server: Homeserver, count: int) -> tuple[list[float], list[float], Reader]:
    """Let so many items appear, one after the other; return the seconds of the daemon and by hand."""
    bot, listener = server.account(), server.account()
    room = server.room(bot, listener)
    async with house(folder) as home:
        general = (home.folder / "tocsin.yaml").read_text(encoding="utf-8")
        home.write(
            "tocsin.yaml", f"flood: 1000 per hour\n{general}  matrix: {{homeserver: {server.url}, user: {bot.name}, token: {bot.token}}}\n"
        )
        home.write("recipients.yaml", f"desk: {{to: ['matrix/{room}'], send: at once}}\nops: {{to: [ops@example.org]}}\n")
        daemon = await Daemon.start(home.folder, is_measured=False)
        await daemon.says("poll.done")
        reader = await asyncio.to_thread(Reader, server, listener, room)
        daemons, hands = [], []
        for n in range(count):
            waiting = asyncio.create_task(asyncio.to_thread(reader.wait_for, f"Item{n}x"))
            await asyncio.sleep(0.37 * (n % 3))  # at any moment of a tick
            begun = time.perf_counter()
            home.press["wire"].say(entry(n, f"Baykar did thing {n} in place {n} for reason {n}.", title=f"Item{n}x of the wire"))
            await asyncio.to_thread(due_now, home)
            daemons.append(await waiting - begun)
            waiting = asyncio.create_task(asyncio.to_thread(reader.wait_for, f"by hand: Item{n}x"))
            begun = time.perf_counter()
            await asyncio.to_thread(by_hand, home, server, bot, room)
            hands.append(await waiting - begun)
        await asyncio.to_thread(reader.linger)
        await daemon.end()
    return daemons, hands, reader


def row(name: str, seconds: list[float]) -> str:
    """Set a row of the table."""
    p95 = statistics.quantiles(seconds, n=20, method="inclusive")[-1]
    return f"{name:<10} {statistics.median(seconds):>8.3f} {p95:>8.3f} {max(seconds):>8.3f}"


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--items", type=int, default=40)
    count = options.parse_args().items
    with tempfile.TemporaryDirectory() as folder:
        home, server_folder = Path(folder, "home"), Path(folder, "synapse")
        home.mkdir()
        server_folder.mkdir()
        process, server = synapse_server.start(server_folder)
        try:
            daemons, hands, reader = asyncio.run(measure(home, server, count))
        finally:
            process.terminate()
            process.wait(20)
    print(f"{'seconds':<10} {'median':>8} {'p95':>8} {'most':>8}")
    print(row("tocsin", daemons))
    print(row("by hand", hands))
    told = [sum(f"Item{n}x" in body and "by hand" not in body for body in reader.seen) for n in range(count)]
    if told != [1] * count:
        sys.exit(f"not every item was told once: {json.dumps(told)}")


if __name__ == "__main__":
    main()
