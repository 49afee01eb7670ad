"""A name is taken apart into the words that an ear tells apart, and each is known for what it does in the name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.watch.names.parts import MOST_PARTS, WORD, Name, PartKind, spell, take_apart


def taken_apart(name: str) -> Name:
    return take_apart(name, str.upper, lambda letters: float(len(letters)))


def letters(name: str) -> list[str]:
    return [part.letters for part in taken_apart(name).parts]


def kinds(name: str) -> dict[str, PartKind]:
    return {part.letters: part.kind for part in taken_apart(name).parts}


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("L3Harris WESCAM", ["l", "three", "harris", "wescam"]),
        ("Project Ploughshares", ["project", "ploughshares"]),
        ("O'Neill & Søn", ["oneill", "son"]),
        ("al-Tikriti", ["al", "tikriti"]),
        ("Unit 8200", ["unit", "8200"]),
        ("7-Eleven", ["seven", "eleven"]),
        ("HSBC Holdings p.l.c.", ["hsbc", "holdings", "plc"]),
        ("Grupo S.A. de C.V.", ["grupo", "sadecv"]),
        ("J. R. Ewing", ["j", "r", "ewing"]),
        ("Рособоронэкспорт", ["rosoboroneksport"]),
        ("", []),
        (" \u200b&!\u202e", []),
        ("\ud800", []),
    ],
)
def test_a_name_has_the_words_that_an_ear_tells_apart(name: str, parts: list[str]) -> None:
    assert letters(name) == parts


@pytest.mark.parametrize(("figure", "spelled"), [("3", "three"), ("0", "zero"), ("10", "10"), ("x", "x"), ("", ""), ("²", "²")])
def test_a_single_figure_is_spelled_out(figure: str, spelled: str) -> None:
    assert spell(figure) == spelled


def test_each_word_is_known_for_what_it_does_in_the_name() -> None:
    assert kinds("Asahi of Kyoto Holdings Ltd") == {
        "asahi": PartKind.NAME,
        "of": PartKind.FUNCTION,
        "kyoto": PartKind.NAME,
        "holdings": PartKind.GENERIC,
        "ltd": PartKind.LEGAL,
    }


@pytest.mark.parametrize("name", ["SE", "Co", "And", "The"])
def test_a_name_of_one_word_is_that_word_whatever_else_it_may_mean(name: str) -> None:
    assert kinds(name) == {name.lower(): PartKind.NAME}


def test_the_core_of_a_name_is_what_is_more_than_a_legal_form() -> None:
    assert taken_apart("Bombardier Inc.").core == (0,)
    assert taken_apart("Bank of Kyoto Ltd").core == (0, 1, 2)
    assert taken_apart("SA Co").core == (0, 1)
    assert taken_apart("").core == ()


def test_key_and_rareness_are_those_of_the_ear_that_is_asked() -> None:
    part = taken_apart("Baykar").parts[0]
    assert (part.key, part.rareness) == ("BAYKAR", 6.0)


def test_a_name_of_two_hundred_words_is_heard_by_its_beginning() -> None:
    assert letters("Alpha Beta " * 100) == ["alpha", "beta"] * (MOST_PARTS // 2)


@given(st.text(st.one_of(st.characters(codec=None), st.sampled_from("L3 .-'S.A.")), max_size=60))
def test_any_text_is_taken_apart_into_plain_letters_or_figures(name: str) -> None:
    taken = taken_apart(name)
    assert taken.written == name
    assert all(part.letters.isascii() and (part.letters.isalpha() or part.letters.isdigit()) for part in taken.parts)
    assert all(0 <= number < len(taken.parts) for number in taken.core)


@given(st.text())
def test_no_word_holds_a_space(text: str) -> None:
    assert all(word == "".join(word.split()) != "" for word in WORD.findall(text))
