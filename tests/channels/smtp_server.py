"""A mail server in the test's own loop, with faults on demand.

What an address's first part says is what happens: perm550, temp451, drop (stored, then the line is cut before the reply),
slow (stored, never answered), late550 and late451 (refused after the text). perm550 and temp451 fare so as the writer, too.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING, Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator
    from email.message import EmailMessage

USER, PASSWORD = "tocsin", "s3cret-smtp-password"
_AFTER_RCPT = {"perm550": "550 5.1.1 No such user here", "temp451": "451 4.7.1 Greylisted, try later", "auth530": "530 5.7.0 Sign in first"}
_AFTER_MAIL = {"perm550": "550 5.7.1 Sender address rejected", "temp451": "451 4.7.1 Try later"}
_AFTER_DATA = {"late550": "554 5.7.1 Spam", "late451": "452 4.3.1 Mailbox full", "odd": "299 Perhaps"}


@dataclass(slots=True)
class Letter:
    sender: str
    readers: list[str]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        parsed: EmailMessage = message_from_bytes(self.raw, policy=default)
        return parsed

    def part(self, subtype: str) -> str:
        part = self.message.get_body((subtype,))
        assert part is not None
        text: str = part.get_content()
        return text


@dataclass(slots=True)
class Mailbox:
    """The handler that aiosmtpd asks, and what it has seen."""

    port: int = 0
    letters: list[Letter] = field(default_factory=list)
    connections: int = 0
    sign_ins: list[bytes] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    lines: list[asyncio.Transport] = field(default_factory=list)

    async def handle_RCPT(self, server: Any, session: object, envelope: Any, address: str, options: object) -> str:  # noqa: N802 aiosmtpd's name
        del session, options
        if address.startswith("cut@"):
            server.transport.abort()
        refusal = _AFTER_RCPT.get(address.partition("@")[0])
        if refusal is None:
            envelope.rcpt_tos.append(address)
        return refusal or "250 OK"

    async def handle_MAIL(self, server: object, session: object, envelope: Any, address: str, options: object) -> str:  # noqa: N802 aiosmtpd's name and arguments
        del server, session, options
        envelope.mail_from = address
        return _AFTER_MAIL.get(address.partition("@")[0], "250 OK")

    async def handle_DATA(self, server: Any, session: object, envelope: Any) -> str:  # noqa: N802 aiosmtpd's name
        del session
        self.letters.append(Letter(envelope.mail_from, list(envelope.rcpt_tos), envelope.content))
        self.arrived.set()
        what = envelope.rcpt_tos[0].partition("@")[0]
        if what == "drop":
            server.transport.abort()
        if what == "slow":
            await asyncio.Event().wait()
        return _AFTER_DATA.get(what, "250 2.0.0 queued")

    def sign_in(self, _server: object, _session: object, _envelope: object, _mechanism: str, given: object) -> AuthResult:
        is_right = isinstance(given, LoginPassword) and given.login == USER.encode() and given.password == PASSWORD.encode()
        self.sign_ins.append(given.login if isinstance(given, LoginPassword) else b"")
        return AuthResult(success=is_right, handled=False)


class _Line(SMTP):
    """A connection that tells the mailbox when it comes and goes."""

    def __init__(self, mailbox: Mailbox, **options: Any) -> None:
        self.mailbox = mailbox
        super().__init__(mailbox, **options)

    def connection_made(self, transport: Any) -> None:
        self.mailbox.connections += 1
        self.mailbox.lines.append(transport)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self.mailbox.gone.set()
        super().connection_lost(error)


@asynccontextmanager
async def mail_server(
    context: ssl.SSLContext | None = None, *, is_implicit: bool = False, needs_sign_in: bool = False, utf8: bool = True
) -> AsyncIterator[Mailbox]:
    """Serve on a free port: plain without a context, else STARTTLS, or encrypted from the start."""
    loop, mailbox = asyncio.get_running_loop(), Mailbox()
    options: dict[str, Any] = {"loop": loop, "hostname": "mail.test", "enable_SMTPUTF8": utf8, "data_size_limit": 2_000_000}
    if context is not None and not is_implicit:
        options |= {"tls_context": context, "require_starttls": True}
    if needs_sign_in:
        options |= {"authenticator": mailbox.sign_in, "auth_required": True, "auth_require_tls": context is not None and not is_implicit}
    server = await loop.create_server(lambda: _Line(mailbox, **options), "127.0.0.1", 0, ssl=context if is_implicit else None)
    mailbox.port = server.sockets[0].getsockname()[1]
    try:
        yield mailbox
    finally:
        server.close()
        for line in mailbox.lines:
            line.abort()
        await asyncio.sleep(0)
