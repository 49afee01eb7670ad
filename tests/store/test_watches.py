"""Watches: a change of what is found is a new revision; a change of words is none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.model import Cause, WatchKey, digest
from monitor.store import claims, watches
from tests.store.small_world import DESK, HOUR, NOON, add_story, watch

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


SAME = digest("the same words")


def test_a_watch_whose_file_was_renamed_is_the_same_watch(connection: Connection) -> None:
    before = watches.sync(connection, [watch(fingerprint=SAME)], NOON)[KEY]
    story = add_story(connection)
    claims.make(connection, [(DESK, story, KEY, Cause.FIRST, NOON)])
    (after,) = watches.sync(connection, [watch("weapons/baykar", SAME)], NOON + HOUR).values()
    assert (after.id, after.key, after.revision, after.since) == (before.id, "weapons/baykar", 1, NOON)
    assert [row.watch for row in claims.of_story(connection, story)] == ["weapons/baykar"]


def test_a_watch_that_only_looks_like_one_that_is_gone_is_a_new_one(connection: Connection) -> None:
    both = [watch(fingerprint=SAME), watch("arms/wescam", digest("wescam"))]
    before = watches.sync(connection, both, NOON)[KEY]
    elsewhere = watches.sync(connection, [watch("other/baykar", SAME), both[1]], NOON + HOUR)  # its file is still there
    assert elsewhere[WatchKey("other/baykar")].id != before.id
    late = watches.sync(connection, [watch("late/wescam", digest("other words"))], NOON + 2 * HOUR)
    assert late[WatchKey("late/wescam")].revision == 1


def test_of_two_files_that_were_renamed_at_once_no_watch_is_taken_for_the_other(connection: Connection) -> None:
    watches.sync(connection, [watch("a/baykar", SAME), watch("b/baykar", SAME)], NOON)
    after = watches.sync(connection, [watch("c/baykar", SAME), watch("d/baykar", SAME)], NOON + HOUR)
    assert {row.since for row in after.values()} == {NOON + HOUR}
