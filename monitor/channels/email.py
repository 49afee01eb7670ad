"""Send email over SMTP (RFC 5321), encrypted unless the settings say otherwise.

A few connections a sender, one letter at a time on each, closed when idle. A server's word decides: 4xx is tried again, 5xx is final, but
for what the account did wrong (sign-in, encryption), which mended settings put right. Once a letter's text was handed over, no
answer means that nobody knows: SMTP has no idempotency key, and servers do not drop a repeated Message-ID.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

import aiosmtplib

from monitor.channels.email_message import Envelope, compose, domain_of, message_id, split_from
from monitor.channels.faults import NO_IDEA, in_words
from monitor.channels.inert import one_line
from monitor.channels.sender import ANSWER_S, CONNECT_S, CONNECTIONS
from monitor.errors import AccountFault, AddressRefused, Rejected, Retry, SendError, Unknown, Unreachable
from monitor.model import Rendered, Sent

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from monitor.settings.records import EmailSender

IDLE_S = 60.0
FRESH_S = 2.0
ACCOUNT_CODES = frozenset({530, 534, 535, 538})  # RFC 4954: sign-in needed, too weak, wrong, or encryption needed for it
NO_TLS_NOW = 454  # RFC 3207: TLS is not to be had; as a letter never goes in the clear, none goes
PERMANENT = 500
TRANSIENT = 400


@dataclass(slots=True)
class _Line:
    """A connection to the server; `used_at` by the loop's clock."""

    smtp: aiosmtplib.SMTP
    used_at: float
    is_used: bool = False


class _BrokeOff(Retry):
    """The connection ended before anything of the letter had left."""


class EmailChannel:
    """An email account."""

    def __init__(self, settings: EmailSender, clock: Callable[[], datetime], *, idle_s: float = IDLE_S, answer_s: float = ANSWER_S) -> None:
        self._settings = settings
        self._clock = clock
        self._idle_s = idle_s
        self._answer_s = answer_s
        self._free: list[_Line] = []
        self._slots = asyncio.Semaphore(CONNECTIONS)
        self._idle: asyncio.TimerHandle | None = None
        self._farewell: asyncio.Task[None] | None = None

    async def send(self, target: str, message: Rendered, key: str, thread: str | None = None) -> Sent:
        """Send one letter to one reader; `ref` is its Message-ID."""
        letter = compose(Envelope(self._settings.from_, target, key, thread, self._clock()), message)
        origin = split_from(self._settings.from_)[1]
        async with self._slots:
            line = await self._addressed(origin, target)
            try:
                await self._hand_over(line.smtp, letter.as_bytes())
            except BaseException:  # a conversation that broke off is not gone on with, not even after a cancellation
                line.smtp.close()
                raise
            self._keep(line)
        own = message_id(key, origin)
        return Sent(own, thread or own)

    async def check(self, target: str | None) -> str | None:
        """Reach the server and sign in; what it thinks of a reader is only known when a letter is sent."""
        del target
        async with self._slots:
            try:
                split_from(self._settings.from_)
                await _take_leave(await self._open())
            except SendError as error:
                return str(error)
        return None

    async def close(self) -> None:
        """Take leave of the server."""
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None
        free, self._free = self._free, []
        await asyncio.gather(*(_take_leave(line) for line in free))

    async def _open(self) -> _Line:
        """Take a connection that is open, the last one used, or open one."""
        while self._free:
            line = self._free.pop()
            if await _is_alive(line):
                return line
            line.smtp.close()
        settings = self._settings
        smtp = aiosmtplib.SMTP(
            hostname=settings.smtp,
            port=settings.port,
            username=settings.user,
            password=settings.password,
            local_hostname=domain_of(settings.from_.rstrip("> ")),
            use_tls=settings.tls == "tls",
            start_tls=settings.tls == "starttls",
            timeout=self._answer_s,
        )
        try:
            await smtp.connect(timeout=min(CONNECT_S, self._answer_s))
        except BaseException as error:
            smtp.close()
            if isinstance(error, aiosmtplib.SMTPException | OSError | ValueError):
                raise unusable(error, settings) from None
            raise
        return _Line(smtp, _now())

    async def _addressed(self, origin: str, target: str) -> _Line:
        """Name the envelope on a connection; one that the server has left since its last letter is replaced by the next."""
        while True:
            line = await self._open()
            try:
                await self._address(line.smtp, origin, target)
            except _BrokeOff:
                line.smtp.close()
                if not line.is_used:
                    raise
            except BaseException:
                line.smtp.close()
                raise
            else:
                return line

    async def _address(self, smtp: aiosmtplib.SMTP, origin: str, target: str) -> None:
        """Name the envelope: one sender, one reader. Nothing of the letter has left yet, so a broken line here is harmless."""
        sender, reader = (f"{address.rpartition('@')[0]}@{domain_of(address)}" for address in (origin, target))
        options, encoding = ([], "ascii") if (sender + reader).isascii() else (["SMTPUTF8"], "utf-8")
        try:
            if options and smtp.is_ehlo_or_helo_needed:
                await smtp.ehlo()
            if options and not smtp.supports_extension("smtputf8"):
                said = f"{self._settings.smtp} takes no address with letters beyond ASCII"
                raise AddressRefused(f"{said}: {one_line(target, 80)}; use another one")
            await smtp.mail(sender, options=options, encoding=encoding)
            await smtp.rcpt(reader, encoding=encoding)
        except aiosmtplib.SMTPRecipientRefused as error:
            raise self._fate(error, refused=AddressRefused) from None
        except aiosmtplib.SMTPSenderRefused as error:  # it is the sender of every letter
            raise self._fate(error, refused=AccountFault) from None
        except aiosmtplib.SMTPResponseException as error:
            raise self._fate(error) from None
        except (aiosmtplib.SMTPException, OSError) as error:
            raise _BrokeOff(f"{self._settings.smtp} broke off before the letter: {_reply(error)}") from None

    async def _hand_over(self, smtp: aiosmtplib.SMTP, letter: bytes) -> None:
        try:
            await smtp.data(letter, timeout=2 * self._answer_s)
        except aiosmtplib.SMTPResponseException as error:
            raise self._fate(error) from None
        except (aiosmtplib.SMTPException, OSError) as error:
            raise Unknown(f"{self._settings.smtp} did not say whether it took the letter: {_reply(error)}") from None

    def _fate(self, error: aiosmtplib.SMTPResponseException, refused: type[SendError] = Rejected) -> SendError:
        said = f"{self._settings.smtp} says: {_reply(error)}"
        if error.code in ACCOUNT_CODES:
            return AccountFault(f"{said}; mend user:, password: or tls: under senders:")
        if error.code >= PERMANENT:
            return refused(said)
        return Retry(said) if error.code >= TRANSIENT else Unknown(said)

    def _keep(self, line: _Line) -> None:
        """Leave a connection open for the next letter; when none has come for a while, all are closed."""
        line.used_at, line.is_used = _now(), True
        self._free.append(line)
        if self._idle is not None:
            self._idle.cancel()
        self._idle = asyncio.get_running_loop().call_later(self._idle_s, self._leave)

    def _leave(self) -> None:
        self._farewell = asyncio.get_running_loop().create_task(self.close())


