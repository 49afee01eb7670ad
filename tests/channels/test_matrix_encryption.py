"""Encrypted rooms, against a real homeserver: who is in the room reads what was sent, and where that cannot be, nothing is sent."""

from __future__ import annotations

import asyncio
import logging
import stat
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from monitor.channels.matrix import MatrixChannel
from monitor.channels.matrix_keys import start_sessions_anew
from monitor.errors import AddressRefused, Rejected, Retry, SendError, Unknown
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


@dataclass(slots=True)
class Stand:
    """An encrypted room on a real homeserver, who reads there, and Tocsin's account, which comes by way of the proxy."""

    synapse: Homeserver
    proxy: Proxy
    reader: Reader
    bot: Account
    room: str
    home: Path

    @property
    def owner(self) -> Account:
        return Account("", self.reader.client.user_id, self.reader.client.access_token)

    def opened(self) -> MatrixChannel:
        """Tocsin's sender, as a process would open it that starts."""
        return MatrixChannel(MatrixSender(self.proxy.url, user=self.bot.name, password=PASSWORD), self.home, clock, answer_s=5)

    def events(self) -> list[dict[str, Any]]:
        return self.synapse.messages(self.owner, self.room)

    def files(self, pattern: str = "matrix-*") -> list[Path]:
        return sorted(self.home.glob(pattern))


@pytest.fixture
async def stand(synapse: Homeserver, tmp_path: Path) -> AsyncIterator[Stand]:
    owner, bot = synapse.account(), synapse.account()
    reader = await reader_of(owner, synapse.url, tmp_path / "reader")
    room = synapse.room(owner, bot, room_version="12", initial_state=[ENCRYPTION])
    async with matrix_proxy(synapse.url) as proxy:
        yield Stand(synapse, proxy, reader, bot, room, tmp_path / "state")
    await reader.client.close()


@pytest.fixture
async def channel(stand: Stand) -> AsyncIterator[MatrixChannel]:
    made = stand.opened()
    yield made
    await made.close()


async def test_a_second_client_reads_exactly_what_was_sent(channel: MatrixChannel, stand: Stand) -> None:
    sent = await channel.send(stand.room, ALERT, "d-1")
    (event,) = stand.events()
    assert (event["type"], event["event_id"]) == ("m.room.encrypted", sent.ref)
    assert "L3Harris" not in str(event)
    assert await stand.reader.look() == [
        {
            "msgtype": "m.text",
            "body": "Found: L3Harris",
            "format": "org.matrix.custom.html",
            "formatted_body": "<p>Found: <b>L3Harris</b></p>",
            "m.mentions": {},
            "tocsin.delivery": "d-1",
        }
    ]
    assert not stand.reader.unread


async def test_the_thread_stands_in_the_clear_and_the_mentions_do_not(channel: MatrixChannel, stand: Stand) -> None:
    first = await channel.send(stand.room, ALERT, "d-1")
    second = await channel.send(stand.room, ALERT, "d-2", first.thread)
    content = stand.events()[1]["content"]
    assert second.thread == first.ref
    assert content["m.relates_to"] == {
        "rel_type": "m.thread",
        "event_id": first.ref,
        "is_falling_back": True,
        "m.in_reply_to": {"event_id": first.ref},
    }
    assert set(content) == {"algorithm", "sender_key", "ciphertext", "session_id", "device_id", "m.relates_to"}


async def test_the_same_key_is_one_event_also_after_a_restart(stand: Stand) -> None:
    refs = set()
    for _ in range(3):  # a process that starts, sends the same delivery and dies
        channel = stand.opened()
        refs.add((await channel.send(stand.room, ALERT, "d-1")).ref)
        await channel.close()
    assert {event["event_id"] for event in stand.events()} == refs
    assert len(refs) == 1
    assert len(await stand.reader.look()) == 1


