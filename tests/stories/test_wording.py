"""The same words are the same, however they are set; other words are not."""
# ruff: noqa: RUF001  texts of other scripts

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.stories.wording import pieces, word_count, wording


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The company’s “drone”", 'the company\'s "DRONE"'),
        ("arms\u00adexport", "armsexport"),
        ("arms\u00a0export,\n permit", "arms export permit"),
        ("ﬁre", "fire"),
    ],
)
def test_layout_is_no_wording(one: str, other: str) -> None:
    assert wording(one) == wording(other)


@pytest.mark.parametrize(("one", "other"), [("$5 million", "€5 million"), ("5%", "5"), ("1.5", "15"), ("कि", "का")])
def test_other_words_are_other_wording(one: str, other: str) -> None:
    assert wording(one) != wording(other)


@pytest.mark.parametrize(("text", "count"), [("", 0), ("one two three", 3), ("выдача лицензий", 2), ("武器輸出許可", 3), ("Baykar 社", 1)])
def test_words_are_counted_in_every_script(text: str, count: int) -> None:
    assert word_count(wording(text)) == count


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_a_wording_is_one_line_of_single_spaces(text: str) -> None:
    worded = wording(text)
    assert worded == " ".join(worded.split())
    assert word_count(worded) <= len(worded)


def test_signs_go_whether_a_text_has_few_of_them_or_a_hundred() -> None:
    few, many = (
        "«», —",
        "".join(chr(code) for code in range(0x3001, 0x3040) if not chr(code).isalnum()) + "".join(map(chr, range(0xE000, 0xE040))),
    )
    assert wording(f"Лицензия {few} выдана") == "лицензия выдана"
    assert "лицензия" in wording(f"Лицензия {many} выдана").split()
    assert not set(wording(many)) & set("«»、。〈〉\ue000")


def test_pieces_are_words_where_words_are_spaced() -> None:
    assert pieces("выдача 14 лицензий", 99) == ["выдача", "14", "лицензий"]
    assert pieces("one two three", 2) == ["one", "two"]
    assert pieces("", 99) == []


def test_unspaced_text_is_parted_alike_wherever_it_stands() -> None:
    own = pieces("委员会审议有关无人机出口许可的法律草案", 99)
    assert len(own) > 5
    framed = pieces("广告委员会审议有关无人机出口许可的法律草案来源", 99)
    assert "".join(framed) == "广告委员会审议有关无人机出口许可的法律草案来源"
    assert set(own[1:-1]) <= set(framed)


def test_figures_and_foreign_words_in_unspaced_text_stand_alone() -> None:
    assert [piece for piece in pieces("会议于12月baykar公司", 99) if piece.isascii()] == ["12", "baykar"]
