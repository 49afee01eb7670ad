"""The daemon is killed twenty times at random moments: every message arrives, and a kill costs one extra mail at most."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.daemon.house import House, house
from tests.daemon.press import Entry
from tests.end_to_end.daemon_process import Daemon

if TYPE_CHECKING:
    from pathlib import Path

    from tests.channels.synapse_server import Homeserver

KILLS = 20
OUTLETS = tuple(f"outlet{n}" for n in range(8))
STORIES = 64  # a demo's size


def publish(home: House) -> None:
    """Put the stories into the feeds, eight to an outlet; each is its own."""
    now = datetime.now(UTC)
    for n in range(STORIES):
        entry = Entry(
            guid=f"story-{n}",
            title=f"Story {n}: Baykar in place {n}",
            text=f"Report number {n} says that Baykar did thing {n} in place {n}, for reason {n}.",
            link=f"https://news.example/{n}",
            published=now - timedelta(minutes=n),
        )
        home.press[OUTLETS[n % len(OUTLETS)]].say(entry)


def waiting(database: Path) -> int:
    """Count the deliveries that have not arrived."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return int(connection.execute("select count(*) from deliveries where state != 'sent'").fetchone()[0])


def keys(database: Path, channel: str) -> set[str]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return {row[0] for row in connection.execute("select key from deliveries where channel = ?", (channel,))}


async def run_out(home: House) -> None:
    """Let the daemon finish in peace."""
    database = home.folder.parent / "var" / "tocsin.db"
    daemon = await Daemon.start(home.folder)
    async with asyncio.timeout(60):
        await daemon.says("daemon.started")
        while len(keys(database, "email")) < STORIES or waiting(database):  # noqa: ASYNC110 another process's database
            await asyncio.sleep(0.1)
    assert await daemon.end() == 0


@pytest.mark.parametrize("seed", [1])
async def test_twenty_kills_lose_nothing_and_cost_a_copy_each_at_most(tmp_path: Path, synapse: Homeserver, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 moments, not secrets
    bot, reader = synapse.account(), synapse.account()
    room = synapse.room(bot, reader)
    async with house(tmp_path, OUTLETS) as home:
        general = (home.folder / "tocsin.yaml").read_text(encoding="utf-8")
        account = f"  matrix: {{homeserver: {synapse.url}, user: {bot.name}, token: {bot.token}}}\n"
        home.write("tocsin.yaml", f"polling: {{fastest: 1s, slowest: 1s}}\nflood: {STORIES} per hour\n{general}{account}")
        home.write("recipients.yaml", f"desk: {{to: [desk@example.org, 'matrix/{room}']}}\nops: {{to: [ops@example.org]}}\n")
        home.write_sources(backfill="7d")
        publish(home)
        kills = 0
        while kills < KILLS:
            daemon = await Daemon.start(home.folder, is_measured=False)
            await daemon.says("daemon.started")
            await asyncio.sleep(chance.uniform(0, 0.25))  # the moment of the kill is what is tried
            await daemon.kill()
            kills += 1
        await run_out(home)
        database = home.folder.parent / "var" / "tocsin.db"
        expected = {f"<{key}@example.org>" for key in keys(database, "email")}
        arrived = Counter(str(letter.message["Message-ID"]) for letter in home.to("desk"))
        subjects = {subject for subject in home.subjects() if "Story" in subject}
        events = synapse.messages(reader, room)
        transactions = keys(database, "matrix")
    assert len(subjects) == STORIES
    assert set(arrived) == expected
    assert sum(arrived.values()) - len(expected) <= KILLS
    assert len(events) == len(transactions) == STORIES
