"""The local mailbox: takes every mail by real SMTP, keeps it as an .eml file, and tells whoever listens."""

from __future__ import annotations

import asyncio
from email import message_from_bytes, policy
from itertools import count
from typing import TYPE_CHECKING, Self

from aiosmtpd.smtp import SMTP, Envelope, Session

from monitor.demo.loopback import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage
    from pathlib import Path
    from types import TracebackType


class Mailbox:
    """An SMTP server on loopback, open between `async with` and its end; `folder` outlives it.

    `mails` holds what arrived, in order. `on_mail` is called for each, from the event loop.
    """

    def __init__(self, folder: Path, on_mail: Callable[[EmailMessage], None] | None = None) -> None:
        self.folder = folder
        self.mails: list[EmailMessage] = []
        self._on_mail = on_mail
        self._numbers = count(1)
        self._sessions: list[SMTP] = []
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        # aiosmtpd's Controller wants a port of its own choice and a thread; its protocol is happy with neither.
        self._server = await asyncio.get_running_loop().create_server(self._session, LOOPBACK, 0)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._server is None:
            return
        self._server.close()
        for session in self._sessions:
            if session.transport is not None:
                session.transport.close()
        await self._server.wait_closed()
        self._server = None

    @property
    def port(self) -> int:
        """The port on which the open mailbox listens.

        Raises:
            RuntimeError: it is not open.
        """
        if self._server is None:
            raise RuntimeError("the mailbox is not open: use `async with Mailbox(...)`")
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    def _session(self) -> SMTP:
        session = SMTP(self, hostname="localhost", ident="Tocsin demo mailbox", enable_SMTPUTF8=True, loop=asyncio.get_running_loop())
        self._sessions.append(session)
        return session

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 the name that aiosmtpd calls
        """Keep a mail; accept it only once it is on disk."""
        raw = envelope.original_content or b""
        path = self.folder / f"{next(self._numbers):03}.eml"
        await asyncio.to_thread(path.write_bytes, raw)
        asyncio.get_running_loop().call_soon(self._arrived, message_from_bytes(raw, policy=policy.default))
        return "250 Message accepted"

    def _arrived(self, mail: EmailMessage) -> None:
        self.mails.append(mail)
        if self._on_mail is not None:
            self._on_mail(mail)
