"""What every channel keeps, whatever carries the message. What arrived is read back from the server, never from return values."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from monitor.channels.address import Address, read_address
from monitor.channels.dispatch import Channels
from monitor.errors import AddressRefused, Rejected, Retry, SendError, TooFast, Unknown
from monitor.model import Rendered
from monitor.settings.records import EmailSender, MatrixSender, SenderSettings, SlackSender
from tests.channels import postfix_server, slack_server, smtp_server, synapse_server
from tests.channels.conftest import clock
from tests.channels.matrix_proxy import Proxy, matrix_proxy
from tests.channels.smtp_server import mail_server

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from tests.channels.json_server import Service
    from tests.channels.postfix_server import Office
    from tests.channels.slack_server import Workspace
    from tests.channels.synapse_server import Homeserver

HOSTILE = "@room <!channel> <script>alert(1)</script> \u202egnp.exe\u202c\r\nBcc: evil@example.org\x00\x1b[2J\u2028end"
ESCAPED = HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
FORBIDDEN = ("\u202e", "\x00", "\x1b", "\u2028")
SECRETS = (smtp_server.PASSWORD, slack_server.TOKEN, "hooksecretpath", synapse_server.PASSWORD, postfix_server.PASSWORD)


@dataclass(slots=True)
class Stand:
    """One channel and the server behind it."""

    channels: Channels
    senders: dict[str, SenderSettings]
    written: str
    texts: Callable[[], list[str]]
    hostile: Rendered
    faults: dict[type[SendError], Callable[[], str | None]]  # makes the next send fail so; may name another address
    is_once: bool = False  # the same key twice arrives once
    mend: Callable[[], None] = lambda: None  # puts an end to what was made to fail

    def address(self, written: str | None = None) -> Address:
        return read_address(written or self.written, self.senders)


def stand_of_email(mailbox: smtp_server.Mailbox, home: Path) -> Stand:
    account = EmailSender("127.0.0.1", mailbox.port, smtp_server.USER, smtp_server.PASSWORD, "Tocsin <alerts@example.org>")
    senders: dict[str, SenderSettings] = {"mail": account}
    return Stand(
        Channels(senders, str, home, clock),
        senders,
        "desk@example.org",
        lambda: [f"{letter.message['Subject']}\n{letter.part('plain')}" for letter in mailbox.letters],
        Rendered(HOSTILE, HOSTILE, f"<p>{ESCAPED}</p>"),
        {
            AddressRefused: lambda: "mail/perm550@example.org",
            Retry: lambda: "mail/temp451@example.org",
            Unknown: lambda: "mail/drop@example.org",
        },
    )


def stand_of_postfix(office: Office, home: Path) -> Stand:
    account = EmailSender("127.0.0.1", office.port, postfix_server.USER, postfix_server.PASSWORD, "Tocsin <alerts@example.org>")
    senders: dict[str, SenderSettings] = {"mail": account}
    reader = office.reader()

    def texts() -> list[str]:
        letters = office.letters(reader)
        bodies = [body.get_content() for letter in letters if (body := letter.get_body(("plain",)))]
        return [f"{letter['Subject']}\n{body}" for letter, body in zip(letters, bodies, strict=True)]

    return Stand(
        Channels(senders, str, home, clock),
        senders,
        reader,
        texts,
        Rendered(HOSTILE, HOSTILE, f"<p>{ESCAPED}</p>"),
        {AddressRefused: lambda: "mail/nobody@x.example", Retry: lambda: "mail/later@x.example"},
    )


def stand_of_slack(workspace: Workspace, home: Path, account: SlackSender) -> Stand:
    def fail(fault: str) -> None:
        workspace.faults.append(fault)

    senders: dict[str, SenderSettings] = {"slack": account}
    block = {"type": "section", "text": {"type": "mrkdwn", "text": ESCAPED}}
    return Stand(
        Channels(senders, str, home, clock),
        senders,
        "slack/arms-exports",
        lambda: [json.dumps(post, ensure_ascii=False) for post in workspace.posts],
        Rendered(ESCAPED, ESCAPED, blocks=(block,)),
        {Rejected: lambda: fail("400"), Retry: lambda: fail("503"), TooFast: lambda: fail("429"), Unknown: lambda: fail("drop")},
    )


def stand_of_matrix(synapse: Homeserver, proxy: Proxy, home: Path) -> Stand:
    """A real homeserver. What it cannot be asked for, a fault of its own and a lost reply, comes from what stands before it."""

    def fail(step: str, fault: tuple[int, object] | str) -> None:
        proxy.faults[step] = fault

    def texts() -> list[str]:
        return [json.dumps(event["content"], ensure_ascii=False) for event in synapse.messages(reader, room)]

    reader, bot = synapse.account(), synapse.account()
    room, silent = synapse.room(reader, bot), synapse.room(reader, bot, power_level_content_override={"events_default": 100})
    senders: dict[str, SenderSettings] = {"matrix": MatrixSender(proxy.url, bot.name, synapse_server.PASSWORD)}
    return Stand(
        Channels(senders, str, home, clock),
        senders,
        f"matrix/{room}",
        texts,
        Rendered(HOSTILE, HOSTILE, f"<p>{ESCAPED}</p>"),
        {
            AddressRefused: lambda: f"matrix/{silent}",
            Retry: lambda: fail("send", (503, "")),
            Unknown: lambda: fail("send", "drop"),
        },
        is_once=True,
        mend=proxy.faults.clear,
    )


def stand_of_apprise(service: Service, home: Path) -> Stand:
    return Stand(
        Channels({}, str, home, clock),
        {},
        service.url,
        lambda: [f"{post['title']}\n{post['message']}" for post in service.posts],
        Rendered(HOSTILE, HOSTILE),
        {Rejected: lambda: "json://", Retry: lambda: service.faults.append("503")},
    )


@pytest.fixture
async def email(encrypted: ssl.SSLContext, trusted: None, tmp_path: Path) -> AsyncIterator[Stand]:
    del trusted
    async with mail_server(encrypted, needs_sign_in=True) as mailbox:
        made = stand_of_email(mailbox, tmp_path)
        yield made
        await made.channels.close()


@pytest.fixture
async def slack(workspace: Workspace, tmp_path: Path) -> AsyncIterator[Stand]:
    made = stand_of_slack(workspace, tmp_path, SlackSender(slack_server.TOKEN, api=f"{workspace.url}/api"))
    yield made
    await made.channels.close()


@pytest.fixture
async def webhook(workspace: Workspace, tmp_path: Path) -> AsyncIterator[Stand]:
    made = stand_of_slack(workspace, tmp_path, SlackSender(webhook=workspace.hook))
    yield made
    await made.channels.close()


@pytest.fixture
async def postfix(office: Office, trusted: None, tmp_path: Path) -> AsyncIterator[Stand]:
    del trusted
    made = stand_of_postfix(office, tmp_path)
    yield made
    await made.channels.close()


@pytest.fixture
async def matrix(synapse: Homeserver, tmp_path: Path) -> AsyncIterator[Stand]:
    async with matrix_proxy(synapse.url) as proxy:
        made = stand_of_matrix(synapse, proxy, tmp_path)
        yield made
        await made.channels.close()


@pytest.fixture
async def apprise(service: Service, tmp_path: Path) -> AsyncIterator[Stand]:
    made = stand_of_apprise(service, tmp_path)
    yield made
    await made.channels.close()


@pytest.fixture(params=["email", "postfix", "slack", "webhook", "matrix", "apprise"])
def stand(request: pytest.FixtureRequest) -> Stand:
    made: Stand = request.getfixturevalue(request.param)
    return made


async def test_a_message_arrives_with_its_text(stand: Stand) -> None:
    sent = await stand.channels.send(stand.address(), Rendered("Subject", "Found: L3Harris, نبأ"), "d-1")
    (text,) = stand.texts()
    assert "Found: L3Harris, نبأ" in text
    assert sent.ref


async def test_eight_at_once_are_eight_messages(stand: Stand) -> None:
    names = {f"message-{number}" for number in range(8)}
    sent = await asyncio.gather(*(stand.channels.send(stand.address(), Rendered(name, name), name) for name in names))
    assert len(stand.texts()) == 8
    assert all(any(name in text for text in stand.texts()) for name in names)
    assert len({message.ref for message in sent}) == 8


async def test_hostile_text_is_inert(stand: Stand) -> None:
    await stand.channels.send(stand.address(), stand.hostile, "d-1")
    (text,) = stand.texts()
    assert not any(sign in text for sign in FORBIDDEN)
    assert "gnp.exe" in text
    if stand.written.startswith("slack"):
        assert "<!" not in text
        assert "<script" not in text
    if stand.written.startswith("matrix"):
        event: dict[str, Any] = json.loads(text)
        assert event["m.mentions"] == {}
        assert "<script" not in event["formatted_body"]


async def test_a_failure_is_told_by_its_kind_and_the_next_message_arrives(stand: Stand) -> None:
    for verdict, fail in stand.faults.items():
        elsewhere = fail()
        with pytest.raises(SendError) as failure:
            await stand.channels.send(stand.address() if elsewhere is None else _unchecked(stand, elsewhere), Rendered("S", "T"), "d-1")
        assert type(failure.value) is verdict
        stand.mend()
    await stand.channels.send(stand.address(), Rendered("S", "and on it goes"), "d-2")
    assert "and on it goes" in stand.texts()[-1]


async def test_the_same_key_is_the_same_message(stand: Stand) -> None:
    first = await stand.channels.send(stand.address(), Rendered("S", "T"), "d-1")
    second = await stand.channels.send(stand.address(), Rendered("S", "T"), "d-1")
    assert len(stand.texts()) == (1 if stand.is_once else 2)
    if "slack" not in stand.written:
        assert first.ref == second.ref


async def test_no_secret_is_logged_or_told(stand: Stand, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    told = [await stand.channels.check(stand.address()) or ""]
    await stand.channels.send(stand.address(), Rendered("S", "T"), "d-1")
    for number, fail in enumerate(stand.faults.values()):
        elsewhere = fail()
        with pytest.raises(SendError) as failure:
            await stand.channels.send(
                stand.address() if elsewhere is None else _unchecked(stand, elsewhere), Rendered("S", "T"), f"e-{number}"
            )
        stand.mend()
        told.append(str(failure.value))
    seen = "\n".join([_ours(caplog), *told])
    assert [secret for secret in SECRETS if secret in seen] == []


def _unchecked(stand: Stand, written: str) -> Address:
    """An address that was good when the settings were read."""
    return Address("apprise", None, written, written) if written == "json://" else stand.address(written)


def _ours(caplog: pytest.LogCaptureFixture) -> str:
    """What was logged on this side of the wire; the stand-ins log what they are sent."""
    return "\n".join(
        f"{record.name} {record.getMessage()} {record.exc_info}"
        for record in caplog.records
        if record.name not in {"mail.log", "aiohttp.access", "aiohttp.server"}
    )
