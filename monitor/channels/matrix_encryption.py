"""Encrypt for a Matrix room (Megolm, the keys handed out by Olm; Matrix client-server API, "End-to-end encryption").

matrix-nio keeps the keys and does the sums; the steps are ours, for its own go on in silence when one of them fails: a reader gets
what cannot be read, or everybody gets plaintext. Here each answer is looked at, and nothing is sent until the room's members, their
devices as the server knows them at this moment, and the hand-over of the key are certain. Members and devices are asked for before
each message, as both can have changed since the last one: two small requests.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import uuid4

from monitor.channels.matrix_introduction import introduce, take
from monitor.channels.matrix_keys import KeyStore
from monitor.errors import Rejected, Retry, SendError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

    from nio.crypto import Olm

    from monitor.channels.matrix_account import MatrixAccount

MEGOLM = "m.megolm.v1.aes-sha2"
MOST_MEMBERS = 1000  # each has some devices, and each device is handed the key by itself
MOST_MESSAGES, LONGEST_USE = 100, timedelta(days=7)  # of one key: what the specification recommends
HEARS_EVERY_S = 60.0
PATIENCE_MS = 10_000  # that our server may have with other servers
_NOTHING_ELSE: dict[str, dict[str, list[str]]] = {"room": {"rooms": []}, "presence": {"types": []}, "account_data": {"types": []}}


class Encryption:
    """What an account needs to write into encrypted rooms.

    Args:
        account: signed in, or able to.
        home: the folder that the keys are kept in.
        limit_s: how long the preparation of one message may take, seconds.
    """

    def __init__(self, account: MatrixAccount, home: Path, *, limit_s: float) -> None:
        self._account = account
        self._home = home
        self._limit_s = limit_s
        self._keys: KeyStore | None = None
        self._introduced_with = ""  # the token that our keys were last seen on the server with
        self._holders: dict[str, frozenset[tuple[str, str, str]]] = {}  # by room: the devices that its present key was made for
        self._heard_at = float("-inf")

    async def encrypt(self, room: str, rules: Mapping[str, Any], content: Mapping[str, Any]) -> dict[str, Any]:
        """Encrypt a message for everybody who is in a room now; return the content of an `m.room.encrypted` event.

        Args:
            room: its id.
            rules: the content of its `m.room.encryption`.
            content: of an `m.room.message`; its relation stays in the clear, as the specification has it.

        Raises:
            Retry: a step failed, or took too long; nothing was sent.
            Rejected: it cannot be encrypted with the keys that are there, or for this room.
        """
        if rules.get("algorithm") != MEGOLM:
            raise Rejected(f"{room}: this room is encrypted in a way that Tocsin does not know; use another room")
        async with self._in_time(room):
            return await self._encrypt(room, rules, content)

    async def ready(self, room: str) -> None:
        """See that the keys are there, are the server's too, and that the room's members can be told apart; sends nothing there.

        Raises:
            Retry, Rejected: as `encrypt`.
        """
        async with self._in_time(room):
            keys = await self._store()
            async with keys.turn() as olm:
                await self._introduce(olm, keys.path)
                await self._members(room)

    async def was_encrypted(self, room: str) -> bool:
        """Tell whether a room was encrypted before: encryption is never taken back, so a server that denies it is not believed."""
        if self._keys is None and not any(self._home.glob("matrix-*.keys")):
            return False
        return room in self._holders or room in (await self._store()).rooms()

    def close(self) -> None:
        """Close the key file."""
        if self._keys is not None:
            self._keys.close()
            self._keys = None

    @asynccontextmanager
    async def _in_time(self, room: str) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(self._limit_s):
                yield
        except TimeoutError:
            raise Retry(f"{room}: the encryption could not be prepared in {self._limit_s:.0f} s; nothing was sent") from None

    async def _encrypt(self, room: str, rules: Mapping[str, Any], content: Mapping[str, Any]) -> dict[str, Any]:
        keys = await self._store()
        async with keys.turn() as olm:
            if room not in self._holders:
                olm.store.save_encrypted_rooms({room})
            await self._introduce(olm, keys.path)
            await self._hear(olm)
            members = await self._members(room)
            await self._look_at_devices(olm, members)
            await self._hand_out(olm, room, members, rules)
            return sealed(olm, room, content)

    async def _store(self) -> KeyStore:
        device = await self._account.device()
        if self._keys is None or self._keys.device != device:
            self.close()
            self._keys, self._introduced_with = KeyStore(self._home, device), ""
        return self._keys

    async def _introduce(self, olm: Olm, path: Path) -> None:
        if self._introduced_with != self._account.token:
            await introduce(self._account, olm, path)
            self._introduced_with = self._account.token

    async def _hear(self, olm: Olm) -> None:
        """Fetch what other devices sent to ours, and start anew with each that lost its session with us.

        Such a device begins a session of its own: it could not read what came in the former one. What it says in it is not read: our
        next key goes out in a session that is new on both sides. Nothing here is worth a message that does not leave.
        """
        now = asyncio.get_running_loop().time()
        if now - self._heard_at < HEARS_EVERY_S:
            return
        self._heard_at = now
        since = olm.store.load_sync_token()
        query = f"timeout=0&set_presence=offline&filter={quote(json.dumps(_NOTHING_ELSE))}" + (f"&since={quote(since)}" if since else "")
        with suppress(SendError):
            answer = await self._account.call("GET", f"/_matrix/client/v3/sync?{query}")
            if answer.is_good and isinstance(mark := answer.body.get("next_batch"), str):
                if _forget(olm, answer.body):
                    olm.outbound_group_sessions.clear()
                olm.store.save_sync_token(mark)

    async def _members(self, room: str) -> list[str]:
        """List who is in the room or invited: who was invited may read it on coming in."""
        answer = await self._account.call("GET", f"/_matrix/client/v3/rooms/{quote(room, safe='')}/members?not_membership=leave")
        events = answer.body.get("chunk")
        if not answer.is_good or not isinstance(events, list):
            raise Retry(f"{room}: the homeserver did not say who is in this room: {answer.said}")
        members = sorted({str(event["state_key"]) for event in events if _is_there(event)})
        if len(members) > MOST_MEMBERS:
            raise Rejected(f"{room}: {len(members)} people are in this room; Tocsin encrypts for {MOST_MEMBERS} at most: use a smaller one")
        return members

    async def _look_at_devices(self, olm: Olm, members: list[str]) -> None:
        asked = {"device_keys": {member: [] for member in members}, "timeout": PATIENCE_MS}
        answer = await self._account.call("POST", "/_matrix/client/v3/keys/query", asked)
        found = answer.body.get("device_keys")
        if not answer.is_good or not isinstance(found, dict):
            raise Retry(f"the homeserver did not say which devices the members of the room have: {answer.said}")
        with olm.store.database.atomic():
            for member in members:
                if member in found:
                    take(olm, "query", {"device_keys": {member: found[member]}, "failures": {}})

    async def _hand_out(self, olm: Olm, room: str, members: list[str], rules: Mapping[str, Any]) -> None:
        """See that the room's key is held by every device there and by no other; make and hand out a new one where that changed."""
        holders = _devices(olm, members)
        if not any(user != olm.user_id for user, _, _ in holders):
            raise Retry(f"{room}: nobody in this room has a device that could read an encrypted message; sign in there with a client")
        key = olm.outbound_group_sessions.get(room)
        if key is not None and key.shared and not key.expired and self._holders.get(room) == holders:
            return
        await self._claim(olm, members)
        olm.create_outbound_group_session(room)
        key = olm.outbound_group_sessions[room]
        key.max_messages, key.max_age = _wear(rules)
        with olm.store.database.atomic():
            parcels = list(olm.share_group_session_parallel(room, members, ignore_unverified_devices=True))
        if not any(user != olm.user_id for reached, _ in parcels for user, _ in reached):
            raise Retry(f"{room}: no device in this room could be handed the key; nothing was sent")
        for _, parcel in parcels:
            answer = await self._account.call("PUT", f"/_matrix/client/v3/sendToDevice/m.room.encrypted/{uuid4()}", parcel)
            if not answer.is_good:
                raise Retry(f"{room}: the homeserver did not hand out the key of this room: {answer.said}; nothing was sent")
        key.mark_as_shared()
        self._holders[room] = holders

    async def _claim(self, olm: Olm, members: list[str]) -> None:
        """Begin a session with each device that there is none with yet."""
        missing = olm.get_missing_sessions(members)
        if not missing:
            return
        asked = {user: dict.fromkeys(devices, "signed_curve25519") for user, devices in missing.items()}
        answer = await self._account.call("POST", "/_matrix/client/v3/keys/claim", {"one_time_keys": asked, "timeout": PATIENCE_MS})
        found = answer.body.get("one_time_keys")
        if not answer.is_good or not isinstance(found, dict):
            raise Retry(f"the homeserver did not give out the keys of the room's devices: {answer.said}")
        with olm.store.database.atomic():
            for user, devices in found.items():
                for device, one_time_key in devices.items() if isinstance(devices, dict) else ():
                    take(olm, "claim", {"one_time_keys": {user: {device: one_time_key}}, "failures": {}})


