"""A budget of false alarms is shared out over the names that may cause them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.watch.allowance import per_million_words, shares
from monitor.watch.spec import Watchlist
from tests.watch.watching import watch


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ("5 per million words", 5.0),
        ("0.5 per million words", 0.5),
        ("2 per week", 1.0),
        ("1 per day", 3.5),
        ("13 per month", 1.5),
    ],
)
def test_a_budget_is_a_number_in_a_million_words(written: str, count: float) -> None:
    assert per_million_words(written, words_per_week=2e6) == pytest.approx(count)


def test_every_name_that_is_looked_for_by_sound_has_an_even_share() -> None:
    watches = (
        watch("Baykar", aliases=["Bayraktar", "TB2"]),  # which is too short
        watch("Norvik", spelling="exact"),
        watch(term="drone"),
    )
    listed = Watchlist("list", "List", false_alarms="3 per million words", watches=watches)
    assert shares(listed) == {"list/baykar": 1.5}
    assert shares(replace(listed, false_alarms=None)) == {"list/baykar": 2.5}


def test_a_watch_with_a_budget_of_its_own_takes_nothing_of_the_lists() -> None:
    own = watch("Norvik", aliases=["Norvik Optronics"], false_alarms="1 per week")
    listed = Watchlist("list", "List", false_alarms="3 per million words", watches=(own, watch("Baykar")))
    assert shares(listed, words_per_week=5e6) == {"list/norvik": pytest.approx(0.1), "list/baykar": 3.0}


def test_a_list_without_such_names_has_nothing_to_share() -> None:
    assert shares(Watchlist("list", "List", watches=(watch(term="drone"),))) == {}
