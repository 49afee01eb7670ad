"""What is probably meant otherwise is told of, and what is plainly meant is not."""

from __future__ import annotations

import pytest

from monitor.watch.doubts import may_be_doubtful
from monitor.watch.query import parse, parse_words


@pytest.mark.parametrize(
    ("written", "position", "remedy"),
    [
        ("arms or weapons", 5, "write OR;"),
        ("arms AND libya not football", 15, "write NOT;"),
        ("(arms) and title:libya", 7, "write AND;"),
        ("arms W/5 libya", 5, "write NEAR/5"),
        ("arms pre/3 libya", 5, "write ONEAR/3"),
        ("arms near5 libya", 5, "write NEAR/5"),
        ("arms ADJ3 libya", 5, "write NEAR/3"),
        ("arms AROUND 5 libya", 5, "write NEAR/5"),
        ("arms Or libya", 5, "write OR;"),
    ],
)
def test_an_operator_that_is_none_is_told_of(written: str, position: int, remedy: str) -> None:
    (doubt,) = parse(written).warnings
    assert doubt.position == position
    assert remedy in doubt.remedy
    assert may_be_doubtful(written)


@pytest.mark.parametrize(
    ("written", "position", "remedy"),
    [
        ("libya !arms", 6, "write -arms"),
        ("embargo! libya", 7, "write embargo*"),
        ("wom[ae]n libya", 3, "/wom[ae]n/"),
        ("[arms embargo]", 0, "OR"),
        ("{arms, embargo}", 0, "OR"),
        ("'arms embargo' AND libya", 0, 'write "arms embargo"'),
        ("libya \u2018arms\u2019", 6, 'write "arms"'),
    ],
)
def test_a_sign_that_means_something_in_another_tool_is_told_of(written: str, position: int, remedy: str) -> None:
    doubt, *_ = parse_words(written).warnings
    assert doubt.position == position
    assert remedy in doubt.remedy
    assert may_be_doubtful(written)


@pytest.mark.parametrize(
    "written", ["'Ndrangheta", "rock 'n' roll", "Jehovah's Witnesses' hall", '"Yahoo!"', "=Yahoo!", "/wom[ae]n!/", "O'Neill's", "around 5"]
)
def test_a_sign_of_a_name_is_not_told_of(written: str) -> None:
    assert parse_words(written).warnings == ()


@pytest.mark.parametrize(
    "written", ['arms "or" libya', "arms OR libya", "or arms", "arms or", "arms n5 libya", "arms =or libya", "arms -not"]
)
def test_a_word_that_is_meant_is_not_told_of(written: str) -> None:
    assert parse(written).warnings == ()


def test_in_a_phrase_small_words_are_words_unless_operators_stand_beside() -> None:
    assert parse_words("Trinidad and Tobago").warnings == ()
    assert parse_words("Trinidad and Tobago OR Cuba").warnings == ()
    assert parse_words("make or break").warnings == ()
    assert [doubt.position for doubt in parse_words("arms or weapons NEAR/3 Cuba").warnings] == [5]
