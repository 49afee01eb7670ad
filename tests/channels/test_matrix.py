"""Matrix, against a real homeserver: once in the room, calling nobody."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from monitor.channels.matrix import MatrixChannel, event_content
from monitor.errors import AccountFault, Rejected, Retry
from monitor.model import Rendered, Sent
from monitor.settings.records import MatrixSender
from tests.channels.conftest import NOW, clock
from tests.channels.synapse_server import PASSWORD, Account, Homeserver

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

ALERT = Rendered("Subject", "Found: L3Harris", "<p>Found: <b>L3Harris</b></p>")


@pytest.fixture(scope="session")
def reader(synapse: Homeserver) -> Account:
    return synapse.account()


@pytest.fixture
def bot(synapse: Homeserver) -> Account:
    return synapse.account()


@pytest.fixture
def room(synapse: Homeserver, bot: Account, reader: Account) -> str:
    return synapse.room(reader, bot, room_version="12")


@pytest.fixture
async def channel(synapse: Homeserver, bot: Account, tmp_path: Path) -> AsyncIterator[MatrixChannel]:
    sender = MatrixChannel(MatrixSender(synapse.url, user=bot.name, password=PASSWORD), tmp_path, clock)
    yield sender
    await sender.close()


async def send_once(synapse: Homeserver, bot: Account, room: str, home: Path) -> Sent:
    """Send as a process would that starts, sends the same delivery and dies."""
    channel = MatrixChannel(MatrixSender(synapse.url, user=bot.name, password=PASSWORD), home, clock)
    sent = await channel.send(room, ALERT, "d-1")
    await channel.close()
    return sent


async def test_a_message_is_in_the_room_with_its_html(channel: MatrixChannel, synapse: Homeserver, reader: Account, room: str) -> None:
    assert ":" not in room  # the ids of today's rooms name no server
    sent = await channel.send(room, ALERT, "d-1")
    (event,) = synapse.messages(reader, room)
    assert event["event_id"] == sent.ref == sent.thread
    assert event["content"] == {
        "msgtype": "m.text",
        "body": "Found: L3Harris",
        "format": "org.matrix.custom.html",
        "formatted_body": "<p>Found: <b>L3Harris</b></p>",
        "m.mentions": {},
        "tocsin.delivery": "d-1",
    }


async def test_the_same_key_is_one_event_also_after_a_restart(
    synapse: Homeserver, bot: Account, reader: Account, room: str, tmp_path: Path
) -> None:
    first, again, later = [await send_once(synapse, bot, room, tmp_path) for _ in range(3)]
    assert first.ref == again.ref == later.ref
    assert len(synapse.messages(reader, room)) == 1


async def test_eight_at_once_are_eight_events(channel: MatrixChannel, synapse: Homeserver, reader: Account, room: str) -> None:
    sent = await asyncio.gather(*(channel.send(room, ALERT, f"d-{number}") for number in range(8)))
    in_room = {event["event_id"] for event in synapse.messages(reader, room)}
    assert len(in_room) == 8
    assert in_room == {message.ref for message in sent}


async def test_a_hundred_alerts_by_eight_workers_are_a_hundred_events_in_order_within_each_thread(
    channel: MatrixChannel, synapse: Homeserver, reader: Account, room: str
) -> None:
    queue = [(story, number) for number in range(5) for story in range(20)]  # twenty stories of five messages each
    roots: dict[int, str] = {}
    turns = {story: asyncio.Lock() for story in range(20)}  # a reply leaves when what it replies to has left

    async def work() -> None:
        while queue:
            story, number = queue.pop(0)
            async with turns[story]:
                sent = await channel.send(room, Rendered("S", f"{story}.{number}"), f"d-{story}-{number}", roots.get(story))
                roots.setdefault(story, sent.ref)

    await asyncio.gather(*(work() for _ in range(8)))
    events = synapse.messages(reader, room)
    assert len({event["event_id"] for event in events}) == len(events) == 100
    for story, root in roots.items():
        thread = [event for event in events if root in {event["event_id"], event["content"].get("m.relates_to", {}).get("event_id")}]
        assert [event["content"]["body"] for event in thread] == [f"{story}.{number}" for number in range(5)]


async def test_a_follow_up_is_in_the_thread(channel: MatrixChannel, synapse: Homeserver, reader: Account, room: str) -> None:
    first = await channel.send(room, ALERT, "d-1")
    second = await channel.send(room, ALERT, "d-2", first.thread)
    assert second.thread == first.ref
    assert synapse.messages(reader, room)[1]["content"]["m.relates_to"] == {
        "rel_type": "m.thread",
        "event_id": first.ref,
        "is_falling_back": True,
        "m.in_reply_to": {"event_id": first.ref},
    }


async def test_a_headline_that_calls_the_room_calls_nobody(
    channel: MatrixChannel, synapse: Homeserver, bot: Account, reader: Account
) -> None:
    own_room = synapse.room(bot, reader, room_version="11")  # here the bot has the power to call everybody
    await channel.send(own_room, Rendered("S", f"@room buy now, {reader.name} {reader.user_id}"), "d-1")
    assert synapse.highlights(reader, own_room) == 0


async def test_an_alias_leads_to_its_room(channel: MatrixChannel, synapse: Homeserver, reader: Account, bot: Account) -> None:
    named = synapse.room(reader, bot, room_alias_name="arms-exports")
    await channel.send("#arms-exports:localhost", ALERT, "d-1")
    assert len(synapse.messages(reader, named)) == 1


async def test_a_mistyped_alias_is_rejected_and_no_room_is_made(channel: MatrixChannel, synapse: Homeserver, bot: Account) -> None:
    with pytest.raises(Rejected, match="there is no such room; check the alias"):
        await channel.send("#arms-exprots:localhost", ALERT, "d-1")
    assert synapse.rooms_of(bot) == set()


async def test_a_room_that_is_encrypted_later_gets_nothing_in_plaintext_from_then_on(
    channel: MatrixChannel, synapse: Homeserver, reader: Account, bot: Account, room: str
) -> None:
    await channel.send(room, ALERT, "d-1")
    synapse.encrypt(reader, room)
    with pytest.raises(Retry, match="nobody in this room has a device that could read an encrypted message"):
        await channel.send(room, ALERT, "d-2")
    assert len(synapse.messages(reader, room)) == 1
    assert synapse.rooms_of(bot) == {room}


@pytest.mark.parametrize("where", ["a room that it is not in", "!nowhere:localhost", "!nowhere"])
async def test_a_room_that_it_is_not_in_is_rejected_with_the_remedy(
    channel: MatrixChannel, synapse: Homeserver, reader: Account, bot: Account, where: str
) -> None:
    target = where if where.startswith("!") else synapse.room(reader)
    with pytest.raises(Rejected, match=f"invite {bot.user_id} into the room"):
        await channel.send(target, ALERT, "d-1")
    assert await channel.check(target)


async def test_a_room_where_it_may_not_write_is_rejected(
    channel: MatrixChannel, synapse: Homeserver, reader: Account, bot: Account
) -> None:
    silent = synapse.room(reader, bot, power_level_content_override={"events_default": 100})
    with pytest.raises(Rejected, match="let it write there"):
        await channel.send(silent, ALERT, "d-1")


async def test_a_revoked_token_is_replaced_and_the_message_arrives(
    channel: MatrixChannel, synapse: Homeserver, reader: Account, bot: Account, room: str
) -> None:
    await channel.send(room, ALERT, "d-1")
    synapse.forget_tokens(bot)
    await asyncio.gather(*(channel.send(room, ALERT, f"d-{number}") for number in range(2, 6)))
    assert len(synapse.messages(reader, room)) == 5


async def test_a_token_in_the_settings_is_used_and_told_of_when_it_is_revoked(
    synapse: Homeserver, reader: Account, bot: Account, room: str, tmp_path: Path
) -> None:
    channel = MatrixChannel(MatrixSender(synapse.url, token=bot.token), tmp_path, clock)
    await channel.send(room, ALERT, "d-1")
    synapse.forget_tokens(bot)
    with pytest.raises(AccountFault, match="does not accept the access token") as failure:
        await channel.send(room, ALERT, "d-2")
    assert bot.token not in str(failure.value)
    await channel.close()
    assert len(synapse.messages(reader, room)) == 1


async def test_a_wrong_password_waits_for_better_settings(synapse: Homeserver, bot: Account, tmp_path: Path) -> None:
    channel = MatrixChannel(MatrixSender(synapse.url, user=bot.name, password="wrong-password"), tmp_path, clock)
    with pytest.raises(AccountFault, match="cannot sign in: Invalid username or password") as failure:
        await channel.send("!any", ALERT, "d-1")
    assert "wrong-password" not in str(failure.value)
    assert "cannot sign in" in (await channel.check(None) or "")
    await channel.close()


async def test_a_closed_account_waits_for_another_one(synapse: Homeserver, tmp_path: Path) -> None:
    admin, closed = synapse.account(is_admin=True), synapse.account()
    synapse.deactivate(admin, closed)
    channel = MatrixChannel(MatrixSender(synapse.url, user=closed.name, password=PASSWORD), tmp_path, clock)
    with pytest.raises(AccountFault, match=r"closed|cannot sign in"):
        await channel.send("!any", ALERT, "d-1")
    await channel.close()


async def test_a_server_that_asks_for_patience_says_how_long(
    channel: MatrixChannel, synapse: Homeserver, bot: Account, reader: Account, room: str
) -> None:
    synapse.slow_down(synapse.account(is_admin=True), bot)
    results = await asyncio.gather(*(channel.send(room, ALERT, f"d-{number}") for number in range(5)), return_exceptions=True)
    refusals = [result for result in results if isinstance(result, Retry)]
    assert refusals
    assert "asks for patience" in str(refusals[0])
    assert refusals[0].after is not None
    assert 0 <= (refusals[0].after - NOW).total_seconds() < 60
    assert len(synapse.messages(reader, room)) < 5


async def test_an_account_and_its_room_are_tried_without_a_message(
    channel: MatrixChannel, synapse: Homeserver, reader: Account, room: str
) -> None:
    assert await channel.check(None) is None
    assert await channel.check(room) is None
    assert "not in" in (await channel.check(synapse.room(reader, visibility="public", room_version="11")) or "")
    assert synapse.messages(reader, room) == []


def test_a_message_too_large_for_html_goes_as_text() -> None:
    content = event_content(Rendered("S", "ж" * 50_000, "<p>" + "x" * 60_000), "d-1", None)
    assert set(content) == {"msgtype", "body", "m.mentions", "tocsin.delivery"}
    assert len(content["body"]) == 12_000
    assert event_content(Rendered("S", ""), "d-1", None)["body"] == "S"
