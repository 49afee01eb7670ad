"""A digest is read from the top: by watch, best story first, each once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.alerts.digest import grouped, shares
from monitor.alerts.parts import LeftOut
from monitor.model import How, WatchKey
from tests.alerts.pieces import ARTICLE, BAYKAR, SPEECH, WESCAM


def test_a_story_stands_under_its_first_watch_and_nowhere_else() -> None:
    both = replace(ARTICLE, watches=(WESCAM, BAYKAR))
    groups = grouped([both, SPEECH])
    assert [(group.label, group.stories) for group in groups] == [("L3Harris WESCAM", (both,)), ("Baykar", (SPEECH,))]


def test_the_surest_then_the_most_carried_story_comes_first() -> None:
    carried = replace(ARTICLE, title="carried")
    alone = replace(ARTICLE, title="alone", also_in=())
    exact = replace(ARTICLE, title="exact", also_in=(), watches=(replace(WESCAM, how=How.EXACT),))
    (group,) = grouped([alone, carried, exact])
    assert [story.title for story in group.stories] == ["exact", "carried", "alone"]


def test_nothing_gives_no_heading() -> None:
    assert grouped([]) == ()


def test_of_equally_carried_stories_the_better_score_comes_first() -> None:
    worse, better = (replace(ARTICLE, title=str(score), watches=(replace(WESCAM, score=score),)) for score in (0.8, 0.9))
    (group,) = grouped([worse, better])
    assert [story.title for story in group.stories] == ["0.9", "0.8"]


def test_what_a_watch_leaves_out_is_counted_with_it_and_a_watch_of_which_nothing_is_held_comes_last() -> None:
    left_out = (LeftOut(WatchKey("arms/norvik"), "Norvik", "Arms exports", 2), LeftOut(WESCAM.watch, WESCAM.label, WESCAM.watchlist, 3))
    groups = grouped([ARTICLE, SPEECH], left_out)
    assert [(group.label, group.size, group.left_out) for group in groups] == [
        ("L3Harris WESCAM", 4, 3),
        ("Baykar", 1, 0),
        ("Norvik", 2, 2),
    ]


@pytest.mark.parametrize(
    ("wanted", "room", "given"),
    [([9, 1, 3], 8, (4, 1, 3)), ([5, 5, 5], 4, (2, 1, 1)), ([2, 2], 9, (2, 2)), ([3], 0, (0,)), ([], 5, ()), ([1, 1, 1], 2, (1, 1, 0))],
)
def test_room_is_shared_out_evenly(wanted: list[int], room: int, given: tuple[int, ...]) -> None:
    assert shares(wanted, room) == given
