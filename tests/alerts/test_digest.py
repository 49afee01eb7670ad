"""A digest is read from the top: by watch, best story first, each once."""

from __future__ import annotations

from dataclasses import replace

from monitor.alerts.digest import grouped
from monitor.model import How
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
