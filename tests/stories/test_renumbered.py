"""Speeches under other keys are recognised by speaker and words; two never become one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Digest, Item, ItemId, Kind, Record, Speaker, digest
from monitor.stories.renumbered import pair, spoken

if TYPE_CHECKING:
    from monitor.stories.renumbered import Spoken

LONG = "On the matter of the permits I say to the house that number {} was granted by nobody at all."


def item(text: str, who: str = "m1", heading: str = "Permits") -> Item:
    return Item("k", "", text, Kind.SPEECH, headings=(heading,), speaker=Speaker(who, id=who), record=Record(house="commons"))


def unseen(*items: Item) -> list[Spoken[Digest]]:
    return [spoken(digest(str(number)), each) for number, each in enumerate(items)]


def former(*items: Item) -> list[Spoken[ItemId]]:
    return [spoken(ItemId(number), each) for number, each in enumerate(items)]


def pairs(new: list[Item], old: list[Item], *, has_known: bool = True) -> dict[int, int]:
    found = pair(unseen(*new), former(*old), has_known=has_known)
    return {number: found[key] for number in range(len(new)) if (key := digest(str(number))) in found}


def test_the_same_words_of_the_same_speaker_are_the_same_speech() -> None:
    assert pairs([item(LONG.format("one"))], [item(LONG.format("two")), item(LONG.format("one"))]) == {0: 1}


def test_a_speech_that_was_edited_is_recognised_by_its_speaker_alone() -> None:
    assert pairs([item(LONG.format("nine"))], [item(LONG.format("nine hundred"))]) == {0: 0}
    assert pairs([item(LONG.format("nine"))], [item(LONG.format("nine hundred"), "m2")]) == {}


def test_equal_short_texts_pair_up_in_reading_order_and_only_in_their_place() -> None:
    hear = item("Hear, hear!")
    assert pairs([hear, hear, hear], [hear, hear]) == {0: 0, 1: 1}
    assert pairs([hear], [item("Hear, hear!", heading="Trade")]) == {}


def test_short_texts_that_are_alike_are_not_the_same() -> None:
    assert pairs([item("I thank the member.")], [item("I thank the members.")]) == {}


def test_the_likest_of_several_is_taken_whatever_the_order() -> None:
    assert pairs([item(LONG.format("1001")), item(LONG.format("1002"))], [item(LONG.format("1002")), item(LONG.format("1003"))]) == {
        1: 0,
        0: 1,
    }


def test_a_document_without_anything_known_is_another_issue_only_if_most_of_it_is_recognised() -> None:
    known, hear = item(LONG.format("one")), item("Hear, hear!")
    strange = item("Something that has nothing to do with it at all, said by the same member on that day, elsewhere.")
    assert pairs([known, hear], [known, hear], has_known=False) == {0: 0, 1: 1}
    assert pairs([strange, hear], [known, hear], has_known=False) == {}
    assert pairs([hear], [hear], has_known=False) == {}


@given(st.lists(st.sampled_from([item(LONG.format(n)) for n in ("1", "11", "111")] + [item("Aye.")]), max_size=8), st.randoms())
def test_no_speech_is_paired_twice(old: list[Item], random: object) -> None:
    new = list(old)
    random.shuffle(new)  # type: ignore[attr-defined]
    found = pairs(new, old)
    assert len(set(found.values())) == len(found) == len(old)
