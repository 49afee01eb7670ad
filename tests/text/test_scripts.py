"""A word's letters are compared in one form, however its script writes them."""
# ruff: noqa: RUF001 letters that look alike are the subject

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.text.scripts import Script, letters_of, plain_letters, romanise, script_of

ODD = "aßﬁİıé\u0301'’ʼ3٣²北कि\u093c\u094dบूט'״مـء\u064e\ud800\u202e\u200d"
WILD = st.text(st.one_of(st.characters(codec=None), st.sampled_from(ODD)), max_size=30)
ALPHABETS = {
    Script.CYRILLIC: "абвгдеёжзийклмнопрстуфхцчшщъыьэюяґєіїѓќѝјљњџѕћђ",
    Script.ARABIC: "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيٱپچژکگیٹڈڑںہھے\u064b\u064e\u0651\u0652",
    Script.HEBREW: "אבגדהוזחטיכךלמםנןסעפףצץקרשת\u05b7\u05bc",
}


@pytest.mark.parametrize(
    ("word", "script"),
    [
        ("Baykar", Script.LATIN),
        ("Łódź", Script.LATIN),
        ("Việt", Script.LATIN),
        ("Бут", Script.CYRILLIC),
        ("بايكار", Script.ARABIC),
        ("ﺑﺎﻳﻜﺎﺭ", Script.ARABIC),
        ("באיקאר", Script.HEBREW),
        ("Αθήνα", Script.OTHER),
        ("मोदी", Script.OTHER),
        ("북한", Script.OTHER),
        ("東京", Script.UNSPACED),
        ("ひらがな", Script.UNSPACED),
        ("ﬁne", Script.LATIN),
        ("Ｂａｙｋａｒ", Script.LATIN),
        ("กรุงเทพ", Script.UNSPACED),
        ("2024", Script.LATIN),
        ("", Script.LATIN),
        ("3-й", Script.CYRILLIC),
        ("'באיקאר", Script.HEBREW),
    ],
)
def test_a_word_has_the_script_of_its_first_letter(word: str, script: Script) -> None:
    assert script_of(word) is script


@pytest.mark.parametrize(
    ("word", "romanised"),
    [
        ("Baykar", "baykar"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("Đorđević", "dordevic"),
        ("O'Neill", "oneill"),
        ("O\u2019Neill", "oneill"),
        ("İstanbul", "istanbul"),
        ("ﬁne", "fine"),
        ("WESCAM\u2122", "wescamtm"),
        ("L3", "l3"),
        ("٣", "3"),
        ("Αθήνα", "athina"),
        ("\ud800", ""),
        ("\u202eBaykar\u202c", "baykar"),
        ("", ""),
    ],
)
def test_any_word_is_written_in_plain_letters(word: str, romanised: str) -> None:
    assert romanise(word) == romanised


@pytest.mark.parametrize(
    ("word", "romanised"),
    [("मोदी", "modi"), ("राम", "ram"), ("भारत", "bharat"), ("मार्टिन", "martin"), ("फ़िल्म", "film"), ("अंबानी", "anbani"), ("क़लम", "qalam")],
)
def test_devanagari_is_written_as_it_is_spoken(word: str, romanised: str) -> None:
    assert romanise(word) == romanised
    assert romanise(unicodedata.normalize("NFD", word)) == romanised


@pytest.mark.parametrize(
    ("one", "other", "script"),
    [
        ("Ёлкин", "елкин", Script.CYRILLIC),
        ("Й", "и", Script.CYRILLIC),
        ("أحمد", "احمد", Script.ARABIC),
        ("مُحَمَّد", "محمد", Script.ARABIC),
        ("محـــمد", "محمد", Script.ARABIC),
        ("ترکیه", "تركيه", Script.ARABIC),
        ("القاهرة", "القاهره", Script.ARABIC),
        ("ﺑﺎﻳﻜﺎﺭ", "بايكار", Script.ARABIC),
        ("שָׁלוֹם", "שלומ", Script.HEBREW),
        ("ג׳ורג׳", "ג'ורג'", Script.HEBREW),
        ("TÜRKİYE", "turkiye", Script.LATIN),
    ],
)
def test_what_a_script_writes_in_two_ways_has_the_same_letters(one: str, other: str, script: Script) -> None:
    assert letters_of(one, script) == letters_of(other, script) != ""


@pytest.mark.parametrize("script", ALPHABETS)
@given(st.data())
def test_a_word_of_a_list_is_reduced_as_a_word_of_a_text(script: Script, data: st.DataObject) -> None:
    word = unicodedata.normalize("NFC", data.draw(st.text(ALPHABETS[script], max_size=12)))
    assert plain_letters(word, script) == letters_of(word, script)


@pytest.mark.parametrize("word", ["baykar", "łódź", "o'neill", "b2b", "don’t", "αθήνα", "मोदी", ""])
@pytest.mark.parametrize("script", [Script.LATIN, Script.OTHER])
def test_a_listed_word_of_any_other_script_is_reduced_as_a_word_of_a_text(word: str, script: Script) -> None:
    assert plain_letters(word, script) == letters_of(word, script)


@given(WILD)
@example("\ud800\udfff")
@example("\u093c")
@example("Ⅷ½㈱™")
def test_romanised_is_plain_letters_and_figures_whatever_the_text(text: str) -> None:
    romanised = romanise(text)
    assert romanised == "" or (romanised.isascii() and romanised.isalnum() and romanised == romanised.lower())
    assert romanise(romanised) == romanised


@given(WILD, st.sampled_from(Script))
def test_reducing_a_word_twice_changes_nothing(text: str, script: Script) -> None:
    letters = letters_of(text, script)
    assert letters_of(letters, script) == letters


@given(WILD)
def test_any_text_has_a_script(text: str) -> None:
    assert script_of(text) in Script
