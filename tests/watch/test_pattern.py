"""An expression finds what it says in folded text, at exact places, in time that no text can stretch."""
# ruff: noqa: RUF001 letters that look alike are the subject

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.fold import fold
from monitor.watch.pattern import MOST_WORK, Pattern, PatternError, pattern


def stands(source: str, text: str) -> list[str]:
    folded = fold(text)
    return [text[slice(*folded.span(*span))] for span in pattern(source).occurrences(folded)]


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("tb-?2", "TB2, TB-2 and TB 2", ["TB2", "TB-2", "TB 2"]),
        ("Türk.{1,9} drone", "TURKISH\nDRONE", ["TURKISH\nDRONE"]),
        (r"\bmq-[19]\b", "the MQ–9 and the MQ-95", ["MQ–9"]),
        ("export (permit|licen[cs]e)s?", "Export-Licences", ["Export-Licences"]),
        (r"(?i)[A-Z]{2}-\d{3} tank", "the xY-123 tank", ["xY-123 tank"]),
        ("[à-ý]rms[- ]deal", "arms-deal, ÁRMS deal", ["arms-deal", "ÁRMS deal"]),
        ("L[’']Oréal", "l'oreal", ["l'oreal"]),
        ("Straße{2,}", "STRASSEE", ["STRASSEE"]),
        (r"\.50 calibre", "a .50-calibre", [".50-calibre"]),
        ("дрон(ы|ов)", "Дронов", ["Дронов"]),
        ("हिन्द", "हिन्दी", ["हिन्दी"]),
        ("a  - b {0,2}cd", "A-B cd", ["A-B cd"]),
        (r"\Qc++\E code", "C++ code", ["C++ code"]),
        ("office?", "oﬃce", ["oﬃce"]),
        ("of+", "oﬃce", []),
    ],
)
def test_an_expression_is_folded_as_the_text_is(source: str, text: str, expected: list[str]) -> None:
    assert stands(source, text) == expected


@pytest.mark.parametrize(
    ("source", "literal"),
    [
        ("tb-?2 drones?", "2 drone"),
        ("export (permit|licence)s", "export"),
        ("Türk.{1,9}", "turk"),
        ("foo|bar", ""),
        ("(foo|bar)", ""),
        ("fo{0,2}obar", "obar"),
        ("ab*c{0}de", "de"),
        (r"\w+-class frigate", "class frigate"),
        (r"(?s)(?P<what>x)arms", "arms"),
        (r"[a-z]{3}\d\d", ""),
    ],
)
def test_what_stands_in_every_match_announces_it(source: str, literal: str) -> None:
    assert pattern(source).anchor == literal


def test_a_fault_is_shown_at_its_character() -> None:
    with pytest.raises(PatternError, match=r"character 5: .*before b, d, s, w"):
        pattern(r"arms\y")


@given(st.text(st.sampled_from("ab()[]{}|*+?\\^$.-19,:=<!Péß \ud800"), max_size=16))
def test_any_text_is_an_expression_or_a_clear_error(source: str) -> None:
    outcome = attempt(source)
    if isinstance(outcome, PatternError):
        assert 0 <= outcome.position <= len(source)
        assert outcome.what
        assert outcome.remedy
    else:
        assert all(start < end for start, end in outcome.occurrences(fold(source)))


@given(st.lists(st.sampled_from(["ab", "-", "c?", "(de|f)", "(g)?", "[hi]", "{2}", "é", r"\d", "+", "*"]), max_size=8).map("".join))
def test_the_announcing_literal_stands_in_every_match(source: str) -> None:
    text = fold("ab abab ccc de f g h i 0 é abdeab ab-ab-de abc abab fé deé é-é ab--f abg gab abé").text
    made = attempt(source)
    if isinstance(made, Pattern):
        assert all(made.anchor in text[start:end] for start, end in made.occurrences(fold(text)))


def attempt(source: str) -> Pattern | PatternError:
    try:
        return pattern(source)
    except PatternError as error:
        return error


@pytest.mark.parametrize("text", ["a" * 1_000_000, "ab" * 200_000, "arms " * 100_000, "\ud800é" * 100_000])
def test_a_hostile_text_costs_bounded_time(text: str) -> None:
    folded = fold(text)
    begun = process_time()
    for source in ("ab(.*zq)?", "(a+)+bz", "arms(.{0,99}x)?", "[^q]{50}arms"):
        found = sum(1 for _ in pattern(source).occurrences(folded))
        assert found * len(folded.text) <= MOST_WORK
    assert process_time() - begun < 20
