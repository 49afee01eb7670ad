"""A list that became one name is pointed out; a comma that belongs to a name is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.watch.lints.lists import findings
from tests.watch.lints.words import WORDS, places
from tests.watch.watching import watch


@pytest.mark.parametrize(
    "text",
    [
        "Baykar, Roketsan",
        "Baykar,Roketsan",
        "b, c, d",
        "Baykar; John",
        "drone, embargo",
        "TB2, Aksungur, Akinci",
        "军火、导弹",
        "بايكار، روكيتسان، أسيلسان",
    ],
)
def test_a_list_is_one_name_wherever_it_stands(text: str) -> None:
    assert places(findings(watch(text), WORDS)) == [("entity",)]
    assert places(findings(watch("Kale", aliases=["x", text]), WORDS)) == [("aliases", 1)]
    assert places(findings(watch(name="n", any_of=["x", text]), WORDS)) == [("any", 1)]
    assert places(findings(watch("Kale", near=[text], ignore=["x", text]), WORDS)) == [("near", "words", 0), ("ignore", 1)]


@pytest.mark.parametrize(
    "text",
    [
        "Smith, John", "سوناگاوا، هوکایدو", "Amadeus VI, Count of Savoy", "Gyr Arquitectos, S. de R.L. de C.V.",
        "Lavrov, Sergei V.", "Paris, Texas", "Rolls-Royce Holdings, plc", "Almaz-Antey, S.A.", "Merck & Co., Inc.",
        "Müller, GmbH & Co. KG", "King, Jr.", "Post, the", "10,000", "March 3, 2024", "Bill C-21, 44th Parliament", "Baykar",
        "Department of Foreign Affairs, Trade and Development", "lock, stock and barrel", ",", "; ;", "Baykar,",
    ],
)  # fmt: skip
def test_a_comma_that_belongs_to_a_name_is_left_alone(text: str) -> None:
    assert places(findings(watch(text, aliases=[text], near=["x"]), WORDS)) == []


def test_a_name_turned_around_is_known_by_the_name_itself() -> None:
    assert places(findings(watch("Emomali Rahmon", aliases=["Rahmon, Emomali"]), WORDS)) == []
    assert places(findings(watch("Tajikistan", aliases=["Rahmon, Emomali"]), WORDS)) == [("aliases", 0)]


def test_what_stands_in_quotation_marks_is_meant() -> None:
    assert places(findings(watch(name="n", any_of=['"drone, embargo"', "=drone, x"]), WORDS)) == []


def test_the_finding_points_at_the_list_within_a_query() -> None:
    (finding,) = findings(watch(term="embargo OR Baykar,Roketsan"), WORDS)
    assert (finding.place, finding.position) == (("term",), 11)
    assert finding.remedy == "write Baykar OR Roketsan"
    (finding,) = findings(watch(name="n", any_of=["source:a,b OR drone, embargo NEAR/3 x"]), WORDS)
    assert (finding.position, finding.what) == (14, "'drone, embargo' is one phrase here, with its comma")


@given(st.text(st.sampled_from("ab ,;،、.1&-\u200b\u0301\ud800Ä"), max_size=20))
def test_any_name_is_either_found_or_left_alone(text: str) -> None:
    assert len(list(findings(watch(text, aliases=[text]), WORDS))) <= 2
