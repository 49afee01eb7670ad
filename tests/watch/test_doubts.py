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
    ],
)
def test_an_operator_that_is_none_is_told_of(written: str, position: int, remedy: str) -> None:
    (doubt,) = parse(written).warnings
    assert doubt.position == position
    assert remedy in doubt.remedy
    assert may_be_doubtful(written)


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
