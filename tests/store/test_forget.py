"""What a source stopped listing half a year ago is forgotten; what it still lists, and what was found, is not."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.model import digest
from monitor.store import items
from tests.store.small_world import NOON, add_hit, add_item

if TYPE_CHECKING:
    from sqlalchemy import Connection

HALF_A_YEAR = timedelta(days=180)


def test_what_is_long_unlisted_and_met_no_watch_is_forgotten_with_its_keys(connection: Connection) -> None:
    old = add_item(connection, "old")
    items.add_keys(connection, [("url", digest("old"), old)])
    items.add_event(connection, old, NOON, "edit", "new version", {})
    recent = add_item(connection, "recent")
    items.touch_seen(connection, [recent], NOON + timedelta(days=200))
    assert items.forget(connection, HALF_A_YEAR) == 1
    assert items.count(connection) == 1
    assert items.sharing(connection, [("url", digest("old"))]) == []


def test_a_feed_that_never_changes_keeps_every_key_however_old(connection: Connection) -> None:
    for name in ("a", "b"):
        add_item(connection, name)
    assert items.forget(connection, HALF_A_YEAR) == 0


def test_what_was_found_stays(connection: Connection) -> None:
    hit = add_item(connection, "hit")
    add_hit(connection, hit)
    recent = add_item(connection, "recent")
    items.touch_seen(connection, [recent], NOON + timedelta(days=200))
    assert items.forget(connection, HALF_A_YEAR) == 0


def test_one_source_does_not_age_another(connection: Connection) -> None:
    add_item(connection, "quiet", source="gazette")
    recent = add_item(connection, "recent", source="wire")
    items.touch_seen(connection, [recent], NOON + timedelta(days=400))
    assert items.forget(connection, HALF_A_YEAR) == 0