async def test_a_message_after_a_restart_is_read(stand: Stand) -> None:
    for number in range(3):
        channel = stand.opened()
        await channel.send(stand.room, Rendered("S", f"message {number}"), f"d-{number}")
        await channel.close()
        await stand.reader.look()
    assert stand.reader.bodies == ["message 0", "message 1", "message 2"]
    assert not stand.reader.unread


async def test_who_joins_later_reads_what_comes_then_and_who_left_reads_nothing_more(channel: MatrixChannel, stand: Stand) -> None:
    await channel.send(stand.room, Rendered("S", "before"), "d-1")
    late = await reader_of(stand.synapse.account(), stand.synapse.url, stand.home / "late")
    await late.client.join(stand.room)
    await channel.send(stand.room, Rendered("S", "together"), "d-2")
    await late.look()
    assert late.bodies == ["together"]
    await late.client.room_leave(stand.room)
    await channel.send(stand.room, Rendered("S", "after"), "d-3")
    await stand.reader.look()
    assert stand.reader.bodies == ["before", "together", "after"]
    keys = {event["content"]["session_id"] for event in stand.events()}
    assert len(keys) == 3  # nobody who was not there at the time can read a message
    await late.client.close()


async def test_a_member_who_signs_in_elsewhere_reads_there_too(channel: MatrixChannel, stand: Stand) -> None:
    await channel.send(stand.room, ALERT, "d-1")
    name = stand.owner.user_id.removeprefix("@").partition(":")[0]
    phone = await reader_of(Account(name, stand.owner.user_id, ""), stand.synapse.url, stand.home / "phone")
    await channel.send(stand.room, Rendered("S", "to the phone"), "d-2")
    await phone.look()
    assert phone.bodies == ["to the phone"]
    await stand.reader.look()
    assert stand.reader.bodies == ["Found: L3Harris", "to the phone"]
    await phone.client.close()


async def test_eight_at_once_are_eight_events_that_can_be_read(channel: MatrixChannel, stand: Stand) -> None:
    names = {f"message {number}" for number in range(8)}
    await asyncio.gather(*(channel.send(stand.room, Rendered(name, name), name) for name in names))
    await stand.reader.look()
    assert set(stand.reader.bodies) == names
    assert len(stand.reader.bodies) == 8


async def test_a_key_is_handed_out_once_and_serves_until_somebody_comes(channel: MatrixChannel, stand: Stand) -> None:
    for number in range(3):
        await channel.send(stand.room, ALERT, f"d-{number}")
    passed = stand.proxy.passed
    assert (passed["hand out"], passed["claim"], passed["upload"]) == (1, 1, 1)
    assert passed["query"] == 1 + 3  # for our own device at first, and for the members' each time


REFUSAL = (403, {"errcode": "M_FORBIDDEN", "error": "no"})
FAULT = (500, {"errcode": "M_UNKNOWN", "error": "Internal server error"})
NONSENSE = (200, "<html>sign in to the airport's network</html>")


@pytest.mark.parametrize("fault", [FAULT, REFUSAL, NONSENSE, (200, []), "drop"])
async def test_whichever_step_fails_nothing_is_sent_and_afterwards_it_arrives(channel: MatrixChannel, stand: Stand, fault: Any) -> None:
    for step in ("probe", "query", "upload", "members", "claim", "hand out"):  # each begins where the one before went well
        stand.proxy.faults = {step: fault}
        with pytest.raises(SendError) as failure:
            await channel.send(stand.room, ALERT, "d-1")
        assert type(failure.value) in {Retry, Rejected, AddressRefused}, step
        assert stand.events() == [], step
    stand.proxy.faults.clear()
    await channel.send(stand.room, ALERT, "d-1")
    await stand.reader.look()
    assert stand.reader.bodies == ["Found: L3Harris"]
    assert {each["type"] for each in stand.events()} == {"m.room.encrypted"}


@pytest.mark.parametrize("answer", [{}, {"one_time_keys": {}}, {"one_time_keys": {"@x:localhost": "no"}}])
async def test_a_key_that_nobody_could_be_handed_encrypts_nothing(channel: MatrixChannel, stand: Stand, answer: object) -> None:
    stand.proxy.faults["claim"] = (200, answer)
    with pytest.raises(Retry):
        await channel.send(stand.room, ALERT, "d-1")
    assert stand.events() == []


