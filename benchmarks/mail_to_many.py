"""A story to a thousand readers by email: the outbox beside plain smtplib, which opens a connection for each letter.

Run as `python benchmarks/mail_to_many.py [LETTERS [MILLISECONDS]]`. Both send to one mail server in a process of its own, on loopback,
without TLS: with TLS a connection each costs far more, so this is the lesser difference. Each of its answers takes 20 milliseconds, as
those of a server some way off do; with 0 the two compare by what they reckon alone. What counts is what the server took: one reader a
letter. The outbox renders every letter and writes down that it is about to leave and that it left; smtplib sends a text that is there.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import smtplib
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


async def _talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, taken: list[int], answers_after_s: float) -> None:
    """Speak as much SMTP as is needed to take letters."""
    await asyncio.sleep(answers_after_s)
    writer.write(b"220 sink ESMTP\r\n")
    while line := (await reader.readline()).upper():
        await asyncio.sleep(answers_after_s)
        if line.startswith(b"DATA"):
            writer.write(b"354 go on\r\n")
            await reader.readuntil(b"\r\n.\r\n")
            await asyncio.sleep(answers_after_s)
            taken[0] += 1
        writer.write(b"250 sink\r\n" if not line.startswith(b"QUIT") else b"221 bye\r\n")
        if line.startswith(b"QUIT"):
            break
    writer.close()


def serve(pipe: Pipe, answers_after_s: float) -> None:
    """Take letters, and tell how many there were when asked."""

    async def main() -> None:
        taken = [0]
        server = await asyncio.start_server(lambda reader, writer: _talk(reader, writer, taken, answers_after_s), "127.0.0.1", 0)
        pipe.send(server.sockets[0].getsockname()[1])
        loop = asyncio.get_running_loop()
        while await loop.run_in_executor(None, pipe.recv) != "end":
            pipe.send(taken[0])

    asyncio.run(main())


def by_smtplib(port: int, readers: Sequence[str]) -> float:
    """Send with a connection each; return the seconds."""
    began = time.perf_counter()
    for reader in readers:
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = "alerts@example.org", reader, TITLE
        letter.set_content("\n".join(LINES))
        with smtplib.SMTP("127.0.0.1", port, local_hostname="bench") as smtp:
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


def live_of(folder: Path, port: int) -> Live:
    """Write settings with this one account, and work out what is in force."""
    (folder / "tocsin.yaml").write_text(
        f"database: sqlite:///tocsin.db\ntimezone: UTC\ncontact: desk@example.org\noperator: desk\n"
        f"senders:\n  mail: {{smtp: 127.0.0.1, port: {port}, tls: none, from: alerts@example.org}}\n",
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


async def by_the_outbox(folder: Path, port: int, readers: Sequence[str]) -> float:
    """Send what stands in the outbox; return the seconds from the first claim to the last commit."""
    live = live_of(folder, port)
    database = Database.open(live.settings.database)
    with database.write() as connection:
        put(connection, readers)
    writer, channels = Writer(database), Channels(live.settings.senders, expand, home=folder)
    courier = Courier(
        writer,
        channels=channels,
        templates=load_templates(),
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


def main() -> None:
    """Send by both ways, and print the rates."""
    letters, answers_after_ms = (*map(int, sys.argv[1:]), *(1000, 20)[len(sys.argv) - 1 :])
    readers = [f"reader{number}@example.org" for number in range(letters)]
    pipe, far = multiprocessing.Pipe()
    sink = multiprocessing.Process(target=serve, args=(far, answers_after_ms / 1000), daemon=True)
    sink.start()
    port = pipe.recv()
    plain = by_smtplib(port, readers)
    pipe.send("count")
    before = pipe.recv()
    with tempfile.TemporaryDirectory() as folder:
        ours = asyncio.run(by_the_outbox(Path(folder), port, readers))
    pipe.send("count")
    taken = pipe.recv() - before
    pipe.send("end")
    print(f"a server on loopback that takes {answers_after_ms} ms to answer")
    print(f"plain smtplib, a connection each, no TLS: {before} letters in {plain:.2f} s, {before / plain:,.0f} a second")
    print(f"the outbox, rendered and written down:    {taken} letters in {ours:.2f} s, {taken / ours:,.0f} a second")
    print(f"{taken / ours / (before / plain):.1f} times as many")


if __name__ == "__main__":
    main()
