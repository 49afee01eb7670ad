"""Marks of what was seen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.sources.discovery.marks import MOST, WIDTH, mark, packed, unpacked


@given(st.lists(st.text(), unique=True))
def test_what_was_packed_is_found_again(names: list[str]) -> None:
    row = packed([], [mark(name) for name in names])
    assert unpacked(row) == [mark(name) for name in names]


def test_what_is_seen_again_stays_longest_and_the_row_is_bounded() -> None:
    many = [f"{number:08}" for number in range(MOST)]
    row = packed(many, ["newnewne", many[0]])
    assert len(row) == MOST * WIDTH
    assert unpacked(row)[-2:] == ["newnewne", many[0]]
    assert many[1] not in unpacked(row)


def test_what_is_no_row_of_marks_holds_none() -> None:
    assert unpacked(None) == unpacked("abc") == unpacked(7) == []
