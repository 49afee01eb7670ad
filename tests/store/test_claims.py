"""A recipient is told of a watch in a story once; updates follow one another."""

from __future__ import annotations

from itertools import count
from threading import Thread
from typing import TYPE_CHECKING

from sqlalchemy import update

from monitor.model import Cause, Item, Kind, RecipientKey, SourceKey, WatchKey
from monitor.store import claims, items, messages
from monitor.store.database import serialise
from monitor.store.tables import stories as table
from tests.store.small_world import DESK, HOUR, NOON, add_item, add_message, add_story, post

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.model import MessageId, StoryId
    from monitor.store.claims import NewClaim
    from monitor.store.database import Database

BAYKAR, WESCAM = WatchKey("arms/baykar"), WatchKey("arms/wescam")


def first(story: StoryId, watch: WatchKey = BAYKAR) -> NewClaim:
    return (DESK, story, watch, Cause.FIRST, NOON)


def update_of(story: StoryId) -> NewClaim:
    return (DESK, story, BAYKAR, Cause.UPDATE, NOON + HOUR)


def test_only_what_was_not_claimed_is_claimed(connection: Connection) -> None:
    story = add_story(connection)
    assert [index for index, _ in claims.make(connection, [first(story)])] == [0]
    assert [index for index, _ in claims.make(connection, [first(story), first(story, WESCAM)])] == [1]
    assert claims.make(connection, []) == []


def test_the_same_claim_twice_in_one_call_is_one(connection: Connection) -> None:
    story = add_story(connection)
    assert len(claims.make(connection, [first(story), first(story), update_of(story), update_of(story)])) == 2


def test_a_second_update_is_a_claim_of_its_own(connection: Connection) -> None:
    story = add_story(connection)
    for _ in range(3):
        assert len(claims.make(connection, [update_of(story)])) == 1


def test_what_was_possible_is_claimed_once_and_leaves_the_first_word_free(connection: Connection) -> None:
    story = add_story(connection)
    possible: NewClaim = (DESK, story, BAYKAR, Cause.POSSIBLE, NOON)
    assert len(claims.make(connection, [possible])) == 1
    assert claims.make(connection, [possible]) == []
    assert len(claims.make(connection, [first(story)])) == 1
    assert [row.cause for row in claims.of_story(connection, story)] == [Cause.POSSIBLE, Cause.FIRST]


def test_claims_say_which_message_carries_them(connection: Connection) -> None:
    story = add_story(connection)
    made = claims.make(connection, [first(story), first(story, WESCAM)])
    message = add_message(connection, kind="story", story=story)
    messages.attach(connection, message, [made[0][1]])
    told = claims.of_story(connection, story)
    assert [(row.id, row.recipient, row.watch, row.cause, row.at, row.message) for row in told] == [
        (made[0][1], DESK, BAYKAR, Cause.FIRST, NOON, message),
        (made[1][1], DESK, WESCAM, Cause.FIRST, NOON, None),
    ]


def test_what_was_claimed_in_a_merged_story_counts(connection: Connection) -> None:
    one, two = add_story(connection, "one"), add_story(connection, "two")
    claims.make(connection, [first(one)])
    connection.execute(update(table).where(table.c.id == one).values(merged_into=two))
    assert [row.watch for row in claims.of_story(connection, two)] == [BAYKAR]


def test_a_claim_of_which_nothing_came_keeps_no_other_back(connection: Connection) -> None:
    story = add_story(connection)
    ((_, void),) = claims.make(connection, [first(story)])
    assert claims.make(connection, [first(story)]) == []
    ((_, again),) = claims.make(connection, [first(story)], {void})
    assert claims.make(connection, [first(story)], {void}) == []
    assert len(claims.make(connection, [first(story)], {void, again})) == 1


