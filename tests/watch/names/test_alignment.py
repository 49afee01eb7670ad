"""A name laid along the words of a text takes the words that tell, and no more."""

from __future__ import annotations

from functools import partial

import pytest

from monitor.text.scripts import Script
from monitor.watch.names.alignment import Reading, needs_company, read
from monitor.watch.names.fits import Fitting
from monitor.watch.names.hearing import Hearing
from monitor.watch.names.parts import take_apart
from monitor.watch.names.words import words_of
from tests.watch.names.listening import FewWords

PLENTY = 99.0  # nats: every word is worth a look
HEARING = Hearing(FewWords("the", "of", "met", "in", "was", "airlines", "project"))


def reading(name: str, text: str, at: int) -> Reading | None:
    taken = take_apart(name, partial(HEARING.key, script=Script.LATIN), HEARING.rareness)
    return read(taken, words_of(text, HEARING), at, PLENTY, Fitting(HEARING))


def evidence(name: str, text: str, at: int = 1) -> float:
    found = reading(name, text, at)
    return found.evidence if found else 0.0


def words(name: str, text: str, at: int = 1) -> str:
    """Give the words that a name is read in."""
    found = reading(name, text, at)
    return " ".join(text.split()[found.first : found.last]) if found else ""


@pytest.mark.parametrize(
    ("name", "text", "read_in"),
    [
        ("Gorlan Westov", "met Gorlan Westov there", "Gorlan Westov"),
        ("Gorlan Westov", "met Gorlen Vestof there", "Gorlen Vestof"),
        ("Gorlan Westov", "met GorlanWestov there", "GorlanWestov"),
        ("Gorlanwestov", "met Gorlan Westov there", "Gorlan Westov"),
        ("Gorlan Westov", "met Westov Gorlan there", "Westov Gorlan"),
        ("Gorlan of Westov", "met Gorlan Westov there", "Gorlan Westov"),
        ("Gorlan Westov Ltd", "met Gorlan Westov there", "Gorlan Westov"),
        ("Gorlan Westov Ltd", "met Gorlan Westov Ltd there", "Gorlan Westov Ltd"),
        ("Westov", "the Westov there met Westov", "Westov"),
    ],
)
def test_a_name_is_read_in_the_words_that_stand_for_it(name: str, text: str, read_in: str) -> None:
    assert words(name, text) == read_in


def test_words_that_are_nothing_like_it_are_no_reading() -> None:
    assert reading("Gorlan Westov", "met Tamsin Bequil there", 1) is None


def test_other_order_other_letters_and_words_between_each_cost_something() -> None:
    name = "Gorlan Westov"
    plain = evidence(name, "met Gorlan Westov there")
    assert plain > evidence(name, "met Westov Gorlan there") > 0.0
    assert plain > evidence(name, "met Gorlan Tibbs Westov there") > 0.0
    assert plain > evidence(name, "met Gorlen westov there")


def test_a_name_in_the_place_of_a_part_makes_it_another() -> None:
    assert evidence("Gorlan Westov", "met Tamsin Westov there", 2) < evidence("Gorlan Westov", "met Westov there")
    assert evidence("Gorlan Airlines", "met Tamsin Airlines there", 2) <= 0.0


def test_a_longer_name_holds_more_evidence_than_a_part_of_it() -> None:
    name = "Gorlan Westov Makina"
    assert evidence(name, "met Gorlan Westov Makina there") > evidence(name, "met Gorlan Westov there") > evidence(name, "met Gorlan there")


def test_a_dropped_legal_form_costs_less_than_a_dropped_name() -> None:
    whole = evidence("Gorlan Westov Ltd", "met Gorlan Westov Ltd there")
    without_form = evidence("Gorlan Westov Ltd", "met Gorlan Westov there")
    assert without_form > evidence("Gorlan Westov Ltd", "met Gorlan Ltd there")
    assert whole >= without_form


def test_no_reading_reaches_over_a_sentence_mark() -> None:
    assert words("Gorlan Westov", "met Gorlan. Westov was", 1) != "Gorlan. Westov"


def test_names_without_words_are_read_nowhere() -> None:
    assert reading("", "met Gorlan Westov", 1) is None
    assert reading("2024", "met Gorlan 2025", 1) is None


def test_a_comma_parts_a_name_but_for_its_legal_form_and_a_turned_one() -> None:
    name = "Gorlan Westov Ltd"
    assert evidence(name, "met Gorlan, Westov there") < evidence(name, "met Gorlan Westov there")
    assert evidence(name, "met Gorlan Westov, Ltd there") == evidence(name, "met Gorlan Westov Ltd there")
    assert evidence("Gorlan Westov", "met Westov, Gorlan there") == evidence("Gorlan Westov", "met Westov Gorlan there")


@pytest.mark.parametrize(("word", "alone", "needs"), [("Gorlan", 6.9, True), ("Gorlan", 7.0, False), ("Горлан", -50.0, False)])
def test_a_latin_word_that_tells_too_little_alone_needs_company(word: str, alone: float, needs: bool) -> None:  # noqa: FBT001 the expectation
    assert needs_company(HEARING.hear(word), alone, 7.0) is needs


def test_a_slip_of_the_pen_in_two_words_written_as_one_is_read_though_little_is_asked_beyond_it() -> None:
    whole = evidence("Gorlan Westov", "met GorlanWestof there")
    taken = take_apart("Gorlan Westov", partial(HEARING.key, script=Script.LATIN), HEARING.rareness)
    found = read(taken, words_of("met GorlanWestof there", HEARING), 1, PLENTY, Fitting(HEARING), whole - 0.1)
    assert found is not None
    assert found.evidence == whole
