"""The archive is walked from its newest item to its oldest, each item once, however many came at the same instant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.model import Item, Kind, Speaker
from monitor.store import items
from tests.store.small_world import HOUR, NOON, add_item

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.store.items import Archived


def walk(connection: Connection, limit: int, hours: int = 100) -> list[Archived]:
    found: list[Archived] = []
    while True:
        behind = found[-1].place if found else None
        batch = items.newest(connection, since=NOON - hours * HOUR, until=NOON, behind=behind, limit=limit)
        if not batch:
            return found
        found += batch


def test_every_item_is_read_once_the_newest_first(connection: Connection) -> None:
    made = [add_item(connection, f"item {n}", seen_at=NOON - n // 3 * HOUR) for n in range(12)]
    for limit in (1, 2, 5, 100):
        found = walk(connection, limit)
        assert {one.id for one in found} == set(made)
        assert [one.place for one in found] == sorted({one.place for one in found}, reverse=True)


def test_only_the_stretch_of_time_that_is_asked_for_is_read(connection: Connection) -> None:
    early, late = add_item(connection, "early", seen_at=NOON - 5 * HOUR), add_item(connection, "late", seen_at=NOON)
    add_item(connection, "after", seen_at=NOON + HOUR)
    assert [one.id for one in walk(connection, 10)] == [late, early]
    assert [one.id for one in walk(connection, 10, hours=4)] == [late]


def test_an_item_comes_back_with_all_that_matching_looks_at(connection: Connection) -> None:
    item = Item(
        key="speech/1",
        title="Export permits",
        text="The minister spoke.",
        kind=Kind.SPEECH,
        url="https://a.example/speech",
        published_at=NOON,
        lang="en",
        outlet="The House",
        headings=("Orders", "Exports"),
        speaker=Speaker("Ms Lin", "77", "Minister", "Green"),
    )
    id_ = add_item(connection, item)
    (found,) = walk(connection, 10)
    assert (found.id, found.item) == (id_, item)
    assert (found.source_key, found.outlet, found.seen_at, found.story_id) == ("wire", "The House", NOON, None)


def test_outlets_are_named_as_alerts_name_them(connection: Connection) -> None:
    add_item(connection, Item(key="1", title="One", text="", outlet="The House"))
    add_item(connection, Item(key="2", title="Two", text=""))
    assert items.outlets(connection) == {"The House", "The wire"}
