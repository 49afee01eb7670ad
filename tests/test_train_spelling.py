"""Spellings are learned from pairs of names: what letters become, and how likely that is."""

from __future__ import annotations

import json
import random
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.channel import Channel, Respelling
from monitor.text.scripts import Script
from monitor.text.sounds import CLASSES
from tools import train_spelling
from tools.train_spelling import align, first_guess, is_held_out, letter_costs, pairs, round_trips, sampled, train

if TYPE_CHECKING:
    from pathlib import Path

PAIRS = """entity,name,variant,script,relation,source
e1,Viktor Bout,Виктор Бут,Cyrillic,transliteration,own
e2,Philip Morris,Filip Moris,Latin,spelling,own
e3,Philip Morris,Altria,Latin,alias,own
e4,Kiev,Kyiv,Latin,spelling,geonames
e5,Project Ploughshares,Ploughshares,Latin,spelling,own
e6,Unit 8200,Unit 8201,Latin,spelling,own
e7,Viktor Bout,فيكتور بوت,Arabic,transliteration,own
"""
TRIPS = """entity,name,arabic,variant
e1,Philip Morris,فيليب موريس,Filib Moris
"""
FEW = [
    ("philip", "filip"),
    ("phoebe", "foebe"),
    ("ralph", "ralf"),
    ("morris", "moris"),
    ("phil", "fil"),
    ("sara", "sara"),
    ("lara", "lara"),
] * 3
WORDS = st.text("abcdefgh", min_size=1, max_size=8)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pairs.csv").write_text(PAIRS, encoding="utf-8")
    (tmp_path / "synthetic_ar_roundtrip.csv").write_text(TRIPS, encoding="utf-8")
    return tmp_path


def test_word_pairs_are_read_from_names_with_as_many_words_as_their_variants(folder: Path) -> None:
    found = pairs(folder, hold_out=False)
    assert found[Script.CYRILLIC] == [("viktor", "виктор"), ("bout", "бут")]
    assert found[Script.ARABIC] == [("viktor", "فيكتور"), ("bout", "بوت")]
    assert set(found[Script.LATIN]) == {("philip", "filip"), ("morris", "moris"), ("philip", "filib")}


def test_held_out_entities_are_left_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train_spelling, "is_held_out", lambda entity: entity == "e1")
    found = pairs(folder, hold_out=True)
    assert found[Script.CYRILLIC] == []
    assert set(found[Script.LATIN]) == {("philip", "filip"), ("morris", "moris")}
    assert pairs(folder, hold_out=False)[Script.CYRILLIC] != []


def test_a_quarter_of_the_entities_is_held_out_always_the_same() -> None:
    held_out = [is_held_out(f"entity {number}") for number in range(2000)]
    assert 400 < sum(held_out) < 600
    assert held_out == [is_held_out(f"entity {number}") for number in range(2000)]


@given(WORDS, WORDS)
def test_an_alignment_cuts_both_words_into_runs_that_join_to_them(source: str, target: str) -> None:
    total, runs = align(source, target, first_guess, (3, 3))
    assert "".join(run for run, _ in reversed(runs)) == source
    assert "".join(run for _, run in reversed(runs)) == target
    assert total == pytest.approx(sum(first_guess(*run) for run in runs))


@pytest.mark.parametrize(
    ("near", "far"),
    [(("a", "a"), ("a", "e")), (("k", "к"), ("k", "м")), (("a", ""), ("k", "")), (("b", "ب"), ("b", "م")), (("a", "o"), ("a", "t"))],
)
def test_letters_that_romanise_alike_are_cheap_before_anything_is_learned(near: tuple[str, str], far: tuple[str, str]) -> None:
    assert first_guess(*near) < first_guess(*far)


def test_a_name_never_seen_is_respelled_as_the_pairs_were() -> None:
    learned = train(FEW, (2, 2))
    outcomes: dict[str, tuple[tuple[str, float], ...]] = {}
    for (source, target), cost in learned.items():
        outcomes[source] = (*outcomes.get(source, ()), (target, cost))
    respelling = Respelling(Channel(outcomes, CLASSES[Script.LATIN], 2), "sophi")
    assert respelling.cost("sofi", 99.0) < min(respelling.cost(other, 99.0) for other in ("sobi", "somi", "sophi"))
    assert all(cost >= 0.0 and (source or target) for (source, target), cost in learned.items())


def test_nothing_is_learned_from_nothing() -> None:
    assert train([], (2, 2)) == {}


def test_a_word_is_sent_through_a_channel_run_by_run() -> None:
    chance = random.Random(0)  # noqa: S311 no secret
    assert sampled("phil", {("ph", "f"): 0.1, ("i", "i"): 0.1, ("l", "l"): 0.1}, chance) == "fil"
    assert sampled("phil", {("i", "i"): 0.1}, chance) == ""


def test_a_round_trip_ends_in_latin_letters_other_than_the_name_s(folder: Path) -> None:
    trips = round_trips(folder, [("filip", "فيليب"), ("moris", "موريس")] * 20, hold_out=False)
    assert all(trip.isascii() and trip.isalpha() and trip != name for name, trip in trips)


def test_letters_that_follow_often_cost_less_than_those_that_seldom_do() -> None:
    costs = letter_costs(["banana", "bandana", "bananas"] * 5)
    assert costs["an"] < costs["as"]
    assert costs["ana"] < costs["as"]
    assert all(cost >= 0.0 for cost in costs.values())


def test_what_was_learned_is_written_for_every_script(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = tmp_path / "learned"
    written.mkdir()
    monkeypatch.setattr(train_spelling, "LEARNED", written)
    monkeypatch.setattr(train_spelling, "rare_words", lambda script: [f"{script}", "banana"])
    monkeypatch.setattr(sys, "argv", ["train_spelling", str(folder)])
    train_spelling.main()
    assert {path.stem for path in written.iterdir()} == {"latin", "cyrillic", "arabic", "hebrew", "other"}
    learned = json.loads((written / "cyrillic.json").read_text(encoding="utf-8"))
    assert learned["letters"]
    assert "Виктор" not in json.dumps(learned, ensure_ascii=False)
