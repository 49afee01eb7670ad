"""A story to a thousand readers by email: the outbox beside plain smtplib, which opens a connection for each letter.

Run as `python benchmarks/mail_to_many.py [LETTERS [MILLISECONDS]]`. Both send to one mail server in a process of its own, on loopback,
and both encrypt with STARTTLS, as the outbox does unless it is told otherwise; then once more without, which is the lesser difference,
since a connection each costs less. Each of the server's answers takes 20 milliseconds, as those of a server some way off do; with 0 the
two compare by what they reckon alone. What counts is what the server took: one reader a letter. The outbox renders every letter and
writes down that it is about to leave and that it left; smtplib sends a text that is there. Needs the program `openssl`.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import smtplib
import ssl
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.alerts.render import load_templates
from monitor.channels.dispatch import Channels
from monitor.daemon.deliver import Courier
from monitor.daemon.indexing import Indexer
from monitor.daemon.live import Live, build_live
from monitor.daemon.own_words import OwnWords
from monitor.daemon.tally import Tally
from monitor.daemon.writer import Writer
from monitor.model import RecipientKey
from monitor.settings.load import load
from monitor.settings.secrets import expand
from monitor.store import deliveries, messages, migrate
from monitor.store.database import Database

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.connection import Connection as Pipe

    from sqlalchemy import Connection

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TITLE = "Baykar: a new office in the capital"
LINES = ("Example Wire reports that Baykar has opened an office in the capital.", "https://news.example/1") * 4


class Sink:
    """A mail server that takes every letter and keeps none."""

    def __init__(self, answers_after_s: float, certificate: Path) -> None:
        self.taken = 0
        self._answers_after_s = answers_after_s
        self._encrypted = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._encrypted.load_cert_chain(certificate)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Speak as much SMTP as is needed to take letters."""
        await self._answer(writer, b"220 sink ESMTP")
        while line := (await reader.readline()).upper().strip():
            if line.startswith(b"EHLO"):
                await self._answer(writer, b"250-sink\r\n250 STARTTLS")
            elif line == b"STARTTLS":
                await self._answer(writer, b"220 go on")
                await writer.start_tls(self._encrypted)
            elif line == b"DATA":
                await self._answer(writer, b"354 go on")
                await reader.readuntil(b"\r\n.\r\n")
                self.taken += 1
                await self._answer(writer, b"250 taken")
            elif line == b"QUIT":
                await self._answer(writer, b"221 bye")
                break
            else:
                await self._answer(writer, b"250 well")
        writer.close()

    async def _answer(self, writer: asyncio.StreamWriter, words: bytes) -> None:
        await asyncio.sleep(self._answers_after_s)
        writer.write(words + b"\r\n")


def serve(pipe: Pipe, answers_after_s: float, certificate: Path) -> None:
    """Take letters, and tell how many there were when asked."""

    async def main() -> None:
        sink = Sink(answers_after_s, certificate)
        server = await asyncio.start_server(sink.talk, "127.0.0.1", 0)
        pipe.send(server.sockets[0].getsockname()[1])
        loop = asyncio.get_running_loop()
        while await loop.run_in_executor(None, pipe.recv) != "end":
            pipe.send(sink.taken)

    asyncio.run(main())


def by_smtplib(port: int, readers: Sequence[str], tls: str) -> float:
    """Send with a connection each; return the seconds."""
    began, trusts = time.perf_counter(), ssl.create_default_context()
    for reader in readers:
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = "alerts@example.org", reader, TITLE
        letter.set_content("\n".join(LINES))
        with smtplib.SMTP("127.0.0.1", port, local_hostname="bench") as smtp:
            if tls == "starttls":
                smtp.starttls(context=trusts)
            smtp.send_message(letter)
    return time.perf_counter() - began


def put(connection: Connection, readers: Sequence[str]) -> None:
    """Put a letter to each reader into the outbox."""
    body = {"title": TITLE, "notices": [{"title": TITLE, "lines": list(LINES)}]}
    for reader in readers:
        message = messages.create(
            connection, recipient=RecipientKey("desk"), kind="notice", story=None, due_at=NOW, now=NOW, replies_to=None, body=body
        )
        row = deliveries.NewDelivery(message, f"key-{reader}", "email", "mail", reader, reader, NOW)
        deliveries.create(connection, [row])


