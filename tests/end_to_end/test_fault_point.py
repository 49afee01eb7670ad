"""Killed between the server's answer and the commit: nothing is lost, nothing is twice on Matrix, a mail at most once more."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from monitor.model import DeliveryState
from tests.channels.smtp_server import mail_server
from tests.daemon.post_office import MINUTE, PostOffice, live_of, office_of, post_office
from tests.store.conftest import postgresql_server, postgresql_url

if TYPE_CHECKING:
    from monitor.model import MessageId
    from tests.channels.synapse_server import Homeserver

__all__ = ["postgresql_server", "postgresql_url"]

KILLS = (1, 2, 3)  # which of the messages that a process sends is its last


async def run(folder: Path, taken: int = 0) -> int:
    """Let a process of its own send; return how it ended."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.end_to_end.fault_point", folder, str(taken), cwd=Path(__file__).parents[2]
    )
    return await process.wait()


@pytest.mark.parametrize("taken", KILLS)
async def test_a_mail_is_at_most_once_more_with_the_same_id(tmp_path: Path, taken: int) -> None:
    async with mail_server() as mailbox:
        senders = f"  mail: {{smtp: 127.0.0.1, port: {mailbox.port}, tls: none, from: a@example.org}}\n"
        async with post_office(tmp_path, senders, "desk: {to: [desk@example.org]}\nops: {to: [ops@example.org]}\n") as office:
            for number in range(5):
                office.put("mail/desk@example.org", f"letter {number}")
            assert await run(tmp_path, taken) == -9
            assert len(mailbox.letters) == taken
            assert await run(tmp_path) == 0
            assert {row.state for row in office.rows()} == {DeliveryState.SENT}
    ids = Counter(str(letter.message["Message-ID"]) for letter in mailbox.letters)
    assert sorted(ids.values()) == [1, 1, 1, 1, 2]
    subjects = list(dict.fromkeys(str(letter.message["Subject"]) for letter in mailbox.letters))
    assert subjects == [f"letter {number}" for number in range(5)]


@pytest.mark.parametrize("taken", KILLS)
async def test_a_room_gets_each_message_once(tmp_path: Path, synapse: Homeserver, taken: int) -> None:
    bot, reader = synapse.account(), synapse.account()
    room = synapse.room(bot, reader)
    senders = f"  matrix: {{homeserver: {synapse.url}, user: {bot.name}, token: {bot.token}}}\n"
    async with post_office(tmp_path, senders, f"desk: {{to: ['matrix/{room}']}}\nops: {{to: ['matrix/{room}']}}\n") as office:
        for number in range(5):
            office.put(f"matrix/{room}", f"letter {number}")
        assert await run(tmp_path, taken) == -9
        assert len(synapse.messages(reader, room)) == taken
        assert await run(tmp_path) == 0
        assert {row.state for row in office.rows()} == {DeliveryState.SENT}
    said = [str(event["content"]["body"]) for event in synapse.messages(reader, room)]
    assert [body.split(".")[0].splitlines()[0] for body in said] == [f"letter {number}" for number in range(5)]


@pytest.fixture(params=["sqlite", "postgresql"])
def database_line(request: pytest.FixtureRequest) -> str | None:
    """Name the database in the settings: a file of the test's own, or the PostgreSQL server."""
    return None if request.param == "sqlite" else request.getfixturevalue("postgresql_url")


async def test_eight_workers_bring_a_hundred_messages_once_and_in_order(
    tmp_path: Path, synapse: Homeserver, database_line: str | None
) -> None:
    bot, reader = synapse.account(), synapse.account()
    rooms = [synapse.room(bot, reader) for _ in range(4)]
    addresses = [f"matrix/{room}" for room in rooms]
    senders = f"  matrix: {{homeserver: {synapse.url}, user: {bot.name}, token: {bot.token}}}\n"
    people = f"desk: {{to: {addresses}}}\nops: {{to: ['{addresses[0]}']}}\n"
    async with post_office(tmp_path, senders, people, database=database_line) as office:
        put_hundred(office, addresses)
        workers = [office_of(office.database, live_of(tmp_path / "config"), tmp_path / "var") for _ in range(8)]
        for each in workers:
            each.now = office.now + MINUTE
        async with asyncio.timeout(120):
            await asyncio.gather(*(run_out(each) for each in workers))
        senders_used = sum(each.sent() > 0 for each in workers)
        for each in workers:
            await each.courier.close()
            each.writer.close()
    for number, room in enumerate(rooms):
        events = synapse.messages(reader, room)
        said = [str(event["content"]["body"]).splitlines()[0] for event in events]
        assert said == [f"room {number} part {part} thread {thread}" for part in range(5) for thread in range(5)]
        assert len({event["event_id"] for event in events}) == 25
        roots = [event["content"].get("m.relates_to", {}).get("event_id") for event in events]
        assert roots == [None] * 5 + [event["event_id"] for event in events[:5]] * 4
    assert senders_used > 1


def put_hundred(office: PostOffice, addresses: list[str]) -> None:
    """Put five threads of five messages into the outbox for each of four rooms, in turns."""
    firsts: dict[tuple[int, int], MessageId] = {}
    for number, address in enumerate(addresses):
        for part in range(5):
            for thread in range(5):
                made = office.put(address, f"room {number} part {part} thread {thread}", replies_to=firsts.get((number, thread)))
                firsts.setdefault((number, thread), made)


async def run_out(office: PostOffice) -> None:
    while any(row.state in {DeliveryState.DUE, DeliveryState.SENDING} for row in office.rows()):
        await office.courier.deliver_due()
        await asyncio.sleep(0)
