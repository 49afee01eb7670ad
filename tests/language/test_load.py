"""What was learned of spellings and the word lists are at hand for every script, each read when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.language import load
from monitor.language.load import LANGUAGES, Languages
from monitor.language.once import languages
from monitor.language.shares import Shares
from monitor.text.scripts import Script, letters_of, script_of

if TYPE_CHECKING:
    from pathlib import Path

KNOWN = languages()
SPELLED = [Script.LATIN, Script.CYRILLIC, Script.ARABIC, Script.HEBREW, Script.OTHER]


@pytest.mark.parametrize("script", SPELLED)
def test_every_script_with_spaces_has_a_channel_and_a_letter_model(script: Script) -> None:
    assert KNOWN.channels[script].outcomes
    assert KNOWN.letters[script].cost("") > 0.0


def test_a_script_without_spaces_has_none() -> None:
    assert Script.UNSPACED not in KNOWN.channels
    assert Script.UNSPACED not in LANGUAGES


@pytest.mark.parametrize("script", SPELLED)
def test_nothing_learned_is_better_than_free_and_every_run_is_in_its_script(script: Script) -> None:
    channel = KNOWN.channels[script]
    for source, outcomes in channel.outcomes.items():
        assert source == "" or (source.isascii() and source.isalpha() and len(source) <= channel.longest)
        assert all(cost >= 0.0 for _, cost in outcomes)
        assert all(letters_of(target, script) == target for target, _ in outcomes)


@pytest.mark.parametrize("word", ["the", "und", "für", "это", "минута", "من", "في", "של", "στην", "में"])
def test_an_everyday_word_is_known_in_its_script(word: str) -> None:
    script = script_of(word)
    assert 1e-5 < KNOWN.share(letters_of(word, script), script) < 0.2


def test_of_several_languages_the_highest_share_counts() -> None:
    assert KNOWN.frequency("die") > 0.01  # rare in English beside German


def test_a_rarer_word_is_rarer_and_an_unknown_one_is_nothing() -> None:
    assert KNOWN.frequency("the") > KNOWN.frequency("minister") > KNOWN.frequency("ploughshares") > 0.0
    assert KNOWN.frequency("xqzvkjw") == KNOWN.frequency("") == KNOWN.frequency("\ud800") == 0.0


def test_a_latin_word_is_known_however_it_is_written() -> None:
    assert KNOWN.frequency("Straße") == KNOWN.frequency("STRASSE") == KNOWN.frequency("strasse") > 0.0


@given(st.text(max_size=8))
def test_any_text_has_a_share(word: str) -> None:
    assert 0.0 <= KNOWN.frequency(word) < 0.2


def test_a_process_reads_what_is_known_once() -> None:
    assert languages() is KNOWN


def test_nothing_is_read_before_it_is_asked_for() -> None:
    fresh = Languages()
    assert not fresh._shares
    assert "channels" not in vars(fresh)


def test_word_frequencies_are_worked_out_once_for_all_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Script] = []

    def make(script: Script) -> Shares:
        made.append(script)
        return Shares([(-300, ["the"])], script)

    monkeypatch.setattr(load, "_shares", make)
    for _ in range(2):  # a process each
        known = Languages(tmp_path / "cache")
        assert known.frequency("the") == known.share("the", Script.OTHER) == pytest.approx(0.001)
    assert made == [Script.LATIN, Script.OTHER]


def test_other_code_makes_them_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = tmp_path / "code.py"
    monkeypatch.setattr(load, "_MADE_BY", (code,))
    code.write_text("letters = 25")
    before = load._edition()
    code.write_text("letters = 26")
    assert load._edition() != before
    code.write_text("letters = 25")
    assert load._edition() == before


def test_the_tests_keep_them_in_a_folder_of_their_own() -> None:
    assert KNOWN._folder is not None
    assert KNOWN._folder.name.startswith("tocsin-tests-")
