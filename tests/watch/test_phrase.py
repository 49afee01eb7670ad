"""Phrases with wildcards stand where their words stand, and cost little where they do not."""

from __future__ import annotations

from itertools import repeat
from time import process_time

import pytest

from monitor.text.fold import fold
from monitor.watch.phrase import Phrase, PhraseError, literal, phrase, rarity


def stands(wanted: Phrase, text: str) -> list[str]:
    folded = fold(text)
    seen = [at for at in range(len(folded.text)) if folded.text.startswith(wanted.anchor, at)]
    return [text[slice(*folded.span(*span))] for span in wanted.occurrences(folded, seen)]


@pytest.mark.parametrize(
    ("written", "text", "expected"),
    [
        ("drone*", "Drones, drone; a drone-maker; quadrones", ["Drones", "drone", "drone"]),
        ("wom?n", "women woman womn womaen", ["women", "woman"]),
        ("licen?e*", "licence, Licensed, licensing", ["licence", "Licensed"]),
        ("export licen?e*", "Export\n licences and export-licenses", ["Export\n licences", "export-licenses"]),
        ("*copter", "helicopters helicopter copter", ["helicopter", "copter"]),
        ("?icence", "licence vicence icence", ["licence", "vicence"]),
        ("arms * embargo", "arms trade embargo; arms embargo", ["arms trade embargo"]),
        ("Türk*", "TÜRKİYE'DE turkish", ["TÜRKİYE", "turkish"]),
        ("дрон*", "Дроны и дронов", ["Дроны", "дронов"]),
        ("出口*", "他说出口管制", ["出口"]),
        ("why?", "Why not", ["Why"]),
        ("a*bomb", "abomb aabomb bomb a-bomb", ["abomb", "aabomb"]),
    ],
)
def test_wildcards_stand_for_letters_of_one_word(written: str, text: str, expected: list[str]) -> None:
    assert stands(phrase(written), text) == expected


def test_capitals_are_kept_when_asked() -> None:
    assert stands(phrase("TB2", keeps_case=True), "TB2 tb2 Tb2 TB-2") == ["TB2"]
    assert stands(phrase("Ermächtigung", keeps_case=True), "Erma\u0308chtigung ERMÄCHTIGUNG") == ["Erma\u0308chtigung"]


def test_a_full_stop_at_the_end_of_a_name_may_be_left_out() -> None:
    name = literal("Acme Inc.")
    assert name is not None
    assert stands(name, "Acme Inc. and Acme Inc, said Acme Inc") == ["Acme Inc.", "Acme Inc", "Acme Inc"]


def test_an_abbreviation_does_not_stand_within_a_longer_one() -> None:
    name = literal("U.S.")
    assert name is not None
    assert stands(name, "the U.S. and the U.S.S.R. and U.S") == ["U.S.", "U.S"]


def test_a_name_is_taken_literally() -> None:
    name = literal("Yahoo*")
    assert name is not None
    assert stands(name, "yahoo* yahoos") == ["yahoo*"]


@pytest.mark.parametrize("nothing", ["", "  ", "...", "\u00ad", "\u200b ", "\u0301"])
def test_a_name_that_folds_to_nothing_is_none(nothing: str) -> None:
    assert literal(nothing) is None
    with pytest.raises(PhraseError, match="write the word"):
        phrase(nothing)


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ("*", "two letters"),
        ("a*", "two letters"),
        ("? ?", "the word that you look for|two letters"),
        ("ab*cd*ef*gh*", "write the words out"),
    ],
)
def test_a_phrase_that_is_all_wildcard_is_refused_with_the_remedy(written: str, remedy: str) -> None:
    with pytest.raises(PhraseError, match=remedy):
        phrase(written)


def test_capitals_and_wildcards_do_not_go_together() -> None:
    with pytest.raises(PhraseError, match="leave out the ="):
        phrase("TB*", keeps_case=True)


def test_the_longest_word_is_the_rarest() -> None:
    assert phrase("of the emb*argo licen?e").anchor == "argo licen"
    assert rarity("of embargo") > rarity("of the by at")
    assert rarity(" ") == 0


@pytest.mark.parametrize(("written", "text"), [("ab*ab*ab*x", "ab" * 20_000), ("*ab*", "ab " * 20_000), ("a*ab", "a" * 1_000_000)])
def test_a_hostile_text_costs_bounded_time(written: str, text: str) -> None:
    wanted = phrase(written)
    folded = fold(text)
    begun = process_time()
    seen = (at for at in range(0, len(folded.text), 2) if folded.text.startswith(wanted.anchor, at))
    assert len(list(wanted.occurrences(folded, seen))) <= 20_000
    assert process_time() - begun < 10


def test_what_is_seen_without_end_is_looked_at_with_one() -> None:
    seen = repeat(0)
    assert list(phrase("ab*cd").occurrences(fold("ab"), seen)) == []
