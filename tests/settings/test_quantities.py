from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.settings.quantities import QuantityError, read_budget, read_duration, read_rate, read_size


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("30s", 30),
        ("15m", 900),
        ("6h", 21_600),
        ("7d", 604_800),
        ("2w", 1_209_600),
        ("1h30m", 5_400),
        (" 6 hours ", 21_600),
        ("1.5h", 5_400),
    ],
)
def test_a_duration_is_read_as_people_write_it(text: str, seconds: int) -> None:
    assert read_duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "15", "m", "15x", "-5m", "1h 30", "9" * 400 + "h", "99999999w"])
def test_what_is_no_duration_is_refused_with_the_remedy(text: str) -> None:
    with pytest.raises(QuantityError, match="write"):
        read_duration(text)


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=1000)))
@settings(max_examples=40)
def test_whole_seconds_survive_being_written(value: timedelta) -> None:
    seconds = int(value.total_seconds())
    assert read_duration(f"{seconds}s") == timedelta(seconds=seconds)


@pytest.mark.parametrize(("text", "size"), [("10MB", 10_000_000), ("500 kB", 500_000), ("1.5 GiB", 1_500_000_000), ("2000", 2000)])
def test_a_size_is_read_as_people_write_it(text: str, size: int) -> None:
    assert read_size(text) == size


@pytest.mark.parametrize("text", ["", "lots", "-1MB", "10 XB", "9" * 100])
def test_what_is_no_size_is_refused_with_the_remedy(text: str) -> None:
    with pytest.raises(QuantityError, match="write 10MB"):
        read_size(text)


def test_a_budget_has_one_spelling() -> None:
    assert read_budget(" 2  a Week") == "2 per week"
    assert read_budget("5 per million words") == "5 per million words"
    with pytest.raises(QuantityError, match="write 2 per week"):
        read_budget("few")


@pytest.mark.parametrize("text", ["99999999999999999999 per day", "10001 per week", "9" * 400 + " per million words"])
def test_a_budget_that_limits_nothing_is_refused_with_the_remedy(text: str) -> None:
    with pytest.raises(QuantityError, match="is no limit, nobody reads so many; write what you can bear, such as 2 per week"):
        read_budget(text)


@pytest.mark.parametrize(("text", "rate"), [("20 per hour", 20), (" 5  an Hour", 5), ("1 a hour", 1), ("10000 per hour", 10_000)])
def test_how_many_an_hour_is_read_as_people_write_it(text: str, rate: int) -> None:
    assert read_rate(text) == rate


@pytest.mark.parametrize("text", ["", "20", "0 per hour", "-1 per hour", "2.5 per hour", "many", "20 per day"])
def test_what_is_no_number_an_hour_is_refused_with_the_remedy(text: str) -> None:
    with pytest.raises(QuantityError, match="write 20 per hour"):
        read_rate(text)


def test_so_many_an_hour_that_nobody_reads_them_are_no_limit() -> None:
    with pytest.raises(QuantityError, match="is no limit"):
        read_rate("10001 per hour")


def test_a_large_budget_that_still_limits_something_is_taken() -> None:
    assert read_budget("10000 per million words") == "10000 per million words"
