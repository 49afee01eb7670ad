"""The hot statements find their rows by an index: none of them reads a table that grows from end to end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from monitor.model import ItemId, SourceKey, StoryId, WatchKey, digest
from monitor.store import article_reads, claims, deliveries, hits, items, messages, sources, stories, traces, vetoes
from tests.store.small_world import DESK, HOUR, NOON, add_message, post

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from monitor.store.database import Database

SOME = (StoryId(1), StoryId(2))
HOT: dict[str, Callable[[Connection], object]] = {
    "sources that are due": lambda connection: sources.claim_due(connection, NOON, HOUR, 5),
    "named sources": lambda connection: sources.claim_due(connection, NOON, HOUR, 5, only=[SourceKey("a")], regardless=True),
    "pages that are due": lambda connection: article_reads.claim_due(connection, NOON, HOUR, 5),
    "the last pages of a source": lambda connection: article_reads.latest(connection, 1, 20),
    "deliveries that are due": lambda connection: deliveries.claim_due(connection, NOON, HOUR, 5, channel="email"),
    "accounts with deliveries that are due": lambda connection: deliveries.due_accounts(connection, NOON),
    "deliveries of an account that are due": lambda connection: deliveries.claim_due(
        connection, NOON, HOUR, 5, channel="email", account="a.example"
    ),
    "items known to a source": lambda connection: items.known(connection, 1, [digest("a"), digest("b")]),
    "items that share a key": lambda connection: items.sharing(connection, [("url", digest("a")), ("text", digest("b"))]),
    "an item by its address": lambda connection: items.find(connection, "1", url_hash=digest("a")),
    "the newest of the archive": lambda connection: items.newest(
        connection, since=NOON - HOUR, until=NOON, behind=(NOON, ItemId(9)), limit=5
    ),
    "the latest items that share a key": lambda connection: items.latest_sharing(connection, [("url", digest("a")), ("text", digest("b"))]),
    "items that left a hash": lambda connection: traces.sharing(connection, [1, 2], 20_000),
    "what near items told": lambda connection: traces.around(connection, {ItemId(1), ItemId(2)}, 5),
    "what the newest items told": lambda connection: traces.newest(connection, 20_000, 5, but=ItemId(1)),
    "a share of the traces that are too old": lambda connection: traces.forget(connection, 20_000, 1),
    "vetoes on watches": lambda connection: vetoes.of_watches(connection, {WatchKey("a")}),
    "the latest hits": lambda connection: hits.latest(connection, 5),
    "hits of a story": lambda connection: hits.of_story(connection, StoryId(1)),
    "claims on a story": lambda connection: claims.of_story(connection, StoryId(1)),
    "the roots of stories": lambda connection: stories.roots(connection, SOME),
    "what was merged into stories": lambda connection: stories.wholes(connection, SOME),
    "hits of many stories": lambda connection: hits.of_each_story(connection, dict(zip(SOME, SOME, strict=True)), {WatchKey("a")}),
    "claims on many stories": lambda connection: claims.of_each_story(connection, dict(zip(SOME, SOME, strict=True))),
    "events of many stories": lambda connection: stories.events_of_each(
        connection, dict(zip(SOME, SOME, strict=True)), "alert", ["not told"]
    ),
    "members of a story": lambda connection: stories.members(connection, StoryId(1)),
    "alerts of the last hour": lambda connection: claims.alerts(connection, DESK, [WatchKey("a"), WatchKey("b")], NOON - HOUR),
    "whether a watch floods": lambda connection: claims.is_flooding(connection, WatchKey("a"), NOON - HOUR),
    "an open summary of a flood": lambda connection: messages.open_flood(connection, DESK, "arms", NOON),
    "an open digest": lambda connection: messages.open_digest(connection, DESK, NOON),
    "an open story": lambda connection: messages.open_story(connection, DESK, StoryId(1)),
    "the latest messages": lambda connection: messages.latest(connection, 5),
    "the latest deliveries": lambda connection: deliveries.list_(connection, limit=5),
    "the foremost delivery": deliveries.oldest_due,
}
GROWING = {
    "items",
    "item_keys",
    "item_events",
    "shingles",
    "gists",
    "hits",
    "claims",
    "messages",
    "message_claims",
    "deliveries",
    "stories",
    "sources",
    "article_reads",
}
LETTERS = ("first", "letter", "elder", "stuck", "root")
ALIASES = dict.fromkeys(LETTERS, "deliveries") | {
    "elders": "messages",
    "stucks": "messages",
    "busy": "sources",
    "at_work": "article_reads",
}


@pytest.mark.parametrize("name", HOT)
def test_it_searches_and_does_not_scan(sqlite_database: Database, name: str) -> None:
    with sqlite_database.write() as connection:
        post(connection, add_message(connection, replies_to=add_message(connection)))
        statements = _statements(connection, HOT[name])
        assert statements
        scans = [scan for statement in statements for scan in _scans(connection, *statement)]
        connection.rollback()
    assert scans == []


def _statements(connection: Connection, work: Callable[[Connection], object]) -> list[tuple[str, Any]]:
    caught: list[tuple[str, Any]] = []

    def catch(_connection: object, _cursor: object, statement: str, parameters: Any, _context: object, _many: object) -> None:
        caught.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", catch)
    work(connection)
    event.remove(connection, "before_cursor_execute", catch)
    return caught


def _scans(connection: Connection, statement: str, parameters: Any) -> list[str]:
    """List the tables that a statement reads whole; a walk along an index, newest first and up to a limit, is no such reading."""
    plan = [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    is_limited = "LIMIT" in statement and not any("TEMP B-TREE" in step for step in plan)
    scanned = [step.split()[1] for step in plan if step.startswith("SCAN")]
    return [] if is_limited else [name for name in scanned if ALIASES.get(name, name) in GROWING]
