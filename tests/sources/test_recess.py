"""Days of recess are counted out, each once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from monitor.sources.recess import Span, days_at_work, learned, longest_pause


def october(day: int) -> date:
    return date(2026, 10, day)


@pytest.mark.parametrize(
    ("recesses", "days"),
    [
        ([], 10),
        ([(october(3), october(5))], 7),
        ([(october(3), october(5)), (october(4), october(8))], 4),
        ([(october(3), october(8)), (october(4), october(5))], 4),
        ([(date(2026, 1, 1), october(4))], 7),
        ([(october(9), date(2026, 12, 1))], 2 + 5),
        ([(date(2026, 1, 1), date(2026, 12, 31))], 0),
        ([(date(2025, 1, 1), date(2025, 12, 31))], 10),
        ([(date(2027, 1, 1), date(2027, 12, 31))], 10),
    ],
)
def test_days_after_the_first_of_october_and_up_to_the_eleventh(recesses: list[Span], days: int) -> None:
    assert days_at_work(october(1), october(11), recesses) == days


def test_nothing_is_counted_backwards() -> None:
    assert days_at_work(october(11), october(1), []) == 0


def test_a_long_pause_is_expected_again_at_its_time_and_a_short_one_is_not() -> None:
    sittings = [date(2025, 6, 20), date(2025, 9, 15), date(2025, 9, 16), date(2025, 9, 30)]
    first, *_ = spans = learned(sittings, timedelta(days=30), date(2026, 8, 1))
    assert first == (date(2026, 6, 6), date(2026, 9, 29))
    assert len(spans) == 1


def test_a_year_that_was_not_read_is_no_recess() -> None:
    assert learned([date(2025, 6, 1), date(2026, 3, 1)], timedelta(days=30), date(2026, 8, 1)) == ()


def test_the_longest_pause_needs_two_sittings() -> None:
    assert longest_pause([october(1)]) is None
    assert longest_pause([october(9), october(1), october(2)]) == (october(2), october(9))
