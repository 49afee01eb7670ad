"""Names written as one word, each part in full or by its beginning."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.watch.names.contraction import cost


def price(letters: str, *parts: str) -> float:
    found = cost(letters, parts)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("letters", "parts"),
    [
        ("kotakbank", ("kotak", "mahindra", "bank")),
        ("punjabtrac", ("punjab", "tractors")),
        ("tatamotors", ("tata", "motors")),
        ("sunpharma", ("sun", "pharmaceutical")),
    ],
)
def test_a_name_is_recognised_in_its_contraction(letters: str, parts: tuple[str, ...]) -> None:
    assert cost(letters, parts) is not None


@pytest.mark.parametrize(
    ("letters", "parts"),
    [
        ("kotakbank", ("kotak", "mahindra")),
        ("bankkotak", ("kotak", "bank")),
        ("tatasteel", ("tata", "motors")),
        ("mahindrabank", ("kotak", "mahindra", "bank")),
        ("tamotors", ("tata", "motors")),
        ("", ("tata", "motors")),
        ("tatamotors", ()),
    ],
)
def test_another_word_is_no_contraction(letters: str, parts: tuple[str, ...]) -> None:
    assert cost(letters, parts) is None


def test_the_more_is_cut_or_left_out_the_more_it_costs() -> None:
    whole = price("punjabtractors", "punjab", "tractors")
    cut = price("punjabtrac", "punjab", "tractors")
    shorter = price("punjabt", "punjab", "tractors")
    left_out = price("kotakbank", "kotak", "mahindra", "bank")
    assert whole < cut < shorter
    assert price("kotakbank", "kotak", "bank") < left_out


def test_a_word_of_many_alike_parts_takes_bounded_time() -> None:
    began = process_time()
    assert cost("ab" * 500, ["ab" * 10] * 12) is None
    assert process_time() - began < 2.0


@given(st.lists(st.text("abc", min_size=3, max_size=6), min_size=1, max_size=4))
def test_parts_written_as_one_in_full_cost_least(parts: list[str]) -> None:
    whole = price("".join(parts), *parts)
    assert whole > 0.0
    shorter = cost("".join(parts)[:-1], parts)
    assert shorter is None or shorter >= whole
