"""The share of each word, by its letters, the highest of its languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.language.shares import Shares
from monitor.text.scripts import Script, letters_of


def test_a_share_is_what_its_centibels_say() -> None:
    shares = Shares([(-200, ["the"]), (-450, ["minister", "house"])], Script.LATIN)
    assert shares.of("the") == pytest.approx(0.01)
    assert shares.of("house") == shares.of("minister") == pytest.approx(10**-4.5)


def test_a_word_of_two_languages_has_the_higher_share_whichever_comes_first() -> None:
    for listed in ([(-200, ["die"]), (-500, ["die"])], [(-500, ["die"]), (-200, ["die"])]):
        assert Shares(listed, Script.LATIN).of("die") == pytest.approx(0.01)


@pytest.mark.parametrize(
    ("script", "word"),
    [(Script.LATIN, "für"), (Script.CYRILLIC, "ёлка"), (Script.ARABIC, "أحمد"), (Script.HEBREW, "שלום"), (Script.OTHER, "μου")],
)
def test_a_word_is_found_by_its_letters(script: Script, word: str) -> None:
    shares = Shares([(-300, [word])], script)
    assert shares.of(letters_of(word, script)) == pytest.approx(0.001)


@pytest.mark.parametrize("listed", [[], [(-100, [])], [(-100, ["", "...", "\ud800"])]])
def test_a_list_without_words_knows_none(listed: list[tuple[int, list[str]]]) -> None:
    shares = Shares(listed, Script.LATIN)
    assert shares.of("the") == shares.of("") == 0.0


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=6), st.integers(-900, 0), max_size=40), st.text("abcdef", max_size=6))
def test_every_listed_word_is_known_and_no_other(listed: dict[str, int], asked: str) -> None:
    shares = Shares([(centibels, [word]) for word, centibels in listed.items()], Script.LATIN)
    for word, centibels in listed.items():
        assert shares.of(word) == pytest.approx(10 ** (centibels / 100))
    if asked not in listed:
        assert shares.of(asked) == 0.0
