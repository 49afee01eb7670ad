"""A new or edited watch looks back over the archive: what it would have found is recorded and shown, and nobody is told of it."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from monitor.daemon import vetoes
from monitor.daemon.events import event
from monitor.model import Hit, ItemId, WatchKey
from monitor.store import hits, items, watches

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.daemon.live import Live, Matcher
    from monitor.daemon.writer import Writer
    from monitor.store.database import Database
    from monitor.store.items import StoredItem
    from monitor.watch.veto import Vetoes

AT_ONCE = 200  # items in one read and one commit, so that polls are not kept waiting


def unseasoned(live: Live) -> frozenset[WatchKey]:
    """Name the watches that are new, or find something else than before, and have not gone through the whole archive since."""
    return frozenset(key for key, row in live.rows.items() if not row.has_looked_back)


async def look_back(writer: Writer, database: Database, live: Live, keys: frozenset[WatchKey], now: datetime) -> int:
    """Match the archive against these watches; return how many hits were recorded.

    Texts that retention has dropped are not looked at. An item that came in after the watches did has been matched already.
    That it is done is noted at its end alone: one that is cut off begins anew, and finds its former hits recorded.
    """
    matcher = await asyncio.to_thread(live.index.only, keys)
    after, count = ItemId(0), 0
    while batch := await asyncio.to_thread(_batch, database, now - live.settings.retention_texts, after):
        found = await asyncio.to_thread(_matched, live, matcher, batch)
        if found:
            count += await writer.run(partial(_record, live=live, found=found, now=now))
        after = batch[-1].id
    done = [row for key, row in live.rows.items() if key in keys]
    await writer.run(lambda connection: watches.record_look_back(connection, done))
    if count:
        event("lookback.done", watches=len(keys), hits=count)
    return count


def _batch(database: Database, since: datetime, after: ItemId) -> list[StoredItem]:
    with database.read() as connection:
        return items.archive(connection, since=since, after=after, limit=AT_ONCE)


def _matched(live: Live, matcher: Matcher, batch: list[StoredItem]) -> list[tuple[StoredItem, Hit]]:
    sources = live.settings.sources
    return [
        (stored, hit)
        for stored in batch
        for hit in matcher.match(
            stored.item, stored.source_key, sources[stored.source_key].tags if stored.source_key in sources else frozenset()
        )
    ]


def _meant(said: Vetoes, stored: StoredItem, hit: Hit) -> tuple[Hit, ...]:
    stories = frozenset() if stored.story_id is None or stored.item.debate else frozenset({stored.story_id})
    kept, _ = said.sift([hit], stored.id, stories)
    return kept


def _record(connection: Connection, live: Live, found: list[tuple[StoredItem, Hit]], now: datetime) -> int:
    """Keep the hits that are not there yet and were not said to be wrong; one that was told keeps its standing."""
    said = vetoes.load(connection, {hit.watch for _, hit in found})
    found = [(stored, kept) for stored, hit in found for kept in _meant(said, stored, hit)]
    known = {
        (stored.id, row.watch) for stored in {each.id: each for each, _ in found}.values() for row in hits.of_item(connection, stored.id)
    }
    rows = [
        hits.NewHit(
            item=stored.id, watch_id=live.rows[hit.watch].id, hit=hit, revision=live.rows[hit.watch].revision, is_baseline=True, at=now
        )
        for stored, hit in found
        if (stored.id, hit.watch) not in known
    ]
    hits.record(connection, rows)
    return len(rows)
