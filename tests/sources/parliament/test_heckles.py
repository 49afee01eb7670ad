"""Rulings and points of order are speeches, although the Australian record calls them interjections."""

from __future__ import annotations

import pytest

from monitor.model import Kind
from monitor.sources.parliament.heckles import is_note, kind_of_interjection


@pytest.mark.parametrize(
    "text",
    [
        "Mr Speaker, I rise on a point of order.",
        "On a point of order, Madam Deputy Speaker: that is not so.",
        "—Mr President, I seek leave.",
        "I have a point of order. It is about the motion.",
        "It goes to direct relevance.",
    ],
)
def test_words_to_the_chair_are_a_speech(text: str) -> None:
    assert kind_of_interjection(text, is_chair=False) is Kind.SPEECH


def test_words_from_the_chair_are_a_speech() -> None:
    assert kind_of_interjection("Order!", is_chair=True) is Kind.SPEECH


@pytest.mark.parametrize(
    "text",
    [
        "Order! Members on my left!",
        "I call the Leader of the House.",
        "I warn the member for Long River!",
        "The member for Long River will resume his seat.",
        "The Minister for Trade is warned!",
        "The question is that the bill be read a second time.",
    ],
)
def test_a_ruling_is_a_speech_also_under_the_own_name_of_who_has_the_chair(text: str) -> None:
    assert kind_of_interjection(text, is_chair=False) is Kind.SPEECH


def test_what_goes_on_for_a_while_is_a_speech() -> None:
    long = "I was reading from the statement that the minister made on Tuesday at the door of this house, which I table."
    assert kind_of_interjection(f"Mr Doe interjecting—\n{long}", is_chair=False) is Kind.SPEECH


def test_what_was_thrown_in_several_times_does_not_go_on() -> None:
    assert kind_of_interjection("\n".join(["It has never been used by anybody!"] * 5), is_chair=False) is Kind.INTERJECTION


def test_a_note_has_no_words() -> None:
    assert is_note(["Mr Doe interjecting—", "Opposition members interjecting"])
    assert not is_note(["Mr Doe interjecting—", "Never!"])


@pytest.mark.parametrize("text", ["It has never been used!", "Mr Doe interjecting—", "Ask Mr Speaker!", "In no order at all!"])
def test_words_thrown_in_are_an_interjection(text: str) -> None:
    assert kind_of_interjection(text, is_chair=False) is Kind.INTERJECTION
