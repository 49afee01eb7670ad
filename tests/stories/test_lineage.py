"""Who goes back to whom within a story."""

from __future__ import annotations

from collections import Counter

from monitor.model import ItemId
from monitor.stories.lineage import MOST_PAIRS, Link, copies_of, cut, originals_of, origins_of

A, B, C, D, E = (ItemId(number) for number in range(1, 6))


def copy(of: ItemId) -> Link:
    return Link(of, is_copy=True)


def report(of: ItemId) -> Link:
    return Link(of, is_copy=False)


def test_copies_of_copies_are_copies() -> None:
    links = {B: copy(A), C: copy(B), D: report(B), E: copy(D)}
    assert copies_of(A, links) == {B, C}
    assert copies_of(D, links) == {E}
    assert copies_of(C, links) == set()


def test_an_item_goes_back_to_what_it_copies_and_no_further_than_the_first() -> None:
    links = {B: copy(A), C: copy(B), D: report(C)}
    assert originals_of(C, links) == [B, A]
    assert originals_of(D, links) == []
    assert originals_of(A, links) == []


def test_links_in_a_circle_by_mistake_end_the_search() -> None:
    links = {A: copy(B), B: copy(A)}
    assert copies_of(A, links) == {B}
    assert originals_of(A, links) == [B, A]


def test_an_original_that_left_the_story_leaves_its_copies_to_the_first_of_them() -> None:
    links = {B: copy(A), C: copy(B), D: report(A), E: copy(D)}
    assert origins_of([A, B, C, D, E], links) == {A: A, B: A, C: A, D: D, E: D}
    assert origins_of([B, C], links) == {B: B, C: B}


def test_items_that_were_folded_into_each_other_do_not_go_round_for_ever() -> None:
    links = {A: copy(B), B: copy(A)}
    assert len(set(origins_of(links, links).values())) == 1


def test_of_a_chain_of_ten_thousand_copies_each_is_looked_up_once() -> None:
    looked_up: Counter[ItemId] = Counter()

    class Counted(dict[ItemId, Link]):
        def get(self, key: ItemId, default: Link | None = None) -> Link | None:  # type: ignore[override] # as it is called
            looked_up[key] += 1
            return super().get(key, default)

    chain = Counted({ItemId(number): copy(ItemId(number - 1)) for number in range(2, 10_000)})
    everyone = [ItemId(number) for number in range(9_999, 0, -1)]
    assert set(origins_of(everyone, chain).values()) == {ItemId(1)}
    assert set(looked_up.values()) == {1}


def test_a_story_is_cut_between_an_item_and_all_that_it_goes_back_to() -> None:
    links = {B: copy(A), C: copy(B), D: report(C), E: copy(D)}
    assert cut([D, E], [A, B, C], links) == [(D, C), (D, B), (D, A)]


def test_a_story_is_cut_between_an_item_and_what_was_folded_for_its_sake() -> None:
    links = {B: copy(A), C: report(A), D: report(B)}
    assert cut([A, B], [C, D], links) == [(A, C), (B, D)]


def test_a_link_to_an_item_of_neither_side_is_cut_no_more() -> None:
    assert cut([B], [C], {B: copy(A), C: copy(A)}) == []


def test_a_flood_of_copies_is_not_written_down_one_by_one() -> None:
    copies = [ItemId(number) for number in range(10, 1000)]
    pairs = cut([A], copies, dict.fromkeys(copies, copy(A)))
    assert pairs == [(A, one) for one in copies[:MOST_PAIRS]]
