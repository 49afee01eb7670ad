"""Days of recess are counted out, each once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from monitor.sources.recess import Span, days_at_work, learned, longest, pauses_of, with_pauses


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
    pauses = [(date(2025, 6, 20), date(2025, 9, 15)), (date(2025, 9, 16), date(2025, 9, 30))]
    assert learned(pauses, timedelta(days=30), date(2026, 8, 1)) == ((date(2026, 6, 6), date(2026, 9, 29)),)
    assert longest(pauses) == pauses[0]
    assert longest([]) is None


def test_pauses_are_remembered_when_the_sittings_are_forgotten() -> None:
    first = with_pauses({"other": 1}, [october(1), october(2), date(2026, 12, 1)])
    later = with_pauses(first, [date(2027, 2, 1), date(2027, 2, 2), date(2027, 2, 20)])
    assert pauses_of(later) == ((october(2), date(2026, 12, 1)), (date(2027, 2, 2), date(2027, 2, 20)))
    assert later["other"] == 1
    assert with_pauses(later, [date(2027, 2, 1), date(2027, 2, 2), date(2027, 2, 20)]) is later


def test_a_sitting_that_comes_late_ends_a_pause_that_was_none() -> None:
    before = with_pauses({}, [october(1), october(30)])
    assert pauses_of(with_pauses(before, [october(1), october(10), october(20), october(30)])) == ()


def test_a_year_that_was_not_read_is_no_recess() -> None:
    assert pauses_of(with_pauses({}, [date(2025, 6, 1), date(2026, 3, 1)])) == ()


@pytest.mark.parametrize("kept", [None, "x", [["a", "b"]], [[1, 2]], [["2026-01-01"]], [5]])
def test_hints_of_another_make_are_as_if_never_seen(kept: object) -> None:
    assert pauses_of({"pauses": kept}) == ()
