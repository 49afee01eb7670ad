"""What people said of pairs of items: the newest word counts, and it holds for the stories that the items are in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.store import items, rulings, stories
from monitor.store.rulings import Said, Verdict
from tests.store.small_world import HOUR, NOON, add_item, add_story

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.model import ItemId, StoryId


def say(connection: Connection, verdict: Verdict, *pairs: tuple[ItemId, ItemId], hours: int = 0, reason: str = "") -> None:
    rulings.say(connection, pairs, Said(verdict, "ana", reason, NOON + hours * HOUR))


def two_stories(connection: Connection) -> tuple[StoryId, StoryId, ItemId, ItemId]:
    one, two = add_story(connection, "one"), add_story(connection, "two")
    return one, two, stories.get(connection, one).lead, stories.get(connection, two).lead


def add_member(connection: Connection, key: str, story: StoryId) -> ItemId:
    item = add_item(connection, key)
    items.set_story(connection, item, story)
    return item


def test_stories_are_apart_when_a_pair_of_their_items_is(connection: Connection) -> None:
    one, two, first, _ = two_stories(connection)
    assert not rulings.apart(connection, one, two)
    member = add_member(connection, "three", two)
    say(connection, Verdict.APART, (member, first))
    assert rulings.apart(connection, one, two)
    assert rulings.apart(connection, two, one)


def test_the_newest_word_on_a_pair_counts_however_the_pair_is_written(connection: Connection) -> None:
    one, two, first, second = two_stories(connection)
    say(connection, Verdict.APART, (first, second))
    say(connection, Verdict.TOGETHER, (second, first), hours=1, reason="the same fire")
    assert not rulings.apart(connection, one, two)
    (ruling,) = rulings.list_(connection)
    assert (ruling.item, ruling.other, ruling.said) == (first, second, Said(Verdict.TOGETHER, "ana", "the same fire", NOON + HOUR))
    assert (ruling.beside(first), ruling.beside(second)) == (second, first)
    say(connection, Verdict.APART, (second, first), hours=2)
    assert rulings.apart(connection, one, two)


def test_one_pair_that_is_together_does_not_overrule_another_that_is_apart(connection: Connection) -> None:
    one, two, first, second = two_stories(connection)
    member = add_member(connection, "three", two)
    say(connection, Verdict.APART, (first, member))
    say(connection, Verdict.TOGETHER, (first, second))
    assert rulings.apart(connection, one, two)


def test_a_ruling_holds_for_what_is_merged_with_either_story(connection: Connection) -> None:
    one, two, first, second = two_stories(connection)
    elder, younger = add_story(connection, "elder"), add_story(connection, "younger")
    stories.merge(connection, one, elder)
    stories.merge(connection, younger, two)
    say(connection, Verdict.APART, (first, second))
    assert rulings.apart(connection, elder, younger)


def test_a_ruling_goes_with_its_item(connection: Connection) -> None:
    one, two, first, _ = two_stories(connection)
    member = add_member(connection, "three", two)
    say(connection, Verdict.APART, (first, member))
    new = stories.move(connection, [member], NOON)
    assert not rulings.apart(connection, one, two)
    assert rulings.apart(connection, one, new)


def test_nothing_is_said_of_an_item_and_itself(connection: Connection) -> None:
    _, _, first, _ = two_stories(connection)
    say(connection, Verdict.APART, (first, first))
    say(connection, Verdict.APART)
    assert rulings.list_(connection) == []


def test_rulings_are_listed_by_story_and_by_item(connection: Connection) -> None:
    _, two, first, second = two_stories(connection)
    third = stories.get(connection, add_story(connection, "three")).lead
    say(connection, Verdict.APART, (first, second), (first, third))
    assert [ruling.other for ruling in rulings.of_story(connection, two)] == [second]
    assert [ruling.other for ruling in rulings.of_items(connection, [first])] == [second, third]
    assert rulings.of_items(connection, []) == []
