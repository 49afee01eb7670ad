"""Send to Matrix rooms, each message once: its transaction id is the delivery's key (Matrix client-server API, v3).

What is sent mentions nobody (`m.mentions: {}`), whatever its text says. No room is ever made or joined. Nothing is sent in
plaintext into an encrypted room: the room is asked before each message, for encryption can be turned on at any time; a room that
does not answer is not taken for an open one, nor is one that was encrypted before.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from monitor.channels.inert import inert, one_line, shorten
from monitor.channels.matrix_account import FORBIDDEN, NOT_FOUND, Answer, MatrixAccount
from monitor.channels.matrix_encryption import Encryption
from monitor.channels.sender import ANSWER_S
from monitor.errors import AddressRefused, Rejected, Retry, SendError, Unknown
from monitor.model import Rendered, Sent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from monitor.settings.records import MatrixSender

LARGEST_EVENT = 60_000  # bytes; the specification allows 65,536 with the server's own fields
LARGEST_SECRET = 45_000  # bytes before they are encrypted, which makes four of three
BESIDES = 2_000  # bytes for what stands in an event beside its text
LONGEST_BODY = 12_000  # characters; of four bytes each they still fit


class MatrixChannel:
    """A Matrix account that writes into rooms it is in."""

    def __init__(self, settings: MatrixSender, home: Path, clock: Callable[[], datetime], *, answer_s: float = ANSWER_S) -> None:
        self._account = MatrixAccount(settings, home, clock, answer_s=answer_s)
        self._encryption = Encryption(self._account, home, limit_s=2 * answer_s)

    async def send(self, target: str, message: Rendered, key: str, thread: str | None = None) -> Sent:
        """Put one event into a room; `ref` is its id, `thread` the id of the thread's root."""
        room, rules = await self._room(target)
        kind, content = "m.room.message", event_content(message, key, thread)
        if rules is not None:
            content = event_content(message, key, thread, largest=LARGEST_SECRET)
            kind, content = "m.room.encrypted", await self._encryption.encrypt(room, rules, content)
        answer = await self._account.ask(lambda nio: nio.room_send(room, kind, content, tx_id=key), lost=Unknown)
        event = answer.body.get("event_id")
        if answer.is_good and event:
            return Sent(str(event), thread or str(event))
        if answer.is_good or not answer.code:
            raise Unknown(f"{target}: the homeserver did not say whether it took the message: {answer.said}")
        raise self._refused(target, answer)

    async def check(self, target: str | None) -> str | None:
        """Sign in, and see that the room is there, can be encrypted for if it must, and has the account in it."""
        try:
            answer = await self._account.ask(lambda nio: nio.joined_rooms())
            if not answer.is_good:
                return f"{self._account.name}: {answer.said}"
            if target is None:
                return None
            room, rules = await self._room(target)
            if rules is not None:
                await self._encryption.ready(room)
        except SendError as error:
            return str(error)
        is_in = room in answer.body.get("joined_rooms", ())
        return None if is_in else f"{self._account.name} is not in {target}; invite it, and accept the invitation from a Matrix client"

    async def close(self) -> None:
        """Close the connections."""
        self._encryption.close()
        await self._account.close()

    async def _room(self, target: str) -> tuple[str, Mapping[str, Any] | None]:
        """Find a room's id, and the rules of its encryption: None where there is none."""
        room = await self._resolve(target) if target.startswith("#") else target
        answer = await self._account.ask(lambda nio: nio.room_get_state_event(room, "m.room.encryption"))
        if answer.is_good:
            return room, answer.body
        if answer.status == NOT_FOUND and answer.code == "M_NOT_FOUND":
            if await self._encryption.was_encrypted(room):
                raise Rejected(f"{target}: this room was encrypted, and the homeserver says that it is not; nothing is sent in plaintext")
            return room, None
        if answer.status == FORBIDDEN and answer.code:
            raise self._refused(target, answer)
        raise Retry(f"{target}: the homeserver did not say whether this room is encrypted: {answer.said}")

    async def _resolve(self, alias: str) -> str:
        answer = await self._account.ask(lambda nio: nio.room_resolve_alias(alias))
        room = answer.body.get("room_id")
        if answer.is_good and room:
            return str(room)
        if answer.code in {"M_NOT_FOUND", "M_INVALID_PARAM"}:
            raise AddressRefused(f"{alias}: there is no such room; check the alias, or write the room's id (!...)")
        raise Retry(f"{alias}: the homeserver did not say which room this is: {answer.said}")

    def _refused(self, target: str, answer: Answer) -> Rejected:
        said = f"{target}: {answer.said}"
        if answer.status in {FORBIDDEN, NOT_FOUND}:
            return AddressRefused(f"{said}; invite {self._account.name} into the room, accept from a Matrix client, and let it write there")
        return Rejected(said)


def event_content(message: Rendered, key: str, thread: str | None, *, largest: int = LARGEST_EVENT) -> dict[str, Any]:
    """Write the event: plain text, HTML where it fits, mentions of nobody, and the thread it goes on with; `largest` in bytes.

    The key is in the event, too. An event's id is a hash of what is in it (room version 4 and later), and Synapse was measured to
    make one event of two equal messages that arrive in the same millisecond, although their transaction ids differ.
    """
    text, longest = inert(message.text) or one_line(message.subject), LONGEST_BODY
    while _size(body := shorten(text, longest)) > largest - BESIDES:
        longest //= 2
    content: dict[str, Any] = {"msgtype": "m.text", "body": body, "m.mentions": {}, "tocsin.delivery": key}
    if thread is not None:
        content["m.relates_to"] = {
            "rel_type": "m.thread",
            "event_id": thread,
            "is_falling_back": True,
            "m.in_reply_to": {"event_id": thread},
        }
    if message.html:
        rich = {**content, "format": "org.matrix.custom.html", "formatted_body": inert(message.html)}
        if _size(rich) <= largest:
            return rich
    return content


def _size(content: object) -> int:
    return len(json.dumps(content, ensure_ascii=False).encode())
