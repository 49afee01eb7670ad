"""A person's own Matrix client, which decrypts what it is sent: nio's, with all that it has."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nio import AsyncClient, AsyncClientConfig, MegolmEvent, RoomMessageText

from tests.channels.synapse_server import PASSWORD

if TYPE_CHECKING:
    from pathlib import Path

    from nio import MatrixRoom

    from tests.channels.synapse_server import Account


@dataclass(slots=True)
class Reader:
    """What somebody sees of their rooms: `seen` holds the content of each message that could be read, `unread` the ids of the others."""

    client: AsyncClient
    seen: list[dict[str, Any]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)

    async def look(self) -> list[dict[str, Any]]:
        """Read what is new; the rooms' messages so far, the oldest first."""
        for _ in range(2):  # the keys come with the first answer, and with the second the devices' changes
            await self.client.sync(timeout=0, full_state=not self.client.next_batch)
            if self.client.should_upload_keys:
                await self.client.keys_upload()
            if self.client.should_query_keys:
                with suppress(ValueError):  # nio trips over keys that are nonsense
                    await self.client.keys_query()
        return self.seen

    @property
    def bodies(self) -> list[str]:
        return [str(content["body"]) for content in self.seen]


async def reader_of(account: Account, url: str, folder: Path) -> Reader:
    """Sign in with a new device, and make its keys known."""
    config = AsyncClientConfig(encryption_enabled=True, store_sync_tokens=True, max_limit_exceeded=0, max_timeouts=0)
    client = AsyncClient(url, account.user_id, store_path=_made(folder), config=config)
    await client.login(PASSWORD, device_name="a person's")
    made = Reader(client)

    async def read(_room: MatrixRoom, event: RoomMessageText | MegolmEvent) -> None:
        if isinstance(event, MegolmEvent):
            made.unread.append(event.event_id)
        elif event.sender != account.user_id:
            made.seen.append(event.source["content"])

    client.add_event_callback(read, (RoomMessageText, MegolmEvent))
    await made.look()
    return made


def _made(folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    return str(folder)
