"""A query that most of the news would meet is told of, and one with a rare word in it is not."""

from __future__ import annotations

import pytest

from monitor.watch.lints.floods import findings
from monitor.watch.spec import Scope
from tests.watch.lints.words import WORDS, places
from tests.watch.watching import watch


@pytest.mark.parametrize(
    ("term", "position", "share"),
    [
        ("the", 0, "almost all items"),
        ("a OR the", 5, "almost all items"),
        ("drone OR the", 9, "almost all items"),
        ("new", 0, "about 5 in 10 items"),
        ("said OR will", 0, "about 5 in 10 items"),
        ("the AND of", 0, "almost all items"),
        ("the -football", 0, "almost all items"),
        ("the NEAR/5 of", 0, "almost all items"),
        ('"of the"', 1, "about 7 in 10 items"),
        ("th*", 0, "almost all items"),
        ("title:the", 6, "about 5 in 10 items"),
        ("the kind:article", 0, "almost all items"),
        ("then OR the", 8, "almost all items"),
    ],
)
def test_a_term_of_everyday_words_floods(term: str, position: int, share: str) -> None:
    (finding,) = findings(watch(term=term), WORDS)
    assert finding.place == ("term",)
    assert finding.position == position
    assert finding.what.startswith(share)


@pytest.mark.parametrize(
    "term",
    [
        "embargo", "the AND embargo", "the NEAR/3 embargo", "minister", '"the Baykar"', "=Who", "=US", "dro*", "F1*", "wom?n", "/the.*/",
        "speaker:the", "title:new", "the source:example", "the tag:defence", "the AND NOT the", "minister OR tank",
    ],
)  # fmt: skip
def test_a_rare_word_or_a_condition_keeps_the_flood_away(term: str) -> None:
    assert places(findings(watch(term=term), WORDS)) == []


def test_capitals_that_are_none_do_not_help() -> None:
    assert places(findings(watch(term="=the"), WORDS)) == [("term",)]


def test_each_entry_of_any_is_weighed_and_then_all_together() -> None:
    assert places(findings(watch(name="n", any_of=["embargo", "the"]), WORDS)) == [("any", 1)]
    (finding,) = findings(watch(name="n", any_of=["said", "will", "embargo"]), WORDS)
    assert finding.place == ("any",)
    assert "together" in finding.what
    assert places(findings(watch(name="n", any_of=["embargo", "drone"]), WORDS)) == []


def test_context_or_chosen_sources_hold_a_flood_back() -> None:
    assert places(findings(watch(term="the", near=["Libya"]), WORDS)) == []
    assert places(findings(watch(term="the", only=Scope(sources=frozenset({"example"}))), WORDS)) == []
    assert places(findings(watch(term="the", only=Scope(languages=frozenset({"en"}))), WORDS)) == [("term",)]
    assert places(findings(watch("The"), WORDS)) == []  # a name, which is weighed as such
