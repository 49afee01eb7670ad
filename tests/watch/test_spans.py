"""Questions about many spans are answered as a slow search would answer them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.watch.sightings import Stretch
from monitor.watch.spans import Cover, Neighbours

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
