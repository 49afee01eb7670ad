from __future__ import annotations

import pytest

from monitor.watch.lints.implication import covers, follows, stands_in
from monitor.watch.pattern import Wanted
from monitor.watch.query import parse, parse_words
from monitor.watch.rule import Words


def wanted(text: str) -> Wanted:
    rule = parse_words(text).rule
    assert isinstance(rule, Words)
    return rule.phrase


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("Baykar", "BAYKAR"), ("bay*", "Baykar"), ("ba?k*", "Baykar"), ("bay*", "bayk*"), ("bay* cup", "Baykar Cup"), ("/bay/", "/bay/"),
        ("Baykar", "=Baykar"), ("=Baykar", "=Baykar"), ("军火", "军火"),
    ],
)  # fmt: skip
def test_a_phrase_covers_what_it_finds_at_the_same_place(wide: str, narrow: str) -> None:
    assert covers(wanted(wide), wanted(narrow))


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("Baykar", "bay*"), ("bayk*", "bay*"), ("Baykar", "Baykar Cup"), ("Baykar Cup", "Baykar"), ("=Baykar", "Baykar"),
        ("=Baykar", "=BAYKAR"), ("/bay/", "bay"), ("*kar", "bay*"), ("ba*r", "bay*"),
    ],
)  # fmt: skip
def test_what_is_not_certain_is_not_covered(wide: str, narrow: str) -> None:
    assert not covers(wanted(wide), wanted(narrow))


def test_a_phrase_stands_in_a_longer_one() -> None:
    assert stands_in(wanted("Baykar"), wanted("the Baykar Cup"))
    assert stands_in(wanted("cup"), wanted("bay* cup"))
    assert stands_in(wanted("军火"), wanted("军火商"))
    assert not stands_in(wanted("Bay"), wanted("Baykar"))
    assert not stands_in(wanted("=Baykar"), wanted('="Baykar Cup"'))
    assert not stands_in(wanted("/bay/"), wanted("baykar"))


@pytest.mark.parametrize(
    ("rule", "given"),
    [
        ("a", "a b"), ("a OR c", "a"), ("a b", "b a c"), ("a", "a NEAR/3 b"), ("a", "title:a"), ("title:a", "title:(a b)"),
        ("a", "(a b) OR (c a)"), ("a kind:speech", "kind:speech a"), ("a", "/x+y/ a"),
    ],
)  # fmt: skip
def test_what_certainly_holds_follows(rule: str, given: str) -> None:
    assert follows(parse(rule).rule, parse(given).rule)


@pytest.mark.parametrize(
    ("rule", "given"),
    [("a", "b"), ("a", "a OR b"), ("a b", "a"), ("title:a", "a"), ("a", "speaker:a"), ("title:a", "heading:a"),
     ("a NEAR/3 b", "a b"), ("a kind:speech", "a kind:question"), ("a", "b -a")],
)  # fmt: skip
def test_what_may_fail_does_not_follow(rule: str, given: str) -> None:
    assert not follows(parse(rule).rule, parse(given).rule)
