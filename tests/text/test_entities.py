"""Entities that survived as text are the characters that they stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.entities import decode
from monitor.text.fold import fold, fold_key

PIECES = ["&amp;", "&#39;", "&nbsp;", "&eacute;", "&#x42;", "&amp;amp;", "a", " ", "é", "e\u0301", "-\n", "&"]
WRITTEN = st.lists(st.sampled_from(PIECES), max_size=9)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Johnson &amp; Johnson", "Johnson & Johnson"),
        ("O&#39;Neill&#x2019;s", "O'Neill’s"),  # noqa: RUF001 a curly apostrophe is the subject
        ("caf&eacute;&nbsp;noir", "café\u00a0noir"),
        ("R&amp;amp;D, Q&amp;#38;A", "R&D, Q&A"),
    ],
)
def test_an_entity_is_read_as_its_character_once_or_twice_escaped(written: str, plain: str) -> None:
    decoded = decode(written)
    assert decoded is not None
    assert decoded.text == plain
    assert fold_key(written) == fold_key(plain)


@pytest.mark.parametrize("text", ["AT&T", "a & b", "R&D;", "&nosuch;", "&ac;", "&#;", "&amp", "&fjlig;", "&#99999999;", "&" * 1000])
def test_what_is_no_entity_of_one_character_is_text(text: str) -> None:
    assert decode(text) is None
    assert fold(text).original == text


def test_a_span_holds_the_whole_entity() -> None:
    text = "of Johnson &amp;  Caf&eacute;&#769; &mdash; &quot;R&amp;D&quot;"
    folded = fold(text)
    assert folded.text == 'of johnson & cafe "r&d"'
    for words, original in (("johnson & cafe", "Johnson &amp;  Caf&eacute;&#769;"), ("r&d", "R&amp;D"), ("cafe", "Caf&eacute;&#769;")):
        start = folded.text.index(words)
        span = folded.span(start, start + len(words))
        assert text[slice(*span)] == original
        assert folded.place(*span) == (start, start + len(words))


@given(WRITTEN.map("".join), st.data())
def test_the_original_span_of_a_text_with_entities_folds_again_to_what_matched(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    begins, ends = folded.span(start, end)
    if folded.is_whole(start, end):
        assert fold(text[begins:ends]).text == folded.text[start:end]
        assert folded.place(begins, ends) == (start, end)
