"""Every failure gets the fate it deserves: a retry, a question to the operator, or an honest end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.daemon.fates import Fate, Trouble, fate_of_error, fate_of_lost_replies, fate_of_nothing, fate_of_sent, wait_before
from monitor.errors import Rejected, Retry, SendError, TooFast, Unknown
from monitor.model import DeliveryState, Sent

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def fate(error: SendError, *, attempts: int = 1, lost: int = 0, age: timedelta = timedelta(), is_idempotent: bool = False) -> Fate:
    return fate_of_error(
        error, attempts=attempts, lost_replies=lost, first_tried_at=NOW - age, is_idempotent=is_idempotent, jitter=0.0, now=NOW
    )


def test_what_arrived_is_sent_under_its_remote_id() -> None:
    assert fate_of_sent(Sent("<a@b>", "<root@b>")) == Fate(DeliveryState.SENT, ref="<a@b>", thread="<root@b>")


def test_a_passing_fault_is_tried_again_later_and_bothers_nobody() -> None:
    assert fate(Retry("451 try later")) == Fate(DeliveryState.DUE, "451 try later", NOW + timedelta(seconds=30))


def test_a_server_that_says_how_long_is_obeyed() -> None:
    assert fate(Retry("429", after=NOW + timedelta(hours=5))).due_at == NOW + timedelta(hours=5)


def test_a_server_that_names_too_short_a_wait_still_gets_ours() -> None:
    assert fate(Retry("429", after=NOW), attempts=4).due_at == NOW + timedelta(minutes=4)


def test_a_server_that_asks_for_patience_asks_its_account() -> None:
    after = NOW + timedelta(seconds=2)
    trouble = Trouble("ratelimited", is_refused=False, after=after, is_haste=True)
    assert fate(TooFast("ratelimited", after)) == Fate(DeliveryState.DUE, "ratelimited", trouble=trouble)


def test_a_permanent_refusal_is_the_end_and_the_operator_hears_of_it() -> None:
    assert fate(Rejected("550 no such user")) == Fate(DeliveryState.REJECTED, "550 no such user", tells_operator=True)


def test_a_lost_reply_is_tried_once_more_then_left_to_the_operator() -> None:
    once = fate(Unknown("no answer"), attempts=5)
    assert (once.state, once.is_lost) == (DeliveryState.DUE, True)
    assert fate(Unknown("no answer"), attempts=6, lost=1) == Fate(DeliveryState.UNKNOWN, "no answer", tells_operator=True)


def test_a_channel_that_drops_copies_is_tried_on_after_a_lost_reply() -> None:
    assert fate(Unknown("no answer"), lost=9, is_idempotent=True).state is DeliveryState.DUE


def test_after_three_days_of_trying_a_message_is_dead_but_kept() -> None:
    dead = fate(Retry("refused"), attempts=40, age=timedelta(days=3))
    assert (dead.state, dead.tells_operator) == (DeliveryState.DEAD, True)
    assert dead.reason == "gave up after 3 days: refused"


@pytest.mark.parametrize(("lost", "again"), [(1, True), (19, True), (20, False)])
def test_a_crash_in_the_air_is_tried_again_until_the_message_itself_is_suspect(lost: int, again: bool) -> None:  # noqa: FBT001 the expectation
    assert (fate_of_lost_replies(lost) is None) is again


def test_waits_grow_to_two_hours_and_are_spread() -> None:
    waits = [wait_before(attempt, 0.0) for attempt in range(1, 12)]
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=2)
    assert wait_before(1, 1.0) == timedelta(seconds=45)


def test_what_has_nothing_left_to_say_and_nobody_misses_leaves_the_outbox() -> None:
    fate_of_moot = fate_of_nothing("none of it is possible any more", is_moot=True, lost_replies=0)
    assert (fate_of_moot.is_moot, fate_of_moot.tells_operator) == (True, False)


def test_what_has_nothing_left_to_say_and_may_have_arrived_stays_on_record() -> None:
    fate_of_lost = fate_of_nothing("none of it is possible any more", is_moot=True, lost_replies=1)
    assert (fate_of_lost.state, fate_of_lost.is_moot, fate_of_lost.tells_operator) == (DeliveryState.UNKNOWN, False, False)


def test_what_somebody_called_off_stays_on_record_and_is_nobodys_trouble() -> None:
    assert fate_of_nothing("said", is_called_off=True, lost_replies=0) == Fate(DeliveryState.DEAD, "said", is_called_off=True)
    fate_of_lost = fate_of_nothing("said", is_called_off=True, lost_replies=1)
    assert (fate_of_lost.state, fate_of_lost.tells_operator) == (DeliveryState.UNKNOWN, False)


def test_what_has_nothing_left_to_say_for_a_change_of_the_settings_is_the_operators_business() -> None:
    assert fate_of_nothing("gone", is_moot=False, lost_replies=0) == Fate(DeliveryState.DEAD, "gone", tells_operator=True)
