"""Text from outside cannot act, and loses nothing that a reader reads."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.channels.inert import inert, inert_tree, one_line, shorten


def test_what_could_act_goes_and_what_is_read_stays() -> None:
    assert inert("a\x00b\x1b[31mc\u202ed\u202c\r\ne\u2028f\tg\rh\ud800") == "ab[31mcd\ne\nf\tg\nh"
    assert inert("\u200fنبأ\u200e и отчёт \u2067x\u2069") == "\u200fنبأ\u200e и отчёт \u2067x\u2069"


def test_a_line_is_one_line_with_single_spaces() -> None:
    assert one_line("  a\r\n\t b\x0bc  ") == "a b c"
    assert one_line("x" * 300) == "x" * 249 + "…"


def test_a_cut_is_shown() -> None:
    assert shorten("one two three", 8) == "one two…"
    assert shorten("one two", 7) == "one two"


def test_every_text_in_a_tree_is_made_inert() -> None:
    assert inert_tree({"a": ["x\x00", {"b": "y\u202e"}, 3, None], "c": True}) == {"a": ["x", {"b": "y"}, 3, None], "c": True}


@given(st.text())
def test_inert_text_is_stable_and_can_be_encoded(text: str) -> None:
    once = inert(text)
    assert inert(once) == once
    once.encode("utf-8")
    assert "\n" not in one_line(text)
