"""A digest is read from the top: by watch, best story first, each once, and the possible ones last."""

from __future__ import annotations

from dataclasses import replace

from monitor.alerts.digest import grouped
from monitor.model import How
from tests.alerts.pieces import ARTICLE, BAYKAR, PERHAPS, SPEECH, WESCAM


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


def test_possible_mentions_of_every_watch_come_last_under_one_heading() -> None:
    perhaps = replace(ARTICLE, watches=(PERHAPS,))
    groups = grouped([perhaps, SPEECH])
    assert [(group.label, group.watch is None) for group in groups] == [("Baykar", False), ("Possible mentions", True)]


def test_nothing_gives_no_heading() -> None:
    assert grouped([]) == ()
