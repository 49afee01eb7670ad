"""A word is as much evidence of a name as the name is likely to be written so, and the word is rare otherwise."""
# ruff: noqa: RUF001 letters that look alike are the subject

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.language.once import languages
from monitor.text.channel import FAR
from monitor.text.scripts import Script, letters_of, romanise, script_of
from monitor.watch.names import hearing as module
from monitor.watch.names.hearing import Hearing, is_form_of, is_slip_of
from tests.watch.names.listening import FewWords

HEARING = Hearing(languages())


def evidence(source: str, written: str) -> float:
    script = script_of(written)
    return HEARING.evidence(source, letters_of(written, script), script)


@pytest.mark.parametrize(
    ("name", "spelled", "stranger"),
    [
        ("ploughshares", "flushers", "minister"),
        ("wescam", "weiskam", "Toronto"),
        ("abramovich", "Abramowitsch", "Polanski"),
        ("bout", "Бут", "Дом"),
        ("abramovich", "Абрамович", "Полански"),
        ("baykar", "بايكار", "طائرات"),
        ("lockheed", "לוקהיד", "מטוסים"),
        ("modi", "मोदी", "कंपनी"),
    ],
)
def test_a_garbled_name_is_more_evidence_than_a_stranger(name: str, spelled: str, stranger: str) -> None:
    assert evidence(name, spelled) > max(0.0, evidence(name, stranger))


@pytest.mark.parametrize(
    ("name", "bare", "inflected"),
    [
        ("abramovich", "Абрамович", "Абрамовичем"),
        ("abramovich", "Абрамович", "Абрамовичу"),
        ("tymoshenko", "Тимошенко", "Тимошенкой"),
        ("baykar", "بايكار", "لبايكار"),
        ("baykar", "بايكار", "وبايكار"),
        ("lockheed", "לוקהיד", "ללוקהיד"),
        ("lockheed", "לוקהיד", "בלוקהיד"),
    ],
)
def test_what_a_language_adds_to_a_name_costs_less_than_other_letters(name: str, bare: str, inflected: str) -> None:
    script = script_of(bare)
    added = letters_of(inflected, script)
    assert HEARING.cost(name, letters_of(bare, script), script) < HEARING.cost(name, added, script) < FAR
    assert evidence(name, inflected) > 0.0


def test_a_name_as_it_is_written_costs_next_to_nothing_and_counts_by_its_rareness() -> None:
    assert HEARING.cost("baykar", "baykar", Script.LATIN) < HEARING.cost("baykar", "bayker", Script.LATIN)
    assert evidence("baykar", "Baykar") > evidence("japan", "Japan") > 0.0


def test_an_everyday_word_is_no_garbled_name() -> None:
    assert evidence("baykar", "baker") < evidence("baykar", "bayker") / 2
    assert evidence("minsk", "means") < 0.0


@pytest.mark.parametrize(("acronym", "other"), [("ibm", "IBN"), ("hsbc", "HSBD"), ("nato", "NTO"), ("wto", "WTA")])
def test_an_acronym_is_written_as_it_is_written(acronym: str, other: str) -> None:
    assert evidence(acronym, other) < 0.0 < evidence(acronym, acronym.upper())


@pytest.mark.parametrize(("source", "written"), [("8200", "8201"), ("baykar", "b2"), ("8200", "baykar")])
def test_figures_are_never_other_figures_nor_letters(source: str, written: str) -> None:
    assert HEARING.cost(source, written, Script.LATIN) == FAR
    assert evidence(source, written) < 0.0


def test_a_rarer_word_is_rarer_and_unknown_letters_are_rare() -> None:
    assert HEARING.rareness("the") < HEARING.rareness("minister") < HEARING.rareness("ploughshares") < HEARING.rareness("xqzvkjw")


@pytest.mark.parametrize(
    ("word", "letters", "is_capital", "has_figure"),
    [
        ("Baykar", "baykar", True, False),
        ("baykar", "baykar", False, False),
        ("3", "three", True, False),
        ("2024", "2024", True, True),
        ("बात", "bat", True, False),
        ("東京", "", False, False),
        ("\ud800", "", True, False),
        ("", "", True, False),
        ("x" * 1000, "", False, False),
    ],
)
def test_a_word_is_heard_in_the_letters_by_which_it_is_compared(word: str, letters: str, is_capital: bool, has_figure: bool) -> None:  # noqa: FBT001 a table
    heard = HEARING.hear(word)
    assert (heard.letters, heard.is_capital, heard.has_figure) == (letters, is_capital, has_figure)


