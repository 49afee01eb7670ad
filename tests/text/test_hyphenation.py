"""A word that a line end cut in two is read both ways: as one word, and as two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.fold import fold, fold_rejoined
from monitor.text.hyphenation import cuts


@pytest.mark.parametrize(
    ("text", "rejoined"),
    [
        ("Project Plough-\nshares", "project ploughshares"),
        ("Plough-\r\n    shares", "ploughshares"),
        ("Plough\u00ad\nshares", "ploughshares"),
        ("Plough\u2010 \nshares", "ploughshares"),
        ("вооруже-\nния", "вооружения"),
        ("Plough-\nsha\u0301res &amp; caf\u00e9-\nbar", "ploughshares & cafebar"),
    ],
)
def test_a_cut_word_is_made_whole_and_its_span_leads_over_the_cut(text: str, rejoined: str) -> None:
    folded = fold_rejoined(text)
    assert folded is not None
    assert folded.text == rejoined
    word = rejoined.rpartition(" ")[2]
    begins, ends = folded.span(len(rejoined) - len(word), len(rejoined))
    assert ends == len(text)
    assert "\n" in text[begins:ends]
    start, end = fold(text).place(begins, ends)
    assert fold(text).text[start:end].replace(" ", "") == word


@pytest.mark.parametrize("text", ["", "arms-control", "arms -\ncontrol", "F-\n35", "1990-\n1991", "arms-\n\ncontrol", "Plough-", "\n-\n"])
def test_what_no_line_end_cuts_is_read_one_way(text: str) -> None:
    assert cuts(text) == {}
    assert fold_rejoined(text) is None


PIECES = st.sampled_from(["a", "é", "e\u0301", "ß", "-\n", "\u00ad\r\n ", "&amp;", " ", "\u200b"])


@given(st.lists(PIECES, max_size=14).map("".join), st.data())
def test_every_whole_span_of_the_second_reading_lies_at_the_same_letters_in_the_first(text: str, data: st.DataObject) -> None:
    first, second = fold(text), fold_rejoined(text)
    if second is None:
        return
    start = data.draw(st.integers(0, len(second.text) - 1))
    end = data.draw(st.integers(start + 1, len(second.text)))
    if second.is_whole(start, end) and not second.text[start:end].isspace():
        begins, ends = second.span(start, end)
        placed = first.text[slice(*first.place(begins, ends))]
        assert placed.replace(" ", "") == second.text[start:end].replace(" ", "")
