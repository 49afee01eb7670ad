"""A company is found without its legal form, and what is left never matches everyday words."""
# ruff: noqa: RUF001 letters that look alike are the subject

from __future__ import annotations

import pytest

from monitor.model import How
from monitor.watch.bare_name import bare_phrase
from tests.watch.watching import index, item_hits, mentions, watch

COMMON = {"apple", "target", "the", "society"}


def bare(name: str) -> tuple[str, bool] | None:
    """Give what is left of a name, and whether it must keep its capitals."""
    phrase = bare_phrase(name, lambda word: word.casefold() in COMMON)
    return None if phrase is None else (phrase.anchor, phrase.case is not None)


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("L3Harris Technologies Inc.", ("l3harris technologies", False)),
        ("L3Harris Technologies, Inc.", ("l3harris technologies", False)),
        ("Manappuram Finance Ltd.", ("manappuram finance", False)),
        ("HSBC Holdings p.l.c.", ("hsbc holdings", False)),
        ("Cemex S.A.B. de C.V.", ("cemex", False)),
        ("Grupo Bimbo S.A. de C.V.", ("grupo bimbo", False)),
        ("Orlan Sp. z o.o.", ("orlan", False)),
        ("PJSC Gazprom", ("gazprom", False)),
        ("Joint Stock Company Rostec", ("rostec", False)),
        ("Open Joint Stock Company Rostec", ("rostec", False)),
        ("Rostec Joint Stock Company", ("rostec", False)),
        ("Baykar Private Limited", ("baykar", False)),
        ("ООО «Ромашка»", ("ромашка", False)),
        ("Apple Inc.", ("apple", True)),
        ("apple inc.", None),
        ("SAP SE", ("sap", True)),
        ("3M Co.", None),
        ("The Target Corporation", ("the target", True)),
        ("Open Society", None),
        ("AB InBev", None),
        ("AS Roma", None),
        ("Ltd.", None),
        ("Baykar", None),
        ("", None),
    ],
)
def test_what_is_left_without_the_legal_form(name: str, left: tuple[str, bool] | None) -> None:
    assert bare(name) == left


def test_a_name_without_its_form_is_written_as_watched() -> None:
    firm = watch("L3Harris Technologies Inc.", spelling="exact")
    (hit,) = item_hits(index(firm), "L3Harris Technologies said L3HARRIS TECHNOLOGIES, INC. is here")
    assert [(one.matched, one.how, one.why) for one in hit.mentions] == [
        ("L3Harris Technologies", How.EXACT, "written as watched, without its legal form"),
        ("L3HARRIS TECHNOLOGIES, INC.", How.EXACT, "written as watched, without its legal form"),
    ]


def test_a_common_word_that_is_left_keeps_its_capitals() -> None:
    assert mentions(watch("Apple Inc.", spelling="exact"), "Apple sells apples, an apple a day; APPLE") == ["Apple"]


def test_an_alias_that_says_the_same_stays_an_alias() -> None:
    firm = watch("Rheinmetall AG", aliases=["Rheinmetall"], spelling="exact")
    (hit,) = item_hits(index(firm), "Rheinmetall")
    assert [one.why for one in hit.mentions] == ["alias Rheinmetall"]


def test_a_term_keeps_its_legal_form() -> None:
    assert mentions(watch(term='"Baykar Ltd"'), "Baykar said") == []
