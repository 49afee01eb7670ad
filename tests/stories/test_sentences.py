"""A sentence is what a person would quote as one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.stories.sentences import around, sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        (
            "Mr. Speaker, the hon. member J. Smith of Acme Inc. knows. Yes.",
            ["Mr. Speaker, the hon. member J. Smith of Acme Inc. knows.", "Yes."],
        ),
        ("He said no. Bill No. 5 fell.", ["He said no.", "Bill No. 5 fell."]),
        ("He said “no.” She left.", ["He said “no.”", "She left."]),
        ("A heading\nA paragraph.", ["A heading", "A paragraph."]),
        ("出口了。没有许可。", ["出口了。", "没有许可。"]),
        ("It cost 3.5 million. Or 4.", ["It cost 3.5 million.", "Or 4."]),
        (" \n ", []),
    ],
)
def test_texts_are_cut_at_the_ends_of_sentences(text: str, pieces: list[str]) -> None:
    assert cut(text) == pieces


def test_the_sentence_around_a_place_is_whole_and_reaches_over_two_where_the_place_does() -> None:
    text = "One here. Two there. Three."
    assert around(text, text.index("there"), text.index("there") + 5) == "Two there."
    assert around(text, text.index("here"), text.index("Two") + 3) == "One here. Two there."
    assert around("", 3, 9) == ""


@given(st.text(alphabet="ab .!?\n”。", max_size=40))
def test_no_letter_is_lost_and_the_order_stays(text: str) -> None:
    assert "".join("".join(cut(text)).split()) == "".join(text.split())
