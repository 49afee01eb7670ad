"""A closer look is worth its while only where a word sounds like a telling part of a name."""

from __future__ import annotations

from functools import partial

import pytest

from monitor.language.once import languages
from monitor.text.scripts import Script
from monitor.watch.names import lookup as module
from monitor.watch.names.hearing import Hearing
from monitor.watch.names.lookup import Lookup
from monitor.watch.names.parts import take_apart
from tests.watch.names.listening import FewWords

NAMES = ("L3Harris WESCAM", "Project Ploughshares", "Japan Airlines", "Kotak Mahindra Bank", "Roman Abramovich", "PetroChina", "")


def lookup(names: tuple[str, ...], hearing: Hearing) -> Lookup:
    return Lookup([take_apart(name, partial(hearing.key, script=Script.LATIN), hearing.rareness) for name in names], hearing)


HEARING = Hearing(languages())
LOOKUP = lookup(NAMES, HEARING)


def asked(word: str, following: str | None = None) -> list[str]:
    return [NAMES[number] for number, _ in LOOKUP.names_at(HEARING.hear(word), HEARING.hear(following) if following else None)]


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Wiskam", "L3Harris WESCAM"),
        ("Abramovich", "Roman Abramovich"),
        ("Абрамович", "Roman Abramovich"),
        ("Абрамовичем", "Roman Abramovich"),
        ("ואברמוביץ", "Roman Abramovich"),
        ("Mahindra", "Kotak Mahindra Bank"),
    ],
)
def test_a_word_that_sounds_like_a_telling_part_leads_to_the_name(word: str, name: str) -> None:
    assert name in asked(word)


@pytest.mark.parametrize("word", ["The", "Minister", "Monday", "wiskam", "2024", "東京", "", "\ud800", "x" * 100])
def test_other_words_lead_nowhere(word: str) -> None:
    assert asked(word) == []


def test_two_words_are_looked_up_as_one_too() -> None:
    assert "PetroChina" in asked("Petro", "China")
    assert "PetroChina" not in asked("Petro", "Chemicals")
    assert "Project Ploughshares" in asked("Project", "Flushers")


def test_a_contracted_name_has_evidence_by_how_much_of_it_stands() -> None:
    (whole,), (shorter,) = LOOKUP.contracted(HEARING.hear("KOTAKMAHINDRABANK")), LOOKUP.contracted(HEARING.hear("KOTAKBANK"))
    assert NAMES[whole[0]] == NAMES[shorter[0]] == "Kotak Mahindra Bank"
    assert whole[1] > shorter[1] > 0.0


@pytest.mark.parametrize("word", ["Kotak", "Bank", "KOTAKB2", "Котакбанк", "Japanese", ""])
def test_a_known_word_or_part_is_no_contraction(word: str) -> None:
    assert LOOKUP.contracted(HEARING.hear(word)) == ()


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_REMEMBERED", 50)
    hearing = Hearing(FewWords())
    few = lookup(("Baykar Makina",), hearing)
    for number in range(500):
        word = hearing.hear(f"Ba{chr(97 + number % 26)}{chr(97 + number // 26)}kar")
        few.names_at(word, None)
        few.contracted(word)
    assert max(len(few._answers), len(few._contracted)) <= 51