def _now() -> float:
    return asyncio.get_running_loop().time()


async def _take_leave(line: _Line) -> None:
    try:
        await line.smtp.quit(timeout=1.0)
    except (aiosmtplib.SMTPException, OSError):
        pass  # the server went first
    finally:
        line.smtp.close()


async def _is_alive(line: _Line) -> bool:
    """Ask before reuse: servers drop idle connections without a word, and a letter must not find out. One just used needs no asking."""
    if _now() - line.used_at < FRESH_S and line.smtp.is_connected:
        return True
    try:
        await line.smtp.noop(timeout=CONNECT_S)
    except (aiosmtplib.SMTPException, OSError):
        return False
    return True


def _reply(error: Exception) -> str:
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return one_line(f"{error.code} {error.message}")
    words = in_words(error)
    return words if words != NO_IDEA else one_line(str(error)).removesuffix(".") or words  # aiosmtplib's sentences are meant for people


def unusable(error: Exception, settings: EmailSender) -> Unreachable:
    """Judge a connection that did not come about: a server that is away comes back by itself, a refused account does not."""
    where = f"{settings.smtp}:{settings.port}"
    if isinstance(error, aiosmtplib.SMTPAuthenticationError):
        refused = f"{where} refused the sign-in of {settings.user}: {_reply(error)}"
        if error.code < PERMANENT:  # RFC 4954: 454, the server cannot look the password up just now
            return Unreachable(refused)
        return AccountFault(f"{refused}; mend user: and password: under senders:")
    said = f"{where} cannot be used: {_reply(error)}"
    remedy = _remedy(error, settings)
    return AccountFault(f"{said}; {remedy}") if remedy else Unreachable(f"{said}; check smtp: and port: under senders:")


def _remedy(error: Exception, settings: EmailSender) -> str:
    """Tell what would mend the encryption or the account; nothing for a server that is merely not there."""
    text = str(error)
    if "AUTH extension" in text:  # its sentence speaks of STARTTLS as well
        without = "leave out user: and password: if this server asks for no sign-in"
        return f"{without}, or write tls: starttls if it takes one encrypted alone" if settings.tls == "none" else without
    if "STARTTLS" in text:
        return "write tls: tls with port: 465, or tls: none for a server on your own machine"
    if "certificate" in text.lower():
        return "use the name that its certificate is for, or name your own authority's certificate in SSL_CERT_FILE"
    if settings.tls == "tls" and "WRONG_VERSION" in text:
        return "this port does not start encrypted: write tls: starttls"
    if isinstance(error, aiosmtplib.SMTPResponseException) and (error.code in ACCOUNT_CODES or error.code == NO_TLS_NOW):
        return "mend user:, password: or tls: under senders:"
    return ""
