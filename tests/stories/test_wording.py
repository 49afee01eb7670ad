"""The same words are the same, however they are set; other words are not."""
# ruff: noqa: RUF001  texts of other scripts

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.stories.wording import word_count, wording


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The company’s “drone”", 'the company\'s "DRONE"'),
        ("arms\u00adexport", "armsexport"),
        ("arms\u00a0export,\n permit", "arms export permit"),
        ("ﬁre", "fire"),
    ],
)
def test_layout_is_no_wording(one: str, other: str) -> None:
    assert wording(one) == wording(other)


@pytest.mark.parametrize(("one", "other"), [("$5 million", "€5 million"), ("5%", "5"), ("1.5", "15"), ("कि", "का")])
def test_other_words_are_other_wording(one: str, other: str) -> None:
    assert wording(one) != wording(other)


@pytest.mark.parametrize(("text", "count"), [("", 0), ("one two three", 3), ("выдача лицензий", 2), ("武器輸出許可", 3), ("Baykar 社", 1)])
def test_words_are_counted_in_every_script(text: str, count: int) -> None:
    assert word_count(wording(text)) == count


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_a_wording_is_one_line_of_single_spaces(text: str) -> None:
    worded = wording(text)
    assert worded == " ".join(worded.split())
    assert word_count(worded) <= len(worded)
