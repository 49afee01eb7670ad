"""A recipient is told as they asked, and as most would ask where they said nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from monitor.alerts.recipient import Recipient
from monitor.alerts.schedule import AT_ONCE, HOURLY, MORNING, When, read_when
from monitor.alerts.wall_clock import WEEKDAYS
from monitor.model import Priority, RecipientKey


def desk(**send: str) -> Recipient:
    return Recipient(RecipientKey("desk"), ("desk@example.org",), {Priority(name): read_when(text) for name, text in send.items()})


def test_a_recipient_who_says_nothing_hears_at_once_and_of_low_things_in_the_morning() -> None:
    silent = Recipient(RecipientKey("desk"), ("desk@example.org",))
    assert [silent.when(priority) for priority in (Priority.URGENT, Priority.NORMAL, Priority.LOW)] == [AT_ONCE, AT_ONCE, MORNING]


def test_a_priority_that_was_left_out_keeps_its_usual_time() -> None:
    assert desk(normal="hourly").when(Priority.NORMAL) == HOURLY
    assert desk(normal="hourly").when(Priority.LOW) == MORNING


@pytest.mark.parametrize(
    ("send", "daily"),
    [
        ({}, MORNING),
        ({"urgent": "at once", "normal": "hourly", "low": "hourly"}, MORNING),
        ({"normal": "daily 09:00"}, When((time(9),))),
        ({"normal": "weekdays 07:30 15:00"}, When((time(7, 30),), WEEKDAYS)),
        ({"normal": "cron 15 9,17 * * 1-5"}, replace(read_when("cron 15 9,17 * * 1-5"), clocks=(time(9, 15),))),
        ({"normal": "cron */10 * * * *", "low": "cron 5 * * * *"}, MORNING),
        ({"normal": "hourly", "low": "weekly mon 08:00"}, When((time(8),), frozenset({0}))),
    ],
)
def test_what_can_wait_comes_at_the_set_time_that_the_recipient_has(send: dict[str, str], daily: When) -> None:
    assert desk(**send).daily == daily
