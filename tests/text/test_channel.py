"""What a spelling costs: what was learned, and what may be guessed where nothing was."""

from __future__ import annotations

from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.language.once import languages
from monitor.text.channel import FAR, Channel, Respelling, merged
from monitor.text.scripts import Script
from monitor.text.sounds import CLASSES

LATIN = CLASSES[Script.LATIN]
LEARNED = languages().channels
SAME = {letter: ((letter, 0.1),) for letter in "abcdefghijklmnopqrstuvwxyz"}
CHANNEL = Channel({**SAME, "ph": (("f", 0.5),), "p": (("p", 0.1), ("b", 1.0)), "x": (("ks", 0.7),), "": (("e", 1.5),)}, LATIN, 2)
NOTHING_LEARNED = Channel({}, LATIN, 1)
PLENTY = 1000.0
WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=14)


def cost(source: str, target: str, channel: Channel = CHANNEL) -> float:
    return Respelling(channel, source).cost(target, PLENTY)


def test_a_learned_outcome_costs_what_was_learned() -> None:
    assert cost("ph", "f") == pytest.approx(0.5)
    assert cost("x", "ks") == pytest.approx(0.7)


def test_costs_add_up_along_the_word() -> None:
    assert cost("phonex", "foneks") == pytest.approx(0.5 + 0.1 * 4 - 0.1 + 0.7)


def test_the_cheapest_way_to_read_a_word_counts() -> None:
    assert cost("ph", "ph") == pytest.approx(0.2)
    assert cost("pb", "be") > cost("p", "b")


def test_a_letter_put_in_costs_what_was_learned_for_putting_it_in() -> None:
    assert cost("pt", "pet") == pytest.approx(0.1 + 1.5 + 0.1)
    assert cost("pt", "pet") < cost("pt", "pot")


def test_a_stem_may_stand_for_the_name_at_the_price_of_its_ending() -> None:
    pat = Respelling(CHANNEL, "pat")
    assert pat.cost("pats", PLENTY, [(3, 0.4)]) == pytest.approx(cost("pat", "pat") + 0.4)
    assert pat.cost("pats", PLENTY, [(3, 90.0)]) == pytest.approx(cost("pat", "pats"))
    assert pat.cost("pat", PLENTY, [(2, 0.0)]) == pytest.approx(cost("pat", "pat"))


@pytest.mark.parametrize(
    ("near", "far"), [(("d", "t"), ("d", "m")), (("g", "k"), ("g", "n")), (("a", "o"), ("a", "r")), (("sh", "z"), ("sh", "l"))]
)
def test_letters_that_sound_alike_are_nearer_than_others_without_any_learning(near: tuple[str, str], far: tuple[str, str]) -> None:
    assert cost(*near, channel=NOTHING_LEARNED) < cost(*far, channel=NOTHING_LEARNED)


def test_silent_letters_are_dropped_for_less_than_sounding_ones() -> None:
    assert cost("wright", "writ", NOTHING_LEARNED) < cost("wrimpt", "writ", NOTHING_LEARNED)
    assert cost("sara", "sar", NOTHING_LEARNED) < cost("sarm", "sar", NOTHING_LEARNED)


def test_what_costs_more_than_the_limit_is_no_spelling() -> None:
    assert Respelling(CHANNEL, "ploughshares").cost("minister", 3.0) == FAR
    assert Respelling(CHANNEL, "ploughshares").cost("minister" * 5, 3.0, [(8, 0.1)]) == FAR


@pytest.mark.parametrize(("source", "target"), [("", ""), ("a", ""), ("", "a"), ("a", "é"), ("a", "\ud800")])
def test_odd_words_have_a_cost_too(source: str, target: str) -> None:
    assert 0.0 <= cost(source, target) < PLENTY


@settings(max_examples=60)
@given(WORDS, st.text(st.one_of(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), st.characters(codec=None)), max_size=12))
def test_no_spelling_is_better_than_free(source: str, target: str) -> None:
    for script in (Script.LATIN, Script.OTHER):
        assert cost(source, target, LEARNED[script]) >= 0.0


@settings(max_examples=60)
@given(WORDS)
def test_a_name_as_it_is_written_is_cheap(word: str) -> None:
    stranger = cost("m", "k", NOTHING_LEARNED)
    for script in (Script.LATIN, Script.OTHER):
        assert cost(word, word, LEARNED[script]) < stranger * len(word)


