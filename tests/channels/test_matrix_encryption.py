"""Encrypted rooms, against a real homeserver: who is in the room reads what was sent, and where that cannot be, nothing is sent."""

from __future__ import annotations

import asyncio
import stat
from typing import TYPE_CHECKING, Any

import pytest

from monitor.channels.matrix import MatrixChannel
from monitor.errors import Rejected, Retry, SendError, Unknown
from monitor.model import Rendered
from monitor.settings.records import MatrixSender
from tests.channels.conftest import clock
from tests.channels.matrix_proxy import Proxy, matrix_proxy
from tests.channels.matrix_reader import Reader, reader_of
from tests.channels.synapse_server import PASSWORD, Account, Homeserver

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

ALERT = Rendered("Subject", "Found: L3Harris", "<p>Found: <b>L3Harris</b></p>")
ENCRYPTION = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}


@pytest.fixture
def bot(synapse: Homeserver) -> Account:
    return synapse.account()


@pytest.fixture
async def reader(synapse: Homeserver, tmp_path: Path) -> AsyncIterator[Reader]:
    made = await reader_of(synapse.account(), synapse.url, tmp_path / "reader")
    yield made
    await made.client.close()


@pytest.fixture
def owner(reader: Reader) -> Account:
    return Account("", reader.client.user_id, reader.client.access_token)


@pytest.fixture
def room(synapse: Homeserver, bot: Account, owner: Account) -> str:
    return synapse.room(owner, bot, room_version="12", initial_state=[ENCRYPTION])


@pytest.fixture
async def proxy(synapse: Homeserver) -> AsyncIterator[Proxy]:
    async with matrix_proxy(synapse.url) as made:
        yield made


def opened(url: str, bot: Account, home: Path) -> MatrixChannel:
    return MatrixChannel(MatrixSender(url, user=bot.name, password=PASSWORD), home, clock, answer_s=5)


@pytest.fixture
async def channel(proxy: Proxy, bot: Account, tmp_path: Path) -> AsyncIterator[MatrixChannel]:
    made = opened(proxy.url, bot, tmp_path)
    yield made
    await made.close()


def plaintext(synapse: Homeserver, reader: Account, room: str) -> list[dict[str, Any]]:
    return [event for event in synapse.messages(reader, room) if event["type"] == "m.room.message"]


async def test_a_second_client_reads_exactly_what_was_sent(
    channel: MatrixChannel, synapse: Homeserver, reader: Reader, owner: Account, room: str
) -> None:
    sent = await channel.send(room, ALERT, "d-1")
    (event,) = synapse.messages(owner, room)
    assert (event["type"], event["event_id"]) == ("m.room.encrypted", sent.ref)
    assert "L3Harris" not in str(event)
    assert await reader.look() == [
        {
            "msgtype": "m.text",
            "body": "Found: L3Harris",
            "format": "org.matrix.custom.html",
            "formatted_body": "<p>Found: <b>L3Harris</b></p>",
            "m.mentions": {},
            "tocsin.delivery": "d-1",
        }
    ]
    assert not reader.unread


async def test_the_thread_stands_in_the_clear_and_the_mentions_do_not(
    channel: MatrixChannel, synapse: Homeserver, owner: Account, room: str
) -> None:
    first = await channel.send(room, ALERT, "d-1")
    second = await channel.send(room, ALERT, "d-2", first.thread)
    content = synapse.messages(owner, room)[1]["content"]
    assert second.thread == first.ref
    assert content["m.relates_to"] == {
        "rel_type": "m.thread",
        "event_id": first.ref,
        "is_falling_back": True,
        "m.in_reply_to": {"event_id": first.ref},
    }
    assert set(content) == {"algorithm", "sender_key", "ciphertext", "session_id", "device_id", "m.relates_to"}


