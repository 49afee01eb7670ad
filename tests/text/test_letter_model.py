"""A word made of usual letters is likelier than one made of odd ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.language.once import languages
from monitor.text.letter_model import LetterModel
from monitor.text.scripts import Script

MODEL = LetterModel({"^^a": 1.0, "^ab": 2.0, "ab$": 0.5, "b$": 0.25, "^c": 3.0}, unseen=9.0)


def test_the_costs_of_the_letters_and_of_the_end_add_up() -> None:
    assert MODEL.cost("ab") == pytest.approx(1.0 + 2.0 + 0.5)


def test_a_letter_never_seen_after_two_others_is_judged_by_the_one_before_and_costs_more() -> None:
    assert LetterModel({"^c": 3.0, "^^c": 3.0}, 9.0).cost("c") < LetterModel({"^c": 3.0}, 9.0).cost("c") < LetterModel({}, 9.0).cost("c")


def test_an_empty_word_costs_no_more_than_its_end() -> None:
    assert 0.0 < MODEL.cost("") < MODEL.cost("x")


@given(st.text(max_size=30), st.text(max_size=5))
def test_no_text_is_certain_and_more_of_it_is_less_likely(word: str, more: str) -> None:
    empty = LetterModel({}, 2.0)
    assert 0.0 < empty.cost(word) <= empty.cost(word + more)


@pytest.mark.parametrize(
    ("script", "word", "noise"),
    [
        (Script.LATIN, "martinson", "xqzvkjwpf"),
        (Script.OTHER, "martinson", "xqzvkjwpf"),
        (Script.CYRILLIC, "мартинсон", "щъьфжэыюц"),
        (Script.ARABIC, "مارتينسون", "ظغضءثصطذخ"),
        (Script.HEBREW, "מרטינסונ", "צטגפזצקע"),
    ],
)
def test_what_looks_like_a_word_is_likelier_than_noise(script: Script, word: str, noise: str) -> None:
    model = languages().letters[script]
    assert model.cost(word) < model.cost(noise)
