"""A message that others carry the story of is marked once, claimed by one, and let go after a few tries."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, update

from monitor.model import Cause, DeliveryState, WatchKey
from monitor.store import claims, deliveries, messages, recounts
from monitor.store.recounts import GATHERS, MOST_ATTEMPTS, TOO_OLD
from monitor.store.tables import deliveries as rows
from monitor.store.tables import recounts as marks
from tests.store.small_world import DESK, NOON, add_message, add_story

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.model import StoryId

LEASE = timedelta(minutes=2)
DUE = NOON + GATHERS


@pytest.fixture
def story(connection: Connection) -> StoryId:
    """A story that was told in two channels of Slack and by email, in a digest too, and followed up."""
    made = add_story(connection)
    first = add_message(connection, kind="story", story=made)
    _, claim = claims.make(connection, [(DESK, made, WatchKey("arms/baykar"), Cause.FIRST, NOON)], set())[0]
    messages.attach(connection, first, [claim])
    reply = add_message(connection, kind="story", story=made, replies_to=first)
    for number, (message, channel) in enumerate([(first, "slack"), (first, "slack"), (first, "email"), (reply, "slack")]):
        deliveries.create(
            connection,
            [deliveries.NewDelivery(message, f"d-{number}", channel, channel, f"{channel}/{number}", f"{channel}/{number}", NOON)],
        )
    connection.execute(update(rows).values(state=DeliveryState.SENT, remote_ref="C1:1.0", settled_at=NOON))
    return made


def keys(connection: Connection, now: datetime) -> list[str]:
    found = []
    while (one := recounts.claim_one(connection, now, LEASE)) is not None:
        found.append(one.key)
    return found


def left(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(marks)) or 0


def test_the_first_messages_of_a_channel_are_marked_once_and_no_follow_up(connection: Connection, story: StoryId) -> None:
    for _ in range(3):
        recounts.touch(connection, story, NOON)
    assert keys(connection, NOON) == []
    assert keys(connection, DUE) == ["d-0", "d-1"]
    assert keys(connection, DUE) == []  # each is claimed
    assert keys(connection, DUE + LEASE) == ["d-0", "d-1"]  # who claimed them died


def test_what_is_done_is_gone_unless_another_copy_came_meanwhile(connection: Connection, story: StoryId) -> None:
    recounts.touch(connection, story, NOON)
    first, second = recounts.claim_one(connection, DUE, LEASE), recounts.claim_one(connection, DUE, LEASE)
    assert first is not None
    assert second is not None
    recounts.settle(connection, first, DUE)
    recounts.touch(connection, story, DUE)
    recounts.settle(connection, second, DUE)
    assert keys(connection, DUE + GATHERS) == ["d-0", "d-1"]


def test_what_fails_is_tried_a_few_times(connection: Connection, story: StoryId) -> None:
    recounts.touch(connection, story, NOON)
    connection.execute(update(rows).where(rows.c.key == "d-1").values(state=DeliveryState.UNKNOWN))
    now = DUE
    for _ in range(MOST_ATTEMPTS):
        one = recounts.claim_one(connection, now, LEASE)
        assert one is not None
        now += timedelta(hours=1)
        recounts.settle(connection, one, now, again_at=now)
    assert recounts.claim_one(connection, now, LEASE) is None
    recounts.sweep(connection, now)  # and what never left is nothing to change
    assert left(connection) == 0


def test_what_is_old_or_waits_is_not_marked_and_what_nobody_could_change_is_dropped(connection: Connection, story: StoryId) -> None:
    recounts.touch(connection, story, NOON + TOO_OLD)
    assert left(connection) == 0
    connection.execute(update(rows).values(state=DeliveryState.DUE))
    recounts.touch(connection, story, NOON)
    assert left(connection) == 0  # it will be put together with every outlet
    connection.execute(update(rows).values(state=DeliveryState.SENDING))
    recounts.touch(connection, story, NOON)
    assert keys(connection, DUE) == []  # it waits for the message
    recounts.sweep(connection, DUE)
    assert left(connection) == 2
    recounts.sweep(connection, DUE + TOO_OLD)
    assert left(connection) == 0


def test_a_delivery_that_is_withdrawn_takes_its_mark_along(connection: Connection, story: StoryId) -> None:
    recounts.touch(connection, story, NOON)
    deliveries.withdraw(connection, connection.execute(select(rows.c.id).where(rows.c.key == "d-0")).scalar_one())
    assert left(connection) == 1


def test_what_is_due_and_who_claimed_it_follow_a_jump_of_the_clock(connection: Connection, story: StoryId) -> None:
    recounts.touch(connection, story, NOON)
    assert recounts.claim_one(connection, DUE, LEASE) is not None
    recounts.shift(connection, -timedelta(days=2))
    assert keys(connection, DUE - timedelta(days=2)) == ["d-1"]
    assert keys(connection, DUE + LEASE - timedelta(days=2)) == ["d-0", "d-1"]
