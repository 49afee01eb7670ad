"""Each letter folds to what the press writes in its place."""
# ruff: noqa: RUF001 letters that look alike are the subject

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.letters import IRREGULAR, draft, fold_letter, is_mark


@pytest.mark.parametrize(
    ("letter", "folded"),
    [
        ("K", "k"), ("É", "e"), ("e\u0301", "e"), ("İ", "i"), ("ı", "i"), ("ß", "ss"), ("ﬁ", "fi"), ("ł", "l"), ("Ø", "o"), ("Æ", "ae"),
        ("Ё", "е"), ("Й", "и"), ("ς", "σ"), ("ᾳ", "α"), ("أ", "ا"), ("ى", "ي"), ("ﺑ", "ب"), ("שׁ", "ש"), ("Ｗ", "w"), ("𝐖", "w"),
        ("\u00ad", ""), ("\u200b", ""), ("\u202e", ""), ("\ufeff", ""), ("ـ", ""),
        ("–", " "), ("\u00a0", " "), ("\u3000", " "), ("™", " "), ("²", " "), ("½", " "), ("・", " "), ("\0", " "), ("\u2028", " "),
        ("’", "'"), ("´", "'"), ("“", '"'), ("״", '"'), ("ª", "a"), ("\ud800", "\ufffd"),
    ],
)  # fmt: skip
def test_a_letter_folds_to_its_plain_form(letter: str, folded: str) -> None:
    assert fold_letter(letter) == folded


@pytest.mark.parametrize("sign", ["कि", "กี", "が", "이", "কো"])
def test_signs_that_carry_the_word_stay(sign: str) -> None:
    assert fold_letter(sign) == sign
    assert fold_letter(unicodedata.normalize("NFD", sign)) == sign


def test_marks_and_joiners_belong_to_the_letter_before() -> None:
    assert all(map(is_mark, "\u0301\u093f\u0e35\u3099\u200d\u11a8\uff9e"))
    assert not any(map(is_mark, "aक가 -'\u00ad"))


@given(st.text(st.characters(codec=None), max_size=50))
def test_the_draft_is_as_long_as_the_text_and_folds_what_folds_alone(text: str) -> None:
    simple = draft(text)
    assert len(simple) == len(text)
    assert all(short in {IRREGULAR, fold_letter(letter)} for short, letter in zip(simple, text, strict=True))


@given(st.characters(codec=None))
def test_folding_a_letter_twice_changes_nothing_more(letter: str) -> None:
    once = fold_letter(letter)
    assert "".join(map(fold_letter, once)) == once


def test_characters_of_every_kind_are_drafted_as_they_fold() -> None:
    many = "".join(map(chr, [*range(0x3400), *range(0x3400, 0x110000, 37)]))
    drafted = zip(many, draft(many), strict=True)
    assert [letter for letter, short in drafted if short not in {IRREGULAR, fold_letter(letter)}] == []
