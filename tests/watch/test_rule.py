"""What a rule needs is known before any text is read."""

from __future__ import annotations

import pytest

from monitor.watch.query import parse
from monitor.watch.rule import phrases, stands_alone, triggers


@pytest.mark.parametrize(
    ("written", "needed"),
    [
        ("embargo", {"embargo"}),
        ("arms embargo the", {"embargo"}),
        ("drone NEAR/5 Karabakh", {"karabakh"}),
        ("(Libya OR Sudan) the", {"libya", "sudan"}),
        ("arms OR embargo", {"arms", "embargo"}),
        ("arms NOT transhipment", {"arms"}),
        ("title:(arms embargo)", {"embargo"}),
    ],
)
def test_a_rule_is_looked_at_only_when_its_rarest_words_stand(written: str, needed: set[str]) -> None:
    assert {phrase.anchor for phrase in triggers(parse(written).rule)} == needed


def test_every_phrase_of_a_rule_is_listed_in_the_order_written() -> None:
    rule = parse('a NEAR/2 "b c" title:d -e').rule
    assert [phrase.anchor for phrase in phrases(rule)] == ["a", "b c", "d", "e"]


@pytest.mark.parametrize(
    ("written", "alone"), [("a", True), ("a OR title:b", True), ("a b", False), ("a NEAR/2 b", False), ("(a b) OR c", False)]
)
def test_a_single_mention_is_a_hit_only_where_the_rule_asks_for_one(written: str, *, alone: bool) -> None:
    assert stands_alone(parse(written).rule) is alone