async def test_what_others_sent_to_the_device_is_worth_no_message(channel: MatrixChannel, stand: Stand) -> None:
    stand.proxy.faults["hear"] = FAULT
    await channel.send(stand.room, ALERT, "d-1")
    await stand.reader.look()
    assert stand.reader.bodies == ["Found: L3Harris"]


async def test_a_reply_that_was_lost_leaves_the_fate_unknown_and_the_message_once(channel: MatrixChannel, stand: Stand) -> None:
    stand.proxy.faults["send"] = "lost"
    with pytest.raises(Unknown):
        await channel.send(stand.room, ALERT, "d-1")
    stand.proxy.faults.clear()
    await channel.send(stand.room, ALERT, "d-1")
    assert len(stand.events()) == 1
    await stand.reader.look()
    assert stand.reader.bodies == ["Found: L3Harris"]


async def test_a_server_that_takes_the_encryption_back_is_not_believed(channel: MatrixChannel, stand: Stand) -> None:
    await channel.send(stand.room, ALERT, "d-1")
    stand.proxy.faults["probe"] = (404, {"errcode": "M_NOT_FOUND", "error": "no such state"})
    with pytest.raises(Rejected, match=r"was encrypted.*nothing is sent in plaintext"):
        await channel.send(stand.room, ALERT, "d-2")
    again = stand.opened()  # and not after a restart either
    with pytest.raises(Rejected, match="was encrypted"):
        await again.send(stand.room, ALERT, "d-3")
    await again.close()
    assert {each["type"] for each in stand.events()} == {"m.room.encrypted"}


async def test_a_room_that_is_encrypted_in_an_unknown_way_gets_nothing(channel: MatrixChannel, stand: Stand) -> None:
    stand.proxy.faults["probe"] = (200, {"algorithm": "m.future.v9"})
    with pytest.raises(Rejected, match="a way that Tocsin does not know"):
        await channel.send(stand.room, ALERT, "d-1")
    assert stand.events() == []


async def test_a_room_with_nobody_who_could_read_waits(channel: MatrixChannel, stand: Stand) -> None:
    dumb = stand.synapse.account()
    room = stand.synapse.room(dumb, stand.bot, initial_state=[ENCRYPTION])
    with pytest.raises(Retry, match="nobody in this room has a device"):
        await channel.send(room, ALERT, "d-1")
    assert stand.synapse.messages(dumb, room) == []


async def test_the_keys_are_their_owners_alone(channel: MatrixChannel, stand: Stand) -> None:
    await channel.send(stand.room, ALERT, "d-1")
    (path,) = stand.files("*.keys")
    assert [stat.S_IMODE(each.stat().st_mode) for each in stand.files()] == [0o600] * 3
    assert path.stat().st_size > 0


async def keys_of_another(stand: Stand) -> bytes:
    account = stand.synapse.account()
    room = stand.synapse.room(stand.owner, account, initial_state=[ENCRYPTION])
    other = replace(stand, bot=account, home=stand.home / "other")
    channel = other.opened()
    assert await channel.check(room) is None
    await channel.close()
    return other.files("*.keys")[0].read_bytes()


@pytest.mark.parametrize("loss", ["lost", "of another", "damaged"])
async def test_keys_that_were_lost_are_told_of_with_the_remedy(stand: Stand, loss: str) -> None:
    channel = stand.opened()
    await channel.send(stand.room, ALERT, "d-1")
    await channel.close()
    (path,) = stand.files("*.keys")
    if loss == "damaged":
        path.write_bytes(b"this is no database, and it is long enough to be read as one" * 100)
    else:
        path.unlink()
    if loss == "of another":
        path.write_bytes(await keys_of_another(stand))
    again = stand.opened()
    with pytest.raises(Rejected, match=r"put (it|the file) back from a backup.*delete"):
        await again.send(stand.room, ALERT, "d-2")
    assert "from a backup" in (await again.check(stand.room) or "")
    await again.close()
    assert len(stand.events()) == 1
    for each in stand.files():  # what the remedy says
        each.unlink()
    anew = stand.opened()
    await anew.send(stand.room, ALERT, "d-2")
    await anew.close()
    assert len(stand.events()) == 2


