"""Traces of items: found by their hashes within a window of days, and gone after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from monitor.store import items, stories, traces
from monitor.store.tables import shingles
from tests.store.small_world import NOON, add_item

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.model import ItemId

TODAY = traces.day_of(NOON)


def several(connection: Connection, count: int) -> list[ItemId]:
    return [add_item(connection, f"item-{n}") for n in range(count)]


def test_items_are_found_by_the_hashes_that_they_left(connection: Connection) -> None:
    one, two = several(connection, 2)
    traces.leave(connection, one, TODAY, [1, -2, 1 << 62])
    traces.leave(connection, two, TODAY, [-2, -2])
    found = traces.sharing(connection, [-2, 1 << 62, 77], TODAY)
    assert {value: sorted(who) for value, who in found.items()} == {-2: [one, two], 1 << 62: [one]}


def test_nothing_asked_is_nothing_found(connection: Connection) -> None:
    assert traces.sharing(connection, [], TODAY) == {}
    assert traces.around(connection, [], 5) == []


def test_a_trace_is_found_for_the_length_of_the_window_and_a_day_ahead(connection: Connection) -> None:
    (one,) = several(connection, 1)
    traces.leave(connection, one, TODAY, [5])
    found_on = [day for day in range(-3, 12) if traces.sharing(connection, [5], TODAY + day)]
    assert found_on == list(range(-1, traces.DAYS))


def test_what_is_older_than_the_window_is_forgotten(connection: Connection) -> None:
    one, two = several(connection, 2)
    traces.leave(connection, one, TODAY - traces.DAYS - 1, [5])
    traces.leave(connection, two, TODAY, [5])
    traces.tell(connection, one, TODAY - traces.DAYS - 1, b"old", b"")
    traces.tell(connection, two, TODAY, b"new", b"")
    assert sum(traces.forget(connection, TODAY, share) for share in range(traces.SHARES)) == 2
    assert traces.sharing(connection, [5], TODAY) == {5: [two]}


def test_the_shares_of_what_is_forgotten_are_all_there_is(connection: Connection) -> None:
    (one,) = several(connection, 1)
    bounds = [share * (1 << 32) // traces.SHARES + step for share in range(traces.SHARES) for step in (-1, 0)]
    hashes = {*bounds, -1, (1 << 32) - 6, (1 << 32) - 5, -1 << 63, (1 << 63) - 1}
    traces.leave(connection, one, TODAY - traces.DAYS - 1, hashes)
    left = connection.execute(select(func.count()).select_from(shingles)).scalar_one()
    gone = [traces.forget(connection, TODAY, share) for share in range(traces.SHARES)]
    assert sum(gone) == left
    assert min(gone) > 0


def test_what_an_item_tells_is_kept_with_where_it_belongs_and_told_anew_once(connection: Connection) -> None:
    one, two = several(connection, 2)
    story = stories.create(connection, one, NOON)
    items.set_story(connection, one, story)
    traces.tell(connection, one, TODAY, b"first", b"")
    traces.tell(connection, one, TODAY, b"second", b"who")
    traces.tell(connection, two, TODAY, b"of no story", b"")
    told = traces.around(connection, [one, two], 5)
    assert [(each.item, each.story, each.packed, each.entities, each.is_merged) for each in told] == [
        (one, story, b"second", b"who", False)
    ]


def test_the_others_of_a_story_come_along_the_newest_first_and_no_more_than_asked(connection: Connection) -> None:
    one, two, three, other = several(connection, 4)
    story = stories.create(connection, one, NOON)
    for item in (one, two, three):
        items.set_story(connection, item, story)
    stories.create(connection, other, NOON)
    for item in (one, two, three, other):
        traces.tell(connection, item, TODAY, b"told", b"")
    assert [each.item for each in traces.around(connection, [one], 5)] == [three, two, one]
    assert [each.item for each in traces.around(connection, [one, other], 2)] == [other, three]
