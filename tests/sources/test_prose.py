"""The text of an entry holds everything it says, once."""

from __future__ import annotations

from monitor.sources.prose import LONGEST_TEXT, LONGEST_TITLE, compose


def test_the_richest_part_comes_first_and_what_it_contains_is_dropped() -> None:
    parts = [("One, two", "text/plain"), ("<p>One two three</p>", "text/html"), ("Four", "text/html"), ("", ""), ("Four", "text/plain")]
    assert compose("T", parts) == ("T", "One two three\n\nFour")


def test_half_a_word_is_not_contained() -> None:
    assert compose("T", [("Marten", "text/plain"), ("art", "text/plain")])[1] == "Marten\n\nart"


def test_plain_text_keeps_its_angle_brackets() -> None:
    assert compose("1 < 2", [("a <b> c <Baykar>", "text/plain")]) == ("1 < 2", "a c <Baykar>")


def test_a_title_too_long_to_be_one_is_kept_in_the_text() -> None:
    title, text = compose("w" * 3000, [("short", "text/plain")])
    assert len(title) == LONGEST_TITLE
    assert "w" * 3000 in text


def test_the_text_is_capped() -> None:
    assert len(compose("T", [("a " * LONGEST_TEXT, "text/plain")])[1]) == LONGEST_TEXT
