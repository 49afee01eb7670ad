"""Recipients with every kind of address, and items that a test places in stories by hand: what is told of them is the daemon's to say."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import update

from monitor.daemon import called_off
from monitor.daemon.alerting import Alerting
from monitor.daemon.evidence import evidence_of
from monitor.daemon.indexing import Indexer
from monitor.daemon.live import Live, Matcher, build_live, source_specs, watch_specs
from monitor.daemon.silences import Mutes
from monitor.daemon.superseded import superseded
from monitor.model import Cause, DeliveryState, Hit, Item, ItemId, Kind, MessageId, RecipientKey, Relation, StoryId, WatchKey
from monitor.settings.load import load
from monitor.store import claims, deliveries, items, messages, migrate, sources, stories, watches
from monitor.store.database import Database
from monitor.store.deliveries.order import PATIENCE
from monitor.store.tables import stories as story_rows
from monitor.stories.decide import Decision
from tests.store.small_world import mention, new_item

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

    from monitor.store.deliveries import DeliveryRow
    from monitor.store.messages import ClaimContent

START = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
BECAUSE = "it tells of the same event"
BAYKAR, WESCAM, NORVIK = (WatchKey(f"arms/{name}") for name in ("baykar", "wescam", "norvik"))
ROOM, POST, BOTH = (RecipientKey(name) for name in ("room", "post", "both"))
SETTINGS = {
    "tocsin.yaml": (
        "database: sqlite:///../var/tocsin.db\ntimezone: UTC\ncontact: desk@example.org\noperator: post\n"
        "senders:\n  mail: {smtp: mail.example.org, from: Tocsin <alerts@example.org>}\n"
        "  matrix: {homeserver: 'https://chat.example.org', user: tocsin, password: secret}\n"
    ),
    "recipients.yaml": (
        "room: {to: ['matrix/!room:example.org']}\npost: {to: [desk@example.org]}\n"
        "both: {to: ['matrix/!both:example.org', both@example.org]}\n"
    ),
    "sources.yaml": "feeds:\n"
    + "".join(f"  - {{name: {name}, url: 'https://{name}.example/rss'}}\n" for name in ("wire", "echo", "mirror", "gazette")).replace(
        "gazette.example/rss'", "gazette.example/rss', tags: [official]"
    ),
    "watchlists/arms.yaml": (
        "watchlist: Arms exports\ntell: [room, post, both]\nwatches:\n  - {entity: Baykar, spelling: exact}\n"
        "  - {entity: WESCAM, spelling: exact}\n  - {entity: Norvik, spelling: exact, priority: urgent}\n"
    ),
}


@dataclass(frozen=True, slots=True)
class Letter:
    """A message of the outbox: whom it is for, what it is, what each of its claims tells of, and where it goes."""

    id: MessageId
    recipient: RecipientKey
    kind: str
    causes: set[Cause]
    items: set[ItemId]
    due_at: datetime
    replies_to: MessageId | None
    channels: set[str]


@dataclass(slots=True)
class Newsdesk:
    """A transaction in which items come. Times are the test's own: `now` moves only when it is moved."""

    connection: Connection
    live: Live
    now: datetime = START
    stories: dict[ItemId, StoryId] = field(default_factory=dict)

    def say(
        self,
        *found: WatchKey,
        source: str = "wire",
        of: ItemId | None = None,
        relation: Relation = Relation.SAME_STORY,
        kind: Kind = Kind.ARTICLE,
        after: timedelta = timedelta(0),
    ) -> ItemId:
        """Let an item come in which these watches are found; without `of` it begins a story."""
        self.now += after
        state = next(each for each in sources.all_states(self.connection) if each.key == source)
        item = Item(f"item {len(self.stories)}", f"Headline {len(self.stories)}", "Words.", kind)
        (item_id,) = items.insert(self.connection, [new_item(state.id, item, seen_at=self.now)]).values()
        self.tell(item_id, item, found, Decision(Relation.NEW, None, None, "") if of is None else self._beside(of, relation), source)
        return item_id

    def edit(self, item_id: ItemId, *brought: WatchKey) -> None:
        """Let an item that came say something more."""
        stored = items.get(self.connection, item_id)
        decision = Decision(Relation.EDIT, self.stories[item_id], item_id, "the same item, edited")
        self.tell(item_id, stored.item, brought, decision, stored.source_key)

    def tell(self, item_id: ItemId, item: Item, found: tuple[WatchKey, ...], decision: Decision, source: str) -> None:
        alerting = Alerting(self.connection, self.live, next(s for s in self.live.settings.sources.values() if s.key == source), self.now)
        hits = [Hit(watch, (mention(watch),)) for watch in found]
        alerting.record_hits(item_id, hits, is_baseline=False)
        alerting.tell_placed(item_id, item, hits, decision)
        self.stories[item_id] = items.get(self.connection, item_id).story_id or StoryId(0)

    def merge(self, younger: ItemId, into: ItemId) -> None:
        """Let the stories of two items be one."""
        one, other = (stories.root(self.connection, self.stories[item]) for item in (younger, into))
        if one != other:
            self.connection.execute(update(story_rows).where(story_rows.c.id == one).values(merged_into=other))

    def send(self, after: timedelta = timedelta(0)) -> None:
        """Let time pass, and let everything leave that is due."""
        self.now += after
        while rows := deliveries.claim_due(self.connection, self.now, HOUR, 1000):  # one letter of an address after the other
            for row in rows:
                self._settle(row)

    def fail(self) -> None:
        """Let what waits fail so often that younger letters need not wait for it any more; it waits for nine hours again."""
        for _ in range(PATIENCE):
            for row in deliveries.claim_due(self.connection, self.now, HOUR, 1000):
                deliveries.settle(self.connection, row.id, state=DeliveryState.DUE, at=self.now, due_at=self.now + 9 * HOUR)
            self.now += 9 * HOUR
        self.now -= HOUR

    def leave(self) -> list[tuple[ClaimContent, RecipientKey]]:
        """Let one message leave after the other, each looked at before; give the claims that were said, and to whom."""
        said: list[tuple[ClaimContent, RecipientKey]] = []
        looked_at: set[MessageId] = set()
        while rows := deliveries.claim_due(self.connection, self.now, HOUR, 1):
            carried = messages.content(self.connection, rows[0].message).claims
            if rows[0].message not in looked_at:
                silent = superseded(self.connection, carried, self.live.official)
                said += [(claim, rows[0].recipient) for claim in carried if claim.id not in silent]
            looked_at.add(rows[0].message)
            self._settle(rows[0])
        return said

    def looks_through(self, message: MessageId) -> None:
        """Note what a message leaves out, as it would leave now."""
        row = messages.content(self.connection, message)
        evidence = evidence_of(self.connection, row.claims)
        called_off.note(self.connection, evidence, Mutes(self.connection, self.live, self.now), row, self.now)

    def _settle(self, row: DeliveryRow) -> None:
        ref = f"ref {row.id}"
        deliveries.settle(self.connection, row.id, state=DeliveryState.SENT, at=self.now, ref=ref, thread=ref)

    def letters(self, recipient: RecipientKey | None = None) -> list[Letter]:
        """Read the outbox, the oldest first."""
        posted = deliveries.list_(self.connection, limit=10_000)
        channels: dict[MessageId, set[str]] = {}
        for row in posted:
            channels.setdefault(row.message, set()).add(row.channel)
        read = [messages.content(self.connection, message) for message in sorted(channels)]
        return [
            Letter(
                id=row.id,
                recipient=row.recipient,
                kind=row.kind,
                causes={claim.cause for claim in row.claims},
                items={item for claim in row.claims for item in claim.items},
                due_at=min(each.due_at for each in posted if each.message == row.id),
                replies_to=row.replies_to,
                channels=channels[row.id],
            )
            for row in read
            if recipient in {None, row.recipient}
        ]

    def lists(self, item: ItemId) -> list[tuple[RecipientKey, Cause]]:
        """Tell for whom an item is only listed, and how."""
        listing = claims.listing(self.connection, item)
        made = claims.of_story(self.connection, self.stories[item])
        return sorted((row.recipient, row.cause) for row in made if row.id in listing)

    def _beside(self, of: ItemId, relation: Relation) -> Decision:
        return Decision(relation, self.stories[of], of, BECAUSE)


def open_newsdesk(folder: Path, url: str | None = None, index: Matcher | None = None) -> tuple[Database, Live]:
    """Write the settings, make the database, and put them live; `index` spares making one."""
    for name, text in SETTINGS.items():
        path = folder / "config" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    loaded = load(folder / "config")
    url = url or loaded.settings.database
    migrate.upgrade(url)
    database = Database.open(url)
    index = index or Indexer(database).build(loaded.settings, START - HOUR)
    with database.write() as connection:
        sources.sync(connection, source_specs(loaded.settings), START - HOUR)
        rows = watches.sync(connection, watch_specs(loaded.settings.watchlists.values()), START - HOUR)
    return database, build_live(loaded, index, rows)
