"""A desk for the tests of messages: items are placed in stories and claimed by hand, and a message is put together of the claims."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from monitor.daemon import called_off
from monitor.daemon.compose import compose
from monitor.daemon.evidence import evidence_of
from monitor.daemon.ingest import Fresh
from monitor.daemon.reload import put_live
from monitor.daemon.silences import Mutes
from monitor.model import Cause, Item, ItemId, MessageId, RecipientKey, Relation, StoryId, WatchKey, digest
from monitor.settings.load import load
from monitor.store import claims, hits, items, messages, migrate, sources, stories
from monitor.store.database import Database
from monitor.watch.index import Index
from tests.daemon.house import START, WATCHLIST
from tests.daemon.sitting import ANAND, speech
from tests.watch.watching import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from sqlalchemy import Connection

    from monitor.alerts.parts import MessagePart
    from monitor.daemon.live import Live
    from monitor.model import Speaker
    from monitor.settings.records import Loaded

DESK = RecipientKey("desk")
DRONES = "Baykar sold twelve drones to the ministry, an official said on Monday."
OTHER_WORDS = "The ministry has bought a dozen unmanned aircraft of Baykar, it was learned."
BAYKAR, WESCAM = WatchKey("arms/baykar"), WatchKey("arms/l3harris-wescam")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
STOOD = Fresh("matching", "found", is_archived=False)
SETTINGS = {
    "tocsin.yaml": "database: sqlite:///../tocsin.db\ntimezone: UTC\ncontact: desk@example.org\noperator: ops\n"
    "senders:\n  mail: {smtp: 127.0.0.1, from: alerts@example.org}\n",
    "recipients.yaml": "desk: {to: [desk@example.org]}\nops: {to: [ops@example.org]}\n",
    "sources.yaml": "feeds:\n  - {name: wire, url: 'https://wire.example/rss'}\n",
    "watchlists/arms.yaml": WATCHLIST,
}


@dataclass(slots=True)
class Newsroom:
    """What was published, and what the desk is told of it. A minute passes with each item."""

    connection: Connection
    live: Live
    now: datetime = NOON
    _stories: dict[ItemId, StoryId] = field(default_factory=dict)

    def prints(self, outlet: str, text: str, title: str = "") -> ItemId:
        """Publish an article, in a story of its own."""
        place = f"https://{outlet.lower().replace(' ', '-')}.example/{len(self._stories)}"
        return self._enter(Item(key=place, title=title or f"{outlet} reports", text=text, url=place, outlet=outlet))

    def says(self, key: str, text: str, speaker: Speaker = ANAND, debate: str = "permits") -> ItemId:
        """Put a speech on the record, in a story of its own."""
        return self._enter(speech(key, text, speaker, debate=debate))

    def asks(self, key: str, text: str) -> ItemId:
        """Put something on the record that stands alone."""
        return self._enter(replace(speech(key, text, debate=""), title=f"Question {key}"))

    def place(self, item: ItemId, of: ItemId, relation: Relation = Relation.SAME_STORY, because: str = "") -> None:
        """Fold an item into the story of another."""
        self._stories[item] = self._stories[of]
        items.set_story(self.connection, item, self._stories[of])
        detail = {"story": self._stories[of], "of": of, "because": because or f"83 % likely the same event as item {of}"}
        items.add_event(self.connection, item, self.now, "story", relation.value, detail)

    def copies(self, outlet: str, of: ItemId) -> ItemId:
        """Let an outlet carry the text of another item."""
        stored = items.get(self.connection, of)
        item = self.prints(outlet, stored.item.text, f"{stored.item.title}, says {outlet}")
        self.place(item, of, Relation.DUPLICATE, f"same text as item {of}")
        return item

    def claim(self, told: Iterable[ItemId], cause: Cause = Cause.FIRST, watch: WatchKey = BAYKAR, listed: Iterable[ItemId] = ()) -> int:
        """Claim that the desk is told of a watch by some items, and of others as lines of a list."""
        told, listed = list(told), list(listed)
        story = self._stories[(told or listed)[0]]
        ((_, claim),) = claims.make(self.connection, [(DESK, story, watch, cause, self.now)])
        for item in told:
            claims.tell_of(self.connection, [claim], item)
        for item in listed:
            claims.tell_of(self.connection, [claim], item, {"folded": f"83 % likely the same event as {story}"})
        return claim

    def message(self, *made: int, replies_to: MessageId | None = None, is_digest: bool = False) -> MessageId:
        """Put claims into a message."""
        about = messages.create(
            self.connection,
            recipient=DESK,
            kind="digest" if is_digest else "story",
            story=None if is_digest else next(iter(self._stories.values())),
            due_at=self.now,
            now=self.now,
            replies_to=replies_to,
            body=None,
        )
        messages.attach(self.connection, about, made)
        return about

    def reads(self, message: MessageId, *, has_threads: bool = False) -> MessagePart:
        """Put a message together as it would leave now."""
        row = messages.content(self.connection, message)
        return compose(self.connection, self.live, row, "key", self.now, has_threads=has_threads)

    def looks_through(self, message: MessageId) -> None:
        """Note what a message leaves out, as it would leave now."""
        row = messages.content(self.connection, message)
        evidence = evidence_of(self.connection, row.claims)
        called_off.note(self.connection, evidence, Mutes(self.connection, self.live, self.now), row, self.now)

    def story(self, item: ItemId) -> StoryId:
        return self._stories[item]

    @contextmanager
    def day(self) -> Iterator[Newsroom]:
        """Begin an empty day; undo it in the end."""
        with self.connection.begin_nested() as day:
            yield Newsroom(self.connection, self.live)
            day.rollback()

    def _enter(self, item: Item) -> ItemId:
        self.now += timedelta(minutes=1)
        (state,) = sources.all_states(self.connection)
        row = items.NewItem(
            item, state.id, digest(item.key), digest(item.title, item.text), self.now, STOOD.stage, STOOD.reason, None, is_baseline=False
        )
        (id_,) = items.insert(self.connection, [row]).values()
        self._stories[id_] = stories.create(self.connection, id_, self.now)
        items.add_event(
            self.connection, id_, self.now, "story", "new", {"story": self._stories[id_], "of": None, "because": "no copy of it"}
        )
        rows: Mapping[WatchKey, object] = self.live.rows
        found = [hit for hit in self.live.index.match(item) if hit.watch in rows]
        hits.record(
            self.connection, [hits.NewHit(id_, self.live.rows[hit.watch].id, hit, 1, is_baseline=False, at=self.now) for hit in found]
        )
        return id_


def lay(folder: Path, texts: Mapping[str, str]) -> tuple[Loaded, Database]:
    """Write settings, and make their database."""
    for name, text in texts.items():
        path = folder / "config" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    loaded = load(folder / "config")
    migrate.upgrade(loaded.settings.database)
    return loaded, Database.open(loaded.settings.database)


@contextmanager
def open_newsroom(folder: Path) -> Iterator[Newsroom]:
    """Open a newsroom in a folder, and undo all that was done in it."""
    loaded, database = lay(folder, SETTINGS)
    index = Index.build(loaded.settings.watchlists.values(), LANGUAGES)
    with database.write() as connection:
        yield Newsroom(connection, put_live(connection, loaded, index, START))
        connection.rollback()
    database.close()
