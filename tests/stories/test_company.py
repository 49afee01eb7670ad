"""A term that many of the newest items hold tells little."""

from __future__ import annotations

from monitor.stories.company import NEWEST, company
from monitor.stories.gist import Gist

ONE = Gist({1: 0, 2: 0, 3: 0})


def test_the_more_items_hold_a_term_the_less_it_tells() -> None:
    told = company(ONE, [Gist({1: 0, 2: 0})] * 20 + [Gist({1: 0})] * 20).telling
    assert 0 < told[1] < told[2] < 1
    assert 3 not in told


def test_with_few_items_at_hand_a_term_of_one_of_them_is_not_yet_common() -> None:
    assert company(ONE, [Gist({1: 0})]).telling[1] > 0.8
    assert company(ONE, []).telling == {}


def test_of_very_many_items_the_newest_are_looked_at() -> None:
    newest = [Gist({1: 0})] * NEWEST
    assert company(ONE, newest + [Gist({2: 0})] * 10_000) == company(ONE, newest)
    assert company(ONE, newest).telling[1] >= 0.05
