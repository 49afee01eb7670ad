"""Words of a text stand for parts of a name: as they are, respelled, as one, split, or said aloud."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from sys import getswitchinterval, setswitchinterval

import pytest

from monitor.language.once import languages
from monitor.text.scripts import Script
from monitor.watch.names import fits as module
from monitor.watch.names.fits import Fit, Fitting
from monitor.watch.names.hearing import Hearing
from monitor.watch.names.parts import Name, take_apart
from monitor.watch.names.words import words_of
from tests.watch.names.listening import FewWords

HEARING = Hearing(FewWords("the", "of", "met", "bank", "city", "lake", "four"))


def taken(name: str) -> Name:
    return take_apart(name, partial(HEARING.key, script=Script.LATIN), HEARING.rareness)


def around(name: Name, text: str, fitting: Fitting | None = None) -> list[Fit]:
    words = words_of(text, HEARING)
    return (fitting or Fitting(HEARING)).around(name, words, 0, len(words))


def stands_for(name: str, text: str) -> set[tuple[str, str]]:
    """Pair what stands in a text with the parts of the name that it stands for."""
    own, words = taken(name), text.split()
    return {
        (" ".join(words[fit.first : fit.last]), " ".join(part.letters for part in own.parts[fit.begin : fit.end]))
        for fit in around(own, text)
    }


@pytest.mark.parametrize(
    ("name", "text", "pair"),
    [
        ("Gorlan Westov", "met Gorlan there", ("Gorlan", "gorlan")),
        ("Gorlan Westov", "met Korlan there", ("Korlan", "gorlan")),
        ("Gorlan Westov", "met GorlanWestov there", ("GorlanWestov", "gorlan westov")),
        ("Gorlanwestov", "met Gorlan Westov there", ("Gorlan Westov", "gorlanwestov")),
        ("Gorlan Westov", "met G Westov there", ("G", "gorlan")),
        ("Lake Gorlan", "met lago Gorlan there", ("lago", "lake")),
        ("Aluminat", "met Al-Waminat there".replace("-", " "), ("Al Waminat", "aluminat")),
    ],
)
def test_a_word_stands_for_a_part_however_it_is_written(name: str, text: str, pair: tuple[str, str]) -> None:
    assert pair in stands_for(name, text)


@pytest.mark.parametrize("text", ["the of met", "Bequil Tamsin", "bank of the city", "", "2024"])
def test_other_words_stand_for_nothing(text: str) -> None:
    assert stands_for("Gorlan Westov", text) == set()


def test_an_acronym_said_aloud_leans_on_other_words() -> None:
    hearing = Hearing(languages())
    name = take_apart("HDFC Bank", partial(hearing.key, script=Script.LATIN), hearing.rareness)
    fitting = Fitting(hearing)

    def leaning(text: str) -> dict[int, bool]:
        return {fit.begin: fit.leans for fit in fitting.around(name, words_of(text, hearing), 0, 2)}

    assert leaning("Hedfek Banek") == {0: True, 1: False}
    assert leaning("HDFC Bank") == {0: False, 1: False}


@pytest.mark.parametrize(
    ("name", "text", "own", "has_company"),
    [
        ("Gorlan Westov", "met Gorlan Westov there", "Gorlan", True),
        ("Gorlan Westov", "met Gorlan Vestof there", "Gorlan", True),
        ("Gorlan Westov", "met Gorlan W there", "Gorlan", True),
        ("Lake Gorlan", "met lago Gorlan there", "Gorlan", True),
        ("Gorlan Westov", "met Gorlan there", "Gorlan", False),
        ("Gorlan Westov", "the city of Gorlan", "Gorlan", False),
        ("Gorlan", "met Gorlan Westov there", "Gorlan", False),
    ],
)
def test_a_word_has_company_where_another_of_the_name_is_likely(name: str, text: str, own: str, has_company: bool) -> None:  # noqa: FBT001 the expectation
    beside = [word.heard for word in words_of(text, HEARING)]
    assert Fitting(HEARING).has_company(taken(name), HEARING.hear(own), beside) is has_company


def test_what_is_remembered_is_bounded_and_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    name, fitting = taken("Gorlan Westov"), Fitting(HEARING)
    first = around(name, "met Gorlan Vestof there", fitting)
    monkeypatch.setattr(module, "_MOST_REMEMBERED", 20)
    for number in range(200):
        around(name, f"Ba{chr(97 + number % 26)}{chr(97 + number // 26)}kar Gorlan", fitting)
    assert sum(map(len, fitting._known.values())) <= 20
    assert around(name, "met Gorlan Vestof there", fitting) == first


def test_one_thread_forgets_while_another_meets_new_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_REMEMBERED", 3)
    fitting, names = Fitting(HEARING), [[taken("Gorlan Westov") for _ in range(2_000)] for _ in range(4)]
    patience = getswitchinterval()
    setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            found = list(threads.map(lambda own: {tuple(around(name, "met Gorlan Vestof", fitting)) for name in own}, names))
    finally:
        setswitchinterval(patience)
    assert len(set.union(*found)) == 1
