"""A turn is told by its label, and only by that."""

from __future__ import annotations

import time

import pytest

from monitor.model import Speaker
from monitor.sources.parliament.us_crec_speakers import is_narrated, is_same, member_of, state_of, turn_of


@pytest.mark.parametrize(
    ("label", "state"),
    [
        ("Mr. ROE", None),
        ("Ms. JACKSON LEE of Texas", "Texas"),
        ("Mr. McCONNELL", None),
        ("Mr. DeFAZIO", None),
        ("Mr. O'ROURKE", None),
        ("Mrs. CAROLYN B. MALONEY of New York", "New York"),
        ("Mr. T.J. COX of California", "California"),
        ("Ms. ROS-LEHTINEN", None),
        ("Mr. van HALDEN", None),
        ("Mr. WU", None),
        ("Miss GONZALEZ-COLON of Puerto Rico", "Puerto Rico"),
        ("Ms. NORTON of the District of Columbia", "District of Columbia"),
        ("Mr. Manager ROE of Maine", "Maine"),
    ],
)
def test_a_member_is_named_with_the_state_that_the_label_gives(label: str, state: str | None) -> None:
    turn = turn_of(f"{label}. Mr. President, I rise.")

    assert turn is not None
    assert turn.speaker == Speaker(label, constituency=state)
    assert turn.text == "Mr. President, I rise."


@pytest.mark.parametrize(
    "label",
    [
        "The PRESIDING OFFICER",
        "The SPEAKER pro tempore (Ms. Roe)",
        "The Acting CHAIR",
        "The ACTING PRESIDENT pro tempore",
        "The VICE PRESIDENT",
        "The CHIEF JUSTICE",
        "The SPEAKER PRO TEMPORE",
    ],
)
def test_who_presides_is_the_chair(label: str) -> None:
    turn = turn_of(f"{label}. Without objection.")

    assert turn is not None
    assert turn.speaker == Speaker(label, is_chair=True)


def test_an_officer_of_the_house_is_no_chair() -> None:
    turn = turn_of("The CLERK. Forty-one.")

    assert turn is not None
    assert not turn.speaker.is_chair


def test_an_aside_after_the_name_is_no_part_of_it() -> None:
    turn = turn_of("Mr. ROE (during the reading). Madam Chairman, I ask.")

    assert turn is not None
    assert (turn.speaker.label, turn.text) == ("Mr. ROE", "Madam Chairman, I ask.")
    assert turn_of("Mr. ROE (for himself and Ms. DOE):") is None


def test_a_label_with_a_comma_is_one_where_the_chair_is_addressed() -> None:
    turn = turn_of("Mr. ROE, Mr. Speaker, I am pleased.")

    assert turn is not None
    assert (turn.speaker.label, turn.text) == ("Mr. ROE", "Mr. Speaker, I am pleased.")
    assert turn_of("Mr. ROE, whom we know, came.") is None


@pytest.mark.parametrize(
    "paragraph",
    [
        "Mr. Roe. I knew him well.",
        "Mr. ROE addressed the Chair.",
        "By Mr. ROE (for himself and Ms. DOE):",
        "The FBI. They never came.",
        "MR. President, I rise.",
        "",
    ],
)
def test_what_bears_no_label_begins_no_turn(paragraph: str) -> None:
    assert turn_of(paragraph) is None


@pytest.mark.parametrize(
    "paragraph",
    [
        "Mr. DORGAN addressed the Chair.",
        "The assistant legislative clerk proceeded to call the roll.",
        "(Mr. ROE of Maine asked and was given permission to address the House for 1 minute.)",
        "The amendment (No. 12) was agreed to.",
        "The joint resolution was ordered to a third reading.",
        "Accordingly the House resolved itself into the Committee of the Whole.",
        "The text of the amendment is as follows:",
        "[Ms. ROE. addressed the House. Her remarks will appear hereafter.]",
        "The result was announced--yeas 52, nays 48, as follows:",
    ],
)
def test_what_the_record_tells_itself_is_nobodys_speech(paragraph: str) -> None:
    assert is_narrated(paragraph)


@pytest.mark.parametrize("paragraph", ["The clerk will report.", "The bill was good. It failed.", "We were agreed to a man."])
def test_what_a_speaker_may_say_is_left_to_them(paragraph: str) -> None:
    assert not is_narrated(paragraph)


def test_the_author_of_an_extension_is_named_by_its_heading() -> None:
    author = member_of("HON. ANN ROE, JR.")

    assert author == Speaker("HON. ANN ROE, JR.")
    assert is_same(author, "Ms. ROE of Maine")
    assert not is_same(author, "Ms. DOE")
    assert state_of("of the district of columbia") == "District of Columbia"
    assert state_of("of new york") == "New York"
    assert state_of("in the house of representatives") is None
    assert member_of("TRIBUTE TO THE HON. ANN ROE") is None


def test_a_hostile_paragraph_takes_no_time() -> None:
    begun = time.perf_counter()
    for hostile in ("Mr. " + "A." * 50_000, "Mr. " + "AA " * 50_000, "The " + "AAA " * 50_000, "Mr. AB of " + "Ab " * 50_000):
        turn_of(hostile)
        is_narrated(hostile)

    assert time.perf_counter() - begun < 1
