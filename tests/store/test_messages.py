"""A message carries claims, and takes more as long as nobody was sent it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from monitor.errors import StoreError
from monitor.model import Cause, DeliveryState, MessageId, RecipientKey, StoryId, WatchKey
from monitor.store import claims, deliveries, messages, watches
from tests.store.small_world import DESK, HOUR, NOON, add_message, add_story, post, watch

if TYPE_CHECKING:
    from sqlalchemy import Connection

BAYKAR = WatchKey("arms/baykar")


def claim(connection: Connection, story: StoryId, key: str = BAYKAR) -> list[int]:
    return [id_ for _, id_ in claims.make(connection, [(DESK, story, WatchKey(key), Cause.FIRST, NOON)])]


def test_a_summary_of_a_flood_is_not_the_digest_of_that_hour(connection: Connection) -> None:
    summary = add_message(connection, kind="digest", due_at=NOON + HOUR, flood="arms")
    post(connection, summary)
    assert messages.open_digest(connection, DESK, NOON + HOUR) is None
    assert messages.open_flood(connection, DESK, "arms", NOON + HOUR) == summary
    assert messages.open_flood(connection, DESK, "other", NOON + HOUR) is None
    assert messages.open_flood(connection, DESK, "arms", NOON) is None
    assert messages.content(connection, summary).flood == "arms"


def test_a_message_is_read_back_with_what_it_tells(connection: Connection) -> None:
    watches.sync(connection, [watch()], NOON)
    story = add_story(connection)
    message = add_message(connection, kind="story", story=story, due_at=NOON + HOUR)
    messages.attach(connection, message, claim(connection, story) + claim(connection, story, "arms/unheard-of"))
    messages.attach(connection, message, [])
    told = messages.content(connection, message)
    assert (told.id, told.recipient, told.kind, told.story, told.body, told.replies_to) == (message, DESK, "story", story, None, None)
    assert (told.created_at, told.due_at) == (NOON, NOON + HOUR)
    assert [(each.watch, each.label, each.watchlist_title, each.cause, each.story, each.at) for each in told.claims] == [
        (BAYKAR, "Baykar", "Arms exports", Cause.FIRST, story, NOON),
        ("arms/unheard-of", "arms/unheard-of", "", Cause.FIRST, story, NOON),
    ]


def test_a_notice_says_what_it_says(connection: Connection) -> None:
    told = messages.content(connection, add_message(connection))
    assert told.body == {"title": "Something is wrong", "lines": ["a line"]}
    assert told.claims == []


def test_a_claim_stays_with_the_message_that_carries_it(connection: Connection) -> None:
    story = add_story(connection)
    one, two = add_message(connection, kind="story", story=story), add_message(connection, kind="story", story=story)
    made = claim(connection, story)
    messages.attach(connection, one, made)
    messages.attach(connection, two, made)
    assert messages.content(connection, two).claims == []


def test_a_digest_takes_claims_until_it_leaves(connection: Connection) -> None:
    digest = add_message(connection, kind="digest", due_at=NOON + HOUR)
    post(connection, digest, ["a@example.org", "b@example.org"], due_at=NOON + HOUR)
    assert messages.open_digest(connection, DESK, NOON + HOUR) == digest
    assert messages.open_digest(connection, DESK, NOON + 2 * HOUR) is None
    assert messages.open_digest(connection, RecipientKey("other"), NOON + HOUR) is None
    deliveries.claim_due(connection, NOON + HOUR, HOUR, 1)
    assert messages.open_digest(connection, DESK, NOON + HOUR) is None


def test_a_digest_that_was_tried_takes_no_more_even_if_it_waits_again(connection: Connection) -> None:
    digest = add_message(connection, kind="digest")
    post(connection, digest)
    (row,) = deliveries.claim_due(connection, NOON, HOUR, 1)
    deliveries.settle(connection, row.id, state=DeliveryState.DUE, at=NOON, reason="busy", due_at=NOON + HOUR)
    assert messages.open_digest(connection, DESK, NOON) is None


def test_a_second_digest_of_the_same_hour_is_found_behind_the_first(connection: Connection) -> None:
    left = add_message(connection, kind="digest")
    post(connection, left)
    deliveries.claim_due(connection, NOON, HOUR, 1)
    second = add_message(connection, kind="digest")
    post(connection, second)
    assert messages.open_digest(connection, DESK, NOON) == second


def test_a_story_is_told_in_the_message_that_still_waits(connection: Connection) -> None:
    story = add_story(connection)
    message = add_message(connection, kind="story", story=story)
    post(connection, message)
    assert messages.open_story(connection, DESK, story) == message
    assert messages.open_story(connection, DESK, add_story(connection, "other")) is None
    deliveries.claim_due(connection, NOON, HOUR, 1)
    assert messages.open_story(connection, DESK, story) is None


def test_the_latest_messages_come_first(connection: Connection) -> None:
    story = add_story(connection)
    old = add_message(connection, kind="story", story=story)
    messages.attach(connection, old, claim(connection, story))
    new = add_message(connection)
    assert [(row.id, len(row.claims)) for row in messages.latest(connection, 5)] == [(new, 0), (old, 1)]
    assert [row.id for row in messages.latest(connection, 1)] == [new]
    assert messages.count(connection) == 2


def test_an_unknown_message_is_a_plain_error(connection: Connection) -> None:
    with pytest.raises(StoreError, match="there is no message 12345"):
        messages.content(connection, MessageId(12345))


def test_of_some_messages_the_latest_that_waits_is_found(connection: Connection) -> None:
    story = add_story(connection)
    told, digest, left = (add_message(connection, kind=kind, story=story) for kind in ("story", "digest", "story"))
    for message in (told, digest):
        post(connection, message)
    assert messages.open_among(connection, DESK, {told, digest, left}) == digest  # nobody was to get the last one
    assert messages.open_among(connection, DESK, {told, digest}) == digest
    assert messages.open_among(connection, DESK, {told}) == told
    assert messages.open_among(connection, RecipientKey("boss"), {told}) is None
    assert messages.open_among(connection, DESK, set()) is None


def test_a_message_can_be_hastened_and_a_digest_keeps_its_hour(connection: Connection) -> None:
    story, digest = add_message(connection, kind="story", due_at=NOON + HOUR), add_message(connection, kind="digest", due_at=NOON + HOUR)
    for due_at in (NOON + 2 * HOUR, NOON):
        messages.hasten(connection, story, due_at)
        messages.hasten(connection, digest, due_at)
    assert messages.due_at(connection, story) == NOON
    assert messages.due_at(connection, digest) == NOON + HOUR
