"""How frequent words are, in every script that the lists have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.fold import fold_key
from monitor.vocabulary import vocabulary

WORDS = vocabulary()


@pytest.mark.parametrize("word", ["the", "und", "için", "это", "του", "של", "من", "में", "的", "です", "그", "எனது", "করা"])
def test_a_word_of_everyday_is_known_folded(word: str) -> None:
    assert 1e-4 < WORDS.frequency(fold_key(word)) < 0.2


def test_of_several_languages_the_highest_counts() -> None:
    assert WORDS.frequency("die") > 0.01  # rare in English beside German
    assert WORDS.frequency("fur") > 1e-3  # für


def test_a_rarer_word_is_rarer_and_an_unknown_one_is_nothing() -> None:
    assert WORDS.frequency("the") > WORDS.frequency("minister") > WORDS.frequency("drone") > 0
    for word in ("ploughshares", "zqxjv", "", "2024", "!", "\ud800", "არა", "Minister"):
        assert WORDS.frequency(word) == 0.0


@given(st.text(max_size=5))
def test_any_text_has_a_share(word: str) -> None:
    assert 0.0 <= WORDS.frequency(word) < 0.2
