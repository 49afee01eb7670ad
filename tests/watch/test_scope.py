"""A watch looks where `only:` and `except:` send it, and a feed's silence hides nothing."""

from __future__ import annotations

import pytest

from monitor.model import Item, Kind, Record
from monitor.watch.rule import About, Condition
from monitor.watch.scope import Circumstances, looks_at
from monitor.watch.spec import Scope
from tests.watch.watching import found_in, watch

SPEECH = Item("1", "", "", Kind.SPEECH, lang="en-CA")
UNSAID = Item("2", "", "")


@pytest.mark.parametrize(
    ("scope", "meets"),
    [
        (Scope(), True),
        (Scope(kinds=frozenset({"speech", "question"})), True),
        (Scope(kinds=frozenset({"question"})), False),
        (Scope(tags=frozenset({"parliament"})), True),
        (Scope(tags=frozenset({"press"})), False),
        (Scope(sources=frozenset({"ca-hansard"})), True),
        (Scope(sources=frozenset({"blog"})), False),
        (Scope(languages=frozenset({"EN"})), True),
        (Scope(languages=frozenset({"en_ca", "fr"})), True),
        (Scope(languages=frozenset({"e", "en-GB"})), False),
        (Scope(kinds=frozenset({"speech"}), tags=frozenset({"press"})), False),
    ],
)
def test_only_asks_for_every_condition(scope: Scope, *, meets: bool) -> None:
    assert looks_at(watch("x", only=scope), SPEECH, "ca-hansard", frozenset({"parliament", "ca"})) is meets


def test_except_asks_for_any_condition() -> None:
    away = watch("x", exclude=Scope(kinds=frozenset({"speech"}), sources=frozenset({"blog"})))
    assert not looks_at(away, SPEECH, "ca-hansard", frozenset())
    assert not looks_at(away, UNSAID, "blog", frozenset())
    assert looks_at(away, UNSAID, "press", frozenset())
    assert looks_at(watch("x", exclude=Scope()), SPEECH, "", frozenset())


def test_an_item_that_does_not_say_its_language_is_looked_at() -> None:
    english = Scope(languages=frozenset({"en"}))
    assert looks_at(watch("x", only=english), UNSAID, "", frozenset())
    assert looks_at(watch("x", exclude=english), UNSAID, "", frozenset())
    assert not looks_at(watch("x", exclude=english), SPEECH, "", frozenset())


@pytest.mark.parametrize(
    ("about", "value", "met"),
    [
        ("kind", "speech", True),
        ("kind", "question", False),
        ("tag", "near east", True),
        ("tag", "near", False),
        ("lang", "en", True),
        ("lang", "en-gb", False),
        ("source", "the daily", False),
        ("source", "the daily example", True),
        ("source", "the daily*", True),
        ("source", "daily", False),
    ],
)
def test_a_condition_of_a_query_asks_which_item_it_is(about: About, value: str, *, met: bool) -> None:
    around = Circumstances(SPEECH, "the-daily-example", frozenset({"Near East"}))
    assert around.meet(Condition(about, value), when_unknown=False) is met


def test_a_source_without_a_name_goes_by_its_site_or_address() -> None:
    around = Circumstances(UNSAID, "news.example.org/arms/feed.xml")
    for named in ("news.example.org", "news.example.org/arms/feed.xml", "*.example.org/*", "news.example.org/arms"):
        assert around.meet(Condition("source", named), when_unknown=False)
    for named in ("example.org", "news.example.or", "news", "new?.example.org"):
        assert not around.meet(Condition("source", named), when_unknown=False)


def test_an_item_that_does_not_say_its_language_meets_what_is_asked_and_not_what_is_denied() -> None:
    around = Circumstances(UNSAID)
    assert around.meet(Condition("lang", "fr"), when_unknown=True)
    assert not around.meet(Condition("lang", "fr"), when_unknown=False)


SPOKEN = Item("1", "Sensors", "WESCAM.", kind=Kind.SPEECH, record=Record(house="westminster-hall"))


def test_a_house_is_asked_for_by_any_of_its_names() -> None:
    assert found_in(watch(name="w", term='wescam house:"Westminster Hall"'), SPOKEN)
    assert not found_in(watch(name="w", term="wescam house:commons"), SPOKEN)
    assert found_in(watch("WESCAM", only=Scope(houses=frozenset({"westminster-hall"}))), SPOKEN)
    assert not found_in(watch("WESCAM", exclude=Scope(houses=frozenset({"westminster-hall"}))), SPOKEN)


def test_what_the_press_writes_is_of_no_house() -> None:
    assert not found_in(watch(name="w", term="wescam house:commons"), Item("1", "", "WESCAM"))


def test_a_record_that_does_not_say_its_house_is_not_left_out() -> None:
    silent = Item("1", "", "WESCAM", kind=Kind.QUESTION, record=Record())
    assert found_in(watch("WESCAM", only=Scope(houses=frozenset({"commons"}))), silent)
