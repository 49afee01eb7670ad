"""Questions about many spans are answered as a slow search would answer them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.watch.phrase import literal
from monitor.watch.sightings import Place, Stretch
from monitor.watch.spans import Apart, Cover, Neighbours

SPANS = st.tuples(st.integers(0, 1), st.integers(0, 20), st.integers(1, 6)).map(lambda one: (one[0], one[1], one[1] + one[2]))


@given(st.lists(SPANS, max_size=12), SPANS)
def test_a_cover_tells_what_holds_a_span(spans: list[tuple[int, int, int]], asked: tuple[int, int, int]) -> None:
    field, start, end = asked
    holders = {one for one in spans if one[0] == field and one[1] <= start and end <= one[2]}
    assert Cover(spans).holds(asked) == bool(holders)
    assert Cover(spans).exceeds(asked) == bool(holders - {asked})


@given(st.lists(SPANS, max_size=12), SPANS)
def test_neighbours_are_the_nearest_that_do_not_overlap(spans: list[tuple[int, int, int]], asked: tuple[int, int, int]) -> None:
    stretches = [Stretch(*span, ()) for span in spans]
    beside = Neighbours(stretches).beside(Stretch(*asked, ()))
    field, start, end = asked
    before = [one.end for one in stretches if one.field == field and one.end <= start]
    after = [one.start for one in stretches if one.field == field and one.start >= end]
    assert [one.end for one in beside if one.end <= start] == ([max(before)] if before else [])
    assert [one.start for one in beside if one.start >= end] == ([min(after)] if after else [])


def stretch_of(*spans: tuple[int, int]) -> Stretch:
    nothing = literal("nothing")
    assert nothing is not None
    return Stretch(1, spans[0][0], spans[-1][1], tuple(Place(1, start, end, nothing) for start, end in spans))


def test_what_lies_between_the_places_of_another_is_beside_it() -> None:
    wide, narrow, inside = stretch_of((0, 2), (9, 11)), stretch_of((3, 5)), stretch_of((10, 11))
    assert Neighbours([wide]).beside(narrow) == (wide,)
    assert Neighbours([narrow, inside]).beside(wide) == (narrow,)
    assert Neighbours([wide]).beside(inside) == ()
    interlaced = stretch_of((3, 5), (12, 14))
    assert Neighbours([interlaced]).beside(wide) == (interlaced,)


def overlap(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


@given(st.lists(SPANS, max_size=8), SPANS)
def test_a_cover_meets_what_overlaps_one_of_its_spans(spans: list[tuple[int, int, int]], span: tuple[int, int, int]) -> None:
    assert Cover(spans).meets(span) == any(overlap(span, one) for one in spans)


@given(st.lists(SPANS, max_size=12))
def test_spans_that_were_added_are_apart(spans: list[tuple[int, int, int]]) -> None:
    apart = Apart()
    added: list[tuple[int, int, int]] = []
    for span in spans:
        is_free = not any(overlap(span, one) for one in added)
        assert apart.add(span) == is_free
        added += [span] * is_free
