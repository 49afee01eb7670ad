"""Items of one sitting: their keys, titles and debates."""

from __future__ import annotations

from datetime import date

from monitor.model import Item, Kind, Record, Speaker
from monitor.sources.parliament.sitting import ASKED, Passage, Sitting

DAY = date(2031, 3, 4)


def items(*passages: Passage, number: str | None = "44-1/5") -> list[Item]:
    sitting = Sitting("commons", DAY, number, title="Debates")
    for passage in passages:
        sitting.add(passage)
    return sitting.items


def record(item: Item) -> Record:
    assert item.record is not None
    return item.record


def test_what_has_no_name_is_named_by_who_says_it_and_how_it_begins() -> None:
    doe = Speaker("Mr Doe", "12")
    first, same, other = items(
        Passage(Kind.SPEECH, ["I move that."], speaker=doe),
        Passage(Kind.SPEECH, ["I  MOVE", "that"], speaker=doe),
        Passage(Kind.SPEECH, ["I move that."], speaker=Speaker("Ms Roe", "13")),
    )
    assert first.key.startswith("2031-03-04/commons/12/")
    assert same.key == f"{first.key}~2"
    assert other.key not in (first.key, same.key)


def test_no_key_depends_on_what_stands_before() -> None:
    passages = [Passage(Kind.SPEECH, [f"Speech number {n} of the day"]) for n in range(4)]
    assert [item.key for item in items(*passages)][1:] == [item.key for item in items(*passages[1:])]


def test_the_innermost_heading_is_the_title() -> None:
    under, bare = items(
        Passage(Kind.SPEECH, ["Yes."], ("Oral Questions", "", "Health")),
        Passage(Kind.SPEECH, ["The House met."]),
    )
    assert (under.title, under.headings) == ("Health", ("Oral Questions", "Health"))
    assert (bare.title, bare.headings) == ("Debates", ())


def test_one_debate_is_what_has_the_same_headings_in_the_same_sitting() -> None:
    health, again, other = items(
        Passage(Kind.SPEECH, ["One."], ("Questions", "Health")),
        Passage(Kind.SPEECH, ["Two."], ("Questions", "Health")),
        Passage(Kind.SPEECH, ["Three."], ("Questions", "Trade")),
    )
    (next_day,) = items(Passage(Kind.SPEECH, ["Four."], ("Questions", "Health")), number="44-1/6")
    assert record(health).debate == record(again).debate
    assert record(other).debate != record(health).debate != record(next_day).debate


def test_paragraphs_are_lines_and_nothing_is_made_of_none() -> None:
    (item,) = items(Passage(Kind.SPEECH, ["One.", "Two."]), Passage(Kind.PROCEDURAL, []))
    assert item.text == "One.\nTwo."


def test_a_question_is_kept_with_its_answer_up_to_a_bound() -> None:
    (item,) = items(Passage(Kind.ANSWER, ["No."], asked="a" * 5_000))
    assert record(item).asked == "a" * ASKED


def test_lines_that_nobody_says_keep_their_name_when_the_speech_goes_that_parted_them() -> None:
    first, after = ["Sitting suspended.", "Sitting resumed."], ["Question put."]
    apart = items(
        Passage(Kind.PROCEDURAL, first, ("Bills",), opening=first[0]),
        Passage(Kind.SPEECH, ["Yes."], ("Bills",), Speaker("Mr Doe", "12")),
        Passage(Kind.PROCEDURAL, after, ("Bills",), opening=after[0]),
    )
    (together,) = items(Passage(Kind.PROCEDURAL, [*first, *after], ("Bills",), opening=first[0]))
    assert together.key == apart[0].key
    (elsewhere,) = items(Passage(Kind.PROCEDURAL, first, ("Petitions",), opening=first[0]))
    assert elsewhere.key == apart[0].key  # a later issue of Dail 2015-11-12 has headings that the first had not
