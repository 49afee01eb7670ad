"""A text is cut into words as an ear would, and what parts them is noted."""
# ruff: noqa: RUF001 letters that look alike are the subject

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.watch.names.hearing import Hearing
from monitor.watch.names.words import capitals, heard_in, words_of
from tests.watch.names.listening import FewWords

HEARING = Hearing(FewWords("the", "said"))


def cut(text: str) -> list[str]:
    return [text[word.start : word.end] for word in words_of(text, HEARING)]


def opening(text: str) -> list[str]:
    """List the words over whose beginning no name reaches."""
    return [text[word.start : word.end] for word in words_of(text, HEARING) if word.opens]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L3Harris WESCAM, Inc.", ["L", "3", "Harris", "WESCAM", "Inc"]),
        ("Baykar's drones", ["Baykar", "drones"]),
        ("Baykar’s drones", ["Baykar", "drones"]),
        ("Baykar'ın dronları", ["Baykar", "dronları"]),
        ("the Browns' house", ["the", "Browns", "house"]),
        ("Mr O'Neill said", ["Mr", "O'Neill", "said"]),
        ("Petro-China", ["Petro", "China"]),
        ("wes_cam", ["wes", "cam"]),
        ("शांति मोदी", ["शांति", "मोदी"]),
        ("عليّ بوت", ["عليّ", "بوت"]),
        ("", []),
        (" .,!\u202e\ud800\u200b", []),
    ],
)
def test_a_text_is_cut_where_an_ear_would(text: str, words: list[str]) -> None:
    assert cut(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "Lockheed. Martin",
        "Lockheed: Martin",
        "Lockheed; Martin",
        "Lockheed “Martin",
        "Lockheed\n\nMartin",
        "Lockheed! Martin",
        "Lockheed | Martin",
        "Lockheed.\nMartin",
    ],
)
def test_a_sentence_mark_a_quote_or_a_blank_line_ends_a_name(text: str) -> None:
    assert opening(text) == ["Lockheed", "Martin"]


@pytest.mark.parametrize(
    "text",
    [
        "Lockheed Martin",
        "Lockheed-Martin",
        "Lockheed\nMartin",
        "Lockheed\u00a0Martin",
        "Lockheed, Martin",
        "Lockheed & Martin",
        "Lockheed (Martin",
        "Lockheed\n    Martin",
        "Lockheed / Martin",
    ],
)
def test_spaces_hyphens_commas_and_a_line_s_end_do_not(text: str) -> None:
    assert opening(text) == ["Lockheed"]


def test_the_dot_of_an_initial_ends_nothing() -> None:
    assert opening("V. A. Bout went. Then") == ["V", "Then"]
    assert opening("Dr. Bout") == ["Dr"]


def test_what_was_cut_out_of_one_word_belongs_together() -> None:
    assert opening("Said. L3Harris") == ["Said", "L"]


@given(st.text(st.one_of(st.characters(codec=None), st.sampled_from("Ab3 .'’-\n\u0301שّ\ud800\u202e\u200d")), max_size=80))
def test_words_lie_in_the_text_one_after_another_and_sound_as_written_there(text: str) -> None:
    at = 0
    for word in words_of(text, HEARING):
        assert at <= word.start < word.end <= len(text)
        assert word.heard == HEARING.hear(text[word.start : word.end])
        at = word.end


@pytest.mark.parametrize("text", ["a" * 1_000_000, "'" * 1_000_000, "a'" * 300_000, "3a" * 200_000, "\ud800" * 300_000, "\u0301" * 300_000])
def test_a_megabyte_without_a_space_is_cut_in_bounded_time(text: str) -> None:
    began = process_time()
    words_of(text, HEARING)
    assert process_time() - began < 10.0


def test_a_comma_or_a_bracket_stands_between_words() -> None:
    text = "Lockheed, Martin (Orlando) and Baykar"
    assert [text[word.start : word.end] for word in words_of(text, HEARING) if word.is_apart] == ["Martin", "Orlando", "and"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the Petro China said", [("petro", "china"), ("china", "said")]),
        ("the Petro-China.", [("petro", "china"), ("china", None)]),
        ("Petro, China", [("petro", None), ("china", None)]),
        ("iPhone d'Artagnan said", []),
        ("L3Harris", [("l", None), ("three", None), ("harris", None)]),
        ("Baykar's drones", [("baykar", "drones")]),
        ("\u043c\u044b \u0411\u0443\u0442", [("\u0431\u0443\u0442", None)]),
        ("\u0645\u0646 \u0628\u0648\u062a", [("\u0645\u0646", "\u0628\u0648\u062a"), ("\u0628\u0648\u062a", None)]),
        ("", []),
    ],
)
def test_words_that_may_open_a_name_come_with_the_next(text: str, found: list[tuple[str, str | None]]) -> None:
    assert [(heard.letters, after.letters if after else None) for _, heard, after in capitals(text, HEARING)] == found


@given(st.text())
def test_every_word_that_may_open_a_name_is_one_of_the_text_s(text: str) -> None:
    found = {at for at, heard, _ in capitals(text, HEARING) if heard.is_capital and heard.letters}
    words = words_of(text, HEARING)
    assert found <= {word.start for word in words}
    assert {word.start for word in words if text[word.start : word.end].isalpha() and text[word.start].isupper()} <= found | {
        word.start for word in words if word.start and text[word.start - 1].isalnum()
    }


def test_a_stretch_is_heard_word_by_word() -> None:
    assert [heard.letters for heard in heard_in("the Petro-China, said", HEARING)] == ["the", "petro", "china", "said"]
