"""Email leaves once, encrypted, and its fate is what the server said."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from aiosmtplib import SMTPAuthenticationError, SMTPException, SMTPResponseException

from monitor.channels.email import EmailChannel, unusable
from monitor.channels.sender import CONNECTIONS
from monitor.errors import AccountFault, Rejected, Retry, SendError, Unknown, Unreachable
from monitor.model import Rendered
from monitor.settings.records import EmailSender
from tests.channels import postfix_server
from tests.channels.conftest import clock
from tests.channels.smtp_server import PASSWORD, USER, Mailbox, mail_server

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator

    from tests.channels.postfix_server import Office

ALERT = Rendered("L3Harris WESCAM — نبأ", "Text, отчёт.\nhttps://example.org/a?b=1&c=2", "<p>Text &lt;script&gt;</p>")
FROM = "Tocsin <alerts@example.org>"


def plain(mailbox: Mailbox, **settings: object) -> EmailSender:
    return EmailSender("127.0.0.1", port=mailbox.port, from_=FROM, tls="none", **settings)  # type: ignore[arg-type]


@pytest.fixture
async def channel(mailbox: Mailbox) -> AsyncIterator[EmailChannel]:
    sender = EmailChannel(plain(mailbox), clock, answer_s=5)
    yield sender
    await sender.close()


async def test_a_letter_arrives_with_text_html_and_its_own_id(channel: EmailChannel, mailbox: Mailbox) -> None:
    sent = await channel.send("desk@example.org", ALERT, "d-42")
    (letter,) = mailbox.letters
    assert (letter.sender, letter.readers) == ("alerts@example.org", ["desk@example.org"])
    assert sent.ref == sent.thread == letter.message["Message-ID"] == "<d-42@example.org>"
    assert letter.message["Subject"] == ALERT.subject
    assert letter.part("plain").replace("\r\n", "\n").strip() == ALERT.text
    assert letter.part("html").strip() == ALERT.html


async def test_a_follow_up_stays_in_the_thread(channel: EmailChannel, mailbox: Mailbox) -> None:
    first = await channel.send("desk@example.org", ALERT, "d-1")
    second = await channel.send("desk@example.org", ALERT, "d-2", first.thread)
    third = await channel.send("desk@example.org", ALERT, "d-3", second.thread)
    assert first.thread == second.thread == third.thread == "<d-1@example.org>"
    assert [letter.message["In-Reply-To"] for letter in mailbox.letters] == [None, first.thread, first.thread]
    assert mailbox.letters[2].message["References"] == first.thread


async def test_letters_one_after_another_share_a_connection(channel: EmailChannel, mailbox: Mailbox) -> None:
    for number in range(8):
        await channel.send("desk@example.org", ALERT, f"d-{number}")
    assert len({letter.message["Message-ID"] for letter in mailbox.letters}) == 8
    assert mailbox.connections == 1


async def test_letters_at_once_share_a_few_connections(channel: EmailChannel, mailbox: Mailbox) -> None:
    await asyncio.gather(*(channel.send(f"desk{number}@example.org", ALERT, f"d-{number}") for number in range(20)))
    assert len({letter.message["Message-ID"] for letter in mailbox.letters}) == 20
    assert {len(letter.readers) for letter in mailbox.letters} == {1}
    assert mailbox.connections == CONNECTIONS


async def test_an_idle_connection_is_closed(mailbox: Mailbox) -> None:
    channel = EmailChannel(plain(mailbox), clock, idle_s=0.01)
    await channel.send("desk@example.org", ALERT, "d-1")
    async with asyncio.timeout(5):
        await mailbox.gone.wait()
    await channel.send("desk@example.org", ALERT, "d-2")
    assert mailbox.connections == 2
    await channel.close()


async def test_a_connection_that_the_server_dropped_is_opened_anew(channel: EmailChannel, mailbox: Mailbox) -> None:
    await channel.send("desk@example.org", ALERT, "d-1")
    mailbox.lines[0].abort()
    await channel.send("desk@example.org", ALERT, "d-2")
    assert (len(mailbox.letters), mailbox.connections) == (2, 2)


@pytest.mark.parametrize(
    ("reader", "verdict", "said"),
    [
        ("perm550@example.org", Rejected, "550 5.1.1 No such user here"),
        ("temp451@example.org", Retry, "451 4.7.1 Greylisted"),
        ("auth530@example.org", AccountFault, "mend user:"),
        ("cut@example.org", Retry, "broke off before the letter"),
        ("late550@example.org", Rejected, "554 5.7.1 Spam"),
        ("late451@example.org", Retry, "452 4.3.1 Mailbox full"),
        ("odd@example.org", Unknown, "299"),
        ("drop@example.org", Unknown, "did not say whether it took the letter"),
    ],
)
async def test_what_the_server_says_decides_the_fate(
    channel: EmailChannel, mailbox: Mailbox, reader: str, verdict: type[SendError], said: str
) -> None:
    with pytest.raises(verdict, match=said):
        await channel.send(reader, ALERT, "d-1")
    await channel.send("desk@example.org", ALERT, "d-2")  # and the next letter is none the worse for it
    assert mailbox.letters[-1].message["Message-ID"] == "<d-2@example.org>"


@pytest.mark.parametrize(("writer", "verdict"), [("perm550@example.org", AccountFault), ("temp451@example.org", Retry)])
async def test_a_writer_that_the_server_refuses_is_the_accounts_fault(mailbox: Mailbox, writer: str, verdict: type[SendError]) -> None:
    channel = EmailChannel(EmailSender("127.0.0.1", port=mailbox.port, from_=writer, tls="none"), clock)
    with pytest.raises(verdict) as failure:
        await channel.send("desk@example.org", ALERT, "d-1")
    assert type(failure.value) is verdict
    assert not mailbox.letters


async def test_a_server_that_takes_the_text_and_says_nothing_leaves_the_fate_unknown(mailbox: Mailbox) -> None:
    channel = EmailChannel(plain(mailbox), clock, answer_s=0.1)
    with pytest.raises(Unknown):
        await channel.send("slow@example.org", ALERT, "d-1")
    await channel.close()


async def test_a_cancelled_letter_leaves_no_broken_conversation(channel: EmailChannel, mailbox: Mailbox) -> None:
    letter = asyncio.create_task(channel.send("slow@example.org", ALERT, "d-1"))
    async with asyncio.timeout(5):
        await mailbox.arrived.wait()
    letter.cancel()
    with pytest.raises(asyncio.CancelledError):
        await letter
    await channel.send("desk@example.org", ALERT, "d-2")
    assert mailbox.connections == 2


async def test_a_server_that_is_down_is_tried_again() -> None:
    channel = EmailChannel(EmailSender("127.0.0.1", port=1, from_=FROM), clock)
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1:1 cannot be used.*check smtp: and port:"):
        await channel.send("desk@example.org", ALERT, "d-1")


async def test_a_sender_without_an_address_of_its_own_says_so(mailbox: Mailbox) -> None:
    channel = EmailChannel(EmailSender("127.0.0.1", port=mailbox.port, from_="Tocsin", tls="none"), clock)
    with pytest.raises(AccountFault, match="write from: Tocsin <alerts@example"):
        await channel.send("desk@example.org", ALERT, "d-1")
    assert "from:" in (await channel.check(None) or "")


@pytest.mark.usefixtures("trusted")
async def test_starttls_and_sign_in_happen_before_the_letter(encrypted: ssl.SSLContext) -> None:
    async with mail_server(encrypted, needs_sign_in=True) as mailbox:
        channel = EmailChannel(EmailSender("127.0.0.1", mailbox.port, USER, PASSWORD, FROM), clock)
        assert await channel.check(None) is None
        await channel.send("desk@example.org", ALERT, "d-1")
        await channel.close()
    assert len(mailbox.letters) == 1
    assert set(mailbox.sign_ins) == {USER.encode()}


@pytest.mark.usefixtures("trusted")
async def test_a_server_that_is_encrypted_from_the_start_is_served_too(encrypted: ssl.SSLContext) -> None:
    async with mail_server(encrypted, is_implicit=True) as mailbox:
        channel = EmailChannel(EmailSender("127.0.0.1", mailbox.port, from_=FROM, tls="tls"), clock)
        await channel.send("desk@example.org", ALERT, "d-1")
        await channel.close()
    assert len(mailbox.letters) == 1


@pytest.mark.usefixtures("trusted")
async def test_a_refused_sign_in_is_the_accounts_fault_and_keeps_the_password_to_itself(encrypted: ssl.SSLContext) -> None:
    async with mail_server(encrypted, needs_sign_in=True) as mailbox:
        channel = EmailChannel(EmailSender("127.0.0.1", mailbox.port, USER, "wrong-password", FROM), clock)
        with pytest.raises(AccountFault, match="refused the sign-in of tocsin: 535") as failure:
            await channel.send("desk@example.org", ALERT, "d-1")
        complaint = await channel.check(None)
    assert "wrong-password" not in str(failure.value)
    assert complaint is not None
    assert "mend user: and password:" in complaint


async def test_a_certificate_that_nobody_vouches_for_is_refused(encrypted: ssl.SSLContext) -> None:
    async with mail_server(encrypted) as mailbox:
        channel = EmailChannel(EmailSender("127.0.0.1", mailbox.port, from_=FROM), clock)
        with pytest.raises(AccountFault, match="SSL_CERT_FILE"):
            await channel.send("desk@example.org", ALERT, "d-1")
    assert not mailbox.letters


async def test_nothing_is_sent_in_the_clear_unless_the_settings_say_so(mailbox: Mailbox) -> None:
    channel = EmailChannel(EmailSender("127.0.0.1", mailbox.port, from_=FROM), clock)
    with pytest.raises(AccountFault, match="not supported by server; write tls: tls with port: 465, or tls: none for"):
        await channel.send("desk@example.org", ALERT, "d-1")
    assert not mailbox.letters


async def test_a_server_without_sign_in_is_not_blamed_on_the_encryption(mailbox: Mailbox) -> None:
    channel = EmailChannel(EmailSender("127.0.0.1", mailbox.port, USER, PASSWORD, FROM, tls="none"), clock)
    with pytest.raises(AccountFault) as failure:
        await channel.send("desk@example.org", ALERT, "d-1")
    assert "leave out user: and password: if this server asks for no sign-in, or write tls: starttls" in str(failure.value)
    assert "tls: none" not in str(failure.value)
    assert ".;" not in str(failure.value)


def test_a_server_that_takes_no_sign_in_encrypted_is_the_accounts_fault() -> None:
    said = unusable(
        SMTPException("The SMTP AUTH extension is not supported by this server."), EmailSender("mail.test", user=USER, from_=FROM)
    )
    assert isinstance(said, AccountFault)
    assert str(said).endswith("by this server; leave out user: and password: if this server asks for no sign-in")


@pytest.mark.parametrize(
    ("command", "code", "verdict"),
    [("STARTTLS", 454, AccountFault), ("AUTH", 454, Unreachable), ("AUTH", 534, AccountFault), ("AUTH", 535, AccountFault)],
)
def test_what_stands_in_the_way_of_a_sign_in_is_told_apart(command: str, code: int, verdict: type[SendError]) -> None:
    kind = SMTPAuthenticationError if command == "AUTH" else SMTPResponseException
    assert type(unusable(kind(code, "no"), EmailSender("mail.test", user=USER, from_=FROM))) is verdict


async def test_an_address_with_letters_of_its_own_alphabet_is_written_to(channel: EmailChannel, mailbox: Mailbox) -> None:
    await channel.send("δοκιμή@bücher.example", ALERT, "d-1")
    (letter,) = mailbox.letters
    assert letter.readers == ["δοκιμή@xn--bcher-kva.example"]


async def test_a_server_that_knows_ascii_only_is_not_asked_for_more() -> None:
    async with mail_server(utf8=False) as mailbox:
        channel = EmailChannel(plain(mailbox), clock)
        with pytest.raises(Rejected, match="no address with letters beyond ASCII"):
            await channel.send("δοκιμή@example.org", ALERT, "d-1")
        await channel.send("desk@bücher.example", ALERT, "d-2")
        await channel.close()
    assert [letter.readers for letter in mailbox.letters] == [["desk@xn--bcher-kva.example"]]


async def test_encryption_on_a_port_that_starts_in_the_clear_is_told_how_to_start(mailbox: Mailbox) -> None:
    channel = EmailChannel(EmailSender("127.0.0.1", mailbox.port, from_=FROM, tls="tls"), clock)
    with pytest.raises(AccountFault, match="write tls: starttls"):
        await channel.send("desk@example.org", ALERT, "d-1")


@pytest.mark.usefixtures("trusted")
async def test_a_letter_and_its_follow_up_are_read_back_from_a_real_mailbox(office: Office) -> None:
    channel = EmailChannel(EmailSender("127.0.0.1", office.port, postfix_server.USER, postfix_server.PASSWORD, FROM), clock)
    reader, other = office.reader(), office.reader()
    first = await channel.send(reader, Rendered("Türkiye: Baykar\r\nBcc: evil@x.example", "Gefunden: Baykar", "<p>Baykar</p>"), "d-1")
    await channel.send(reader, ALERT, "d-2", first.thread)
    await channel.send(other, ALERT, "d-3")
    await channel.close()
    # The server puts letters into a mailbox side by side, so either may be the first there.
    letter, follow_up = sorted(office.letters(reader), key=lambda each: str(each["Message-ID"]) != first.ref)
    assert letter["Subject"].startswith("Türkiye: Baykar")
    assert letter["Bcc"] is None
    assert letter["Message-ID"] == first.ref == follow_up["In-Reply-To"] == follow_up["References"]
    assert letter["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    (elsewhere,) = office.letters(other)
    assert reader not in elsewhere.as_string()  # no reader sees another's address
    assert other not in letter.as_string() + follow_up.as_string()


async def test_a_server_that_left_first_does_not_mind_the_farewell(channel: EmailChannel, mailbox: Mailbox) -> None:
    await channel.send("desk@example.org", ALERT, "d-1")
    mailbox.lines[0].abort()
    await channel.close()
    await channel.close()
