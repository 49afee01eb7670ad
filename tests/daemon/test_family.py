"""Which items of a story have one text: copies of copies go back to the first, as far as it is still of the story."""

from __future__ import annotations

from monitor.daemon.family import Before, Family, links_of
from monitor.model import ItemId, Kind, Relation, SourceKey, StoryId
from monitor.store.stories import Fold, Member
from monitor.stories.lineage import origins_of
from tests.daemon.house import START


def fold(relation: Relation, of: int | None) -> Fold:
    return Fold(relation, None if of is None else ItemId(of), "", None, f"{relation} of {of}")


def member(number: int, outlet: str = "Wire", kind: Kind = Kind.ARTICLE) -> Member:
    return Member(ItemId(number), StoryId(1), f"Headline {number}", None, SourceKey("wire"), outlet, START, kind, "en", None)


FOLDS = {
    ItemId(1): fold(Relation.NEW, None),
    ItemId(2): fold(Relation.DUPLICATE, 1),
    ItemId(3): fold(Relation.DUPLICATE, 2),
    ItemId(4): fold(Relation.SAME_STORY, 1),
    ItemId(5): fold(Relation.DUPLICATE, 4),
}
MEMBERS = {ItemId(number): member(number, outlet) for number, outlet in enumerate(("Wire", "Herald", "HERALD", "Gazette", "Echo"), start=1)}
STORY = Family(MEMBERS, FOLDS, origins_of(MEMBERS, links_of(FOLDS)))


def test_a_copy_of_a_copy_goes_back_to_the_first_and_another_report_to_itself() -> None:
    assert dict(STORY.origins) == {1: 1, 2: 1, 3: 1, 4: 4, 5: 4}


def test_outlets_are_named_once_however_they_write_themselves_and_never_the_own_one() -> None:
    assert STORY.others(ItemId(1)) == ("Herald",)
    assert STORY.others(ItemId(2)) == ("Wire",)
    assert STORY.others(ItemId(4)) == ("Echo",)
    assert STORY.others(ItemId(4), ["echo"]) == ()


def test_the_reason_of_a_copy_of_another_report_is_that_of_the_report() -> None:
    assert STORY.because(ItemId(5)) == "same_story of 1"
    assert STORY.because(ItemId(3)) == ""


def test_only_who_was_told_and_by_the_press_alone_hears_that_a_parliament_speaks_now() -> None:
    both = {**MEMBERS, ItemId(6): member(6, kind=Kind.SPEECH)}
    assert [Family(both, {}, {}, Before(tuple(map(ItemId, told)))).is_told_by_press_alone for told in ((), (1,), (1, 6), (6,), (99,))] == [
        False,
        True,
        False,
        False,
        False,
    ]
