"""The mailbox keeps every mail on disk before it says so, and closes under whoever still talks."""

from __future__ import annotations

import asyncio
from email.message import EmailMessage
from typing import TYPE_CHECKING

import aiosmtplib
import pytest

from monitor.demo.mailbox import Mailbox

if TYPE_CHECKING:
    from pathlib import Path


def mail(subject: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "tocsin@example.org", "desk@example.org", subject
    message["Message-ID"] = f"<{subject}@example.org>"
    message.set_content("L3Harris WESCAM · بايكار")
    return message


async def test_a_mail_is_kept_and_told_of(tmp_path: Path) -> None:
    told: asyncio.Queue[EmailMessage] = asyncio.Queue()
    async with Mailbox(tmp_path / "mail", told.put_nowait) as mailbox:
        for subject in ("one", "two"):
            await aiosmtplib.send(mail(subject), hostname="127.0.0.1", port=mailbox.port, start_tls=False, use_tls=False)
        async with asyncio.timeout(5):
            arrived = [await told.get(), await told.get()]
    assert [message["Subject"] for message in arrived] == ["one", "two"] == [message["Subject"] for message in mailbox.mails]
    assert "بايكار" in arrived[0].get_content()
    files = sorted((tmp_path / "mail").iterdir())
    assert [file.name for file in files] == ["001.eml", "002.eml"]
    assert b"Message-ID: <one@example.org>" in files[0].read_bytes()


async def test_nobody_needs_to_listen(tmp_path: Path) -> None:
    async with Mailbox(tmp_path) as mailbox:
        await aiosmtplib.send(mail("one"), hostname="127.0.0.1", port=mailbox.port, start_tls=False, use_tls=False)
        assert len(mailbox.mails) == 1


async def test_it_closes_under_a_client_that_stays(tmp_path: Path) -> None:
    async with asyncio.timeout(5):
        async with Mailbox(tmp_path) as mailbox:
            reader, writer = await asyncio.open_connection("127.0.0.1", mailbox.port)
            assert (await reader.readline()).startswith(b"220")
        assert await reader.read() == b""
        writer.close()
    with pytest.raises(RuntimeError, match="not open"):
        _ = mailbox.port
