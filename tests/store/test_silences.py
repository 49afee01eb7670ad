from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.errors import StoreError
from monitor.model import Item, ItemId, RecipientKey, WatchKey
from monitor.store import items, silences, stories, used_links
from monitor.store.silences import Count, Held, NewSilence
from tests.store.small_world import NOON, add_source, new_item

if TYPE_CHECKING:
    from sqlalchemy import Connection

DESK, BAYKAR = RecipientKey("desk"), WatchKey("arms/baykar")
DAY = timedelta(days=1)


def silence(connection: Connection, *, hours: int = 24) -> int:
    new = NewSilence((("watch", BAYKAR), ("term", "cup")), None, "ann", "an exercise", NOON, NOON + timedelta(hours=hours))
    return silences.keep(connection, new)


def test_a_silence_is_read_as_it_was_kept_and_is_in_force_until_its_end(connection: Connection) -> None:
    number = silence(connection)
    (row,) = silences.in_force(connection, NOON)
    assert (row.id, row.matchers, row.recipient, row.author) == (number, (("watch", BAYKAR), ("term", "cup")), None, "ann")
    assert silences.in_force(connection, NOON - timedelta(seconds=1)) == []
    assert silences.in_force(connection, NOON + DAY) == []
    assert silences.every(connection) == [row]


def test_a_silence_ends_once_and_keeps_who_ended_it(connection: Connection) -> None:
    number = silence(connection)
    assert silences.end(connection, number, NOON + DAY / 2, "ben")
    assert not silences.end(connection, number, NOON + DAY / 2, "cyd")
    row = silences.get(connection, number)
    assert (row.ends_at, row.ended_by) == (NOON + DAY / 2, "ben")
    with pytest.raises(StoreError, match="there is no silence 99"):
        silences.get(connection, 99)


def test_what_is_held_back_is_kept_once_and_counted_by_items_and_stories(connection: Connection) -> None:
    number, source = silence(connection), add_source(connection).id
    rows = [new_item(source, Item(f"item {n}", f"Headline {n}", "Words.")) for n in range(3)]
    ids = list(items.insert(connection, rows).values())
    first, second = (stories.create(connection, item, NOON) for item in ids[:2])
    items.set_story(connection, ids[2], second)
    held = [Held(number, item, DESK, BAYKAR, NOON + timedelta(minutes=n)) for n, item in enumerate(ids)]
    assert silences.hold(connection, held) == held
    assert silences.hold(connection, held) == []
    assert silences.counts(connection, [number, 99]) == {number: Count(items=3, stories=2)}
    assert [one.title for one in silences.held_by(connection, number)] == ["Headline 0", "Headline 1", "Headline 2"]
    assert silences.stories_held(connection, DESK, NOON, NOON + DAY) == {number: 1}
    assert silences.stories_held(connection, RecipientKey("legal"), NOON - DAY, NOON + DAY) == {}
    stories.merge(connection, second, first)
    assert silences.counts(connection, [number]) == {number: Count(items=3, stories=1)}
    silences.release(connection, ItemId(ids[0]), DESK, BAYKAR)
    assert silences.counts(connection, [number]) == {number: Count(items=2, stories=1)}


def test_a_link_is_noted_once_with_what_it_did_and_forgotten_when_it_has_expired(connection: Connection) -> None:
    assert used_links.done_by(connection, "a") is None
    assert used_links.note(connection, "a", {"said": "muted"}, NOON)
    assert not used_links.note(connection, "a", {"said": "muted again"}, NOON)
    assert used_links.done_by(connection, "a") == {"said": "muted"}
    used_links.forget(connection, NOON)
    assert used_links.done_by(connection, "a") is not None
    used_links.forget(connection, NOON + DAY)
    assert used_links.done_by(connection, "a") is None
