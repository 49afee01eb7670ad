"""Stories gather items, and a story that was merged is found by its root."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from monitor.model import Item, ItemId, Relation, StoryId
from monitor.store import items, stories, upsert
from monitor.store.stories import Fold
from monitor.store.tables import stories as table
from tests.store.small_world import HOUR, NOON, add_item, add_story

if TYPE_CHECKING:
    import pytest
    from sqlalchemy import Connection


def point(connection: Connection, story: StoryId, into: StoryId) -> None:
    connection.execute(update(table).where(table.c.id == story).values(merged_into=into))


def placed(connection: Connection, item: ItemId, verdict: str, **detail: object) -> None:
    items.add_event(connection, item, NOON, "story", verdict, detail)


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
    stories.merge(connection, one, two)
    stories.merge(connection, two, three)
    assert [stories.root(connection, story) for story in (one, two, three)] == [three] * 3
    assert len(stories.members(connection, one)) == 3


def test_stories_merged_in_a_circle_by_mistake_end_the_search(connection: Connection) -> None:
    one, two = add_story(connection, "one"), add_story(connection, "two")
    point(connection, one, two)
    point(connection, two, one)
    assert stories.root(connection, one) in {one, two}
    assert len(stories.members(connection, one)) == 2


def test_the_roots_of_many_stories_are_those_of_each_and_a_circle_ends_the_search(connection: Connection) -> None:
    one, two, three, alone, left, right = (add_story(connection, key) for key in ("one", "two", "three", "alone", "left", "right"))
    for story, into in ((one, two), (two, three), (left, right), (right, left)):
        point(connection, story, into)
    every = [one, two, three, alone, left, right]
    assert stories.roots(connection, every) == {story: stories.root(connection, story) for story in every}
    assert stories.wholes(connection, [three, alone]) == {one: three, two: three, three: three, alone: alone}
    assert stories.wholes(connection, [left]) == {left: left, right: left}
    assert (stories.roots(connection, []), stories.wholes(connection, [])) == ({}, {})


def test_what_happened_in_many_stories_is_what_happened_in_each_in_its_order(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upsert, "CHUNK", 1)
    one, two, alone = (add_story(connection, key) for key in ("one", "two", "alone"))
    first, second, other = (stories.members(connection, story)[0].id for story in (one, two, alone))
    point(connection, two, one)
    for number, item in enumerate((second, first, other, second)):
        placed(connection, item, "copy", number=number)
    found = stories.events_of_each(connection, stories.wholes(connection, [one, alone]), "story", ["copy"])
    assert found == {story: stories.events(connection, story, "story", ["copy"]) for story in (one, alone)}
    assert [event.detail["number"] for _, event in found[one]] == [0, 1, 3]


def test_a_merge_is_of_roots_and_makes_no_circle(connection: Connection) -> None:
    one, two, three = (add_story(connection, key) for key in ("one", "two", "three"))
    stories.merge(connection, two, one)
    stories.merge(connection, three, two)
    for story, into in ((one, three), (two, one), (one, one)):
        stories.merge(connection, story, into)
    assert {stories.root(connection, story) for story in (one, two, three)} == {one}
    assert stories.kin(connection, three) == [one, two, three]
    assert [(each.id, each.merged_into) for each in stories.merged(connection, one)] == [(two, one), (three, one)]


def test_a_merged_story_widens_the_time_of_the_other(connection: Connection) -> None:
    one, two = add_story(connection, "one"), add_story(connection, "two")
    early, late = NOON - HOUR, NOON + HOUR
    connection.execute(update(table).where(table.c.id == two).values(first_seen_at=early, last_seen_at=late))
    stories.merge(connection, two, one)
    whole = stories.get(connection, one)
    assert (whole.first_seen_at, whole.last_seen_at) == (early, late)


def test_a_merged_story_is_parted_with_all_that_was_merged_into_it(connection: Connection) -> None:
    one, two, three = (add_story(connection, key) for key in ("one", "two", "three"))
    stories.merge(connection, three, two)
    stories.merge(connection, two, one)
    stories.part(connection, two)
    assert stories.kin(connection, three) == [two, three]
    assert stories.kin(connection, one) == [one]


def test_items_that_move_make_a_story_of_their_own_time(connection: Connection) -> None:
    story = add_story(connection, "one")
    leaving = [add_item(connection, key, seen_at=NOON + hours * HOUR) for key, hours in (("two", 2), ("three", 5))]
    for item in leaving:
        items.set_story(connection, item, story)
    new = stories.get(connection, stories.move(connection, leaving, NOON + 9 * HOUR))
    assert (new.lead, new.first_seen_at, new.last_seen_at) == (leaving[0], NOON + 2 * HOUR, NOON + 5 * HOUR)
    assert [member.id for member in stories.members(connection, new.id)] == leaving
    assert len(stories.members(connection, story)) == 1


def test_another_item_can_lead_a_story(connection: Connection) -> None:
    story, other = add_story(connection, "one"), add_item(connection, "two")
    stories.lead_with(connection, story, other)
    assert stories.get(connection, story).lead == other


def test_each_item_tells_how_it_was_folded_last(connection: Connection) -> None:
    one, two = add_story(connection, "one"), add_story(connection, "two")
    stories.merge(connection, two, one)
    first, second = (stories.get(connection, story).lead for story in (one, two))
    placed(connection, first, "new", story=one, of=None, because="no copy of it was seen before")
    placed(connection, second, "new", story=two, of=None, because="no copy of it was seen before")
    placed(connection, second, "duplicate", story=one, of=first, signal="text", share=0.71, because="71 % of its text is in it")
    assert stories.folds(connection, two) == {
        first: Fold(Relation.NEW, None, "", None, "no copy of it was seen before"),
        second: Fold(Relation.DUPLICATE, first, "text", 0.71, "71 % of its text is in it"),
    }


def test_an_edit_does_not_change_what_an_item_is_a_copy_of(connection: Connection) -> None:
    story = add_story(connection, "one")
    lead, copy = stories.get(connection, story).lead, add_item(connection, "two")
    items.set_story(connection, copy, story)
    placed(connection, copy, "duplicate", story=story, of=lead, because="same address")
    placed(connection, copy, "edit", story=story, of=copy, because="the same item, edited")
    placed(connection, lead, "edit", story=story, of=lead, because="the same item, edited; nothing was told of it before")
    folds = stories.folds(connection, story)
    assert (folds[copy].relation, folds[copy].of) == (Relation.DUPLICATE, lead)
    assert folds[lead].relation is Relation.EDIT