def test_a_story_is_claimed_once_however_many_decide_at_once(database: Database) -> None:
    with database.write() as connection:
        story = add_story(connection)
    made: list[tuple[int, int]] = []

    def decide() -> None:
        with database.write() as connection:
            serialise(connection)
            made.extend(claims.make(connection, [first(story)]))

    threads = [Thread(target=decide) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1


def test_a_claim_knows_of_which_items_it_tells_and_what_of_each(connection: Connection) -> None:
    story = add_story(connection)
    other = add_item(connection, "two")
    ((_, claim),) = claims.make(connection, [first(story)])
    message = add_message(connection, kind="story", story=story)
    messages.attach(connection, message, [claim])
    claims.tell_of(connection, [claim], other)
    claims.tell_of(connection, [claim], other, {"was": "tabled"})  # it tells of it already
    lead = items.find(connection, "one")[0].id
    claims.tell_of(connection, [claim], lead, {"changes": [{"field": "text", "old": "a\u0000b", "new": "é"}]})
    assert claims.telling_of(connection, lead) == claims.telling_of(connection, other) == {claim}
    (content,) = messages.content(connection, message).claims
    assert list(content.items) == sorted([lead, other])
    assert content.items[other] == {}
    assert content.items[lead]["changes"] == [{"field": "text", "old": "a\u0000b", "new": "é"}]


def test_a_merged_story_is_claimed_as_one(connection: Connection) -> None:
    one, two = add_story(connection, "one"), add_story(connection, "two")
    ((_, void),) = claims.make(connection, [first(two)])
    claims.make(connection, [update_of(two)])
    connection.execute(update(table).where(table.c.id == two).values(merged_into=one))
    assert claims.make(connection, [first(one)]) == []
    assert claims.make(connection, [first(two)]) == []
    assert len(claims.make(connection, [update_of(one), update_of(two)])) == 1
    assert len(claims.make(connection, [first(one)], {void})) == 1


def test_stories_that_were_parted_again_are_claimed_on_without_a_clash(connection: Connection) -> None:
    one, two = add_story(connection, "one"), add_story(connection, "two")
    for _ in range(3):
        claims.make(connection, [update_of(one)])
    connection.execute(update(table).where(table.c.id == two).values(merged_into=one))
    claims.make(connection, [update_of(two)])
    connection.execute(update(table).where(table.c.id == two).values(merged_into=None))
    for _ in range(4):
        assert len(claims.make(connection, [update_of(two)])) == 1


def test_a_claim_that_only_lists_an_item_is_known_from_those_that_tell_of_it(connection: Connection) -> None:
    story = add_story(connection)
    made = claims.make(connection, [first(story), (DESK, story, BAYKAR, Cause.LISTED, NOON)])
    telling, line = (claim for _, claim in made)
    lead, other = items.find(connection, "one")[0].id, add_item(connection, "two")
    claims.tell_of(connection, [telling], lead)
    claims.tell_of(connection, [telling, line], other, {"folded": "it tells of the same event"})
    assert claims.telling_of(connection, other) == claims.listing(connection, other) == {telling, line}
    assert claims.listing(connection, lead) == set()


def test_what_a_house_or_an_official_feed_published_is_told_officially(connection: Connection) -> None:
    story = add_story(connection)
    sources_of = {"press": "wire", "gazette": "gazette", "said": "wire"}
    said = {
        name: add_item(connection, Item(name, name, name, Kind.SPEECH if name == "said" else Kind.ARTICLE), source=source)
        for name, source in sources_of.items()
    }
    watches = {name: WatchKey(f"arms/{name}") for name in said}
    made = {name: claims.make(connection, [first(story, watch)])[0][1] for name, watch in watches.items()}
    for name, claim in made.items():
        claims.tell_of(connection, [claim], said[name])
    assert claims.told_officially(connection, story, {SourceKey("gazette")}) == {made["gazette"], made["said"]}
    assert claims.told_officially(connection, story, ()) == {made["said"]}


def test_messages_that_carry_one_cause_alone_are_found(connection: Connection) -> None:
    story = add_story(connection)
    rows: list[NewClaim] = [first(story), (DESK, story, BAYKAR, Cause.LISTED, NOON), (DESK, story, WESCAM, Cause.LISTED, NOON)]
    told, line, other = (claim for _, claim in claims.make(connection, rows))
    lists, both = (add_message(connection, kind="story", story=story) for _ in range(2))
    messages.attach(connection, lists, [line])
    messages.attach(connection, both, [told, other])
    assert claims.of_nothing_else(connection, [lists, both], Cause.LISTED) == {lists}
    assert claims.of_nothing_else(connection, [], Cause.LISTED) == set()


def test_alerts_of_an_hour_are_counted_by_watch_and_those_that_a_summary_gathered_apart(connection: Connection) -> None:
    told = add_message(connection, kind="story")
    summary = add_message(connection, kind="digest", flood="arms")
    digest = add_message(connection, kind="digest")
    to_nobody = add_message(connection, kind="story")
    for message in (told, summary, digest):
        post(connection, message)

    numbers = count()

    def claim(message: MessageId, watch: WatchKey = BAYKAR, cause: Cause = Cause.FIRST, at: datetime = NOON) -> None:
        ((_, made),) = claims.make(connection, [(DESK, add_story(connection, f"item {next(numbers)}"), watch, cause, at)])
        messages.attach(connection, message, [made])

    claim(told)
    claim(told, cause=Cause.UPDATE)
    claim(told, cause=Cause.LISTED)
    claim(told, at=NOON - HOUR)
    claim(told, WESCAM)
    claim(summary)
    claim(digest)
    claim(to_nobody)
    assert claims.alerts(connection, DESK, [BAYKAR, WESCAM], NOON - HOUR) == {BAYKAR: (3, 1), WESCAM: (1, 0)}
    assert claims.alerts(connection, RecipientKey("boss"), [BAYKAR], NOON - HOUR) == {}
    assert claims.is_flooding(connection, BAYKAR, NOON - HOUR)
    assert not claims.is_flooding(connection, BAYKAR, NOON)
    assert not claims.is_flooding(connection, WESCAM, NOON - HOUR)
