"""A set time is looked after by one alone, and what was not asked for was not missed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.model import RecipientKey
from monitor.store import deliveries, digest_hours, messages
from monitor.store.digest_hours import DigestHour
from tests.store.small_world import DESK, HOUR, MINUTE, NOON

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from monitor.model import MessageId


def begin(connection: Connection, minutes: int = 0) -> MessageId:
    due_at = NOON + minutes * MINUTE
    message = messages.create(connection, recipient=DESK, kind="digest", story=None, due_at=due_at, now=NOON, replies_to=None, body=None)
    deliveries.create(
        connection, [deliveries.NewDelivery(message, f"key {message}", "email", "mail", "a@example.org", "a@example.org", due_at)]
    )
    return message


def test_a_time_is_claimed_once(connection: Connection) -> None:
    digest_hours.begin(connection, DESK, "daily 12:00", NOON - HOUR)
    assert digest_hours.claim(connection, DESK, "daily 12:00", NOON, NOON - MINUTE)
    assert not digest_hours.claim(connection, DESK, "daily 12:00", NOON, NOON)
    assert digest_hours.load(connection) == {DESK: DigestHour("daily 12:00", NOON, NOON - MINUTE)}


def test_another_schedule_counts_from_its_beginning(connection: Connection) -> None:
    digest_hours.begin(connection, DESK, "daily 12:00", NOON - HOUR)
    digest_hours.begin(connection, DESK, "daily 11:00", NOON)
    assert not digest_hours.claim(connection, DESK, "daily 12:00", NOON + HOUR, NOON)
    assert not digest_hours.claim(connection, DESK, "daily 11:00", NOON, NOON)


def test_who_has_no_times_is_forgotten(connection: Connection) -> None:
    for name in ("desk", "legal"):
        digest_hours.begin(connection, RecipientKey(name), "daily 12:00", NOON)
    digest_hours.forget_all_but(connection, [DESK])
    assert set(digest_hours.load(connection)) == {DESK}
    digest_hours.forget_all_but(connection, [])
    assert digest_hours.load(connection) == {}


def test_a_digest_of_the_hour_or_one_that_is_overdue_spares_an_empty_one(connection: Connection) -> None:
    assert not messages.has_digest(connection, DESK, NOON, NOON)
    early = begin(connection)
    assert messages.has_digest(connection, DESK, NOON, NOON)
    assert messages.has_digest(connection, DESK, NOON + HOUR, NOON)
    assert not messages.has_digest(connection, DESK, NOON + HOUR, NOON - MINUTE)  # it will have left by then
    assert not messages.has_digest(connection, RecipientKey("legal"), NOON, NOON)
    for row in deliveries.claim_due(connection, NOON, HOUR, 10):
        deliveries.withdraw(connection, row.id)
    assert messages.has_digest(connection, DESK, NOON, NOON)
    assert not messages.has_digest(connection, DESK, NOON + HOUR, NOON)
    assert messages.content(connection, early).claims == []


def test_what_waits_is_moved_from_its_time_alone_and_never_after_a_try(connection: Connection) -> None:
    message = begin(connection)
    assert deliveries.move(connection, message, due_at=NOON + MINUTE, to=NOON + HOUR) == 0
    assert deliveries.move(connection, message, due_at=NOON, to=NOON + 5 * MINUTE) == 1
    assert deliveries.claim_due(connection, NOON + 4 * MINUTE, HOUR, 10) == []
    assert deliveries.move(connection, message, due_at=NOON + 5 * MINUTE, to=NOON) == 1
    assert len(deliveries.claim_due(connection, NOON, HOUR, 10)) == 1
    assert deliveries.move(connection, message, due_at=NOON, to=NOON + HOUR) == 0


def test_what_is_found_late_joins_a_digest_that_should_have_left(connection: Connection) -> None:
    assert messages.overdue_digest(connection, DESK, NOON) is None
    begin(connection)
    assert messages.overdue_digest(connection, DESK, NOON - MINUTE) is None
    assert messages.overdue_digest(connection, DESK, NOON + MINUTE) == NOON
    assert len(deliveries.claim_due(connection, NOON, HOUR, 10)) == 1
    assert messages.overdue_digest(connection, DESK, NOON + MINUTE) is None