async def test_the_same_key_is_one_event_also_after_a_restart(
    synapse: Homeserver, bot: Account, reader: Reader, owner: Account, room: str, tmp_path: Path
) -> None:
    refs = set()
    for _ in range(3):  # a process that starts, sends the same delivery and dies
        channel = opened(synapse.url, bot, tmp_path)
        refs.add((await channel.send(room, ALERT, "d-1")).ref)
        await channel.close()
    assert {event["event_id"] for event in synapse.messages(owner, room)} == refs
    assert len(refs) == 1
    assert len(await reader.look()) == 1


async def test_a_message_after_a_restart_is_read(synapse: Homeserver, bot: Account, reader: Reader, room: str, tmp_path: Path) -> None:
    for number in range(3):
        channel = opened(synapse.url, bot, tmp_path)
        await channel.send(room, Rendered("S", f"message {number}"), f"d-{number}")
        await channel.close()
        await reader.look()
    assert reader.bodies == ["message 0", "message 1", "message 2"]
    assert not reader.unread


async def test_who_joins_later_reads_what_comes_then_and_who_left_reads_nothing_more(
    channel: MatrixChannel, synapse: Homeserver, reader: Reader, room: str, tmp_path: Path
) -> None:
    await channel.send(room, Rendered("S", "before"), "d-1")
    late = await reader_of(synapse.account(), synapse.url, tmp_path / "late")
    await late.client.join(room)
    await channel.send(room, Rendered("S", "together"), "d-2")
    await late.look()
    assert late.bodies == ["together"]
    await late.client.room_leave(room)
    await channel.send(room, Rendered("S", "after"), "d-3")
    await reader.look()
    assert reader.bodies == ["before", "together", "after"]
    keys = {event["content"]["session_id"] for event in synapse.messages(Account("", "", reader.client.access_token), room)}
    assert len(keys) == 3  # nobody who was not there at the time can read a message
    await late.client.close()


async def test_a_member_who_signs_in_elsewhere_reads_there_too(
    channel: MatrixChannel, synapse: Homeserver, reader: Reader, owner: Account, room: str, tmp_path: Path
) -> None:
    await channel.send(room, ALERT, "d-1")
    name = owner.user_id.removeprefix("@").partition(":")[0]
    phone = await reader_of(Account(name, owner.user_id, ""), synapse.url, tmp_path / "phone")
    await channel.send(room, Rendered("S", "to the phone"), "d-2")
    await phone.look()
    assert phone.bodies == ["to the phone"]
    await reader.look()
    assert reader.bodies == ["Found: L3Harris", "to the phone"]
    await phone.client.close()


async def test_eight_at_once_are_eight_events_that_can_be_read(channel: MatrixChannel, reader: Reader, room: str) -> None:
    names = {f"message {number}" for number in range(8)}
    await asyncio.gather(*(channel.send(room, Rendered(name, name), name) for name in names))
    await reader.look()
    assert set(reader.bodies) == names
    assert len(reader.bodies) == 8


async def test_a_key_is_handed_out_once_and_serves_until_somebody_comes(
    channel: MatrixChannel, proxy: Proxy, synapse: Homeserver, reader: Reader, room: str
) -> None:
    for number in range(3):
        await channel.send(room, ALERT, f"d-{number}")
    assert (proxy.passed["hand out"], proxy.passed["claim"], proxy.passed["query"]) == (1, 1, 4)
    synapse.call("PUT", f"/_matrix/client/v3/rooms/{room}/state/m.room.topic", reader.client.access_token, {"topic": "arms"})
    await channel.send(room, ALERT, "d-9")
    assert proxy.passed["hand out"] == 1


REFUSAL = (403, {"errcode": "M_FORBIDDEN", "error": "no"})
FAULT = (500, {"errcode": "M_UNKNOWN", "error": "Internal server error"})
NONSENSE = (200, "<html>sign in to the airport's network</html>")