def sealed(olm: Olm, room: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """Encrypt a message with the room's key, which must have been handed out."""
    key = olm.outbound_group_sessions[room]
    inner = {name: value for name, value in content.items() if name != "m.relates_to"}
    text = json.dumps({"type": "m.room.message", "room_id": room, "content": inner}, ensure_ascii=False, separators=(",", ":"))
    event = {
        "algorithm": MEGOLM,
        "sender_key": olm.account.identity_keys["curve25519"],
        "ciphertext": key.encrypt(text),
        "session_id": key.id,
        "device_id": olm.device_id,
    }
    return event | ({"m.relates_to": content["m.relates_to"]} if "m.relates_to" in content else {})


def _is_there(event: Any) -> bool:
    content = event.get("content") if isinstance(event, dict) and "state_key" in event else None
    return isinstance(content, dict) and content.get("membership") in {"join", "invite"}


def _devices(olm: Olm, members: list[str]) -> frozenset[tuple[str, str, str]]:
    known = (device for member in members for device in olm.device_store.active_user_devices(member))
    return frozenset((each.user_id, each.id, each.curve25519) for each in known if each.id != olm.device_id)


def _wear(rules: Mapping[str, Any]) -> tuple[int, timedelta]:
    """Tell how many messages and how long a key may be used for: what the room says, if that is less than what is recommended."""
    messages, lasts_ms = rules.get("rotation_period_msgs"), rules.get("rotation_period_ms")
    most = min(messages, MOST_MESSAGES) if isinstance(messages, int) and messages > 0 else MOST_MESSAGES
    longest = (
        timedelta(milliseconds=min(lasts_ms, LONGEST_USE / timedelta(milliseconds=1)))
        if isinstance(lasts_ms, int) and lasts_ms > 0
        else LONGEST_USE
    )
    return most, longest


def _forget(olm: Olm, body: Mapping[str, Any]) -> bool:
    """Drop our sessions with devices that began one of their own; say whether there were any."""
    said = body.get("to_device")
    events = said.get("events") if isinstance(said, dict) else None
    began: set[str] = set()
    for event in events if isinstance(events, list) else ():
        content = event.get("content") if isinstance(event, dict) and event.get("type") == "m.room.encrypted" else None
        if isinstance(content, dict) and isinstance(content.get("sender_key"), str):
            began.add(content["sender_key"])
    dropped = [key for key in began if olm.session_store.get(key)]
    for key in dropped:
        olm.session_store[key].clear()
        olm.store.database.execute_sql("DELETE FROM olmsessions WHERE sender_key = ?", (key,))
    return bool(dropped)
