"""What Hansard plainly writes of a speaker is read; nothing is guessed."""

from __future__ import annotations

import pytest

from monitor.model import Speaker
from monitor.sources.parliament.uk_attribution import Members, speaker_of


@pytest.mark.parametrize(
    ("attributed", "expected"),
    [
        ("Ann Roe (Northby) (Lab)", Speaker("Ann Roe (Northby) (Lab)", constituency="Northby", party="Lab")),
        ("Ann Roe (Northby) (Lab/Co-op) [V]", Speaker("Ann Roe (Northby) (Lab/Co-op) [V]", constituency="Northby", party="Lab/Co-op")),
        ("Ann Roe (Northby)", Speaker("Ann Roe (Northby)")),
        ("Lord Roe of Halden (LD)", Speaker("Lord Roe of Halden (LD)", party="LD")),
        ("The Minister for Trade (Ann Roe)", Speaker("The Minister for Trade (Ann Roe)", role="The Minister for Trade")),
        ("The Minister (Lord Roe) (Con)", Speaker("The Minister (Lord Roe) (Con)", role="The Minister", party="Con")),
        ("<B>Ann Roe</B>:", Speaker("Ann Roe")),
        ("Mr Speaker", Speaker("Mr Speaker", is_chair=True)),
        ("Madam Deputy Speaker (Ann Roe)", Speaker("Madam Deputy Speaker (Ann Roe)", is_chair=True)),
        ("The Lord Speaker (Lord Roe)", Speaker("The Lord Speaker (Lord Roe)", is_chair=True)),
        ("The Temporary Chair", Speaker("The Temporary Chair", is_chair=True)),
        ("Ann Roe (in the Chair)", Speaker("Ann Roe (in the Chair)", is_chair=True)),
        ("Several hon. Members", Speaker("Several hon. Members")),
    ],
)
def test_usual_forms_are_read_and_others_are_labels(attributed: str, expected: Speaker) -> None:
    assert speaker_of(attributed, "") == expected


def test_the_chair_of_a_select_committee_is_not_in_the_chair() -> None:
    speaker = speaker_of("The Chair of the Trade Committee (Ann Roe)", "")

    assert speaker is not None
    assert not speaker.is_chair


def test_who_is_not_named_has_at_most_a_number() -> None:
    assert speaker_of("", "") is None
    assert speaker_of("", "42") == Speaker("Member 42", id="42")


def test_place_and_party_hold_for_the_member_from_then_on() -> None:
    members = Members()
    members.completed(speaker_of("Ann Roe (Northby) (Lab)", "42"))

    assert members.completed(speaker_of("Ann Roe", "42")) == Speaker("Ann Roe", id="42", constituency="Northby", party="Lab")
    assert members.completed(speaker_of("Ann Roe", "43")) == Speaker("Ann Roe", id="43")
    assert members.completed(speaker_of("Ann Roe", "")) == Speaker("Ann Roe")
    unnamed = members.completed(speaker_of("", "42"))
    assert unnamed is not None
    assert unnamed.label == "Ann Roe"