def test_a_listed_word_is_known_to_be_one() -> None:
    assert HEARING.hear("minister").is_listed
    assert not HEARING.hear("Xqzvkjw").is_listed


def test_a_name_is_looked_up_under_its_own_key_first() -> None:
    for script in (Script.LATIN, Script.OTHER):
        assert HEARING.keys("baykar", script)[0] == HEARING.key("baykar", script)


@pytest.mark.parametrize(("letters", "source"), [("motor", "motors"), ("tech", "technology"), ("aluminum", "aluminium")])
def test_a_plural_an_abbreviation_and_another_spelling_are_forms_of_a_word(letters: str, source: str) -> None:
    assert is_form_of(letters, source)


@pytest.mark.parametrize(("letters", "source"), [("ab", "abc"), ("technology", "tech"), ("morgan", "martin"), ("", "abc")])
def test_other_words_are_no_forms_of_it(letters: str, source: str) -> None:
    assert not is_form_of(letters, source)


@pytest.mark.parametrize(
    ("letters", "is_slip"),
    [("bakyar", True), ("bykar", True), ("bayykar", True), ("baykor", True), ("paykar", False), ("bkyra", False), ("bay", False)],
)
def test_a_slip_of_the_pen_is_one_letter_within_a_word(letters: str, is_slip: bool) -> None:  # noqa: FBT001 a table
    assert is_slip_of(letters, "baykar") is is_slip


@settings(max_examples=100)
@given(
    st.text(st.one_of(st.characters(codec=None), st.sampled_from("Baykr3бутבתبوमो\u202e\ud800")), max_size=20),
    st.text("abykr", min_size=1, max_size=8),
)
def test_any_word_is_heard_and_weighed(word: str, source: str) -> None:
    heard = HEARING.hear(word)
    if heard.letters:
        weighed = HEARING.evidence(source, heard.letters, heard.script)
        assert weighed <= HEARING.rareness(heard.letters, heard.script) + 3.0
        assert HEARING.cost(source, heard.letters, heard.script) >= 0.0
    assert HEARING.hear(word) == heard


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_REMEMBERED", 50)
    hearing = Hearing(FewWords())
    for number in range(500):
        word = romanise(f"Ba{chr(97 + number % 26)}{chr(97 + number // 26)}kar")
        hearing.hear(word)
        hearing.evidence("baykar", word, Script.LATIN)
    remembered = (hearing.known, hearing._respellings, hearing._rareness, hearing._keys, hearing._evidence)
    assert max(len(memory) for memory in remembered) <= 50


def test_a_word_too_long_for_any_name_is_neither_heard_nor_remembered() -> None:
    hearing = Hearing(FewWords())
    assert {hearing.hear("B" + letter * 1_000_000).letters for letter in "abcd"} == {""}
    assert hearing.hear("B" * 40).letters
    assert sum(map(len, hearing.known)) == 40


@pytest.mark.parametrize(("name", "said"), [("hdfc", "hedfek"), ("jbf", "jabef"), ("ltd", "latda")])
def test_an_acronym_said_aloud_has_evidence_of_its_own_kind(name: str, said: str) -> None:
    assert evidence(name, said) < 0.0
    assert HEARING.evidence_of_acronym(name, said, Script.LATIN) > 5.0


@pytest.mark.parametrize(("name", "other"), [("hdfc", "minister"), ("baykar", "bajkar"), ("ltd", "the"), ("hdfc", "hd")])
def test_other_words_are_no_acronyms_said_aloud(name: str, other: str) -> None:
    assert HEARING.evidence_of_acronym(name, other, Script.LATIN) < 0.0


@pytest.mark.parametrize(("name", "written"), [("baykar", "Bajkar"), ("baykar", "Байкар"), ("wescam", "Weiskam"), ("wescam", "Toronto")])
def test_what_is_strong_is_weighed_alike_in_less_time(name: str, written: str) -> None:
    script = script_of(written)
    letters = letters_of(written, script)
    strong = Hearing(languages()).strong_evidence(name, letters, script, 9.0)
    assert strong == pytest.approx(evidence(name, written)) if evidence(name, written) >= 9.0 else strong < 9.0


def test_a_form_of_a_listed_word_is_no_rare_word() -> None:
    listed, form = letters_of("پیمان", Script.ARABIC), letters_of("پیمانت", Script.ARABIC)
    assert HEARING.rareness(listed, Script.ARABIC) < HEARING.rareness(form, Script.ARABIC) < HEARING.rareness(listed, Script.ARABIC) + 6.0


def test_what_persian_joins_to_a_word_is_none_of_it() -> None:
    assert HEARING.hear("نامه\u200cام").letters == HEARING.hear("نامه").letters
