"""Legal forms are read with and without their dots; no name is both a form and a title."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.scripts import romanise
from monitor.watch.names.legal_forms import _DOTTED_FORMS, FUNCTION, GENERIC, LEGAL, TITLES, dotted_form


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("HSBC Holdings p.l.c.", "HSBC Holdings plc"),
        ("HSBC Holdings P.L.C.", "HSBC Holdings plc"),
        ("Acme L.L.C.", "Acme llc"),
        ("Acme, S.A., Madrid", "Acme, sa, Madrid"),
        ("Grupo Acme S.A. de C.V.", "Grupo Acme sadecv"),
        ("Acme S. A. de C. V.", "Acme sadecv"),
        ("Acme, S.A.B. de C.V.", "Acme, sabdecv"),
        ("Acme Sp. z o.o.", "Acme spzoo"),
        ("Acme Sp.z o. o.", "Acme spzoo"),
        ("Acme (B.V.)", "Acme (bv)"),
    ],
)
def test_a_dotted_legal_form_is_one_word(written: str, plain: str) -> None:
    assert dotted_form(written) == plain


@pytest.mark.parametrize("name", ["J.R.R. Tolkien", "U.S. Steel", "A. P. Moller", "Booking.com", "Baykar", "", "S.A.B.", "..."])
def test_other_dots_are_left_alone(name: str) -> None:
    assert dotted_form(name) == name


@pytest.mark.parametrize("form", ["inc", "ltd", "plc", "gmbh", "ag", "sa", "nv", "oyj", "pjsc", "ooo", "kk", "doo", "sadecv"])
def test_the_forms_of_many_countries_are_known(form: str) -> None:
    assert form in LEGAL


def test_every_form_that_loses_its_dots_is_known_as_one() -> None:
    assert _DOTTED_FORMS <= LEGAL


def test_the_words_are_as_names_are_reduced() -> None:
    for word in LEGAL | GENERIC | FUNCTION | TITLES:
        assert romanise(word) == word


def test_a_title_tells_no_company() -> None:
    assert TITLES.isdisjoint(LEGAL | GENERIC | FUNCTION)


@given(st.text(st.one_of(st.characters(codec=None), st.sampled_from("S.A. deCVspzo, ()")), max_size=40))
def test_any_text_keeps_its_letters(text: str) -> None:
    assert "".join(filter(str.isalpha, dotted_form(text))).lower() == "".join(filter(str.isalpha, text)).lower()
