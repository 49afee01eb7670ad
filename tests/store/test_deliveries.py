"""The outbox: each delivery is claimed by one sender at a time, and its fate is written down once."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from monitor.model import Cause, DeliveryState, MessageId, WatchKey
from monitor.store import claims, deliveries, messages
from monitor.store.tables import delivery_attempts
from tests.store.small_world import DESK, HOUR, MINUTE, NOON, add_message, add_story, post

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from monitor.store.database import Database
    from monitor.store.deliveries import DeliveryRow

DUE, HELD, SENT, DEAD = DeliveryState.DUE, DeliveryState.HELD, DeliveryState.SENT, DeliveryState.DEAD


def claim(connection: Connection, minutes: float = 0, limit: int = 10) -> list[DeliveryRow]:
    return deliveries.claim_due(connection, NOON + minutes * MINUTE, 2 * MINUTE, limit)


def hand_over(connection: Connection) -> None:
    """Claim what is due and let it leave, without a word of how that ends."""
    for row in claim(connection):
        deliveries.hand_over(connection, row.id)


def claimed_keys(connection: Connection, minutes: float = 0) -> list[str]:
    return [row.key for row in claim(connection, minutes)]


def settle_all(connection: Connection, state: DeliveryState, *, thread: str | None = None, due_at: datetime | None = None) -> None:
    for row in claim(connection):
        deliveries.settle(connection, row.id, state=state, at=NOON, reason="because", thread=thread, due_at=due_at)


def only(connection: Connection) -> deliveries.Posted:
    (row,) = deliveries.list_(connection)
    return row


def test_what_is_due_is_claimed_with_all_that_sending_needs(connection: Connection) -> None:
    message = add_message(connection)
    (key,) = post(connection, message, ["ops@example.org"])
    (row,) = claim(connection)
    assert (row.key, row.message, row.recipient, row.kind) == (key, message, DESK, "notice")
    assert (row.channel, row.address, row.label) == ("email", "ops@example.org", "ops@example.org")
    assert (row.attempts, row.reply_lost, row.thread) == (1, False, None)
    assert claim(connection, 1) == []


def test_the_longest_due_leaves_first_and_what_is_not_due_waits(connection: Connection) -> None:
    (late,) = post(connection, add_message(connection), ["late@example.org"], due_at=NOON + HOUR)
    (early,) = post(connection, add_message(connection), ["early@example.org"], due_at=NOON - HOUR)
    (noon,) = post(connection, add_message(connection), ["noon@example.org"])
    assert [row.key for row in claim(connection, limit=1)] == [early]
    assert claimed_keys(connection) == [noon]
    assert late in claimed_keys(connection, 60)


def test_each_channel_can_be_claimed_for_itself(connection: Connection) -> None:
    message = add_message(connection)
    post(connection, message, ["a@example.org", "matrix/room"])
    claimed = deliveries.claim_due(connection, NOON, HOUR, 10, channel="matrix")
    assert [row.address for row in claimed] == ["matrix/room"]


def test_a_key_is_never_used_twice(connection: Connection) -> None:
    message = add_message(connection)
    post(connection, message)
    with pytest.raises(IntegrityError):
        post(connection, message)
    connection.rollback()


def test_a_sender_that_died_before_handing_over_lost_nothing(connection: Connection) -> None:
    post(connection, add_message(connection))
    claim(connection)
    (again,) = claim(connection, 2)
    assert (again.attempts, again.lost_replies) == (2, 0)


def test_a_sender_that_died_leaves_a_lost_reply(connection: Connection) -> None:
    post(connection, add_message(connection))
    hand_over(connection)
    (again,) = claim(connection, 2)
    assert (again.attempts, again.reply_lost, again.lost_replies) == (2, True, 1)
    deliveries.settle(connection, again.id, state=DUE, at=NOON, reason="busy", due_at=NOON)
    (third,) = claim(connection)
    assert (third.attempts, third.lost_replies) == (3, 1)  # the first try may still have arrived


def test_a_daemon_that_starts_alone_takes_every_reply_for_lost(connection: Connection) -> None:
    post(connection, add_message(connection))
    hand_over(connection)
    assert deliveries.lapse_all(connection, NOON + MINUTE) == 1
    assert [row.reply_lost for row in claim(connection, 1)] == [True]


def test_a_message_that_left_is_shown_with_what_the_far_side_said(connection: Connection) -> None:
    post(connection, add_message(connection))
    (row,) = claim(connection)
    assert deliveries.settle(
        connection, row.id, state=SENT, at=NOON + MINUTE, reason=None, ref="<id@example.org>", thread="<id@example.org>"
    )
    shown = only(connection)
    assert (shown.state, shown.sent_at, shown.remote_ref, shown.attempts, shown.last_error) == (
        SENT,
        NOON + MINUTE,
        "<id@example.org>",
        1,
        None,
    )
    assert claim(connection, 600) == []


def test_nothing_undoes_that_a_message_left(connection: Connection) -> None:
    post(connection, add_message(connection))
    (slow,) = claim(connection)
    (quick,) = claim(connection, 5)
    assert deliveries.settle(connection, quick.id, state=SENT, at=NOON)
    assert not deliveries.settle(connection, slow.id, state=DUE, at=NOON, reason="too late", due_at=NOON)
    assert only(connection).state is SENT


def test_every_try_is_written_down(connection: Connection) -> None:
    post(connection, add_message(connection))
    settle_all(connection, DUE, due_at=NOON)
    settle_all(connection, DeliveryState.REJECTED)
    tries = connection.execute(select(delivery_attempts).order_by(delivery_attempts.c.id)).all()
    assert [(row.state, row.reason) for row in tries] == [("due", "because"), ("rejected", "because")]


def test_a_failed_try_waits_for_its_second(connection: Connection) -> None:
    post(connection, add_message(connection))
    settle_all(connection, DUE, due_at=NOON + HOUR)
    assert claim(connection, 59) == []
    assert only(connection).last_error == "because"
    assert len(claim(connection, 60)) == 1


def test_failed_messages_are_sent_again_by_hand(connection: Connection) -> None:
    for n in range(3):
        post(connection, add_message(connection), [f"desk{n}@example.org"])
    settle_all(connection, DEAD)
    some = [deliveries.list_(connection)[0].id]
    assert deliveries.retry(connection, some, NOON + HOUR) == 1
    assert deliveries.retry(connection, some, NOON + HOUR) == 0
    assert deliveries.retry(connection, None, NOON + HOUR) == 2
    assert [(row.attempts, row.reply_lost) for row in claim(connection, 60)] == [(1, False)] * 3


class TestReplies:
    """A reply refers to the message before it, at the same address."""

    def reply(self, connection: Connection, *, due_at: datetime = NOON) -> tuple[MessageId, MessageId]:
        first = add_message(connection)
        post(connection, first, ["matrix/room", "desk@example.org"], due_at=due_at)
        second = add_message(connection, replies_to=first)
        post(connection, second, ["matrix/room", "desk@example.org"])
        return first, second

    def test_it_waits_until_the_first_has_left_and_joins_its_thread(self, connection: Connection) -> None:
        first, second = self.reply(connection)
        assert {row.message for row in claim(connection)} == {first}
        assert claim(connection) == []
        for row in deliveries.list_(connection, DeliveryState.SENDING):
            deliveries.settle(connection, row.id, state=SENT, at=NOON, thread=f"thread at {row.label}")
        assert [(row.message, row.thread) for row in claim(connection)] == [
            (second, "thread at matrix/room"),
            (second, "thread at desk@example.org"),
        ]

    def test_it_does_not_wait_for_what_failed_for_good(self, connection: Connection) -> None:
        _, second = self.reply(connection)
        settle_all(connection, DEAD)
        assert [(row.message, row.thread) for row in claim(connection)] == [(second, None)] * 2

    def test_it_waits_for_the_second_try_of_the_first(self, connection: Connection) -> None:
        first, _ = self.reply(connection)
        settle_all(connection, DUE, due_at=NOON + HOUR)
        assert claim(connection) == []
        assert {row.message for row in claim(connection, 60)} == {first}

    def test_an_urgent_one_does_not_wait_for_what_quiet_hours_hold(self, connection: Connection) -> None:
        _, second = self.reply(connection, due_at=NOON + 8 * HOUR)
        assert {row.message for row in claim(connection)} == {second}


class TestHeld:
    """After a restore nobody knows what left: it is held until somebody says."""

    def test_what_was_due_or_on_its_way_is_held_and_what_is_due_later_is_not(self, connection: Connection) -> None:
        post(connection, add_message(connection), ["sending@example.org"])
        hand_over(connection)
        post(connection, add_message(connection), ["due@example.org"])
        post(connection, add_message(connection), ["later@example.org"], due_at=NOON + HOUR)
        assert deliveries.hold_before(connection, NOON) == 2
        assert deliveries.counts(connection) == {HELD: 2, DUE: 1}
        assert claim(connection, 30) == []

    def test_released_it_leaves_at_once_and_a_lost_reply_is_remembered(self, connection: Connection) -> None:
        post(connection, add_message(connection), ["sending@example.org"])
        hand_over(connection)
        post(connection, add_message(connection), ["due@example.org"])
        deliveries.hold_before(connection, NOON)
        assert deliveries.release_held(connection, NOON + HOUR) == 2
        assert {row.address: row.reply_lost for row in claim(connection, 60)} == {"sending@example.org": True, "due@example.org": False}

    def test_dropped_it_is_kept_among_the_dead(self, connection: Connection) -> None:
        post(connection, add_message(connection))
        deliveries.hold_before(connection, NOON)
        assert deliveries.drop_held(connection) == 1
        assert (only(connection).state, only(connection).last_error) == (DEAD, "held, then dropped by hand")

    def test_a_delivery_can_be_held_from_the_start(self, connection: Connection) -> None:
        message = add_message(connection)
        deliveries.create(connection, [deliveries.NewDelivery(message, "k", "email", "mail", "a@example.org", "a@example.org", NOON, HELD)])
        deliveries.create(connection, [])
        assert claim(connection) == []


def test_what_waits_for_somebody_who_left_the_settings_is_given_up(connection: Connection) -> None:
    post(connection, add_message(connection, recipient="gone"), ["gone@example.org"])
    post(connection, add_message(connection, recipient="gone"), ["gone too@example.org"], due_at=NOON + HOUR)
    post(connection, add_message(connection))
    gone = deliveries.gone(connection, {DESK}, NOON)
    assert {(row.label, row.state, row.last_error) for row in gone} == {
        ("gone@example.org", DEAD, "its recipient is no longer in the settings"),
        ("gone too@example.org", DEAD, "its recipient is no longer in the settings"),
    }
    assert deliveries.gone(connection, {DESK}, NOON) == []
    assert len(deliveries.gone(connection, set(), NOON)) == 1


def test_what_is_just_being_sent_is_not_given_up(connection: Connection) -> None:
    post(connection, add_message(connection))
    claim(connection)
    assert deliveries.gone(connection, set(), NOON) == []
    assert len(deliveries.gone(connection, set(), NOON + HOUR)) == 1


def test_a_waiting_message_can_be_hastened_but_not_delayed(connection: Connection) -> None:
    message = add_message(connection)
    post(connection, message, due_at=NOON + HOUR)
    assert deliveries.hasten(connection, message, NOON + 2 * HOUR) == 0
    assert deliveries.hasten(connection, message, NOON) == 1
    assert len(claim(connection)) == 1


def test_a_clock_that_is_set_back_takes_waiting_messages_with_it_but_not_a_digests_hour(connection: Connection) -> None:
    post(connection, add_message(connection))
    post(connection, add_message(connection, kind="digest"), ["digest@example.org"], due_at=NOON + HOUR)
    deliveries.shift(connection, -3 * HOUR)
    assert {row.label: row.due_at for row in deliveries.list_(connection)} == {
        "desk@example.org": NOON - 3 * HOUR,
        "digest@example.org": NOON + HOUR,
    }


def test_the_outbox_says_what_each_message_is_about(connection: Connection) -> None:
    story = add_story(connection)
    digest = add_message(connection, kind="digest")
    made = claims.make(connection, [(DESK, story, WatchKey("arms/a"), Cause.FIRST, NOON)])
    messages.attach(connection, digest, [id_ for _, id_ in made])
    for message in (
        add_message(connection),
        add_message(connection, kind="story", story=story),
        digest,
        add_message(connection, kind="test"),
    ):
        post(connection, message)
    assert [row.subject for row in deliveries.list_(connection)] == ["test", "digest of 1 entry", "Title of one", "Something is wrong"]
    assert len(deliveries.list_(connection, limit=2)) == 2
    assert deliveries.list_(connection, DEAD) == []


def test_the_foremost_and_the_numbers_are_told(connection: Connection) -> None:
    assert deliveries.oldest_due(connection) is None
    assert deliveries.counts(connection) == {}
    for hours in (2, 1):
        post(connection, add_message(connection), due_at=NOON + hours * HOUR)
    assert deliveries.oldest_due(connection) == NOON + HOUR
    assert deliveries.counts(connection) == {DUE: 2}


def test_no_delivery_is_claimed_twice_however_many_send_at_once(database: Database) -> None:
    with database.write() as connection:
        message = add_message(connection)
        post(connection, message, [f"{number}@example.org" for number in range(40)])
    claimed: list[str] = []

    def send() -> None:
        for _ in range(6):
            with database.write() as connection:
                claimed.extend(row.key for row in deliveries.claim_due(connection, NOON, HOUR, 3))

    threads = [Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claimed) == len(set(claimed)) == 40


def test_the_time_of_trying_counts_from_the_first_try_and_anew_after_a_retry_by_hand(connection: Connection) -> None:
    post(connection, add_message(connection))
    (first,) = claim(connection)
    assert first.first_tried_at == NOON
    deliveries.settle(connection, first.id, state=DUE, at=NOON, due_at=NOON + HOUR)
    (second,) = claim(connection, 60)
    assert second.first_tried_at == NOON
    deliveries.settle(connection, second.id, state=DEAD, at=NOON + HOUR)
    deliveries.retry(connection, [second.id], NOON + 2 * HOUR)
    (again,) = claim(connection, 120)
    assert again.first_tried_at == NOON + 2 * HOUR


def test_accounts_with_something_to_send_are_named_and_claimed_apart(connection: Connection) -> None:
    post(connection, add_message(connection), ["a@one.example", "b@one.example", "c@two.example", "matrix/!room:x"])
    assert deliveries.due_accounts(connection, NOON) == [("email", "one.example"), ("email", "two.example"), ("matrix", "matrix")]
    claimed = deliveries.claim_due(connection, NOON, HOUR, 10, channel="email", account="two.example")
    assert [row.address for row in claimed] == ["c@two.example"]


def test_what_was_not_tried_yet_can_be_given_up_when_its_address_left(connection: Connection) -> None:
    message = add_message(connection)
    post(connection, message, ["old@example.org", "kept@example.org"])
    waiting = deliveries.untried(connection)
    assert [row.address for row in waiting] == ["old@example.org", "kept@example.org"]
    assert deliveries.give_up(connection, [waiting[0].id], NOON) == 1
    assert deliveries.addresses(connection, message) == {"old@example.org": waiting[0].id, "kept@example.org": None}
    assert [row.address for row in deliveries.untried(connection)] == ["kept@example.org"]


def test_what_was_given_up_leaves_after_all_when_its_address_comes_back(connection: Connection) -> None:
    message = add_message(connection)
    post(connection, message, ["old@example.org"])
    (waiting,) = deliveries.untried(connection)
    deliveries.give_up(connection, [waiting.id], NOON)
    deliveries.take_up(connection, waiting.id, NOON + HOUR)
    (again,) = deliveries.untried(connection)
    assert (again.id, again.state, again.due_at) == (waiting.id, DUE, NOON + HOUR)
    assert deliveries.addresses(connection, message) == {"old@example.org": None}


def test_a_delivery_that_is_withdrawn_leaves_the_outbox_with_its_tries_and_its_message_stays(connection: Connection) -> None:
    message = add_message(connection)
    post(connection, message, ["a@example.org", "b@example.org"])
    gone, kept = deliveries.claim_due(connection, NOON, HOUR, 2)
    deliveries.settle(connection, gone.id, state=DUE, at=NOON, reason="busy")
    deliveries.withdraw(connection, gone.id)
    assert [row.id for row in deliveries.list_(connection)] == [kept.id]
    assert connection.scalars(select(delivery_attempts.c.delivery_id)).all() == []
    assert messages.content(connection, message).id == message


@pytest.mark.parametrize("state", [DeliveryState.SENT, DeliveryState.UNKNOWN])
def test_a_message_that_left_for_one_address_may_have_been_read(connection: Connection, state: DeliveryState) -> None:
    message = add_message(connection)
    post(connection, message, ["a@example.org", "b@example.org"])
    assert not deliveries.may_be_read(connection, message)
    (first,) = claim(connection, limit=1)
    assert not deliveries.may_be_read(connection, message)
    deliveries.settle(connection, first.id, state=state, at=NOON)
    assert deliveries.may_be_read(connection, message)


def test_a_message_in_the_air_may_be_read_and_one_that_was_refused_not(connection: Connection) -> None:
    message = add_message(connection)
    post(connection, message)
    hand_over(connection)
    assert deliveries.may_be_read(connection, message)
    (row,) = deliveries.list_(connection)
    deliveries.settle(connection, row.id, state=DeliveryState.REJECTED, at=NOON, reason="no such mailbox")
    assert not deliveries.may_be_read(connection, message)


def test_a_message_may_leave_until_all_its_deliveries_are_settled(connection: Connection) -> None:
    message = add_message(connection)
    assert not deliveries.may_leave(connection, message)
    post(connection, message)
    assert deliveries.may_leave(connection, message)
    (row,) = claim(connection)
    assert deliveries.may_leave(connection, message)
    deliveries.settle(connection, row.id, state=DeliveryState.DEAD, at=NOON, reason="nothing to say")
    assert not deliveries.may_leave(connection, message)


def test_a_message_whose_reply_was_lost_may_be_read(connection: Connection) -> None:
    message = add_message(connection)
    post(connection, message)
    (row,) = claim(connection)
    deliveries.settle(connection, row.id, state=DeliveryState.DUE, at=NOON, lost=True, due_at=NOON)
    assert deliveries.may_be_read(connection, message)
