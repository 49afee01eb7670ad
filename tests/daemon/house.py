"""A whole Tocsin for the tests: settings on disk, a press, a mailbox, a clock that the test sets."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import tempfile
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from monitor.alerts.render import load_templates
from monitor.daemon.once import run_once
from monitor.daemon.opening import open_works
from monitor.settings.load import load
from monitor.sources.worker import answer_to
from monitor.sources.workers import ParsePool
from monitor.store import deliveries, items, migrate
from tests.channels.smtp_server import Letter, Mailbox, mail_server
from tests.daemon.press import Entry, Press

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from monitor.daemon.ingest import Report
    from monitor.daemon.works import Works
    from monitor.sources.worker import Answer, Task
    from monitor.store.deliveries import Posted
    from monitor.store.items import StoredItem

START = datetime(2026, 11, 22, 12, tzinfo=UTC)
# Names as written alone: what a test wants to be found in another spelling, it says itself.
WATCHLIST = """\
watchlist: Arms exports
tell: [desk]
watches:
  - entity: L3Harris WESCAM
    aliases: [WESCAM]
    spelling: exact
  - entity: Baykar
    spelling: exact
"""


@dataclass(slots=True)
class House:
    """Settings, press and mailbox of one test. Times are the test's own: `now` moves only when it is moved."""

    folder: Path
    press: Press
    mailbox: Mailbox
    now: datetime = START
    sources: dict[str, str] = field(default_factory=dict)

    def clock(self) -> datetime:
        return self.now

    async def wait(self, seconds: float) -> None:
        """Let time pass as if somebody had slept."""
        self.now += timedelta(seconds=seconds)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def write_sources(self, **options: str) -> None:
        """List every feed of the press under its name; `options` are further settings of each."""
        extra = "".join(f", {key}: {value}" for key, value in options.items())
        lines = "".join(f"  - {{name: {name}, url: {json.dumps(feed.url)}{extra}}}\n" for name, feed in self.press.feeds.items())
        self.write("sources.yaml", f"feeds:\n{lines}")

    @asynccontextmanager
    async def works(self) -> AsyncIterator[Works]:
        _lay_tables(self.folder.parent / "var" / "tocsin.db")
        async with open_works(self.folder, load(self.folder).settings, clock=self.clock) as works:
            works.poller.records.pause = self.wait
            yield works

    async def poll(self, works: Works, after: timedelta = timedelta(hours=1)) -> list[Report]:
        """Let time pass, then poll everything and send what is due."""
        self.now += after
        return await run_once(works, everything=True, progress=lambda _: None)

    async def run(self, times: int = 1) -> list[Report]:
        """Start, poll everything so often, stop; return the last reports."""
        reports: list[Report] = []
        async with self.works() as works:
            for _ in range(times):
                reports = await self.poll(works)
        return reports

    @property
    def letters(self) -> list[Letter]:
        return self.mailbox.letters

    def subjects(self) -> list[str]:
        return [str(letter.message["Subject"]) for letter in self.letters]

    def to(self, recipient: str) -> list[Letter]:
        return [letter for letter in self.letters if any(reader.startswith(recipient) for reader in letter.readers)]


def entry(n: int, text: str = "", *, title: str = "", published: datetime | None = None, link: str | None = None) -> Entry:
    """Make an entry with an address and a wording of its own."""
    return Entry(
        guid=f"guid-{n}",
        title=title or f"Headline number {n}",
        text=text,
        link=f"https://news.example/{n}" if link is None else link,
        published=published,
    )


def archived(works: Works, text: str) -> StoredItem:
    with works.database.read() as connection:
        return items.find(connection, text, limit=1)[0]


def outbox(works: Works) -> list[Posted]:
    with works.database.read() as connection:
        return deliveries.list_(connection, limit=1000)


def _lay_tables(path: Path) -> None:
    """Put an empty database where the daemon would make one, in a tenth of the time; that it makes one is tested elsewhere."""
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        shutil.copyfile(_template(), path)


@cache
def _template() -> Path:
    path = Path(tempfile.mkdtemp(dir=os.environ.get("CACHE_DIRECTORY"))) / "empty.db"
    migrate.upgrade(f"sqlite:///{path}")
    return path


async def _read_here(_: ParsePool, task: Task) -> Answer:
    """Read a document without a process of its own, which takes longer to start than a test; what they are for is tested elsewhere."""
    return await asyncio.to_thread(answer_to, task)


_templates = cache(load_templates)  # to compile them takes longer than a test


@asynccontextmanager
async def house(folder: Path, names: Iterable[str] = ("wire",)) -> AsyncIterator[House]:
    """Set up a house with one recipient, one watchlist and these feeds."""
    async with Press(*names) as press, mail_server() as mailbox:
        made = House(folder / "config", press, mailbox)
        made.write(
            "tocsin.yaml",
            "database: sqlite:///../var/tocsin.db\ntimezone: UTC\ncontact: desk@example.org\noperator: ops\n"
            "console: {listen: '127.0.0.1:0'}\nfetch: {allow_private_networks: true, full_text: never}\n"
            f"senders:\n  mail: {{smtp: 127.0.0.1, port: {mailbox.port}, tls: none, from: Tocsin <alerts@example.org>}}\n",
        )
        made.write("recipients.yaml", "desk: {to: [desk@example.org]}\nlegal: {to: [legal@example.org]}\nops: {to: [ops@example.org]}\n")
        made.write("watchlists/arms.yaml", WATCHLIST)
        made.write_sources()
        with patch.object(ParsePool, "ask", _read_here), patch("monitor.daemon.opening.load_templates", _templates):
            yield made
