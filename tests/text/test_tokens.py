"""Words begin and end where readers of each script say."""
# ruff: noqa: RUF001 letters that look alike are the subject

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.fold import fold
from monitor.text.tokens import has_word, is_boundary, is_letter, is_word_end, words


def parts(text: str) -> list[str]:
    folded = fold(text).text
    starts = words(folded).starts
    return [folded[start:end].strip(" .,") for start, end in pairwise([*starts, len(folded)])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Turkey's TB2-drones, sold.", ["turkey's", "tb2", "drones", "sold"]),
        ("l’Iran d’été", ["l'iran", "d'ete"]),
        ("Сухой Су-57", ["сухои", "су", "57"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("会见习近平 TB2", ["会", "见", "习", "近", "平", "tb2"]),
        ("한국은 좋다", ["한국은", "좋다"]),
        ("", []),
    ],
)
def test_words_are_counted_as_readers_of_the_script_count_them(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


def test_an_offset_is_numbered_by_the_word_it_lies_in() -> None:
    counted = words("the arms embargo")
    assert [counted.at(0), counted.at(2), counted.at(4), counted.at(15)] == [0, 0, 1, 2]
    assert words(" a").at(0) == -1


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("baykar's", 6, True), ("baykars", 6, False), ("tb2s", 3, False), ("(baykar)", 1, True), ("#baykar_tb2", 7, True),
        ("а.б", 1, True), ("аб", 1, False), ("习近平主席", 3, True), ("买tb2机", 1, True), ("हिन्दी", 1, False), ("กี", 1, False),
        ("กก", 1, True),
        ("x", 0, True), ("x", 1, True), ("x", 9, True),
    ],
)  # fmt: skip
def test_boundaries_lie_between_words_and_never_before_a_mark(text: str, at: int, expected: bool) -> None:  # noqa: FBT001 a table of verdicts
    assert is_boundary(text, at) is expected


def test_a_korean_name_may_end_before_a_particle_that_ends_the_word() -> None:
    assert is_word_end("바이카르는 좋다", 4)
    assert is_word_end("바이카르에서는", 4)
    assert not is_word_end("바이카르가나", 4)
    assert not is_word_end("baykarы", 6)
    assert not is_boundary("바이카르는", 4)


def test_letters_and_figures_make_a_word_and_nothing_else_does() -> None:
    assert has_word("c++")
    assert not has_word("... _ -")
    assert is_letter("a")
    assert is_letter("ि")
    assert not any(map(is_letter, "_- 习ก"))


@given(st.text(max_size=40))
def test_every_word_begins_at_a_boundary(text: str) -> None:
    folded = fold(text).text
    assert all(start == 0 or not folded[start - 1].isalnum() or is_boundary(folded, start) for start in words(folded).starts)


def test_a_mark_behind_a_figure_begins_no_word() -> None:
    assert words("0\u0e47 ก็").starts == (0, 3)
