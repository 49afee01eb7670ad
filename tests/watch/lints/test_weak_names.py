"""A name that is none by itself is told of; context makes it one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.watch.lints.weak_names import findings
from monitor.watch.spec import Scope
from tests.watch.lints.words import WORDS, places
from tests.watch.watching import watch


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("plc", "is no name by itself"),
        ("Group", "is no name by itself"),
        ("Holdings plc", "is no name by itself"),
        ("Turkey", "alone is a common word, about one in 30,000"),
        ("apple", "alone is a common word"),
        ("THIS", "alone is a common word"),
        ("BAE", "is short"),
        ("TB2", "is short"),
        ("U.S.", "is short"),
        ("Юла", "is short"),
        ("هو", "is short"),
        ("X", "is a single letter"),
        ("-X-", "is a single letter"),
        ("!!!", "holds no letter"),
        ("\u200b", "holds no letter"),
    ],
)
def test_a_weak_name_is_told_of(name: str, told: str) -> None:
    for place, one in ((("entity",), watch(name)), (("aliases", 1), watch("Baykar", aliases=["Roketsan", name]))):
        (finding,) = findings(one, WORDS)
        assert finding.place == place
        assert told in finding.what
        assert finding.remedy


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Bayraktar*", "any: [Bayraktar*]"),
        ("Baykar OR Roketsan", "term: Baykar OR Roketsan"),
        ("Baykar NEAR/3 drone", "term: Baykar NEAR/3 drone"),
        ("=Baykar", "any: [=Baykar]"),
        ('"Baykar Makina"', "without the quotes"),
        ("speaker:Joly", "term: speaker:Joly"),
        ("/bayk.r/", "any: [/bayk.r/]"),
    ],
)
def test_a_query_in_the_place_of_a_name_is_told_of(name: str, meant: str) -> None:
    for one in (watch(name), watch("Roketsan", aliases=[name], near=["drone"])):
        (finding,) = findings(one, WORDS)
        assert "a name has no operators" in finding.what
        assert meant in finding.remedy


@pytest.mark.parametrize("name", ['Toys "R" Us', "E*TRADE", "AND1 Basketball", "Yahoo!", "Bill C-10: Online", "Kale/Baykar"])
def test_a_sign_in_a_name_is_left_alone(name: str) -> None:
    assert places(findings(watch(name), WORDS)) == []


@pytest.mark.parametrize("name", ["NATO", "F-35", "Su-57", "Baykar", "华为", "삼성", "قطر", "Юкос", "Apple Inc."])
def test_a_name_that_stands_by_itself_is_left_alone(name: str) -> None:
    assert places(findings(watch(name), WORDS)) == []


def test_context_makes_a_weak_name_strong() -> None:
    weak = ["plc", "Turkey", "BAE"]
    assert places(findings(watch("Apple", aliases=weak, near=["phone"]), WORDS)) == []
    assert places(findings(watch("Apple", aliases=["X", "!"], near=["phone"]), WORDS)) == [("aliases", 0), ("aliases", 1)]


def test_of_any_only_bare_words_are_weighed() -> None:
    entries = ["tank", "plc", "=Tank", "tank*", "tank turret", "tank OR drone", "drone", "title:tank", "/tank/", "UK"]
    assert places(findings(watch(name="n", any_of=entries), WORDS)) == [("any", 0), ("any", 1)]
    assert places(findings(watch(name="n", any_of=entries, near=["x"]), WORDS)) == []
    confined = watch(name="n", any_of=entries, only=Scope(tags=frozenset({"defence"})))
    assert places(findings(confined, WORDS)) == [("any", 1)]


def test_capitals_can_tell_a_word_of_any_apart() -> None:
    (finding,) = findings(watch(name="n", any_of=["Tank"]), WORDS)
    assert "write =Tank" in finding.remedy
    (finding,) = findings(watch(name="n", any_of=["tank"]), WORDS)
    assert "=" not in finding.remedy


@given(st.text(max_size=6))
def test_any_name_gets_one_answer_at_most(name: str) -> None:
    assert len(list(findings(watch(name), WORDS))) <= 1