def live_of(folder: Path, port: int, tls: str) -> Live:
    """Write settings with this one account, and work out what is in force."""
    (folder / "tocsin.yaml").write_text(
        f"database: sqlite:///tocsin.db\ntimezone: UTC\ncontact: desk@example.org\noperator: desk\n"
        f"senders:\n  mail: {{smtp: 127.0.0.1, port: {port}, tls: {tls}, from: alerts@example.org}}\n",
        encoding="utf-8",
    )
    (folder / "recipients.yaml").write_text("desk: {to: [desk@example.org]}\n", encoding="utf-8")
    (folder / "sources.yaml").write_text("feeds: []\n", encoding="utf-8")
    loaded = load(folder)
    migrate.upgrade(loaded.settings.database)
    database = Database.open(loaded.settings.database)
    try:
        return build_live(loaded, Indexer(database).build(loaded.settings, NOW), {})
    finally:
        database.close()


async def by_the_outbox(folder: Path, port: int, readers: Sequence[str], tls: str) -> float:
    """Send what stands in the outbox; return the seconds from the first claim to the last commit."""
    live = live_of(folder, port, tls)
    database = Database.open(live.settings.database)
    with database.write() as connection:
        put(connection, readers)
    writer, channels = Writer(database), Channels(live.settings.senders, expand, home=folder)
    courier = Courier(
        writer,
        channels=channels,
        words=OwnWords(load_templates(), writer, lambda: NOW),
        live=lambda: live,
        clock=lambda: NOW,
        lease=timedelta(minutes=2),
        tally=Tally(started_at=NOW),
    )
    await channels.check("mail")  # what is loaded at the first letter is no part of the rate
    began = time.perf_counter()
    await courier.deliver_due()
    seconds = time.perf_counter() - began
    await courier.close()
    writer.close()
    database.close()
    return seconds


def make_certificate(folder: Path) -> Path:
    """Make a certificate for loopback, and have both sides trust it."""
    made = folder / "server.pem"
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=sink -addext subjectAltName=IP:127.0.0.1"
    subprocess.run(["openssl", *words.split(), "-keyout", made, "-out", folder / "public.pem"], check=True, capture_output=True)
    made.write_bytes(made.read_bytes() + (folder / "public.pem").read_bytes())
    os.environ["SSL_CERT_FILE"] = str(folder / "public.pem")
    return made


def compare(pipe: Pipe, port: int, readers: Sequence[str], tls: str) -> None:
    """Send by both ways, and print the rates."""
    rates = []
    for way in ("plain smtplib, a connection each", "the outbox, rendered and written down"):
        pipe.send("count")
        before = pipe.recv()
        if way.startswith("plain"):
            seconds = by_smtplib(port, readers, tls)
        else:
            with tempfile.TemporaryDirectory() as folder:
                seconds = asyncio.run(by_the_outbox(Path(folder), port, readers, tls))
        pipe.send("count")
        taken = pipe.recv() - before
        rates.append(taken / seconds)
        print(f"tls: {tls:8}  {way:38} {taken} letters in {seconds:6.2f} s, {rates[-1]:4.0f} a second")
    print(f"tls: {tls:8}  {rates[1] / rates[0]:.1f} times as many")


def main() -> None:
    """Start the server, and compare with encryption and without."""
    letters, answers_after_ms = (*map(int, sys.argv[1:]), *(1000, 20)[len(sys.argv) - 1 :])
    readers = [f"reader{number}@example.org" for number in range(letters)]
    with tempfile.TemporaryDirectory() as folder:
        certificate = make_certificate(Path(folder))
        pipe, far = multiprocessing.Pipe()
        sink = multiprocessing.Process(target=serve, args=(far, answers_after_ms / 1000, certificate), daemon=True)
        sink.start()
        port = pipe.recv()
        print(f"a server on loopback that takes {answers_after_ms} ms to answer")
        for tls in ("starttls", "none"):
            compare(pipe, port, readers, tls)
        pipe.send("end")


if __name__ == "__main__":
    main()
