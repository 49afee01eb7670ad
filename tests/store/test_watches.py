"""Watches: a change of what is found is a new revision; a change of words is none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.model import WatchKey, digest
from monitor.store import watches
from tests.store.small_world import HOUR, NOON, watch

if TYPE_CHECKING:
    from sqlalchemy import Connection

KEY = WatchKey("arms/baykar")


def test_a_new_watch_lives_from_now_on(connection: Connection) -> None:
    row = watches.sync(connection, [watch()], NOON)[KEY]
    assert (row.key, row.revision, row.since, row.label, row.watchlist_title) == (KEY, 1, NOON, "Baykar", "Arms exports")


def test_a_watch_that_finds_the_same_keeps_its_revision(connection: Connection) -> None:
    before = watches.sync(connection, [watch()], NOON)[KEY]
    after = watches.sync(connection, [replace(watch(), label="Baykar Makina", watchlist_title="Arms")], NOON + HOUR)[KEY]
    assert (after.id, after.revision, after.since) == (before.id, 1, NOON)
    assert (after.label, after.watchlist_title) == ("Baykar Makina", "Arms")


def test_a_watch_that_finds_something_else_is_a_new_revision(connection: Connection) -> None:
    before = watches.sync(connection, [watch()], NOON)[KEY]
    after = watches.sync(connection, [watch(fingerprint=digest("wider"))], NOON + HOUR)[KEY]
    assert (after.id, after.revision, after.since) == (before.id, 2, NOON + HOUR)


def test_a_watch_that_comes_back_does_not_alert_on_what_came_meanwhile(connection: Connection) -> None:
    watches.sync(connection, [watch()], NOON)
    assert watches.sync(connection, [], NOON + HOUR) == {}
    assert watches.sync(connection, [], NOON + HOUR) == {}
    back = watches.sync(connection, [watch()], NOON + 2 * HOUR)[KEY]
    assert (back.revision, back.since) == (2, NOON + 2 * HOUR)


def test_thousands_of_watches_are_synced_in_one_go(connection: Connection) -> None:
    many = [watch(f"arms/{number}") for number in range(3000)]
    assert len(watches.sync(connection, many, NOON)) == 3000
    assert len(watches.sync(connection, many[:10], NOON)) == 10


def test_a_revision_looks_back_once_and_an_edit_must_look_back_again(connection: Connection) -> None:
    row = watches.sync(connection, [watch()], NOON)[KEY]
    assert not row.has_looked_back
    watches.record_look_back(connection, [row])
    assert watches.live(connection)[KEY].has_looked_back
    edited = watches.sync(connection, [watch(fingerprint=digest("wider"))], NOON + HOUR)[KEY]
    assert not edited.has_looked_back
    watches.record_look_back(connection, [row])  # the look back of the former revision ends only now
    assert not watches.live(connection)[KEY].has_looked_back
    watches.record_look_back(connection, [edited])
    watches.record_look_back(connection, [row])
    watches.record_look_back(connection, [])
    assert watches.live(connection)[KEY].has_looked_back
