"""The same passage gives the same numbers, wherever it stands and in whatever process."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.stories.shingles import MOST_WORDS, shingles, sketch
from monitor.stories.wording import wording

WORDS = "the minister told the house on tuesday that exports of drone cameras were paused until a review reports to the cabinet"
SPREAD = " ".join(f"word{number}" for number in range(600))


def test_a_passage_has_the_same_shingles_in_another_text() -> None:
    framed = shingles(f"before it came other words {WORDS} and others after it")
    assert set(shingles(WORDS)) < set(framed)
    assert [number for number in framed if number in set(shingles(WORDS))] == list(shingles(WORDS))


def test_every_four_words_are_one_shingle_and_their_order_counts() -> None:
    assert len(shingles("one two three four five six")) == 3
    assert shingles("one two three four") != shingles("four three two one")
    assert shingles("one two three four") != shingles("one two three fourth")


@pytest.mark.parametrize(("worded", "count"), [("", 0), ("one", 1), ("one two three", 1), ("one two three four", 1)])
def test_a_text_of_few_words_is_one_shingle(worded: str, count: int) -> None:
    assert len(shingles(worded)) == count
    assert shingles(worded) != shingles("other") or not worded


def test_one_word_a_million_times_is_one_shingle() -> None:
    assert shingles("again " * 1_000_000) == shingles("again again again again")


def test_of_a_book_the_beginning_is_read() -> None:
    book = " ".join(f"word{number}" for number in range(MOST_WORDS + 500))
    assert len(shingles(book)) == MOST_WORDS - 3


@pytest.mark.parametrize(
    "text",
    [
        "武器輸出許可の発行を首相が停止したと国会の委員会で述べた",
        "议会委员会周二开会审议有关无人机出口许可的法律草案",
        "คณะกรรมาธิการของรัฐสภาจะประชุมในวันอังคารเพื่อพิจารณาร่างกฎหมาย",
    ],
)
def test_unspaced_scripts_have_shingles_that_a_frame_leaves_as_they_are(text: str) -> None:
    own = shingles(wording(text))
    framed = shingles(wording(f"広告 {text}。続きを読む"))
    assert len(own) >= 4
    assert set(own) <= set(framed)


def test_numbers_are_what_they_were_in_other_processes() -> None:
    code = f"from monitor.stories.shingles import shingles; print(shingles({WORDS!r}))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "7"}).stdout
    assert told.strip() == str(shingles(WORDS))
    assert shingles("a b c d") == (3355047059737699221,)


def test_a_sketch_is_small_and_begins_with_the_lead() -> None:
    numbers = shingles(SPREAD)
    chosen = sketch(numbers)
    assert 12 <= len(chosen) <= 32
    assert len(set(chosen)) == len(chosen)
    assert sum(number in set(numbers[:64]) for number in chosen) > len(chosen) / 2


def test_a_text_cut_to_its_first_third_shares_its_sketch() -> None:
    whole, cut = (sketch(shingles(SPREAD[:length])) for length in (len(SPREAD), len(SPREAD) // 3))
    assert len(set(whole) & set(cut)) >= 8


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_shingles_are_distinct_and_fit_a_signed_column(text: str) -> None:
    numbers = shingles(wording(text))
    assert len(set(numbers)) == len(numbers) <= max(1, len(text))
    assert all(-(2**63) <= number < 2**63 for number in numbers)
    assert set(sketch(numbers)) <= set(numbers)