@pytest.mark.parametrize("fault", [FAULT, REFUSAL, NONSENSE, (200, []), "drop"])
async def test_whichever_step_fails_nothing_is_sent_and_afterwards_it_arrives(
    channel: MatrixChannel, proxy: Proxy, synapse: Homeserver, reader: Reader, owner: Account, room: str, fault: Any
) -> None:
    for step in ("probe", "query", "upload", "members", "claim", "hand out"):  # each begins where the one before went well
        proxy.faults = {step: fault}
        with pytest.raises(SendError) as failure:
            await channel.send(room, ALERT, "d-1")
        assert type(failure.value) in {Retry, Rejected}, step
        assert synapse.messages(owner, room) == [], step
    proxy.faults.clear()
    await channel.send(room, ALERT, "d-1")
    await reader.look()
    assert reader.bodies == ["Found: L3Harris"]
    assert plaintext(synapse, owner, room) == []


@pytest.mark.parametrize("answer", [{}, {"one_time_keys": {}}, {"one_time_keys": {"@x:localhost": "no"}}])
async def test_a_key_that_nobody_could_be_handed_encrypts_nothing(
    channel: MatrixChannel, proxy: Proxy, synapse: Homeserver, owner: Account, room: str, answer: object
) -> None:
    proxy.faults["claim"] = (200, answer)
    with pytest.raises(Retry):
        await channel.send(room, ALERT, "d-1")
    assert synapse.messages(owner, room) == []


async def test_what_others_sent_to_the_device_is_worth_no_message(channel: MatrixChannel, proxy: Proxy, reader: Reader, room: str) -> None:
    proxy.faults["hear"] = FAULT
    await channel.send(room, ALERT, "d-1")
    await reader.look()
    assert reader.bodies == ["Found: L3Harris"]


async def test_a_reply_that_was_lost_leaves_the_fate_unknown_and_the_message_once(
    channel: MatrixChannel, proxy: Proxy, synapse: Homeserver, reader: Reader, owner: Account, room: str
) -> None:
    proxy.faults["send"] = "lost"
    with pytest.raises(Unknown):
        await channel.send(room, ALERT, "d-1")
    proxy.faults.clear()
    await channel.send(room, ALERT, "d-1")
    assert len(synapse.messages(owner, room)) == 1
    await reader.look()
    assert reader.bodies == ["Found: L3Harris"]


async def test_a_server_that_takes_the_encryption_back_is_not_believed(
    channel: MatrixChannel, proxy: Proxy, synapse: Homeserver, owner: Account, bot: Account, room: str, tmp_path: Path
) -> None:
    await channel.send(room, ALERT, "d-1")
    proxy.faults["probe"] = (404, {"errcode": "M_NOT_FOUND", "error": "no such state"})
    with pytest.raises(Rejected, match="was encrypted.*nothing is sent in plaintext"):
        await channel.send(room, ALERT, "d-2")
    again = opened(proxy.url, bot, tmp_path)  # and not after a restart either
    with pytest.raises(Rejected, match="was encrypted"):
        await again.send(room, ALERT, "d-3")
    await again.close()
    assert plaintext(synapse, owner, room) == []


async def test_a_room_that_is_encrypted_in_an_unknown_way_gets_nothing(
    channel: MatrixChannel, proxy: Proxy, synapse: Homeserver, owner: Account, room: str
) -> None:
    proxy.faults["probe"] = (200, {"algorithm": "m.future.v9"})
    with pytest.raises(Rejected, match="a way that Tocsin does not know"):
        await channel.send(room, ALERT, "d-1")
    assert synapse.messages(owner, room) == []


async def test_a_room_with_nobody_who_could_read_waits(channel: MatrixChannel, synapse: Homeserver, bot: Account) -> None:
    dumb = synapse.account()
    room = synapse.room(dumb, bot, initial_state=[ENCRYPTION])
    with pytest.raises(Retry, match="nobody in this room has a device"):
        await channel.send(room, ALERT, "d-1")
    assert synapse.messages(dumb, room) == []


def key_files(home: Path) -> list[Path]:
    return sorted(home.glob("matrix-*.keys"))


async def test_the_keys_are_their_owners_alone(channel: MatrixChannel, room: str, tmp_path: Path) -> None:
    await channel.send(room, ALERT, "d-1")
    (path,) = key_files(tmp_path)
    assert [stat.S_IMODE(each.stat().st_mode) for each in tmp_path.glob("matrix-*")] == [0o600] * 3
    assert path.stat().st_size > 0


