"""The outbox alone: settings, a database, a courier and the letters that a test puts in; and a gate before a server, to be shut."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from monitor.alerts.render import load_templates
from monitor.channels.address import read_address
from monitor.channels.dispatch import Channels
from monitor.daemon.deliver import Courier
from monitor.daemon.live import build_live
from monitor.daemon.outbox import account_of
from monitor.daemon.own_words import OwnWords
from monitor.daemon.tally import Tally
from monitor.daemon.writer import Writer
from monitor.model import MessageId, RecipientKey
from monitor.settings.load import load
from monitor.settings.secrets import expand
from monitor.store import deliveries, messages, migrate
from monitor.store.database import Database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection
    from pathlib import Path

    from sqlalchemy import Connection

    from monitor.daemon.live import Live, Matcher
    from monitor.model import Hit, Item, WatchKey
    from monitor.store.deliveries import Posted

START = datetime(2026, 11, 25, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
GENERAL = "database: sqlite:///../var/tocsin.db\ntimezone: UTC\ncontact: desk@example.org\noperator: ops\nsenders:\n"


class _Nothing:
    """Finds no watch: what is told here, the test says."""

    def match(self, item: Item, source: str = "", tags: frozenset[str] = frozenset()) -> tuple[Hit, ...]:
        del item, source, tags
        return ()

    def only(self, watches: Collection[WatchKey]) -> Matcher:
        del watches
        return self


@dataclass(slots=True)
class PostOffice:
    """Letters and who sends them. Time is the test's own: `now` moves only when it is moved."""

    database: Database
    writer: Writer
    live: Live
    courier: Courier
    channels: Channels
    tally: Tally
    now: datetime = START
    posted: list[str] = field(default_factory=list)

    def put(self, address: str, title: str, *, replies_to: MessageId | None = None, recipient: str = "desk") -> MessageId:
        """Put a letter into the outbox, due now."""
        with self.database.write() as connection:
            return self._put(connection, address, title, replies_to, RecipientKey(recipient))

    def _put(self, connection: Connection, address: str, title: str, replies_to: MessageId | None, recipient: RecipientKey) -> MessageId:
        body = {"title": title, "notices": [{"title": title, "lines": [f"This is {title}."]}]}
        message = messages.create(
            connection, recipient=recipient, kind="notice", story=None, due_at=self.now, now=self.now, replies_to=replies_to, body=body
        )
        read = read_address(address, self.live.settings.senders)
        row = deliveries.NewDelivery(message, f"key-{title}", read.channel, account_of(read), address, read.label, self.now)
        deliveries.create(connection, [row])
        self.posted.append(title)
        return message

    async def work(self, minutes: int, step: timedelta = MINUTE) -> None:
        """Let the courier look at what is due each minute."""
        for _ in range(minutes):
            await self.courier.deliver_due()
            self.now += step

    def rows(self) -> list[Posted]:
        with self.database.read() as connection:
            return list(reversed(deliveries.list_(connection, limit=5000)))

    def sent(self) -> int:
        """Count what this office itself has sent."""
        return self.tally.sent

    def row(self, title: str) -> Posted:
        return next(row for row in self.rows() if row.subject == title)


def live_of(folder: Path) -> Live:
    return build_live(load(folder), _Nothing(), {})


def write_settings(folder: Path, senders: str, recipients: str, database: str | None = None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    general = GENERAL if database is None else GENERAL.replace("sqlite:///../var/tocsin.db", database)
    (folder / "tocsin.yaml").write_text(general + senders, encoding="utf-8")
    (folder / "recipients.yaml").write_text(recipients, encoding="utf-8")
    (folder / "sources.yaml").write_text("feeds: []\n", encoding="utf-8")


def office_of(database: Database, live: Live, home: Path) -> PostOffice:
    """Open an office on a database; several may work on one."""
    box: list[PostOffice] = []

    def clock() -> datetime:
        return box[0].now if box else START

    writer, tally = Writer(database), Tally(started_at=START)
    channels = Channels(live.settings.senders, expand, home=home, clock=clock)
    courier = Courier(
        writer,
        channels=channels,
        words=OwnWords(load_templates(), writer, clock),
        live=lambda: live,
        clock=clock,
        lease=timedelta(minutes=2),
        tally=tally,
    )
    box.append(PostOffice(database, writer, live, courier, channels, tally))
    return box[0]


@asynccontextmanager
async def post_office(folder: Path, senders: str, recipients: str, *, database: str | None = None) -> AsyncIterator[PostOffice]:
    """Open an office with a database of its own, or on one that is there."""
    write_settings(folder / "config", senders, recipients, database)
    live = live_of(folder / "config")
    (folder / "var").mkdir(exist_ok=True)
    migrate.upgrade(live.settings.database)
    opened = Database.open(live.settings.database)
    office = office_of(opened, live, folder / "var")
    try:
        yield office
    finally:
        await office.courier.close()
        office.writer.close()
        opened.close()


@dataclass(slots=True)
class Gate:
    """Stands before a server at a port that stays the same; while it is shut nobody is there."""

    port: int
    behind: int
    server: asyncio.Server | None = None
    lines: set[asyncio.StreamWriter] = field(default_factory=set)

    async def open(self) -> None:
        self.server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self.server.sockets[0].getsockname()[1]

    async def shut(self) -> None:
        if self.server is not None:
            self.server.close()
        for line in list(self.lines):
            line.transport.abort()
        await asyncio.sleep(0)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self.behind)
        self.lines |= {writer, back}
        await asyncio.gather(_pass_on(reader, back), _pass_on(there, writer))
        self.lines -= {writer, back}


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()


@asynccontextmanager
async def gate(behind: int) -> AsyncIterator[Gate]:
    made = Gate(0, behind)
    await made.open()
    yield made
    await made.shut()
