"""A watch that no source can satisfy is told of, at what it asks for."""

from __future__ import annotations

import pytest

from monitor.model import Kind
from monitor.watch.lints.finding import Finding
from monitor.watch.lints.sourceless import Sources, offers
from monitor.watch.spec import Scope, Watch
from tests.watch.lints.words import places
from tests.watch.watching import watch

FEEDS = [
    *offers("bbc-world", frozenset({"world"}), {Kind.ARTICLE}),
    *offers("defense-news", frozenset({"defence"}), {Kind.ARTICLE}),
]
RECORD = offers("ca-hansard", frozenset({"parliament"}), {Kind.SPEECH, Kind.QUESTION}, ("en", "fr"))


def scope(**words: set[str]) -> Scope:
    return Scope(**{word: frozenset(values) for word, values in words.items()})


def told(one: Watch, *, with_record: bool = False) -> list[Finding]:
    return list(Sources([*FEEDS, *RECORD] if with_record else FEEDS).findings(one))


@pytest.mark.parametrize(
    ("only", "exclude", "place"),
    [
        (scope(kinds={"speech", "answer"}), None, ("only", "kinds")),
        (scope(tags={"world"}, sources={"defense-news"}), None, ("only",)),
        (scope(tags={"world"}), scope(kinds={"article"}), ("except",)),
        (None, scope(tags={"world", "defence"}), ("except",)),
    ],
)
def test_a_scope_that_no_source_meets_is_told_of(only: Scope | None, exclude: Scope | None, place: tuple[str, ...]) -> None:
    assert places(told(watch("Baykar", only=only, exclude=exclude))) == [place]


def test_languages_count_where_every_source_says_its_own() -> None:
    german = watch("Baykar", only=scope(languages={"de"}))
    assert places(Sources(RECORD).findings(german)) == [("only", "languages")]
    assert told(german, with_record=True) == []  # a feed may be in any


@pytest.mark.parametrize(
    "one",
    [
        watch("Baykar"),
        watch("Baykar", only=scope(kinds={"article", "speech"})),
        watch("Baykar", only=scope(tags={"world"}), exclude=scope(sources={"defense-news"})),
        watch("Baykar", only=scope(tags={"nobody-has-it"})),  # which is told where names are looked up
        watch("Baykar", only=scope(kinds={"article"}), exclude=scope(kinds={"article"})),  # which is told as hidden
        watch(term="drone source:bbc* tag:world lang:de"),
        watch(term="drone -kind:speech"),
        watch(term="speaker:smith OR drone"),
        watch(name="n", any_of=["title:drone", "drone"]),
    ],
)
def test_what_some_source_meets_is_left_alone(one: Watch) -> None:
    assert told(one) == []


@pytest.mark.parametrize(
    ("term", "position", "what"),
    [
        ("drone source:nowhere", 6, "no source that the watch looks at meets source:nowhere"),
        ("drone (tag:x OR kind:speech)", 7, "no source that the watch looks at meets tag:x"),
        ("drone -kind:article", 0, "no source meets all of these conditions together"),
        ("drone tag:world source:defense-news", 0, "no source meets all of these conditions together"),
        ("speaker:smith", 0, "no source tells the speaker"),
        ("drone (heading:x OR heading:y)", 7, "no source tells the heading"),
    ],
)
def test_a_condition_of_a_query_that_no_source_meets_is_pointed_at(term: str, position: int, what: str) -> None:
    (finding,) = told(watch(term=term))
    assert (finding.place, finding.position) == (("term",), position)
    assert finding.what.startswith(what)


def test_a_record_of_a_parliament_brings_what_feeds_have_not() -> None:
    for one in (watch("Baykar", only=scope(kinds={"speech"})), watch(term="speaker:smith"), watch(term="drone kind:question lang:fr")):
        assert told(one)
        assert told(one, with_record=True) == []
    assert places(told(watch(name="n", any_of=["drone", "drone kind:answer"]), with_record=True)) == [("any", 1)]


def test_without_any_source_nothing_is_said() -> None:
    assert list(Sources([]).findings(watch("Baykar", only=scope(kinds={"speech"})))) == []
