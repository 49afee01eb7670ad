"""Letters that ears and transliterations confuse share a sound class; vowels have none."""

from __future__ import annotations

import pytest

from monitor.text.scripts import Script, letters_of, script_of
from monitor.text.sounds import CLASSES

SPELLED = [Script.LATIN, Script.CYRILLIC, Script.ARABIC, Script.HEBREW]


@pytest.mark.parametrize(
    ("script", "alike"),
    [(Script.LATIN, "pbfvw"), (Script.LATIN, "gkqc"), (Script.CYRILLIC, "гкх"), (Script.ARABIC, "سصش"), (Script.HEBREW, "כק")],
)
def test_letters_confused_in_a_round_trip_share_a_class(script: Script, alike: str) -> None:
    assert len({CLASSES[script][letter] for letter in alike}) == 1


@pytest.mark.parametrize(
    ("script", "apart"),
    [(Script.LATIN, "ptkslrmn"), (Script.CYRILLIC, "пткслрмн"), (Script.ARABIC, "بتكسجلرمن"), (Script.HEBREW, "פתקסלרמנ")],
)
def test_letters_that_no_ear_confuses_are_kept_apart(script: Script, apart: str) -> None:
    assert len({CLASSES[script][letter] for letter in apart}) == len(apart)


@pytest.mark.parametrize(
    ("script", "vowels"),
    [(Script.LATIN, "aeiouhy"), (Script.CYRILLIC, "аеиоуыэюяйьъ"), (Script.ARABIC, "اويهعح"), (Script.HEBREW, "אהויע")],
)
def test_vowels_and_breaths_have_no_class(script: Script, vowels: str) -> None:
    assert CLASSES[script].keys().isdisjoint(vowels)


@pytest.mark.parametrize("script", SPELLED)
def test_every_letter_with_a_class_is_one_that_words_are_reduced_to(script: Script) -> None:
    for letter in CLASSES[script]:
        assert script_of(letter) is script
        assert letters_of(letter, script) == letter


def test_other_scripts_are_compared_by_the_latin_letters_they_are_romanised_to() -> None:
    assert CLASSES[Script.OTHER] == CLASSES[Script.LATIN]


def test_classes_mean_the_same_sound_in_every_script() -> None:
    for script in (Script.CYRILLIC, Script.HEBREW):
        assert set(CLASSES[script].values()) == set(CLASSES[Script.LATIN].values())
    assert set(CLASSES[Script.ARABIC].values()) == {*CLASSES[Script.LATIN].values(), "J"}
