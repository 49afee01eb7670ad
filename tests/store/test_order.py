"""Who leaves before whom at one address; on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.model import DeliveryState
from monitor.store import accounts, addresses, deliveries
from monitor.store.accounts import FailingAccount
from tests.store.small_world import HOUR, MINUTE, NOON, add_message, post

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.model import MessageId

DUE, SENT, HELD = DeliveryState.DUE, DeliveryState.SENT, DeliveryState.HELD


def leave(connection: Connection, minutes: float = 0) -> list[MessageId]:
    """Let everything leave that may, one after another; return the messages in that order."""
    left = []
    while rows := deliveries.claim_due(connection, NOON + minutes * MINUTE, HOUR, 10):
        for row in rows:
            left.append(row.message)
            deliveries.settle(connection, row.id, state=SENT, at=NOON, thread="t")
    return left


def fail(connection: Connection, times: int) -> float:
    """Let the foremost letter fail so often; return the minutes that this takes."""
    for n in range(times):
        (row,) = deliveries.claim_due(connection, NOON + n * MINUTE, HOUR, 1)
        deliveries.settle(connection, row.id, state=DUE, at=NOON, due_at=NOON + (n + 1) * MINUTE)
    return times - 0.5


def test_one_letter_is_in_the_air_to_an_address(connection: Connection) -> None:
    made = [add_message(connection) for _ in range(3)]
    for message in made:
        post(connection, message)
    assert [row.message for row in deliveries.claim_due(connection, NOON, HOUR, 10)] == made[:1]
    assert deliveries.claim_due(connection, NOON, HOUR, 10) == []


def test_a_younger_letter_waits_while_an_older_one_waits_for_its_second_try(connection: Connection) -> None:
    old, young = add_message(connection), add_message(connection)
    post(connection, old)
    post(connection, young)
    assert leave(connection, fail(connection, 1)) == []
    assert leave(connection, 1) == [old, young]


def test_one_that_fails_again_and_again_is_passed_but_by_no_reply_to_it(connection: Connection) -> None:
    old = add_message(connection)
    reply, other = add_message(connection, replies_to=old), add_message(connection)
    for message in (old, reply, other):
        post(connection, message)
    assert leave(connection, fail(connection, 3)) == [other]
    assert leave(connection, 5) == [old, reply]


def test_replies_leave_in_their_order(connection: Connection) -> None:
    first = add_message(connection)
    replies = [add_message(connection, replies_to=first) for _ in range(3)]
    for message in (first, *replies):
        post(connection, message)
    assert leave(connection) == [first, *replies]


def test_a_reply_that_was_due_earlier_lets_its_first_message_pass_and_stops_nobody(connection: Connection) -> None:
    first, other = add_message(connection), add_message(connection)
    reply = add_message(connection, replies_to=first)
    post(connection, reply, due_at=NOON - 3 * HOUR)
    post(connection, other, due_at=NOON - 2 * HOUR)
    post(connection, first, due_at=NOON - HOUR)
    assert leave(connection) == [other, first, reply]


def test_who_fails_behind_one_that_waits_is_tried_after_it(connection: Connection) -> None:
    old, young = add_message(connection), add_message(connection)
    post(connection, old)
    post(connection, young)
    fail(connection, 3)
    (row,) = deliveries.claim_due(connection, NOON + 2.5 * MINUTE, HOUR, 10)
    assert row.message == young
    assert deliveries.waits_until(connection, row.id) == NOON + 3 * MINUTE


def test_an_account_that_rests_is_left_alone_and_tried_with_one_letter_afterwards(connection: Connection) -> None:
    for n in range(3):
        post(connection, add_message(connection), [f"desk{n}@example.org"])
    accounts.record(connection, FailingAccount("example.org", NOON, NOON + MINUTE, 1, is_refused=False, reason="away"))
    assert deliveries.due_accounts(connection, NOON) == []
    assert deliveries.claim_due(connection, NOON, HOUR, 10, account="example.org") == []
    assert len(deliveries.claim_due(connection, NOON + MINUTE, HOUR, 10, account="example.org")) == 1
    assert accounts.wake(connection, NOON) == 1
    assert accounts.recover(connection, "example.org")
    assert len(deliveries.claim_due(connection, NOON, HOUR, 10, account="example.org")) == 2


def test_a_claim_that_nothing_came_of_leaves_no_trace(connection: Connection) -> None:
    post(connection, add_message(connection))
    (row,) = deliveries.claim_due(connection, NOON, HOUR, 1)
    assert deliveries.give_back(connection, row)
    assert not deliveries.give_back(connection, row)
    (again,) = deliveries.claim_due(connection, NOON, HOUR, 1)
    assert again.attempts == 1


def test_nobody_sends_what_somebody_else_claimed_meanwhile(connection: Connection) -> None:
    post(connection, add_message(connection))
    (slow,) = deliveries.claim_due(connection, NOON, MINUTE, 1)
    (quick,) = deliveries.claim_due(connection, NOON + HOUR, MINUTE, 1)
    assert not deliveries.hand_over(connection, slow.id, NOON + 2 * HOUR, slow.attempts)
    assert deliveries.hand_over(connection, quick.id, NOON + 2 * HOUR, quick.attempts)


def test_a_disabled_address_holds_what_is_due_and_a_restores_answer_does_not_move_it(connection: Connection) -> None:
    post(connection, add_message(connection), ["gone@example.org"])
    post(connection, add_message(connection), ["gone@example.org"], due_at=NOON + HOUR)
    for _ in range(3):
        refused = addresses.refuse(connection, "gone@example.org", "gone@example.org", "550 no such user", NOON)
    assert refused.refusals == 3
    assert addresses.disable(connection, "gone@example.org", NOON)
    assert not addresses.disable(connection, "gone@example.org", NOON)
    assert leave(connection) == []
    assert deliveries.counts(connection) == {HELD: 1, DUE: 1}
    assert deliveries.release_held(connection, NOON) == deliveries.drop_held(connection, NOON) == 0
    assert deliveries.list_(connection, HELD)[0].last_error == "its address is disabled: 550 no such user"
    known = addresses.accept(connection, "gone@example.org")
    assert known is not None
    assert deliveries.release_address(connection, known.address, known.since) == 1
    assert len(leave(connection)) == 1
