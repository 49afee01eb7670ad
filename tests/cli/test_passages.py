"""A passage fits its line, and its mention is whole."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.cli.passages import columns_of_output, passage
from monitor.model import How, Mention, Tier
from tests.cli.command import Terminal

LONG = "Researchers from the Project Flushers said that the cameras which the company makes arrived in a third country by ship last year."


def quoted(text: str, name: str, room: int, *, with_colour: bool = False) -> str:
    at = text.index(name)
    mention = Mention("text", at, at + len(name), name, How.EXACT, Tier.SURE, 1.0, "written as watched")
    return passage(text, mention, with_colour=with_colour, room=room)


def test_a_passage_is_cut_between_words_on_both_sides() -> None:
    assert quoted(LONG, "cameras", 60) == "…Flushers said that the [cameras] which the company makes…"


def test_a_side_that_needs_less_leaves_its_room_to_the_other() -> None:
    assert quoted(LONG, "Researchers", 60) == "[Researchers] from the Project Flushers said that the…"
    assert quoted(LONG, "last year", 60) == "…makes arrived in a third country by ship [last year]."


def test_a_text_that_fits_is_shown_as_it_is() -> None:
    assert quoted("The Baykar deal.", "Baykar", 17) == "…[Baykar]…"
    assert quoted("The Baykar deal.", "Baykar", 18) == "The [Baykar] deal."


@pytest.mark.parametrize("room", [0, 5, 20])
def test_a_mention_is_never_cut(room: int) -> None:
    assert quoted(LONG, "the cameras which the company", room) == "…[the cameras which the company]…"


def test_wide_letters_take_two_columns_and_are_cut_anywhere() -> None:
    assert quoted("防衛省は無人機の輸出を検討していると発表した", "輸出", 20) == "…人機の[輸出]を検討…"


@given(st.text("ab ̈無\n", max_size=200), st.text("ab ̈無\n", max_size=200), st.integers(15, 100), st.booleans())
def test_a_passage_never_needs_more_than_its_room(before: str, after: str, room: int, with_colour: bool) -> None:  # noqa: FBT001
    mention = Mention("text", len(before), len(before) + 6, "Baykar", How.EXACT, Tier.SURE, 1.0, "")
    shown = passage(f"{before}Baykar{after}", mention, with_colour=with_colour, room=room)
    bare = shown.replace("\x1b[33m\x1b[1m", "").replace("\x1b[0m", "")
    assert "Baykar" in bare
    assert sum(0 if unicodedata.combining(each) else 1 + (unicodedata.east_asian_width(each) == "W") for each in bare) <= room


def test_a_line_is_as_wide_as_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert columns_of_output() == 120
    monkeypatch.setattr("sys.stdout", Terminal())
    assert columns_of_output() == 80
