from __future__ import annotations

from datetime import UTC, datetime, timedelta

from monitor.web.throttle import Throttle

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_each_name_has_a_measure_of_its_own_and_a_minute_later_a_new_one() -> None:
    throttle = Throttle(each=2, in_all=100)
    assert [throttle.allows("a", NOON) for _ in range(3)] == [True, True, False]
    assert throttle.allows("b", NOON)
    assert throttle.allows("a", NOON + timedelta(minutes=1))


def test_all_names_together_have_a_measure_too() -> None:
    throttle = Throttle(each=2, in_all=3)
    assert [throttle.allows(name, NOON) for name in "abcd"] == [True, True, True, False]


def test_a_clock_that_was_set_back_locks_nobody_out() -> None:
    throttle = Throttle(each=1, in_all=1)
    assert throttle.allows("a", NOON)
    assert throttle.allows("a", NOON - timedelta(days=1))