async def test_keys_out_of_a_backup_go_on_with_new_sessions(stand: Stand) -> None:
    first = stand.opened()
    await first.send(stand.room, Rendered("S", "before the backup"), "d-1")
    await first.close()
    (path,) = stand.files("*.keys")
    copy = path.read_bytes()
    later = stand.opened()
    for number in (2, 3):
        await later.send(stand.room, Rendered("S", f"after it, {number}"), f"d-{number}")
    await later.close()
    await stand.reader.look()
    path.write_bytes(copy)
    start_sessions_anew(path)
    restored = stand.opened()
    await restored.send(stand.room, Rendered("S", "restored"), "d-4")
    await restored.close()
    await stand.reader.look()
    assert stand.reader.bodies == ["before the backup", "after it, 2", "after it, 3", "restored"]
    assert not stand.reader.unread


async def test_two_processes_with_one_key_file_take_turns(stand: Stand) -> None:
    daemon, command = stand.opened(), stand.opened()
    for number in range(3):
        await asyncio.gather(
            daemon.send(stand.room, Rendered("S", f"daemon {number}"), f"a-{number}"),
            command.send(stand.room, Rendered("S", f"command {number}"), f"b-{number}"),
        )
    await daemon.close()
    await command.close()
    await stand.reader.look()
    assert sorted(stand.reader.bodies) == sorted(f"{who} {number}" for who in ("daemon", "command") for number in range(3))
    assert not stand.reader.unread


async def test_a_member_with_nonsense_for_keys_spoils_it_for_nobody_else(channel: MatrixChannel, stand: Stand) -> None:
    vandal = stand.synapse.account()
    device = stand.synapse.call("GET", "/_matrix/client/v3/account/whoami", vandal.token)["device_id"]
    keys = {f"{kind}:{device}": "nonsense" for kind in ("curve25519", "ed25519")}
    nonsense = {"user_id": vandal.user_id, "device_id": device, "algorithms": ["x"], "keys": keys, "signatures": {vandal.user_id: keys}}
    stand.synapse.call("POST", "/_matrix/client/v3/keys/upload", vandal.token, {"device_keys": nonsense})
    stand.synapse.call("POST", f"/_matrix/client/v3/join/{stand.room}", vandal.token, {})
    await channel.send(stand.room, ALERT, "d-1")
    await stand.reader.look()
    assert stand.reader.bodies == ["Found: L3Harris"]


async def test_who_was_invited_reads_what_came_before_they_accepted(channel: MatrixChannel, stand: Stand) -> None:
    late = await reader_of(stand.synapse.account(), stand.synapse.url, stand.home / "late")
    await stand.reader.client.room_invite(stand.room, late.client.user_id)
    await channel.send(stand.room, ALERT, "d-1")
    await late.client.join(stand.room)
    await late.look()
    assert late.bodies == ["Found: L3Harris"]
    await late.client.close()


async def test_a_device_that_lost_its_session_with_us_gets_the_next_key_in_a_new_one(stand: Stand) -> None:
    first = stand.opened()
    await first.send(stand.room, ALERT, "d-1")
    await first.close()
    device = stand.events()[0]["content"]["device_id"]
    assert stand.reader.client.olm is not None
    begun = {"algorithm": "m.olm.v1.curve25519-aes-sha2", "ciphertext": {}}
    begun["sender_key"] = stand.reader.client.olm.account.identity_keys["curve25519"]
    body = {"messages": {stand.bot.user_id: {device: begun}}}
    stand.synapse.call("PUT", "/_matrix/client/v3/sendToDevice/m.room.encrypted/1", stand.owner.token, body)
    again = stand.opened()
    await again.send(stand.room, Rendered("S", "again"), "d-2")
    await again.close()
    assert stand.proxy.passed["claim"] == 2
    await stand.reader.look()
    assert stand.reader.bodies == ["Found: L3Harris", "again"]


