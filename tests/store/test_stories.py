"""Stories gather items, and a story that was merged is found by its root."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from monitor.model import Item, StoryId
from monitor.store import items, stories
from monitor.store.tables import stories as table
from tests.store.small_world import HOUR, NOON, add_item, add_story

if TYPE_CHECKING:
    from sqlalchemy import Connection


def merge(connection: Connection, story: StoryId, into: StoryId) -> None:
    connection.execute(update(table).where(table.c.id == story).values(merged_into=into))


def test_a_story_begins_with_its_lead(connection: Connection) -> None:
    lead = add_item(connection)
    story = stories.create(connection, lead, NOON)
    assert items.get(connection, lead).story_id == story
    assert [member.id for member in stories.members(connection, story)] == [lead]
    assert stories.count(connection) == 1


def test_members_come_in_the_order_in_which_they_were_seen(connection: Connection) -> None:
    story = add_story(connection, "second")
    items.set_story(connection, add_item(connection, "third", seen_at=NOON + HOUR), story)
    first = Item(key="first", title="First", text="", url="https://b.example/1", lang="fr", outlet="Le Soir", published_at=NOON - HOUR)
    items.set_story(connection, add_item(connection, first, seen_at=NOON - HOUR), story)
    members = stories.members(connection, story)
    assert [member.title for member in members] == ["First", "Title of second", "Title of third"]
    assert (members[0].outlet, members[0].lang, members[0].published_at, members[0].url) == (
        "Le Soir",
        "fr",
        NOON - HOUR,
        "https://b.example/1",
    )
    assert (members[1].outlet, members[1].source_key) == ("The wire", "wire")


def test_a_story_remembers_when_it_was_last_told(connection: Connection) -> None:
    story = add_story(connection)
    for hours in (2, 1):
        stories.touch(connection, story, NOON + hours * HOUR)
    assert connection.scalar(select(table.c.last_seen_at)) == NOON + 2 * HOUR


def test_a_merged_story_is_told_by_its_root(connection: Connection) -> None:
    one, two, three = (add_story(connection, key) for key in ("one", "two", "three"))
    merge(connection, one, two)
    merge(connection, two, three)
    assert [stories.root(connection, story) for story in (one, two, three)] == [three] * 3
    assert len(stories.members(connection, one)) == 3


def test_stories_merged_in_a_circle_by_mistake_end_the_search(connection: Connection) -> None:
    one, two = add_story(connection, "one"), add_story(connection, "two")
    merge(connection, one, two)
    merge(connection, two, one)
    assert stories.root(connection, one) in {one, two}
    assert len(stories.members(connection, one)) == 2
