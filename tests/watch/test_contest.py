"""Where mentions overlap the surer one stands, and what is weak is believed beside what is sure."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Tier
from monitor.watch.compiled import Compiled, compile_watch
from monitor.watch.contest import AMBIGUOUS, weigh
from monitor.watch.evidence import Found, Listed
from monitor.watch.likeness import RAISED, SPARE, Bar, Heard
from monitor.watch.sightings import Place
from tests.watch.watching import watch

if TYPE_CHECKING:
    from collections.abc import Mapping

BAR = Bar(sure_at=12.0, possible_at=10.0)
TEXT = 1


def compiled(entity: str) -> Compiled:
    made = compile_watch(watch(entity), lambda _: False)
    assert made is not None
    return made


def exactly(start: int, end: int, entity: str = "Baykar") -> Place:
    return Place(TEXT, start, end, compiled(entity).names[0])


def guess(start: int, end: int, evidence: float, name: str = "baykar") -> Place:
    alike = compiled(name).likeness
    assert alike is not None
    return Place(TEXT, start, end, alike, Heard(name, TEXT, start, end, evidence))


def found(*places: Place, entity: str = "Baykar", list_number: int = 0, near: str = "") -> Found:
    return Found(Listed(compiled(entity), list_number, BAR), dict.fromkeys(places, near))


def tiers(*all_found: Found) -> Mapping[Place, Tier]:
    return MappingProxyType({place: weight.tier for place, weight in weigh(all_found).items()})


@pytest.mark.parametrize(("evidence", "tier"), [(12.0, Tier.SURE), (11.9, Tier.POSSIBLE), (10.0, Tier.POSSIBLE), (9.9, None)])
def test_evidence_alone_tells_how_sure_a_mention_is(evidence: float, tier: Tier | None) -> None:
    place = guess(0, 6, evidence)
    assert tiers(found(place)).get(place) == tier


def test_context_raises_a_weak_mention() -> None:
    place = guess(0, 6, BAR.sure_at - RAISED)
    assert tiers(found(place)) == {}
    assert tiers(found(place, near="drone")) == {place: Tier.SURE}


def test_a_mention_as_written_lends_to_a_weak_one_of_its_watch_alone() -> None:
    weak = guess(20, 26, BAR.sure_at - RAISED)
    assert tiers(found(exactly(0, 6), weak)) == {weak: Tier.SURE}
    assert tiers(found(exactly(0, 6)), found(weak, entity="Norvik")) == {}


def test_a_mention_that_is_more_than_sure_lends_to_a_weak_one_and_a_barely_sure_one_does_not() -> None:
    weak = guess(20, 26, BAR.possible_at - 1)
    strong, bare = guess(0, 6, BAR.sure_at + SPARE), guess(0, 6, BAR.sure_at + SPARE - 0.1)
    assert tiers(found(strong, weak)) == {strong: Tier.SURE, weak: Tier.SURE}
    assert tiers(found(bare, weak)) == {bare: Tier.SURE}


def test_a_guess_yields_to_what_is_written_as_watched_in_its_list_alone() -> None:
    place = guess(0, 10, 30.0)
    assert tiers(found(exactly(4, 10), place)) == {}
    assert tiers(found(place), found(exactly(4, 10, "Norvik"), entity="Norvik")) == {}
    assert tiers(found(place), found(exactly(4, 10, "Norvik"), entity="Norvik", list_number=1)) == {place: Tier.SURE}
    assert tiers(found(place), found(exactly(10, 16, "Norvik"), entity="Norvik")) == {place: Tier.SURE}


def test_of_two_guesses_that_overlap_the_one_with_more_evidence_stands_then_the_longer_one() -> None:
    strong, weak = guess(0, 10, 20.0), guess(5, 15, 14.0, "norvik")
    assert tiers(found(weak, entity="Norvik"), found(strong)) == {strong: Tier.SURE}
    short, long = guess(4, 10, 14.0), guess(0, 10, 14.0, "norvik")
    assert tiers(found(short), found(long, entity="Norvik")) == {long: Tier.SURE}
    assert tiers(found(strong), found(weak, entity="Norvik", list_number=1)) == {strong: Tier.SURE, weak: Tier.SURE}


def test_what_cannot_count_by_itself_takes_no_place_from_what_can() -> None:
    strict = Found(Listed(compiled("Norvik"), 0, Bar(30.0, 28.0)), {guess(0, 10, 20.0, "norvik"): ""})
    place = guess(2, 10, 13.0)
    assert tiers(strict, found(place)) == {place: Tier.SURE}


def test_two_watches_as_likely_to_be_meant_are_both_only_possible() -> None:
    one, other = guess(0, 10, 20.0), guess(0, 10, 20.0 - AMBIGUOUS + 0.1, "norvik")
    assert tiers(found(one), found(other, entity="Norvik")) == {one: Tier.POSSIBLE, other: Tier.POSSIBLE}
    clearly_less = guess(0, 10, 20.0 - AMBIGUOUS, "norvik")
    assert tiers(found(one), found(clearly_less, entity="Norvik")) == {one: Tier.SURE}


def test_two_watches_of_one_name_are_not_in_doubt() -> None:
    one, other = guess(0, 10, 20.0), guess(0, 10, 20.0)
    assert tiers(found(one), found(other, entity="BAYKAR")) == {one: Tier.SURE, other: Tier.SURE}


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8), st.floats(5, 30), st.sampled_from(["baykar", "norvik"])), max_size=12))
def test_guesses_that_stand_never_overlap_but_on_equal_spans(drawn: list[tuple[int, int, float, str]]) -> None:
    places = [guess(start, start + length, evidence, name) for start, length, evidence, name in drawn]
    by_name = {name: [place for place in places if place.heard is not None and place.heard.name == name] for name in ("baykar", "norvik")}
    standing = list(weigh([found(*by_name["baykar"]), found(*by_name["norvik"], entity="Norvik")]))
    for one in standing:
        for other in standing:
            assert one.spot == other.spot or one.end <= other.start or other.end <= one.start