@settings(max_examples=60)
@given(WORDS, WORDS, st.floats(1.0, 30.0), st.integers(0, 3), st.floats(0.0, 5.0))
def test_a_limit_hides_what_is_dearer_and_changes_nothing_else(source: str, target: str, limit: float, ending: int, price: float) -> None:
    respelling, cuts = Respelling(LEARNED[Script.LATIN], source), [(max(0, len(target) - ending), price)]
    limited, free = respelling.cost(target, limit, cuts), respelling.cost(target, PLENTY, cuts)
    assert limited == (pytest.approx(free) if free <= limit else FAR)


@pytest.mark.parametrize(
    ("script", "name", "spelled", "stranger"),
    [
        (Script.LATIN, "weskam", "wiskam", "boldon"),
        (Script.CYRILLIC, "viktor", "виктор", "сергеи"),
        (Script.ARABIC, "viktor", "فيكتور", "سرغاي"),
        (Script.HEBREW, "viktor", "ויקטור", "סרגיי"),
        (Script.OTHER, "viktor", "biktor", "sergey"),
    ],
)
def test_the_learned_channels_know_a_name_from_a_stranger(script: Script, name: str, spelled: str, stranger: str) -> None:
    assert cost(name, spelled, LEARNED[script]) < cost(name, stranger, LEARNED[script])


def test_what_is_merged_costs_the_least_that_it_costs_in_any() -> None:
    one, other = Channel({"p": (("p", 0.1), ("b", 2.0))}, LATIN, 1), Channel({"p": (("b", 1.0),), "th": (("t", 0.3),)}, LATIN, 2)
    both = merged([one, other])
    assert cost("p", "p", both) == pytest.approx(0.1)
    assert cost("p", "b", both) == pytest.approx(1.0)
    assert cost("th", "t", both) == pytest.approx(0.3)
    assert both.longest == 2


def test_a_key_keeps_the_consonants_and_writes_doubled_ones_once() -> None:
    assert CHANNEL.key("baykar") == CHANNEL.key("paygaarr") == CHANNEL.key("viker") == "PKR"
    assert CHANNEL.key("aeiou") == CHANNEL.key("") == CHANNEL.key("\ud800") == ""


def test_a_sound_beside_an_affricate_that_has_it_is_written_once() -> None:
    assert CHANNEL.key("sts") == CHANNEL.key("sats") == CHANNEL.key("ts") == "S"


@given(st.text())
def test_no_key_repeats_a_sound_at_once(text: str) -> None:
    assert all(one != other for one, other in pairwise(CHANNEL.key(text)))


def test_the_likeliest_key_of_a_name_comes_first() -> None:
    keys = CHANNEL.keys("baykar")
    assert keys[0] == "PKR"
    assert "" not in keys
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("script", "spelled"), [(Script.CYRILLIC, "виктор"), (Script.ARABIC, "فيكتور"), (Script.HEBREW, "ויקטור"), (Script.LATIN, "victor")]
)
def test_a_name_in_another_script_is_found_under_one_of_the_name_s_keys(script: Script, spelled: str) -> None:
    assert LEARNED[script].key(spelled) in LEARNED[script].keys("viktor")


@pytest.mark.parametrize(("name", "spelled"), [("jinni", "джинни"), ("okazawa", "окадзава"), ("cetin", "цетин")])
def test_a_sound_that_one_script_writes_in_two_letters_has_one_key(name: str, spelled: str) -> None:
    assert LEARNED[Script.CYRILLIC].key(spelled) in LEARNED[Script.CYRILLIC].keys(name)


def test_a_name_without_a_likely_outcome_has_no_keys() -> None:
    assert NOTHING_LEARNED.keys("baykar") == ()
    assert CHANNEL.keys("") == ()


def test_the_longest_names_take_bounded_time() -> None:
    channel = LEARNED[Script.LATIN]
    began = process_time()
    assert len(channel.keys("konstantinopel" * 3)) < 100
    respelling = Respelling(channel, "konstantinopel" * 3)
    for _ in range(20):
        respelling.cost("gonsdandinobel" * 3, PLENTY)
    assert process_time() - began < 5.0
