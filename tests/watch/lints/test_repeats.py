"""A name that is watched twice for the same people is told of once, at the second."""

from __future__ import annotations

from dataclasses import replace

from monitor.watch.lints.repeats import repeats
from monitor.watch.spec import Scope, Watch, Watchlist
from tests.watch.watching import watch


def a_list(key: str, *watches: Watch, tell: tuple[str, ...] = ("desk",)) -> Watchlist:
    return Watchlist(key, key, tell=tell, watches=watches)


def told(*lists: Watchlist) -> list[tuple[str, int, tuple[str | int, ...], tuple[str, ...]]]:
    return [(each.again.name, each.again.list_number, each.again.place, each.told) for each in repeats(lists)]


def test_a_name_in_two_watches_of_a_list_is_told_of() -> None:
    first, second = watch("L3Harris WESCAM", aliases=["WESCAM"]), watch("Wescam", aliases=["x1"])
    (repeat,) = repeats([a_list("a", first, second)])
    assert repeat.is_in_one_list
    assert (repeat.first.name, repeat.first.place, repeat.again.name, repeat.again.place) == (
        "WESCAM",
        ("aliases", 0),
        "Wescam",
        ("entity",),
    )
    assert told(a_list("a", first, second, tell=())) == [("Wescam", 0, ("entity",), ())]


def test_two_lists_repeat_each_other_only_for_the_same_people() -> None:
    first, second = watch("Baykar", stem="a"), watch("Kale", aliases=["BAYKAR"], stem="b")
    assert told(a_list("a", first), a_list("b", second, tell=("ops", "desk"))) == [("BAYKAR", 1, ("aliases", 0), ("desk",))]
    assert told(a_list("a", first), a_list("b", second, tell=("ops",))) == []
    assert told(a_list("a", first, tell=()), a_list("b", second, tell=())) == []
    assert told(a_list("a", first), a_list("b", replace(second, tell=("ops",)))) == []


def test_watches_that_ask_for_other_context_or_items_are_meant_to_be_two() -> None:
    first = watch("Baykar")
    for second in (watch("Kale", aliases=["Baykar"], near=["x"]), watch("Kale", aliases=["Baykar"], only=Scope(tags=frozenset({"t"})))):
        assert told(a_list("a", first, second)) == []


def test_what_is_complained_of_elsewhere_or_does_no_harm_is_left_alone() -> None:
    assert told(a_list("a", watch("Baykar", aliases=["BAYKAR", "Baykar"]))) == []
    assert told(a_list("a", watch("Baykar"), watch("BAYKAR"))) == []  # one key: an error of itself
    assert told(a_list("a", watch("Kale", aliases=["!"]), watch("Baykar", aliases=["!", "?"]))) == []


def test_a_term_in_two_lists_for_the_same_people_is_told_of() -> None:
    first, second = watch(term='"arms embargo" -football', stem="a"), watch(term='"Arms  embargo"   -football', stem="b")
    assert told(a_list("a", first), a_list("b", second)) == [(second.term, 1, ("term",), ("desk",))]
    assert told(a_list("a", first), a_list("b", second, tell=("ops",))) == []
    assert told(a_list("a", watch(term="=TB2", stem="a")), a_list("b", watch(term="=tb2", stem="b"))) == []
    assert told(a_list("a", watch(term="a/b", stem="a")), a_list("b", watch("a/b", stem="b"))) == []
