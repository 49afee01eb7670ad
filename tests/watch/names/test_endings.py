"""What a language adds to a name costs something, and less than a letter of the name."""

from __future__ import annotations

import pytest

from monitor.text.scripts import Script, letters_of
from monitor.watch.names.endings import ENDINGS, NAME_ENDINGS, PREFIXES, stems


@pytest.mark.parametrize("script", [*ENDINGS, *PREFIXES])
def test_what_is_added_is_written_as_words_are_reduced(script: Script) -> None:
    for added, price in ENDINGS.get(script, ()) + PREFIXES.get(script, ()):
        assert letters_of(added, script) == added
        assert price > 0.0


@pytest.mark.parametrize("table", [ENDINGS, PREFIXES])
def test_nothing_is_listed_twice(table: dict[Script, tuple[tuple[str, float], ...]]) -> None:
    for added in table.values():
        assert len({each for each, _ in added}) == len(added)


def test_only_what_the_script_s_languages_add_is_known() -> None:
    assert Script.ARABIC not in ENDINGS
    assert Script.LATIN not in PREFIXES
    assert Script.CYRILLIC not in PREFIXES


def test_endings_of_names_are_plain_letters() -> None:
    assert all(ending.isascii() and ending.islower() for ending in NAME_ENDINGS)


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("پيمانت", "پيمان"),  # Persian: your covenant
        ("والبنك", "بنك"),  # Arabic: and the bank
    ],
)
def test_a_word_has_the_stem_of_which_it_is_a_form(word: str, stem: str) -> None:
    assert stem in {found for found, _ in stems(word, Script.ARABIC)}


@pytest.mark.parametrize("script", [Script.LATIN, Script.CYRILLIC, Script.ARABIC, Script.HEBREW, Script.OTHER])
def test_stems_are_shorter_have_three_letters_and_cost_something(script: Script) -> None:
    words = {
        Script.CYRILLIC: "сампленком",
        Script.ARABIC: "والبنكين",
        Script.HEBREW: "הבנקים",
    }
    word = words.get(script, "samplenkos")
    for stem, cost in stems(word, script):
        assert 3 <= len(stem) < len(word)
        assert cost > 0.0
    assert list(stems("", script)) == []
