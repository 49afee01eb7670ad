"""What stands in a text and was not told is explained: that is what people ask who missed something."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from monitor.model import Item, Kind
from monitor.watch.index import Index
from monitor.watch.refusals import Refusal, Refusals, Why
from monitor.watch.spec import Scope, Watchlist
from tests.watch.watching import LANGUAGES, watch

if TYPE_CHECKING:
    from monitor.watch.spec import Watch

PARLIAMENT = Scope(tags=frozenset({"parliament"}))


def refused(text: str, *watches: Watch, tags: frozenset[str] = frozenset(), lang: str | None = None) -> list[Refusal]:
    """Explain what was passed over in a text."""
    lists = [Watchlist("list", "List", watches=watches)]
    item = Item("1", "", text, lang=lang)
    hits = Index.build(lists, LANGUAGES).match(item, "wire", tags)
    return Refusals(lists, LANGUAGES).of(item, "wire", tags, hits)


def the_one(text: str, *watches: Watch, tags: frozenset[str] = frozenset(), lang: str | None = None) -> Refusal:
    (only,) = refused(text, *watches, tags=tags, lang=lang)
    return only


def test_a_name_without_its_context_is_told_with_the_words_that_lack() -> None:
    one = the_one("Baykar plans a school.", watch("Baykar", near=["drone*", "TB2"], within=12))
    assert (one.watch, one.label, one.why, one.mention.matched, one.mention.field) == (
        "list/baykar",
        "Baykar",
        Why.NEAR,
        "Baykar",
        "text",
    )
    assert one.because == "none of its `near:` words (drone*, TB2) stands within 12 words of it"


def test_of_many_words_of_context_the_first_are_shown() -> None:
    one = the_one("Baykar plans a school.", watch("Baykar", near=[f"word{number}" for number in range(20)]))
    assert one.because.startswith("none of its `near:` words (word0, word1, word2, word3, word4, ...) stands")


def test_a_name_within_one_that_is_ignored_is_told_with_that() -> None:
    one = the_one("The Baykar Cup was rainy.", watch("Baykar", ignore=["Baykar Cup"]))
    assert (one.why, one.because) == (Why.IGNORE, 'it is part of "Baykar Cup", which its `ignore:` leaves out')


@pytest.mark.parametrize(
    ("only", "exclude", "because"),
    [
        (PARLIAMENT, None, "its `only:` asks for tags: parliament"),
        (Scope(kinds=frozenset({"speech", "answer"})), None, "its `only:` asks for kinds: answer, speech"),
        (Scope(languages=frozenset({"fr"})), None, "its `only:` asks for languages: fr"),
        (None, Scope(sources=frozenset({"wire", "blog"})), "its `except:` leaves out sources: wire"),
        (None, Scope(tags=frozenset({"world"})), "its `except:` leaves out tags: world"),
    ],
)
def test_an_item_that_a_watch_looks_away_from_is_told_with_the_condition(only: Scope | None, exclude: Scope | None, because: str) -> None:
    one = the_one("Baykar sold drones.", watch("Baykar", only=only, exclude=exclude), tags=frozenset({"world"}), lang="en")
    assert (one.why, one.because) == (Why.SCOPE, because)


def test_a_spelling_that_is_too_far_off_is_told_with_its_score_and_what_is_asked() -> None:
    one = the_one("Researchers of Project Flushers spoke.", watch("Project Ploughshares", false_alarms="0 per week"))
    assert (one.why, one.mention.matched) == (Why.BUDGET, "Project Flushers")
    assert (
        one.because == f"its score is {one.mention.score:.2f}, and a mention is possible from 1.00 on, as the budget of false alarms asks"
    )


def test_a_name_inside_a_longer_one_that_is_watched_is_told_with_that() -> None:
    one = the_one("L3Harris WESCAM sold it.", watch("WESCAM"), watch("L3Harris WESCAM"))
    assert (one.watch, one.why, one.because) == ("list/wescam", Why.YIELDS, 'it yields to "L3Harris WESCAM", found for L3Harris WESCAM')


def test_nothing_is_said_of_what_was_found_or_does_not_stand_there() -> None:
    assert refused("Baykar sold drones.", watch("Baykar", near=["drone*"]), watch("Roketsan"), watch(term="ships AND trains")) == []


def test_the_first_of_several_reasons_is_given_and_one_for_each_watch() -> None:
    bare = watch("Baykar", near=["drone"], ignore=["Baykar Cup"], only=PARLIAMENT)
    assert [one.why for one in refused("Baykar Cup. Baykar Cup.", bare)] == [Why.SCOPE]
    assert [one.why for one in refused("Baykar Cup. Baykar Cup.", bare, tags=frozenset({"parliament"}))] == [Why.IGNORE]
    assert [one.why for one in refused("Baykar Cup. Baykar.", bare, tags=frozenset({"parliament"}))] == [Why.NEAR]


def test_phrases_and_queries_are_explained_as_names_are() -> None:
    phrase = watch(name="Permits", any_of=["export permit*"], near=["Turkey"])
    query = watch(name="Libya", term="embargo AND libya", only=Scope(kinds=frozenset({Kind.SPEECH.value})))
    found = refused("An export permit. The embargo on Libya.", phrase, query)
    assert [(one.label, one.why) for one in found] == [("Permits", Why.NEAR), ("Libya", Why.SCOPE)]


def test_what_is_written_as_watched_comes_before_guesses() -> None:
    strict = watch("Project Ploughshares", false_alarms="0 per week")
    found = refused("Project Flushers and Baykar.", strict, watch("Baykar", near=["drone"]))
    assert [one.label for one in found] == ["Baykar", "Project Ploughshares"]
