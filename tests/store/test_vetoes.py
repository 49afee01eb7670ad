"""Vetoes: kept with who said so, found by their watch, with the whole family of the story that they are of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from monitor.model import ItemId, StoryId, WatchKey
from monitor.store import stories, vetoes, watches
from monitor.store.tables import stories as story_table
from tests.store.small_world import HOUR, NOON, add_item, watch

if TYPE_CHECKING:
    from sqlalchemy import Connection

BAYKAR = WatchKey("arms/baykar")


def veto(connection: Connection, item: ItemId, *forms: str, reason: str = "a football club", hours: int = 0) -> None:
    row = watches.live(connection).get(BAYKAR) or watches.sync(connection, [watch()], NOON)[BAYKAR]
    vetoes.keep(connection, vetoes.NewVeto(item, row.id, forms, "ana", reason, NOON + hours * HOUR))


def test_a_veto_is_listed_with_its_item_its_watch_and_who_said_so(connection: Connection) -> None:
    item = add_item(connection)
    veto(connection, item, "Baikar", "Bajkar \U0001f681")
    (row,) = vetoes.standing(connection)
    assert (row.item, row.title, row.url) == (item, "Title of one", "https://a.example/one")
    assert (row.watch, row.label, row.watchlist) == (BAYKAR, "Baykar", "arms")
    assert (row.forms, row.stories) == (("Baikar", "Bajkar \U0001f681"), frozenset())
    assert (row.author, row.reason, row.at) == ("ana", "a football club", NOON)
    assert vetoes.of_item(connection, item) == vetoes.of_watches(connection, {BAYKAR}) == [row]
    assert vetoes.of_watches(connection, {WatchKey("arms/other")}) == []


def test_a_second_veto_of_the_same_hit_takes_the_place_of_the_first(connection: Connection) -> None:
    item = add_item(connection)
    veto(connection, item, "Baikar")
    veto(connection, item, "Bajkar", reason="another", hours=1)
    (row,) = vetoes.standing(connection)
    assert (row.forms, row.reason, row.at) == (("Bajkar",), "another", NOON + HOUR)


def test_a_veto_is_taken_back_once(connection: Connection) -> None:
    item = add_item(connection)
    veto(connection, item, "Baikar")
    assert not vetoes.take_back(connection, item, WatchKey("arms/other"))
    assert vetoes.take_back(connection, item, BAYKAR)
    assert not vetoes.take_back(connection, item, BAYKAR)
    assert vetoes.standing(connection) == []


def test_a_veto_knows_its_story_with_all_that_were_merged_with_it(connection: Connection) -> None:
    items = [add_item(connection, name) for name in ("one", "two", "three", "four")]
    made = [stories.create(connection, item, NOON) for item in items]
    for child, parent in ((made[0], made[1]), (made[2], made[1])):
        connection.execute(update(story_table).where(story_table.c.id == child).values(merged_into=parent))
    veto(connection, items[0])
    veto(connection, items[3])
    found = {row.item: row.stories for row in vetoes.standing(connection)}
    assert found == {items[0]: frozenset(made[:3]), items[3]: frozenset({StoryId(made[3])})}