async def test_two_accounts_have_keys_of_their_own(stand: Stand) -> None:
    other = replace(stand, bot=stand.synapse.account())
    stand.synapse.call("POST", f"/_matrix/client/v3/join/{stand.room}", other.bot.token, {})
    for number, each in enumerate((stand, other, stand)):
        channel = each.opened()
        await channel.send(stand.room, Rendered("S", f"message {number}"), f"d-{number}")
        await channel.close()
    assert len(stand.files("*.keys")) == len(stand.files("*.device")) == 2
    await stand.reader.look()
    assert stand.reader.bodies == ["message 0", "message 1", "message 2"]


async def test_no_key_is_logged(channel: MatrixChannel, stand: Stand, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await channel.send(stand.room, ALERT, "d-1")
    assert not [record for record in caplog.records if record.name.partition(".")[0] in {"nio", "peewee"}]
    assert "L3Harris" not in caplog.text


async def test_without_what_encrypts_nothing_is_sent(channel: MatrixChannel, stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vodozemac", None)  # as it is where matrix-nio was installed without its extra
    with pytest.raises(Rejected, match="not installed; run: pip install"):
        await channel.send(stand.room, ALERT, "d-1")
    assert stand.events() == []


async def test_a_device_that_the_server_forgot_is_made_known_again(channel: MatrixChannel, stand: Stand) -> None:
    await channel.send(stand.room, ALERT, "d-1")
    stand.synapse.forget_tokens(stand.bot)
    await channel.send(stand.room, Rendered("S", "again"), "d-2")
    await stand.reader.look()
    assert stand.reader.bodies == ["Found: L3Harris", "again"]


async def test_a_token_encrypts_as_the_device_that_it_belongs_to(stand: Stand) -> None:
    channel = MatrixChannel(MatrixSender(stand.proxy.url, token=stand.bot.token), stand.home, clock)
    stand.proxy.faults["whose"] = FAULT
    with pytest.raises(Retry):
        await channel.send(stand.room, ALERT, "d-1")
    stand.proxy.faults["whose"] = (200, {"user_id": stand.bot.user_id})
    with pytest.raises(Rejected, match="belongs to no device"):
        await channel.send(stand.room, ALERT, "d-1")
    assert stand.events() == []
    stand.proxy.faults.clear()
    await channel.send(stand.room, ALERT, "d-1")
    await channel.close()
    await stand.reader.look()
    assert stand.reader.bodies == ["Found: L3Harris"]
    whose = stand.synapse.call("GET", "/_matrix/client/v3/account/whoami", stand.bot.token)
    assert stand.events()[0]["content"]["device_id"] == whose["device_id"]


async def test_an_open_room_needs_no_keys(channel: MatrixChannel, stand: Stand) -> None:
    open_room = stand.synapse.room(stand.owner, stand.bot)
    for step in ("members", "query", "claim", "upload", "hand out", "hear"):
        stand.proxy.faults[step] = FAULT
    await channel.send(open_room, ALERT, "d-1")
    assert [each["type"] for each in stand.synapse.messages(stand.owner, open_room)] == ["m.room.message"]
    assert stand.files("*.keys") == []


async def test_a_long_message_in_any_script_fits_when_it_is_encrypted(channel: MatrixChannel, stand: Stand) -> None:
    await channel.send(stand.room, Rendered("S", "𐍈" * 20_000, "<p>" + "𐍈" * 9_000), "d-1")
    await channel.send(stand.room, Rendered("S", "ж" * 20_000, "<p>" + "x" * 30_000), "d-2")
    await stand.reader.look()
    assert [len(content["body"]) for content in stand.reader.seen] == [6000, 12000]
    assert not stand.reader.unread
