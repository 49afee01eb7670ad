"""Folding forgets how a text is written, and never where."""
# ruff: noqa: RUF001 letters that look alike are the subject

from __future__ import annotations

import unicodedata
from itertools import combinations
from time import process_time

import pytest
import regex  # type: ignore[import-untyped]
from hypothesis import assume, example, given
from hypothesis import strategies as st

from monitor.text.fold import fold, fold_key, letter_case
from monitor.text.letters import is_mark
from monitor.text.tokens import is_boundary

AWKWARD = "aZ éßﬁİ \n\t-–'’\u00a0\u00ad\u200b\u200d\u0301\u0327\u3099かｶﾞ가\u1100\u1161\u11a8कि\u093cกีำ\u064eأﷺ²™…㈱\ud800\0🇨🇦👩\u202e"
WILD = st.text(st.one_of(st.sampled_from(AWKWARD), st.characters(codec=None)), max_size=60)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("L3Harris-Wescam", "L3HARRIS WESCAM"),
        ("Türkiye", "Tu\u0308rkiye"),
        ("Nagorno\u2013Karabakh", "nagorno   karabakh"),
        ("Project Plough\u00adshares", "Project\r\n    Ploughshares"),
        ("Baykar’s", "baykar's"),
        ("STRASSE", "Straße"),
        ("ISTANBUL", "İstanbul"),
        ("ジャスティン・トルドー", "ｼﾞｬｽﾃｨﾝ ﾄﾙﾄﾞｰ"),
        ("كَتَبَ أحمد", "كتب احمد"),
        ("WESCAM™ MX", "WESCAM MX"),
        ("각", "\u1100\u1161\u11a8"),
    ],
)
def test_what_the_press_writes_in_two_ways_folds_alike(one: str, other: str) -> None:
    assert fold_key(one) == fold_key(other)


def test_a_span_of_the_folded_text_leads_back_to_the_original() -> None:
    text = "The  Cafe\u0301\u00ad-Straße\n\n of ﬁne \u200b WES\u00adCAM\u00ad."
    folded = fold(text)
    assert folded.text == "the cafe strasse of fine wescam."
    for words, original in (("cafe", "Cafe\u0301"), ("strasse", "Straße"), ("strasse of", "Straße\n\n of"), ("wescam", "WES\u00adCAM")):
        start = folded.text.index(words)
        begins, ends = folded.span(start, start + len(words))
        assert text[begins:ends] == original


def test_half_a_ligature_is_no_whole_letter() -> None:
    folded = fold("a ﬁne day")
    start = folded.text.index("fine")
    assert folded.is_whole(start, start + 4)
    assert not folded.is_whole(start, start + 1)
    assert not folded.is_whole(start + 1, start + 4)
    assert fold("plain").is_whole(1, 2)


@given(WILD)
def test_white_space_is_one_space_at_a_time(text: str) -> None:
    folded = fold(text).text
    assert "  " not in folded
    assert not any(character.isspace() and character != " " for character in folded)


@given(WILD)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    folded = fold(text).text
    assume("&" not in folded)  # what was escaped twice is read twice
    assert fold(folded).text == folded


@given(WILD)
def test_texts_that_unicode_calls_equal_fold_alike(text: str) -> None:
    clean = text.replace("\ud800", "")
    assert fold(unicodedata.normalize("NFC", clean)).text == fold(unicodedata.normalize("NFD", clean)).text


@given(WILD, st.data())
def test_the_original_span_folds_again_to_what_matched(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    begins, ends = folded.span(start, end)
    assert 0 <= begins < ends <= len(text)
    if folded.is_whole(start, end):
        assert fold(text[begins:ends]).text == folded.text[start:end]


@given(WILD, st.data())
def test_a_span_that_ends_before_a_letter_never_leaves_a_mark_behind(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    ends = [at for at in range(1, len(folded.text) + 1) if at == len(folded.text) or not is_mark(folded.text[at])]
    if not ends:
        return
    end = data.draw(st.sampled_from(ends))
    start = data.draw(st.integers(0, end - 1))
    if folded.is_whole(start, end):
        after = folded.span(start, end)[1]
        assert after == len(text) or not is_mark(text[after])


FLAGS = "🇨🇦🇨🇦👩\u200d🚀👍🏽🏴\U000e0067\U000e007f\u0600\u06dd\u17d2ក\u1039ကำຳ"


@given(st.text(st.one_of(st.sampled_from(AWKWARD + FLAGS), st.characters(codec="utf-8")), max_size=40), st.data())
@example("e" + "\u0301" * 40 + " x", None)
@example("\u06005 x", None)
@example(" 🏽", None)
@example("a ीb", None)
@example("\u0300\u17d2", None)
def test_a_span_between_boundaries_never_splits_a_grapheme(text: str, data: st.DataObject | None) -> None:
    folded = fold(text)
    edges = {0, *(found.end() for found in regex.finditer(r"\X", text))}
    bounds = [at for at in range(len(folded.text) + 1) if is_boundary(folded.text, at)]
    if len(bounds) < 2:
        return
    drawn = [sorted(data.draw(st.lists(st.sampled_from(bounds), min_size=2, max_size=2, unique=True)))] if data else combinations(bounds, 2)
    for start, end in drawn:
        if folded.is_whole(start, end) and not folded.text[start:end].isspace():
            assert edges.issuperset(folded.span(start, end))


@given(st.text(st.one_of(st.sampled_from(AWKWARD + FLAGS), st.characters(codec="utf-8")), max_size=40), st.data())
@example(" \u0600a", None)
def test_a_place_is_found_from_its_span_and_its_span_from_the_place(text: str, data: st.DataObject | None) -> None:
    folded = fold(text)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1)) if data else len(folded.text) - 1
    end = data.draw(st.integers(start + 1, len(folded.text))) if data else len(folded.text)
    if folded.is_whole(start, end):
        assert folded.place(*folded.span(start, end)) == (start, end)


def test_capitals_are_told_where_folding_forgets_them() -> None:
    assert letter_case("TB2") == letter_case("TB-2") == (True, True)
    assert letter_case("Tb2") == (True, False)
    assert letter_case("AT&amp;T") == letter_case("AT&T")
    assert letter_case("O&#x27;Neill, T&uuml;rkiye") == letter_case("O'Neill, Türkiye")
    assert letter_case("Oﬃce") == letter_case("Office")


@pytest.mark.parametrize("unit", ["a", "e\u0301", " \u200b", "ß", "\u0301", "\u3099\u093c", "\ud800", "한"])
def test_a_long_run_of_one_thing_folds_in_linear_time(unit: str) -> None:
    begun = process_time()
    fold(unit * (100_000 // len(unit)))
    assert process_time() - begun < 5