@pytest.mark.parametrize("loss", ["lost", "of another", "damaged"])
async def test_keys_that_were_lost_are_told_of_with_the_remedy(
    synapse: Homeserver, bot: Account, owner: Account, room: str, tmp_path: Path, loss: str
) -> None:
    channel = opened(synapse.url, bot, tmp_path)
    await channel.send(room, ALERT, "d-1")
    await channel.close()
    (path,) = key_files(tmp_path)
    if loss == "damaged":
        path.write_bytes(b"this is no database, and it is long enough to be read as one" * 100)
    else:
        path.unlink()
    if loss == "of another":
        (tmp_path / "other").mkdir()
        other = opened(synapse.url, synapse.account(), tmp_path / "other")
        await other.check(room)
        await other.close()
        path.write_bytes(b"")
    again = opened(synapse.url, bot, tmp_path)
    with pytest.raises(Rejected, match=r"put (it|the file) back from a backup.*delete"):
        await again.send(room, ALERT, "d-2")
    assert "from a backup" in (await again.check(room) or "")
    await again.close()
    assert len(synapse.messages(owner, room)) == 1
    for each in tmp_path.glob("matrix-*"):  # what the remedy says
        each.unlink()
    anew = opened(synapse.url, bot, tmp_path)
    await anew.send(room, ALERT, "d-2")
    await anew.close()
    assert len(synapse.messages(owner, room)) == 2


async def test_a_device_that_the_server_forgot_is_made_known_again(
    channel: MatrixChannel, synapse: Homeserver, bot: Account, reader: Reader, room: str
) -> None:
    await channel.send(room, ALERT, "d-1")
    synapse.forget_tokens(bot)
    await channel.send(room, Rendered("S", "again"), "d-2")
    await reader.look()
    assert reader.bodies == ["Found: L3Harris", "again"]


async def test_a_token_encrypts_as_the_device_that_it_belongs_to(
    proxy: Proxy, synapse: Homeserver, bot: Account, reader: Reader, owner: Account, room: str, tmp_path: Path
) -> None:
    channel = MatrixChannel(MatrixSender(proxy.url, token=bot.token), tmp_path, clock)
    proxy.faults["whose"] = FAULT
    with pytest.raises(Retry):
        await channel.send(room, ALERT, "d-1")
    proxy.faults["whose"] = (200, {"user_id": bot.user_id})
    with pytest.raises(Rejected, match="belongs to no device"):
        await channel.send(room, ALERT, "d-1")
    assert synapse.messages(owner, room) == []
    proxy.faults.clear()
    await channel.send(room, ALERT, "d-1")
    await channel.close()
    await reader.look()
    assert reader.bodies == ["Found: L3Harris"]
    whose = synapse.call("GET", "/_matrix/client/v3/account/whoami", bot.token)
    assert synapse.messages(owner, room)[0]["content"]["device_id"] == whose["device_id"]


async def test_an_open_room_needs_no_keys(
    channel: MatrixChannel, proxy: Proxy, synapse: Homeserver, bot: Account, owner: Account, tmp_path: Path
) -> None:
    open_room = synapse.room(owner, bot)
    for step in ("members", "query", "claim", "upload", "hand out", "hear"):
        proxy.faults[step] = FAULT
    await channel.send(open_room, ALERT, "d-1")
    assert len(plaintext(synapse, owner, open_room)) == 1
    assert key_files(tmp_path) == []


async def test_a_long_message_in_any_script_fits_when_it_is_encrypted(channel: MatrixChannel, reader: Reader, room: str) -> None:
    await channel.send(room, Rendered("S", "𐍈" * 20_000, "<p>" + "𐍈" * 9_000), "d-1")
    await channel.send(room, Rendered("S", "ж" * 20_000, "<p>" + "x" * 30_000), "d-2")
    await reader.look()
    assert [len(content["body"]) for content in reader.seen] == [6000, 12000]
    assert not reader.unread
