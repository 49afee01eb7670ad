"""What a watch asks for and excludes in one breath is told of; and a watch of which that is said indeed finds nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.watch.lints.hidden import findings
from monitor.watch.query import QueryError, parse
from monitor.watch.spec import Scope
from tests.watch.lints.words import places
from tests.watch.watching import found, watch


@pytest.mark.parametrize(
    ("term", "position"),
    [
        ("Baykar -Baykar", 8),
        ("Baykar -bay*", 8),
        ('"Baykar Cup" -Baykar', 14),
        ("drone OR (Baykar -Baykar)", 18),
        ("title:(Baykar -Baykar)", 15),
        ("(Baykar OR Baykar-Makina) AND NOT (baykar OR x)", 35),
        ("Baykar (drone -Baykar)", 15),
        ("drone -(missile OR drones OR drone)", 29),
        ("drone kind:speech -kind:speech", 19),
        ("(Baykar NEAR/3 drone) -drone", 23),
    ],
)
def test_a_term_that_its_own_exclusion_hides_is_told_of(term: str, position: int) -> None:
    (finding,) = findings(watch(term=term))
    assert (finding.place, finding.position) == (("term",), position)


@pytest.mark.parametrize(
    "term", ["Baykar -football", 'Baykar -"Baykar Cup"', "(Baykar OR Roketsan) -Baykar", "bay* -Baykar", "Baykar -title:Baykar", "US -=US"]
)
def test_an_exclusion_that_leaves_something_is_left_alone(term: str) -> None:
    assert places(findings(watch(term=term))) == []


def test_an_entry_of_any_may_hide_itself() -> None:
    assert places(findings(watch(name="n", any_of=["drone", "Baykar -Baykar"]))) == [("any", 1)]


def test_what_is_ignored_must_leave_a_name() -> None:
    (finding,) = findings(watch("Baykar", aliases=["Baykar Makina"], ignore=["Baykar Cup", "bayk* mak*"]))
    assert finding.place == ("ignore", 1)
    assert finding.what == "every mention of 'Baykar Makina' lies within 'bayk* mak*', so that it never counts"
    (finding,) = findings(watch("Baykar", ignore=["Kale OR baykar"]))
    assert "nothing of this watch is left" in finding.what
    (finding,) = findings(watch(name="n", any_of=["export permit*"], ignore=["export permits", "export permit*"]))
    assert finding.place == ("ignore", 1)
    assert places(findings(watch(term="Baykar OR Kale", ignore=["kale"]))) == [("ignore", 0)]
    assert places(findings(watch("Baykar", ignore=["Baykar Cup", "football", "=baykar", "Baykar NEAR/3 Cup"]))) == []


def test_except_must_leave_what_only_asks_for() -> None:
    speech, both = Scope(kinds=frozenset({"speech"})), Scope(kinds=frozenset({"speech", "answer"}))
    assert places(findings(watch("Baykar", only=speech, exclude=both))) == [("except", "kinds")]
    assert places(findings(watch("Baykar", only=both, exclude=speech))) == []
    assert places(findings(watch("Baykar", exclude=both))) == []


_WORD = st.sampled_from(
    ["ab", "abc", "ab*", "cd", '"ab cd"', '"cd ab"', "title:ab", "-ab", "-ab*", '-"ab cd"', "NOT (ab OR cd)", "OR", "(ab -cd)"]
)


@given(st.lists(_WORD, min_size=2, max_size=5).map(" ".join), st.lists(st.sampled_from(["ab", "abc", "cd", "x"]), max_size=6).map(" ".join))
def test_a_term_that_is_said_to_be_hidden_finds_nothing(term: str, text: str) -> None:
    try:
        parse(term)
    except QueryError:
        return
    if " OR " not in term.replace("(ab OR cd)", "") and places(findings(watch(term=term))):
        assert found(watch(term=term), text, title=text) == {}


_PHRASE = st.sampled_from(["ab", "abc", "ab*", "ab cd", "a* cd", "c?", "ab c*"])


@given(_PHRASE, _PHRASE, st.lists(st.sampled_from(["ab", "abc", "cd", "x"]), max_size=6).map(" ".join))
def test_a_watch_that_its_ignore_is_said_to_hide_finds_nothing(wanted: str, ignored: str, text: str) -> None:
    one = watch(name="n", any_of=[wanted], ignore=[ignored])
    if places(findings(one)):
        assert found(one, text) == {}
