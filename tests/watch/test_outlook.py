"""What a budget means is told of every name, before anybody is woken by it."""

from __future__ import annotations

import pytest

from monitor.watch.outlook import Outlook, outlooks
from monitor.watch.spec import Watchlist
from tests.watch.watching import LANGUAGES, watch

STRICT = "0.001 per million words"


def look(*watches: object, false_alarms: str | None = None, words: float = 5e6) -> list[Outlook]:
    return outlooks([Watchlist("list", "List", false_alarms=false_alarms, watches=watches)], LANGUAGES, words)  # type: ignore[arg-type] # of watches


def test_every_name_that_is_looked_for_by_sound_is_told_of() -> None:
    found = look(watch("Baykar", aliases=["Bayraktar Makina"]), watch("Norvik", spelling="exact"), watch(term="drone"))
    assert [(one.watchlist, one.watch, one.name) for one in found] == [
        ("list", "list/baykar", "Baykar"),
        ("list", "list/baykar", "Bayraktar Makina"),
    ]
    assert all(0 < one.possible_from < one.sure_from < 1 for one in found)


def test_false_alarms_are_those_of_a_week() -> None:
    (half,), (whole,) = (look(watch("Baykar"), false_alarms="1 per million words", words=words) for words in (5e5, 1e6))
    assert whole.false_alarms == pytest.approx(2 * half.false_alarms)


def test_a_name_that_says_too_little_for_its_budget_is_marked_unless_context_helps() -> None:
    plain, long, helped = look(watch("Orange"), watch("L3Harris WESCAM Optronics"), watch("Orange", near=["drone"]), false_alarms=STRICT)
    assert (plain.is_telling, long.is_telling) == (False, True)
    assert (plain.sure_from, helped.sure_from) == (long.sure_from, long.sure_from)


def test_wide_spelling_lowers_the_threshold_and_costs_false_alarms() -> None:
    tolerant, wide = look(watch("Baykar Makina"), watch("Norvik Optronics", spelling="wide"), false_alarms=STRICT)
    assert wide.sure_from < tolerant.sure_from
    assert wide.false_alarms > tolerant.false_alarms


def test_no_names_are_nothing_to_tell() -> None:
    assert look(watch(term="drone")) == []
