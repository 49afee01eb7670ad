"""Two versions of the lists find in one pass what each finds alone."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from monitor.daemon.two_sides import TwoSides
from monitor.model import Hit, Item, WatchKey
from monitor.watch.index import Index
from monitor.watch.spec import Watch, Watchlist, watch_key
from tests.watch.watching import LANGUAGES

NAMES = ("alpha", "beta", "alpha beta", "gamma")


def watchlist(key: str, names: list[str]) -> Watchlist:
    return Watchlist(key, key, watches=tuple(Watch(watch_key(key, name), name, entity=name) for name in dict.fromkeys(names)))


def alone(lists: list[Watchlist], item: Item) -> dict[WatchKey, Hit]:
    return {hit.watch: hit for hit in Index.build(lists, LANGUAGES).match(item)}


lists = st.dictionaries(st.sampled_from(["one", "two"]), st.lists(st.sampled_from(NAMES), max_size=4), max_size=2).map(
    lambda made: [watchlist(key, names) for key, names in made.items()]
)


@given(lists, lists, st.lists(st.sampled_from([*NAMES, "delta"]), max_size=8).map(" ".join))
def test_each_side_finds_what_it_finds_alone(running: list[Watchlist], tried: list[Watchlist], text: str) -> None:
    item = Item("1", "", text)
    seen = list(TwoSides(running, tried, LANGUAGES).match(item, "", frozenset()))
    assert {each.watch: each.running for each in seen if each.running} == alone(running, item)
    assert {each.watch: each.tried for each in seen if each.tried} == alone(tried, item)
    assert all(each.running or each.tried for each in seen)


def test_a_list_that_tells_somebody_else_finds_the_same() -> None:
    running = watchlist("one", ["alpha"])
    tried = replace(running, tell=("desk",), title="Another", watches=(replace(running.watches[0], label="Alpha", tell=("legal",)),))
    (seen,) = TwoSides([running], [tried], LANGUAGES).match(Item("1", "", "alpha"), "", frozenset())
    assert seen.running is seen.tried is not None
