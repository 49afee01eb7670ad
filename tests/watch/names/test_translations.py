"""Words that say what kind of thing is named are known in other languages; names are not."""
# ruff: noqa: RUF001 letters that look alike are the subject

from __future__ import annotations

import pytest

from monitor.text.scripts import letters_of, script_of
from monitor.watch.names.translations import is_translation, says_a_kind, translations


def reduced(word: str) -> str:
    return letters_of(word, script_of(word))


@pytest.mark.parametrize(
    ("one", "other"), [("Mount", "Dağı"), ("Lake", "озеро"), ("Bank", "بنك"), ("University", "جامعة"), ("Ministry", "Ministère")]
)
def test_a_kind_is_known_in_another_language_either_way_round(one: str, other: str) -> None:
    assert is_translation(reduced(one), reduced(other))
    assert is_translation(reduced(other), reduced(one))
    assert says_a_kind(reduced(one))


@pytest.mark.parametrize(("one", "other"), [("Mount", "Lake"), ("Bank", "Baykar"), ("Baykar", "Baykar"), ("", ""), ("Bank", "")])
def test_other_words_are_no_translations(one: str, other: str) -> None:
    assert not is_translation(reduced(one), reduced(other))


@pytest.mark.parametrize("name", ["baykar", "abramovich", "wescam", "", "8200"])
def test_a_name_says_no_kind(name: str) -> None:
    assert not says_a_kind(name)


def test_all_that_a_kind_is_called_is_known() -> None:
    assert {"bank", "banque", "\u0431\u0430\u043d\u043a"} <= set(translations("bank"))
    assert translations("baykar") == ()
