"""Rulings and points of order are speeches, although the Australian record calls them interjections."""

from __future__ import annotations

import pytest

from monitor.model import Kind
from monitor.sources.parliament.heckles import kind_of_interjection


@pytest.mark.parametrize(
    "text",
    [
        "Mr Speaker, I rise on a point of order.",
        "On a point of order, Madam Deputy Speaker: that is not so.",
        "—Mr President, I seek leave.",
    ],
)
def test_words_to_the_chair_are_a_speech(text: str) -> None:
    assert kind_of_interjection(text, is_chair=False) is Kind.SPEECH


def test_words_from_the_chair_are_a_speech() -> None:
    assert kind_of_interjection("Order!", is_chair=True) is Kind.SPEECH


@pytest.mark.parametrize("text", ["It has never been used!", "Mr Doe interjecting—", "Ask Mr Speaker!"])
def test_words_thrown_in_are_an_interjection(text: str) -> None:
    assert kind_of_interjection(text, is_chair=False) is Kind.INTERJECTION
